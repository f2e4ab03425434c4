//! Whether a text is a day, a time of day, or both.

use crate::schema::ColumnType;

/// What is wrong with a text as a date or time. A form that only one server reads, such as
/// `Jan 5, 2024`, is left to it; a day or time that does not exist is none anywhere.
pub(super) fn misfit(text: &str, column_type: &ColumnType) -> Option<String> {
    // PostgreSQL's words that are the same whenever they are read
    // (<https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-DATETIME-SPECIAL-VALUES>):
    // of `now` and its like a default would keep the day on which it was set.
    const FIXED: [&str; 4] = ["epoch", "infinity", "-infinity", "allballs"];
    let text = text.trim();
    if FIXED.contains(&text.to_ascii_lowercase().as_str()) {
        return None;
    }
    let nothing = match column_type {
        ColumnType::Date => "it is no date",
        ColumnType::Time => "it is no time of day",
        _ => "it is no date and time",
    };
    // Names of months and zones, such as `America/New_York`, and signs between numbers.
    let is_written = |c: char| c.is_alphanumeric() || c == ' ' || "-/:.,+_".contains(c);
    if !text.chars().all(is_written) || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Some(nothing.to_owned());
    }
    let (day, clock) = parts(text);
    // `240229` is the shortest day without signs. MariaDB takes the number 0 for no day at all.
    let is_number = day.is_some_and(|day| day.bytes().all(|byte| byte.is_ascii_digit()));
    if is_number && clock.is_none() && text.len() < 6 && text.bytes().any(|byte| byte != b'0') {
        return match column_type {
            ColumnType::Time => None,
            _ => Some(nothing.to_owned()),
        };
    }
    let written = day.and_then(|day| day.split([' ', 'T']).next()).and_then(numbers);
    if let Some([year, month, date]) = written
        && !day_exists(year, month, date)
    {
        return Some("there is no such day".to_owned());
    }
    if let Some([hour, minute, second]) = clock.and_then(clock_numbers)
        && !time_exists(hour, minute, second)
    {
        return Some("there is no such time of day".to_owned());
    }
    let fits = match column_type {
        ColumnType::Date | ColumnType::Timestamp | ColumnType::TimestampTz => day.is_some(),
        _ => clock.is_some() || written.is_none(),
    };
    (!fits).then(|| nothing.to_owned())
}

/// The day in front of a time of day, and the time of day with what follows it.
fn parts(text: &str) -> (Option<&str>, Option<&str>) {
    let Some((before, _)) = text.split_once(':') else { return (Some(text), None) };
    let start = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let day = text[..start].trim_end_matches([' ', 'T']);
    (Some(day).filter(|day| !day.is_empty()), Some(&text[start..]))
}

/// Year, month and day with the year in front, when the text is written so.
fn numbers(text: &str) -> Option<[u32; 3]> {
    let mut parts = text.split(['-', '/']);
    let parts = [parts.next()?, parts.next()?, parts.next()?, parts.next().unwrap_or_default()];
    let [year, month, day, rest] = parts;
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let read = year.len() >= 4 && rest.is_empty();
    let read = read && [year, month, day].into_iter().all(is_number);
    read.then(|| [year.parse().ok(), month.parse().ok(), day.parse().ok()])
        .and_then(|[year, month, day]| Some([year?, month?, day?]))
}

fn day_exists(year: u32, month: u32, day: u32) -> bool {
    // MariaDB keeps it for no day at all, where its mode allows that
    // (<https://mariadb.com/kb/en/sql-mode/>).
    if (year, month, day) == (0, 0, 0) {
        return true;
    }
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// Hour, minute and second in front of a text, however it goes on.
fn clock_numbers(text: &str) -> Option<[u32; 3]> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(text.len());
    let mut parts = text[..end].split(':');
    let (hour, minute) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let second = parts.next().map_or(Ok(0), str::parse).ok()?;
    Some([hour, minute, second])
}

/// A leap second is a time, and so is the end of the day.
fn time_exists(hour: u32, minute: u32, second: u32) -> bool {
    (hour < 24 && minute < 60 && second <= 60) || (hour, minute, second) == (24, 0, 0)
}
