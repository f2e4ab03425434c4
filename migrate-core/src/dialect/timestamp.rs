//! Timestamps as constants of a text: read, and written in the one form that every server takes.

use crate::schema::{Column, Expr, Table, Value};

use super::Refusal;

/// A timestamp, as a constant says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timestamp {
    /// Days since 1970-01-01.
    day: i64,
    /// Seconds since midnight.
    second: i64,
    /// The digits after the second, without zeros at the end.
    fraction: String,
    /// Seconds east of UTC, where the constant says so.
    offset: Option<i64>,
}

impl Timestamp {
    /// Reads `2024-03-10 02:30:00.5+02:00` and its variants of ISO 8601: a `T` in the place of the
    /// blank, a `Z` for UTC. Any other text is for the server to read.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let (date, rest) = (text.get(..10)?, text.get(10..)?);
        let &[year, month, day] = &*numbers(date, '-', &[4, 2, 2])? else { return None };
        let rest = rest.strip_prefix(['T', 't', ' '])?.trim_start();
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.'));
        let (time, zone) = rest.split_at(end.unwrap_or(rest.len()));
        let (time, fraction) = time.split_once('.').unwrap_or((time, ""));
        let (hour, minute, second) = match *numbers(time, ':', &[2, 2, 2])? {
            [hour, minute] if fraction.is_empty() => (hour, minute, 0),
            [hour, minute, second] => (hour, minute, second),
            _ => return None,
        };
        let is_date = (1..=12).contains(&month) && (1..=days_of(year, month)).contains(&day);
        let is_time = hour < 24 && minute < 60 && second < 60;
        let is_fraction = fraction.bytes().all(|byte| byte.is_ascii_digit());
        (is_date && is_time && is_fraction).then_some(())?;
        Some(Self {
            day: days_since_1970(year, month, day),
            second: hour * 3600 + minute * 60 + second,
            fraction: fraction.trim_end_matches('0').to_owned(),
            offset: offset(zone.trim_start()).ok()?,
        })
    }

    /// Whether a time of day, `02:30:00+02:00`, says how far from UTC it is.
    pub fn is_time_with_offset(time: &str) -> bool {
        Self::read(&format!("2000-01-01 {}", time.trim())).is_some_and(|it| it.has_offset())
    }

    /// The day, as it is written, which is not moved to another zone: so does PostgreSQL read it for a
    /// `date` (<https://www.postgresql.org/docs/current/datatype-datetime.html>).
    pub fn written_day(&self) -> String {
        let (year, month, day) = date_of(self.day);
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// Whether it says how far from UTC it is.
    pub const fn has_offset(&self) -> bool {
        self.offset.is_some()
    }

    /// Seconds since 1970-01-01 00:00:00 UTC; a constant without an offset is taken to be in UTC.
    pub fn unix_seconds(&self) -> i64 {
        self.day * 86_400 + self.second - self.offset.unwrap_or_default()
    }

    /// `2024-03-10 02:30:00.5`, in UTC.
    pub fn in_utc(&self) -> String {
        let seconds = self.unix_seconds();
        let (day, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let (year, month, day) = date_of(day);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let point = if self.fraction.is_empty() { "" } else { "." };
        let fraction = &self.fraction;
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}{point}{fraction}")
    }
}

/// The numbers between separators, each of so many digits; the last may be left out.
fn numbers(text: &str, separator: char, digits: &[usize]) -> Option<Vec<i64>> {
    let parts: Vec<_> = text.split(separator).collect();
    let fits = parts.len() <= digits.len() && parts.len() + 1 >= digits.len();
    let of_digits = parts.iter().zip(digits).all(|(part, count)| {
        part.len() == *count && part.bytes().all(|byte| byte.is_ascii_digit())
    });
    (fits && of_digits).then(|| parts.iter().filter_map(|part| part.parse().ok()).collect())
}

/// A text that is no offset.
struct NoOffset;

/// Seconds east of UTC: nothing, `Z`, `UTC`, or `+02`, `+0200`, `+02:00`.
fn offset(zone: &str) -> Result<Option<i64>, NoOffset> {
    if zone.is_empty() {
        return Ok(None);
    }
    if ["Z", "UTC", "GMT"].iter().any(|name| zone.eq_ignore_ascii_case(name)) {
        return Ok(Some(0));
    }
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let digits = zone.strip_prefix(['+', '-']).ok_or(NoOffset)?.replacen(':', "", 1);
    if !matches!(digits.len(), 2 | 4) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NoOffset);
    }
    let number: i64 = digits.parse().map_err(|_| NoOffset)?;
    let (hours, minutes) =
        if digits.len() == 2 { (number, 0) } else { (number / 100, number % 100) };
    if hours > 15 || minutes > 59 {
        return Err(NoOffset);
    }
    Ok(Some(sign * (hours * 3600 + minutes * 60)))
}

const fn days_of(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days of the Gregorian calendar, in eras of 400 years that begin in March
/// (<https://howardhinnant.github.io/date_algorithms.html>).
const fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

const fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

/// The refusal of a constant whose offset would be lost.
pub(super) fn keeps_no_offset(text: &str, type_name: &str) -> Refusal {
    Refusal::unsupported(
        format!("`{text}` says how far from UTC it is, which {type_name} does not keep"),
        "leave the offset out, or let a column of dates with times be `timestamptz()`",
    )
}

/// How a database writes a constant of a column.
pub(super) type Written<'w> = dyn Fn(&Column, &Value) -> Result<Value, Refusal> + 'w;

/// What is set to a column, with its constants as the database writes them.
pub(super) fn assigned(
    table: Option<&Table>,
    column: &str,
    value: &Expr,
    written: &Written<'_>,
) -> Result<Expr, Refusal> {
    match (table.and_then(|table| table.column(column)), value) {
        (Some(known), Expr::Value(constant)) => written(known, constant).map(Expr::Value),
        _ => compared(table, value, written),
    }
}

/// A condition in which each constant that is held against a column is as the database writes it.
pub(super) fn compared(
    table: Option<&Table>,
    condition: &Expr,
    written: &Written<'_>,
) -> Result<Expr, Refusal> {
    let beside = |other: &Expr, operand: &Expr| match other {
        Expr::Column(name) => assigned(table, name, operand, written),
        _ => compared(table, operand, written),
    };
    Ok(match condition {
        Expr::Binary(left, operator, right) => {
            let (first, second) = (beside(right, left)?, beside(left, right)?);
            Expr::Binary(Box::new(first), *operator, Box::new(second))
        }
        Expr::Not(inner) => Expr::Not(Box::new(compared(table, inner, written)?)),
        Expr::In(operand, values) => {
            let known = match &**operand {
                Expr::Column(name) => table.and_then(|table| table.column(name)),
                _ => None,
            };
            let values = values.iter().map(|value| match known {
                Some(known) => written(known, value),
                None => Ok(value.clone()),
            });
            Expr::In(operand.clone(), values.collect::<Result<_, _>>()?)
        }
        Expr::IsNull { .. } | Expr::Sql(_) | Expr::Value(_) | Expr::Column(_) => condition.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_utc(text: &str) -> Option<String> {
        Timestamp::read(text).map(|timestamp| timestamp.in_utc())
    }

    #[test]
    fn timestamps_are_written_in_utc() {
        for (text, utc) in [
            ("2024-03-10 02:30:00", "2024-03-10 02:30:00"),
            ("2024-03-10T02:30", "2024-03-10 02:30:00"),
            ("2024-03-10T02:30:00.50Z", "2024-03-10 02:30:00.5"),
            ("2024-03-01 00:30:00+01", "2024-02-29 23:30:00"),
            ("2024-12-31t23:59:59.999999-05:30", "2025-01-01 05:29:59.999999"),
            ("0001-01-01 00:00:00 -0100", "0001-01-01 01:00:00"),
            ("1969-12-31 23:00:00-02:00", "1970-01-01 01:00:00"),
            ("2000-02-29 12:00:00.000", "2000-02-29 12:00:00"),
            ("2000-02-29 12:00:00 UTC", "2000-02-29 12:00:00"),
        ] {
            assert_eq!(in_utc(text).as_deref(), Some(utc), "{text}");
        }
        assert_eq!(
            Timestamp::read("2038-01-19 03:14:08").map(|it| it.unix_seconds()),
            Some(1 << 31)
        );
    }

    #[test]
    fn other_texts_are_no_timestamps() {
        for text in [
            "2024-03-10",
            "2023-02-29 00:00:00",
            "2024-13-01 00:00:00",
            "2024-03-10 24:00:00",
            "2024-03-10 02",
            "24-03-10 02:30:00",
            "2024-03-10 02:30:00 Europe/Berlin",
            "2024-03-10 02:30:00+2",
            "2024-03-10 02:30.5",
            "infinity",
            "",
            "2024-03-1\u{fc} 02:30:00",
        ] {
            assert_eq!(in_utc(text), None, "{text}");
        }
    }

    #[test]
    fn days_and_times_of_day() {
        let day = Timestamp::read("2024-03-10T23:30:00-05:00").map(|it| it.written_day());
        assert_eq!(day.as_deref(), Some("2024-03-10"));
        assert!(Timestamp::is_time_with_offset("10:00:00Z"));
        assert!(Timestamp::is_time_with_offset("10:00+02"));
        assert!(!Timestamp::is_time_with_offset("10:00:00.5"));
        assert!(!Timestamp::is_time_with_offset("noon"));
    }

    #[test]
    fn every_day_is_read_back() {
        for day in (-720_000..720_000).step_by(97) {
            let (year, month, of_month) = date_of(day);
            assert_eq!(days_since_1970(year, month, of_month), day);
        }
    }
}
