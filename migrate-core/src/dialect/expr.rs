//! Expressions over a row as SQL: the same on every database, but for its names and constants.

use crate::dialect::Refusal;
use crate::schema::{BinaryOperator, Expr, Value};

/// How a database spells what an expression is made of.
#[derive(Clone, Copy)]
pub(super) struct Spelling {
    /// A name, quoted when it must be.
    pub(super) name: fn(&str) -> String,
    /// A constant.
    pub(super) constant: fn(&Value) -> Result<String, Refusal>,
    /// Whether a backslash in the pattern of a `LIKE` escapes what comes after it only where that is said:
    /// on SQLite (<https://www.sqlite.org/lang_expr.html#like>). It does so on PostgreSQL
    /// (<https://www.postgresql.org/docs/current/functions-matching.html#FUNCTIONS-LIKE>), MariaDB and MySQL.
    pub(super) says_escape: bool,
}

impl Spelling {
    /// An expression over a row.
    pub(super) fn expression(self, expression: &Expr) -> Result<String, Refusal> {
        match expression {
            Expr::Value(constant) => (self.constant)(constant),
            Expr::Column(name) => Ok((self.name)(name)),
            Expr::Sql(sql) => Ok(sql.to_string()),
            Expr::Binary(left, operator, right) => {
                let escape =
                    if self.says_escape && *operator == BinaryOperator::Like && may_escape(right) {
                        r" ESCAPE '\'"
                    } else {
                        ""
                    };
                let (left, right) = (self.operand(left)?, self.operand(right)?);
                Ok(format!("{left} {} {right}{escape}", operator.sql()))
            }
            Expr::Not(inner) => Ok(format!("NOT ({})", self.expression(inner)?)),
            Expr::IsNull { operand, negated } => {
                let not = if *negated { "NOT " } else { "" };
                Ok(format!("{} IS {not}NULL", self.operand(operand)?))
            }
            Expr::In(_, values) if values.is_empty() => Ok("FALSE".to_owned()),
            Expr::In(operand, values) => {
                let values = values.iter().map(self.constant).collect::<Result<Vec<_>, _>>()?;
                Ok(format!("{} IN ({})", self.operand(operand)?, values.join(", ")))
            }
        }
    }

    /// An operand, in parentheses when it is more than a value or a column.
    fn operand(self, expression: &Expr) -> Result<String, Refusal> {
        let text = self.expression(expression)?;
        Ok(match expression {
            Expr::Value(_) | Expr::Column(_) => text,
            Expr::Sql(_) | Expr::Binary(..) | Expr::Not(_) | Expr::IsNull { .. } | Expr::In(..) => {
                format!("({text})")
            }
        })
    }
}

/// Whether there may be a backslash in a pattern.
fn may_escape(pattern: &Expr) -> bool {
    match pattern {
        Expr::Value(Value::Text(text)) => text.contains('\\'),
        Expr::Value(_) => false,
        Expr::Column(_)
        | Expr::Sql(_)
        | Expr::Binary(..)
        | Expr::Not(_)
        | Expr::IsNull { .. }
        | Expr::In(..) => true,
    }
}

/// An exact number, when the text is one.
pub(super) fn decimal(digits: &str) -> Result<String, Refusal> {
    let unsigned = digits.strip_prefix('-').unwrap_or(digits);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let numeric = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if numeric(whole) && numeric(fraction) {
        return Ok(digits.to_owned());
    }
    Err(Refusal::unsupported(
        format!("`{digits}` is not a number in decimal digits"),
        "write it as `decimal(\"-12.50\")`",
    ))
}
