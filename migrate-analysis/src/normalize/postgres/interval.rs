//! Intervals, as PostgreSQL prints them.
//!
//! See <https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-INTERVAL-INPUT>.

use std::fmt::Write as _;

const SECOND: i64 = 1_000_000;

/// `90 minutes` as `01:30:00`; nothing for a text with fractions other than of seconds, or in one of
/// the rarer forms.
pub(super) fn interval(text: &str) -> Option<String> {
    let lower = text.trim().to_ascii_lowercase();
    let interval = match lower.strip_prefix('p') {
        Some(parts) => designated(parts),
        None => worded(&lower),
    }?;
    Some(interval.print())
}

/// An interval; its parts are kept apart, for no month has as many days as another.
#[derive(Default)]
struct Interval {
    months: i64,
    days: i64,
    micros: i64,
}

impl Interval {
    /// Adds a number of units; none where PostgreSQL has no such interval either: it counts in 64 bits.
    fn add(&mut self, number: &str, unit: &str) -> Option<()> {
        if is_seconds(unit) {
            return add(&mut self.micros, seconds(number)?, 1);
        }
        let number: i64 = number.parse().ok()?;
        match unit {
            "millisecond" | "milliseconds" | "ms" => add(&mut self.micros, number, 1000),
            "microsecond" | "microseconds" | "us" => add(&mut self.micros, number, 1),
            "year" | "years" | "yr" | "yrs" | "y" => add(&mut self.months, number, 12),
            "month" | "months" | "mon" | "mons" => add(&mut self.months, number, 1),
            "week" | "weeks" | "w" => add(&mut self.days, number, 7),
            "day" | "days" | "d" => add(&mut self.days, number, 1),
            "hour" | "hours" | "hr" | "hrs" | "h" => add(&mut self.micros, number, 3600 * SECOND),
            "minute" | "minutes" | "min" | "mins" | "m" => {
                add(&mut self.micros, number, 60 * SECOND)
            }
            _ => None,
        }
    }

    fn print(&self) -> String {
        let mut parts = Vec::new();
        let mut count = |number: i64, unit: &str| {
            if number != 0 {
                parts.push(format!("{number} {unit}{}", if number == 1 { "" } else { "s" }));
            }
        };
        count(self.months / 12, "year");
        count(self.months % 12, "mon");
        count(self.days, "day");
        if self.micros != 0 || parts.is_empty() {
            parts.push(print_clock(self.micros));
        }
        parts.join(" ")
    }
}

/// `1 day 2:30`, `3d 4h`.
fn worded(text: &str) -> Option<Interval> {
    let mut interval = Interval::default();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if word.contains(':') {
            add(&mut interval.micros, clock(word)?, 1)?;
            continue;
        }
        let unit_at = word.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(word.len());
        let (number, unit) = word.split_at(unit_at);
        let unit = if unit.is_empty() { words.next().unwrap_or("s") } else { unit };
        interval.add(number, unit)?;
    }
    Some(interval)
}

/// `1y2m3dt4h5m6s`, after the `P` of ISO 8601.
fn designated(text: &str) -> Option<Interval> {
    let mut interval = Interval::default();
    let (date, time) = text.split_once('t').unwrap_or((text, ""));
    for (parts, month) in [(date, "mon"), (time, "min")] {
        let mut rest = parts;
        while !rest.is_empty() {
            let at = rest.find(|c: char| c.is_ascii_alphabetic())?;
            let unit = &rest[at..=at];
            interval.add(&rest[..at], if unit == "m" { month } else { unit })?;
            rest = &rest[at + 1..];
        }
    }
    Some(interval)
}

fn add(sum: &mut i64, number: i64, each: i64) -> Option<()> {
    *sum = sum.checked_add(number.checked_mul(each)?)?;
    Some(())
}

fn is_seconds(unit: &str) -> bool {
    matches!(unit, "second" | "seconds" | "sec" | "secs" | "s")
}

/// `[-]hours:minutes[:seconds]`.
fn clock(word: &str) -> Option<i64> {
    let (sign, word) = match word.strip_prefix('-') {
        Some(word) => (-1, word),
        None => (1, word.strip_prefix('+').unwrap_or(word)),
    };
    let mut parts = word.split(':');
    let hours: i64 = parts.next()?.parse().ok()?;
    let minutes: i64 = parts.next()?.parse().ok()?;
    let rest = parts.next().map_or(Some(0), seconds)?;
    let minutes = hours.checked_mul(60)?.checked_add(minutes)?;
    minutes.checked_mul(60 * SECOND)?.checked_add(rest)?.checked_mul(sign)
}

fn seconds(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let negative = whole.starts_with('-');
    let whole: i64 = whole.parse().ok()?;
    let micros: i64 = format!("{fraction:0<6}").get(..6)?.parse().ok()?;
    whole.checked_mul(SECOND)?.checked_add(if negative { -micros } else { micros })
}

fn print_clock(micros: i64) -> String {
    let sign = if micros < 0 { "-" } else { "" };
    let micros = micros.unsigned_abs();
    let (seconds, fraction) = (micros / SECOND.unsigned_abs(), micros % SECOND.unsigned_abs());
    let mut clock =
        format!("{sign}{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if fraction != 0 {
        // Writing to a string cannot fail.
        let _ = write!(clock, ".{fraction:06}");
    }
    clock.trim_end_matches(if fraction == 0 { ' ' } else { '0' }).to_owned()
}
