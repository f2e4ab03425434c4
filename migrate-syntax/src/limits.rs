//! How long statements may wait and run, as `#[migration(..)]` and `versions!` say it: [`Limits`].

use syn::LitInt;
use syn::parse::ParseStream;

use crate::fields::{Key, error_with_help, next_span, read_string};

/// The limits that are said, in milliseconds; zero is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// How long a statement waits for a lock.
    pub lock: Option<u64>,
    /// How long a statement runs.
    pub statement: Option<u64>,
    /// How often what waited for a lock in vain is tried again.
    pub retries: Option<u32>,
}

/// How long a statement waits for a lock.
pub const LOCK_TIMEOUT: Key = Key {
    name: "lock_timeout",
    form: "`lock_timeout = \"10s\"`, or `\"0\"` for no limit",
    aliases: &["lock_wait_timeout"],
};
/// How long a statement runs.
pub const STATEMENT_TIMEOUT: Key = Key {
    name: "statement_timeout",
    form: "`statement_timeout = \"5min\"`, or `\"0\"` for no limit",
    aliases: &["max_statement_time"],
};
/// How often what waited for a lock in vain is tried again.
pub const LOCK_RETRIES: Key =
    Key { name: "lock_retries", form: "`lock_retries = 3`", aliases: &["retries"] };

/// The units of time, and the milliseconds of one.
const UNITS: [(&str, u64); 6] =
    [("ms", 1), ("s", 1_000), ("sec", 1_000), ("m", 60_000), ("min", 60_000), ("h", 3_600_000)];

/// The most: PostgreSQL counts milliseconds in 31 bits.
const LONGEST: u64 = 0x7FFF_FFFF;

impl Limits {
    /// Reads the value of one of the three keys; whether it is one.
    pub fn read(&mut self, key: &str, input: ParseStream<'_>) -> syn::Result<bool> {
        if key == LOCK_TIMEOUT.name {
            self.lock = Some(read_time(input, LOCK_TIMEOUT)?);
        } else if key == STATEMENT_TIMEOUT.name {
            self.statement = Some(read_time(input, STATEMENT_TIMEOUT)?);
        } else if key == LOCK_RETRIES.name {
            self.retries = Some(read_count(input)?);
        } else {
            return Ok(false);
        }
        Ok(true)
    }
}

fn read_time(input: ParseStream<'_>, key: Key) -> syn::Result<u64> {
    let text = read_string(input, key)?;
    let wrong = |reason: &str| {
        error_with_help(
            text.span(),
            format_args!("`{}` {reason}", text.value()),
            format_args!("write {}", key.form),
        )
    };
    milliseconds(&text.value()).map_err(wrong)
}

/// A time in milliseconds, or what is wrong with it.
fn milliseconds(text: &str) -> Result<u64, &'static str> {
    const NO_TIME: &str = "is no time: a whole number with `ms`, `s`, `min` or `h`";
    if text == "0" {
        return Ok(0);
    }
    let end = text.find(|c: char| !c.is_ascii_digit()).ok_or("has no unit of time")?;
    let (number, unit) = text.split_at(end);
    let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit.trim()).ok_or(NO_TIME)?;
    let number: u64 = number.parse().map_err(|_| NO_TIME)?;
    let whole = number.checked_mul(*factor).filter(|whole| *whole <= LONGEST);
    whole.ok_or("is longer than a server waits, 24 days")
}

fn read_count(input: ParseStream<'_>) -> syn::Result<u32> {
    let wrong = |span| {
        error_with_help(
            span,
            format_args!("the value of `{}` is a number", LOCK_RETRIES.name),
            format_args!("write {}", LOCK_RETRIES.form),
        )
    };
    let span = next_span(input);
    let number = input.fork().parse::<LitInt>().map_err(|_| wrong(span))?;
    let count = number.base10_parse().map_err(|_| wrong(number.span()))?;
    input.parse::<LitInt>()?;
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::milliseconds;

    #[test]
    fn times() {
        for (text, expected) in [
            ("0", Ok(0)),
            ("0s", Ok(0)),
            ("500ms", Ok(500)),
            ("10s", Ok(10_000)),
            ("10 s", Ok(10_000)),
            ("2min", Ok(120_000)),
            ("24h", Ok(86_400_000)),
            ("10", Err("has no unit of time")),
            ("", Err("has no unit of time")),
            ("s", Err("is no time: a whole number with `ms`, `s`, `min` or `h`")),
            ("1.5s", Err("is no time: a whole number with `ms`, `s`, `min` or `h`")),
            ("1d", Err("is no time: a whole number with `ms`, `s`, `min` or `h`")),
            (
                "99999999999999999999s",
                Err("is no time: a whole number with `ms`, `s`, `min` or `h`"),
            ),
            ("600h", Err("is longer than a server waits, 24 days")),
            ("18446744073709551615h", Err("is longer than a server waits, 24 days")),
        ] {
            assert_eq!(milliseconds(text), expected, "{text}");
        }
    }
}
