//! Dates and times in ISO 8601, as PostgreSQL prints them.

/// `2024-2-9` as `2024-02-09`; a time of the day is not taken notice of.
pub(super) fn date(text: &str) -> Option<String> {
    let day = text.trim().split(['T', 't', ' ']).next().unwrap_or_default();
    let (year, month, day) = parse_date(day)?;
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// `9:30` as `09:30:00`.
pub(super) fn time(text: &str) -> Option<String> {
    let (seconds, fraction) = parse_time(text.trim())?;
    Some(print_time(seconds, &fraction))
}

/// `2024-02-29T9:30` as `2024-02-29 09:30:00`; a zone is not taken notice of.
pub(super) fn timestamp(text: &str) -> Option<String> {
    let parsed = Parsed::from(text)?;
    Some(parsed.print(0))
}

/// `2024-02-29T09:30+02:00` as `2024-02-29 07:30:00+00`. Where there is no zone, it is UTC.
pub(super) fn timestamp_with_zone(text: &str) -> Option<String> {
    let parsed = Parsed::from(text)?;
    Some(parsed.print(-parsed.offset) + "+00")
}

const DAY: i64 = 86_400;

struct Parsed {
    /// Days since 1970.
    day: i64,
    seconds: i64,
    fraction: String,
    /// Seconds east of Greenwich.
    offset: i64,
}

impl Parsed {
    fn from(text: &str) -> Option<Self> {
        let text = text.trim();
        let (day, rest) = text.split_once(['T', 't', ' ']).unwrap_or((text, ""));
        let (year, month, date) = parse_date(day)?;
        let rest = rest.trim();
        let zone = rest.find(['+', '-', 'Z', 'z']).unwrap_or(rest.len());
        let (clock, zone) = rest.split_at(zone);
        let (seconds, fraction) = match clock.trim() {
            "" => (0, String::new()),
            clock => parse_time(clock)?,
        };
        let offset = parse_offset(zone)?;
        Some(Self { day: days(year, month, date), seconds, fraction, offset })
    }

    fn print(&self, shift: i64) -> String {
        let seconds = self.seconds + shift;
        let (year, month, date) = civil(self.day + seconds.div_euclid(DAY));
        let clock = print_time(seconds.rem_euclid(DAY), &self.fraction);
        format!("{year:04}-{month:02}-{date:02} {clock}")
    }
}

fn parse_date(text: &str) -> Option<(i64, i64, i64)> {
    let mut parts = text.split('-');
    let year = parts.next().filter(|year| year.len() >= 4)?;
    let (year, month, day) = (digits(year)?, digits(parts.next()?)?, digits(parts.next()?)?);
    let valid = parts.next().is_none() && (1..=12).contains(&month) && (1..=31).contains(&day);
    valid.then_some((year, month, day))
}

/// The seconds of a day, and what follows the point.
fn parse_time(text: &str) -> Option<(i64, String)> {
    let mut parts = text.split(':');
    let (hours, minutes) = (digits(parts.next()?)?, digits(parts.next()?)?);
    let (seconds, fraction) = match parts.next() {
        Some(seconds) => seconds.split_once('.').unwrap_or((seconds, "")),
        None => ("0", ""),
    };
    if parts.next().is_some() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let seconds = hours * 3600 + minutes * 60 + digits(seconds)?;
    Some((seconds, fraction.trim_end_matches('0').to_owned()))
}

fn print_time(seconds: i64, fraction: &str) -> String {
    let point = if fraction.is_empty() { "" } else { "." };
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{hours:02}:{minutes:02}:{seconds:02}{point}{fraction}")
}

fn parse_offset(zone: &str) -> Option<i64> {
    let sign = match zone.chars().next() {
        None | Some('Z' | 'z') if zone.len() <= 1 => return Some(0),
        Some('+') => 1,
        Some('-') => -1,
        _ => return None,
    };
    let numbers = &zone[1..];
    let (hours, minutes) = match numbers.split_once(':') {
        Some(parts) => parts,
        None if numbers.len() == 4 => numbers.split_at_checked(2)?,
        None => (numbers, "0"),
    };
    Some(sign * (digits(hours)? * 3600 + digits(minutes)? * 60))
}

fn digits(text: &str) -> Option<i64> {
    let valid = (1..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    valid.then(|| text.parse().ok())?
}

/// The days from 1970 to a date of the Gregorian calendar; years begin in March, so that the odd day
/// is their last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The date so many days after 1970.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}
