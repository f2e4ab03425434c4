//! A value for a column of a row that nobody has written.

use migrate_core::dialect::Dialect;
use migrate_core::schema::{Column, ColumnType};
use migrate_core::sql_text::{TokenKind, Tokens};

/// How large values are: a check may refuse one and take another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// What is unique is far from what a revision may have put there.
    Usual,
    /// As before, but each column has more than those before it: `begins < ends`.
    Rising,
    /// Numbers of a check, and one more.
    Small,
    /// Numbers of a check, and one less.
    Smaller,
}

/// Keys begin here.
const FIRST_KEY: u32 = 900_001;

/// Where a row's values come from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Values<'a> {
    pub(super) dialect: Dialect,
    /// The number of the row.
    pub(super) number: u32,
    /// The place of the column in its table.
    pub(super) place: u32,
    pub(super) kind: Kind,
    /// Whether no other row may have the same value.
    pub(super) is_unique: bool,
    /// The checks that name the column.
    pub(super) checks: &'a [String],
}

impl Values<'_> {
    /// The value of a column as SQL.
    pub(super) fn of(self, column: &Column) -> String {
        let family = self.dialect.family();
        self.of_type(column.type_on.on(family).unwrap_or(&column.column_type), column)
    }

    fn of_type(self, kind: &ColumnType, column: &Column) -> String {
        let step = self.step();
        let text = |value: &str| self.dialect.string(value);
        match kind {
            ColumnType::SmallInt => self.number_within(30_000, 32_767),
            ColumnType::Integer | ColumnType::BigInt | ColumnType::Real | ColumnType::Double => {
                self.number_within(FIRST_KEY, u32::MAX)
            }
            ColumnType::Unsigned(kind) => self.of_type(kind, column),
            ColumnType::Boolean => {
                let word = if step.is_multiple_of(2) { "TRUE" } else { "FALSE" };
                word.to_owned()
            }
            ColumnType::Varchar(length) | ColumnType::Char(length) => {
                text(&self.text_within(usize::try_from(*length).unwrap_or(usize::MAX)))
            }
            ColumnType::UnboundedVarchar | ColumnType::Text => text(&self.text_within(usize::MAX)),
            ColumnType::Numeric { precision, scale } => {
                let most = 10_u32.saturating_pow(precision.saturating_sub(*scale));
                if most > 1 { self.number_within(most / 2, most - 1) } else { "0".to_owned() }
            }
            ColumnType::Date => text(&day(step)),
            ColumnType::Time => text(&format!("{:02}:{:02}:00", step / 60 % 24, step % 60)),
            ColumnType::Timestamp | ColumnType::TimestampTz => {
                text(&format!("{} 12:00:00", day(step)))
            }
            ColumnType::Interval => text(&format!("{} days", step + 1)),
            ColumnType::Binary => match self.dialect {
                Dialect::Postgres(_) => format!("'\\x{:08x}'", step + 1),
                Dialect::Sqlite(_) | Dialect::Mysql(_) => format!("x'{:08x}'", step + 1),
            },
            ColumnType::Uuid => text(&format!("00000000-0000-4000-8000-{:012x}", step + 1)),
            ColumnType::Json | ColumnType::Jsonb => text(&format!("{{\"row\": {step}}}")),
            ColumnType::Array(_) => text("{}"),
            ColumnType::Enumeration(kind) => {
                let at = usize::try_from(step).unwrap_or_default() % kind.values.len().max(1);
                kind.values.get(at).map_or_else(|| "NULL".to_owned(), |label| text(label))
            }
            // Most types read a number or a text; where this one does not, the table stays as it is.
            ColumnType::Custom(_) if column.nullable => "NULL".to_owned(),
            ColumnType::Custom(_) => text(&(step + 1).to_string()),
        }
    }

    /// A number; keys count on from `first`.
    fn number_within(self, first: u32, most: u32) -> String {
        let known = self.literals(TokenKind::Number).find_map(|text| text.parse::<i64>().ok());
        let value = match (self.kind, known) {
            (Kind::Usual, _) if self.is_unique => {
                i64::from(first) + i64::from(self.number % (most - first).max(1))
            }
            (Kind::Usual, Some(known)) => known,
            (Kind::Usual, None) => 1,
            (Kind::Rising | Kind::Small, known) => known.unwrap_or(0) + i64::from(self.step()) + 1,
            (Kind::Smaller, known) => known.unwrap_or(0) - i64::from(self.step()) - 1,
        };
        value.to_string()
    }

    /// A text of at most so many characters: one of a check, where that names some.
    fn text_within(self, length: usize) -> String {
        // One that the check refuses is tried no further.
        let known: Vec<_> = match self.kind {
            Kind::Usual | Kind::Rising => self.literals(TokenKind::String).collect(),
            Kind::Small | Kind::Smaller => Vec::new(),
        };
        let at = usize::try_from(self.step()).unwrap_or_default();
        if let Some(text) = known.get(at % known.len().max(1)) {
            return text.clone();
        }
        let number = self.step();
        let text = format!("row {number}");
        if text.len() <= length { text } else { short(number, length) }
    }

    const fn step(self) -> u32 {
        let step = if self.is_unique { self.number } else { 0 };
        match self.kind {
            Kind::Usual | Kind::Small | Kind::Smaller => step,
            Kind::Rising => step + self.place,
        }
    }

    /// The constants in the checks of the column, but for those that it must not have.
    fn literals(&self, kind: TokenKind) -> impl Iterator<Item = String> {
        let syntax = self.dialect.syntax();
        self.checks.iter().flat_map(move |text| {
            let tokens: Vec<_> = Tokens::code(text, syntax).collect();
            let is_taken = |at: &usize| {
                let refused = |before: usize| {
                    tokens[before].is_symbol("<>") || tokens[before].is_symbol("!=")
                };
                tokens[*at].kind == kind && !at.checked_sub(1).is_some_and(refused)
            };
            let taken = (0..tokens.len()).filter(is_taken).filter_map(|at| match kind {
                TokenKind::String => tokens[at].string(),
                _ => Some(tokens[at].text.to_owned()),
            });
            taken.collect::<Vec<_>>()
        })
    }
}

/// A number in few characters.
fn short(number: u32, length: usize) -> String {
    let mut text = Vec::new();
    let mut left = number;
    loop {
        text.extend(char::from_digit(left % 36, 36));
        left /= 36;
        if left == 0 {
            break;
        }
    }
    text.iter().rev().take(length).collect()
}

/// A day, others for other numbers.
fn day(number: u32) -> String {
    format!("{:04}-{:02}-{:02}", 2001 + number / 336 % 90, number / 28 % 12 + 1, number % 28 + 1)
}

#[cfg(test)]
mod tests {
    use migrate_core::dialect::Family;

    use super::*;

    #[test]
    fn values_fit_their_columns() {
        let dialect = Dialect::parse(Family::Postgres, "150004").unwrap();
        let value = |kind: ColumnType, number: u32, is_unique: bool, check: &str| {
            let checks = [check.to_owned()];
            Values { dialect, number, place: 0, kind: Kind::Usual, is_unique, checks: &checks }
                .of(&Column::new("c", kind))
        };
        for (kind, number, is_unique, check, expected) in [
            (ColumnType::Integer, 4, false, "", "1"),
            (ColumnType::Integer, 4, true, "", "900005"),
            (ColumnType::Integer, 4, false, "c >= 18", "18"),
            (ColumnType::SmallInt, 4, true, "", "30004"),
            (ColumnType::Numeric { precision: 3, scale: 2 }, 4, true, "", "5"),
            (ColumnType::Numeric { precision: 2, scale: 2 }, 4, true, "", "0"),
            (ColumnType::Text, 4, false, "", "'row 0'"),
            (ColumnType::Varchar(20), 4, true, "", "'row 4'"),
            (ColumnType::Varchar(2), 40, true, "", "'14'"),
            (ColumnType::Text, 4, false, "c IN ('it''s', 'b')", "'it''s'"),
            (ColumnType::Text, 4, false, "c <> '' AND c != 'x'", "'row 0'"),
            (ColumnType::Date, 40, true, "", "'2001-02-13'"),
            (ColumnType::Time, 61, true, "", "'01:01:00'"),
            (ColumnType::Binary, 1, true, "", "'\\x00000002'"),
            (ColumnType::Boolean, 1, false, "", "TRUE"),
            (ColumnType::Boolean, 1, true, "", "FALSE"),
        ] {
            assert_eq!(value(kind.clone(), number, is_unique, check), expected, "{kind:?}");
        }
    }
}
