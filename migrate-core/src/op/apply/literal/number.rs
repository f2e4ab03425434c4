//! Whether a number is within the range of a column's type.

use super::Misfit;
use crate::schema::{ColumnType, Value};

pub(super) fn misfit(value: &Value, column_type: &ColumnType) -> Option<Misfit> {
    let digits = match value {
        Value::Integer(number) => number.to_string(),
        // Without an exponent, as Rust writes it.
        Value::Float(number) if number.is_finite() => number.to_string(),
        Value::Decimal(digits) => digits.clone(),
        Value::Float(_)
        | Value::Null
        | Value::Boolean(_)
        | Value::Text(_)
        | Value::Bytes(_)
        | Value::Array(_) => return None,
    };
    let number = Digits::read(&digits)?;
    match column_type {
        ColumnType::Numeric { precision, scale } => {
            let room = usize::try_from(precision.saturating_sub(*scale)).ok()?;
            let needed = number.whole_digits(usize::try_from(*scale).ok()?);
            (needed > room).then(|| {
                let what = format!("{room} digits fit before the point, and it has {needed}");
                Misfit::because(what, "write a smaller number, or give the column more digits")
            })
        }
        other => {
            let (least, most) = range(other)?;
            let whole = number.rounded();
            let fits = whole.is_some_and(|whole| (least..=most).contains(&whole));
            (!fits).then(|| {
                let what = format!("the numbers go from {least} to {most}");
                Misfit::because(what, "write a number in that range, or use a larger type")
            })
        }
    }
}

/// The least and the largest number of a type of whole numbers.
fn range(column_type: &ColumnType) -> Option<(i128, i128)> {
    match column_type {
        ColumnType::SmallInt => Some((i16::MIN.into(), i16::MAX.into())),
        ColumnType::Integer => Some((i32::MIN.into(), i32::MAX.into())),
        ColumnType::BigInt => Some((i64::MIN.into(), i64::MAX.into())),
        ColumnType::Unsigned(signed) => range(signed).map(|(_, most)| (0, 2 * most + 1)),
        _ => None,
    }
}

/// Whether a text is how a number is written, in digits or with an exponent.
pub(super) fn is_written(text: &str) -> bool {
    let text = text.trim();
    // PostgreSQL has these words, which Rust reads too
    // (<https://www.postgresql.org/docs/current/datatype-numeric.html>).
    text.parse::<f64>().is_ok()
}

/// The decimal digits of a number, before and after the point.
struct Digits<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
}

impl<'a> Digits<'a> {
    /// `None` for what is not in decimal digits, such as a number with an exponent.
    fn read(text: &'a str) -> Option<Self> {
        let negative = text.starts_with('-');
        let text = text.trim_start_matches(['-', '+']);
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let are_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let known = are_digits(whole) && are_digits(fraction) && !text.is_empty();
        known.then(|| Self { negative, whole: whole.trim_start_matches('0'), fraction })
    }

    fn rounds_up(&self, scale: usize) -> bool {
        self.fraction.as_bytes().get(scale).is_some_and(|digit| *digit >= b'5')
    }

    /// How many digits are before the point when the number is rounded to so many after it.
    fn whole_digits(&self, scale: usize) -> usize {
        let kept = &self.fraction[..scale.min(self.fraction.len())];
        let carries = self.rounds_up(scale)
            && self.whole.bytes().chain(kept.bytes()).all(|digit| digit == b'9');
        self.whole.len() + usize::from(carries)
    }

    /// `None` where it is beyond all types.
    fn rounded(&self) -> Option<i128> {
        let whole: i128 = if self.whole.is_empty() { 0 } else { self.whole.parse().ok()? };
        let whole = whole.checked_add(self.rounds_up(0).into())?;
        Some(if self.negative { -whole } else { whole })
    }
}
