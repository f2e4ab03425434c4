//! Literals that servers print in another form: timestamps, intervals, bytes.

/// The string, without what a timestamp at midnight or in UTC does not need, and with the seconds that
/// a time of day lacks: `2020-01-01 00:00:00+00` is `2020-01-01`, `10:00` is `10:00:00`.
pub(super) fn timestamp(text: &str) -> Option<String> {
    let Some((date, rest)) =
        text.split_at_checked(10).filter(|(date, _)| is_shaped(date, "0000-00-00"))
    else {
        return time(text);
    };
    let rest = rest.strip_prefix([' ', 'T', 't'])?.trim_ascii();
    let utc = ["+00:00", "+00", "Z", "z"].iter().find_map(|zone| rest.strip_suffix(zone));
    let time = time(utc.unwrap_or(rest))?;
    Some(if time == "00:00:00" { date.to_owned() } else { format!("{date} {time}") })
}

fn time(text: &str) -> Option<String> {
    if is_shaped(text, "00:00") {
        return Some(format!("{text}:00"));
    }
    let (time, fraction) = text.split_once('.').unwrap_or((text, ""));
    if !is_shaped(time, "00:00:00") || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(match fraction.trim_end_matches('0') {
        "" => time.to_owned(),
        fraction => format!("{time}.{fraction}"),
    })
}

/// Whether a text has a digit for every `0` of the pattern.
fn is_shaped(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(byte, wanted)| match wanted {
            b'0' => byte.is_ascii_digit(),
            _ => byte == wanted,
        })
}

/// An interval as PostgreSQL writes it: `01:30:00` for `90 minutes`. Only those are read that
/// are whole numbers with units after them, and a time of day at the end.
pub(super) fn interval(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let mut words = lower.split_ascii_whitespace().peekable();
    let (mut months, mut days, mut seconds) = (0_u32, 0_u32, 0_u32);
    let mut has_unit = false;
    while let Some(word) = words.next() {
        if words.peek().is_none() && has_unit {
            seconds = seconds.checked_add(clock(word)?)?;
            break;
        }
        let amount: u32 = word.parse().ok()?;
        let unit = words.next()?;
        let (total, factor) = match unit.strip_suffix('s').unwrap_or(unit) {
            "year" => (&mut months, 12),
            "month" | "mon" => (&mut months, 1),
            "week" => (&mut days, 7),
            "day" => (&mut days, 1),
            "hour" => (&mut seconds, 3600),
            "minute" | "min" => (&mut seconds, 60),
            "second" | "sec" => (&mut seconds, 1),
            _ => return None,
        };
        *total = total.checked_add(amount.checked_mul(factor)?)?;
        has_unit = true;
    }
    has_unit.then(|| spelled(months, days, seconds))
}

fn clock(text: &str) -> Option<u32> {
    let mut parts = text.split(':');
    let mut part = || parts.next()?.parse::<u32>().ok();
    let (hours, minutes, seconds) = (part()?, part()?, part()?);
    let total = hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?;
    if parts.next().is_some() { None } else { total.checked_add(seconds) }
}

fn spelled(months: u32, days: u32, seconds: u32) -> String {
    let mut parts = Vec::new();
    for (amount, unit) in [(months / 12, "year"), (months % 12, "mon"), (days, "day")] {
        match amount {
            0 => {}
            1 => parts.push(format!("1 {unit}")),
            _ => parts.push(format!("{amount} {unit}s")),
        }
    }
    if seconds > 0 || parts.is_empty() {
        let (minutes, seconds) = (seconds / 60, seconds % 60);
        parts.push(format!("{:02}:{:02}:{seconds:02}", minutes / 60, minutes % 60));
    }
    parts.join(" ")
}

/// The text that `0x..` or `x'..'` spells, if it is one.
pub(super) fn hexadecimal(literal: &str) -> Option<String> {
    let quoted = literal.strip_prefix("x'").and_then(|digits| digits.strip_suffix('\''));
    let digits = quoted.or_else(|| literal.strip_prefix("0x"))?;
    let is_hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_hexadecimal || digits.len() % 2 != 0 {
        return None;
    }
    let pairs = (0..digits.len()).step_by(2);
    let bytes = pairs.map(|at| u8::from_str_radix(&digits[at..at + 2], 16).ok());
    String::from_utf8(bytes.collect::<Option<_>>()?).ok()
}
