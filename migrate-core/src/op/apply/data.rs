//! Whether what reads or writes rows names columns that are there, with values of their types.

use std::collections::BTreeSet;

use crate::op::Operation;
use crate::schema::{
    BinaryOperator, Column, ColumnDefault, ColumnType, Expr, Origin, QualifiedName, Schema,
    SqlText, Table, Touched, Value,
};
use crate::sql_text::{SqlSyntax, may_change, require_terminated};

use super::apply;
use super::error::ApplyError;
use super::literal;
use super::lookup::{require_columns, table_ref};

pub(super) fn insert(
    schema: &Schema,
    table: &QualifiedName,
    columns: &[String],
    rows: &[Vec<Expr>],
) -> Result<(), ApplyError> {
    if columns.is_empty() {
        let what = format!("the insert into `{table}` names no column");
        return Err(ApplyError::Nothing { what });
    }
    let known = table_ref(schema, table)?;
    require_columns(known, columns.iter().map(String::as_str))?;
    require_once(table, columns)?;
    rows.iter().try_for_each(|row| {
        let mut values = columns.iter().zip(row);
        values.try_for_each(|(column, value)| require_value(known, column, value, schema.syntax))
    })
}

pub(super) fn update(
    schema: &Schema,
    table: &QualifiedName,
    set: &[(String, Expr)],
    filter: Option<&Expr>,
) -> Result<(), ApplyError> {
    if set.is_empty() {
        let what = format!("the update of `{table}` sets no column");
        return Err(ApplyError::Nothing { what });
    }
    let known = table_ref(schema, table)?;
    require_columns(known, set.iter().map(|(name, _)| name.as_str()))?;
    require_columns(known, set.iter().flat_map(|(_, value)| value.columns()))?;
    require_condition(known, filter, schema.syntax)?;
    require_once(table, set.iter().map(|(name, _)| name))?;
    set.iter().try_for_each(|(column, value)| require_value(known, column, value, schema.syntax))
}

pub(super) fn delete(
    schema: &Schema,
    table: &QualifiedName,
    filter: Option<&Expr>,
) -> Result<(), ApplyError> {
    require_condition(table_ref(schema, table)?, filter, schema.syntax)
}

/// What an `INSERT` without the column stores is said once, and a default is a value of the column's
/// type, on the database with these rules.
///
/// PostgreSQL refuses a second source of values; MariaDB and SQLite take some and drop or ignore one
/// of the two without a word, as a default beside `AUTO_INCREMENT` or set on a generated column
/// (tried on PostgreSQL 15, MariaDB 10.11 and SQLite 3.53).
pub(super) fn require_default(column: &Column, syntax: SqlSyntax) -> Result<(), ApplyError> {
    let sources = [column.default.is_some(), column.identity.is_some(), column.generated.is_some()];
    if sources.into_iter().filter(|given| *given).count() > 1 {
        return Err(ApplyError::TwoSources { column: column.name.clone() });
    }
    let known = column.type_by(syntax);
    let (value, misfit) = match &column.default {
        None | Some(ColumnDefault::Sql(_)) => return Ok(()),
        Some(ColumnDefault::Value(value)) => {
            (literal::describe_value(value), literal::default_misfit(value, known))
        }
        Some(ColumnDefault::Now) => ("`now()`".to_owned(), literal::time_misfit(known)),
        Some(ColumnDefault::Today) => ("`today()`".to_owned(), literal::time_misfit(known)),
    };
    misfit.map_or(Ok(()), |misfit| Err(does_not_fit("default", (column, known), value, misfit)))
}

/// A constant is a value of its column's type. What raw SQL may have made of the table is not known.
fn require_value(
    table: &Table,
    column: &str,
    value: &Expr,
    syntax: SqlSyntax,
) -> Result<(), ApplyError> {
    let (Expr::Value(value), None, Some(column)) = (value, table.touched_by, table.column(column))
    else {
        return Ok(());
    };
    let known = column.type_by(syntax);
    let misfit = literal::misfit(value, known);
    misfit.map_or(Ok(()), |misfit| {
        Err(does_not_fit("value", (column, known), literal::describe_value(value), misfit))
    })
}

fn does_not_fit(
    what: &'static str,
    (column, column_type): (&Column, &ColumnType),
    value: String,
    misfit: literal::Misfit,
) -> ApplyError {
    let literal::Misfit { reason, hint } = misfit;
    ApplyError::DoesNotFit {
        what,
        column: column.name.clone(),
        column_type: column_type.to_string(),
        value,
        reason,
        hint,
    }
}

/// A filter is true or not of each row: SQLite and MariaDB take any text or number for one, and read
/// it by the digits it begins with.
fn require_condition(
    table: &Table,
    filter: Option<&Expr>,
    syntax: SqlSyntax,
) -> Result<(), ApplyError> {
    let Some(filter) = filter else { return Ok(()) };
    require_columns(table, filter.columns())?;
    require_truth(table, filter, syntax)
}

fn require_truth(table: &Table, condition: &Expr, syntax: SqlSyntax) -> Result<(), ApplyError> {
    let fault = |what: String, hint: String| {
        Err(ApplyError::NoCondition { table: table.name.clone(), what, hint })
    };
    match condition {
        Expr::Column(name) => match table.column(name).map(|column| column.type_by(syntax)) {
            None | Some(ColumnType::Boolean | ColumnType::Custom(_)) => Ok(()),
            Some(_) if table.touched_by.is_some() => Ok(()),
            Some(other) => fault(
                format!("column `{name}`, which is {other},"),
                format!("compare it: `col(\"{name}\").eq(..)`, `col(\"{name}\").is_not_null()`"),
            ),
        },
        Expr::Value(value) => fault(
            format!("the constant {}", literal::describe_value(value)),
            "compare a column, or write the condition as `sql(\"..\")`".to_owned(),
        ),
        Expr::Binary(left, BinaryOperator::And | BinaryOperator::Or, right) => {
            require_truth(table, left, syntax)?;
            require_truth(table, right, syntax)
        }
        Expr::Not(operand) => require_truth(table, operand, syntax),
        Expr::Binary(left, BinaryOperator::Equal | BinaryOperator::NotEqual, right) => {
            match (&**left, &**right) {
                (Expr::Column(column), Expr::Value(value))
                | (Expr::Value(value), Expr::Column(column)) => {
                    require_comparable(table, column, value, syntax)
                }
                _ => Ok(()),
            }
        }
        Expr::In(operand, values) => match &**operand {
            Expr::Column(column) => {
                values.iter().try_for_each(|value| require_comparable(table, column, value, syntax))
            }
            _ => Ok(()),
        },
        Expr::Sql(_) | Expr::Binary(..) | Expr::IsNull { .. } => Ok(()),
    }
}

/// A text that is no value of the column's type equals none: PostgreSQL refuses it, the others find no
/// row. A text that is longer than the column's, or a number beyond its range, may be compared.
fn require_comparable(
    table: &Table,
    column: &str,
    value: &Value,
    syntax: SqlSyntax,
) -> Result<(), ApplyError> {
    require_exact_real(table, column, value, syntax)?;
    let is_written = matches!(value, Value::Text(_))
        && table.column(column).is_some_and(|column| {
            matches!(
                column.type_by(syntax),
                ColumnType::Enumeration(_)
                    | ColumnType::Date
                    | ColumnType::Time
                    | ColumnType::Timestamp
                    | ColumnType::TimestampTz
                    | ColumnType::Uuid
            )
        });
    if is_written {
        require_value(table, column, &Expr::Value(value.clone()), syntax)
    } else {
        Ok(())
    }
}

/// A `real` is compared as the double it is near to, and so equals no number with more digits than it keeps: a
/// filter would find no row, or all of them (tried on PostgreSQL 15, MariaDB 10.11). SQLite keeps doubles.
fn require_exact_real(
    table: &Table,
    column: &str,
    value: &Value,
    syntax: SqlSyntax,
) -> Result<(), ApplyError> {
    let digits = match value {
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Decimal(digits) => digits.clone(),
        Value::Null | Value::Boolean(_) | Value::Text(_) | Value::Bytes(_) | Value::Array(_) => {
            return Ok(());
        }
    };
    let Some(known) = table.column(column).filter(|_| table.touched_by.is_none()) else {
        return Ok(());
    };
    let column_type = known.type_by(syntax);
    let (Ok(single), Ok(double)) = (digits.parse::<f32>(), digits.parse::<f64>()) else {
        return Ok(());
    };
    let is_kept = f64::from(single).to_bits() == double.to_bits();
    if syntax == SqlSyntax::Sqlite || *column_type != ColumnType::Real || is_kept {
        return Ok(());
    }
    let reason = format!("a `real` keeps {single:?} as {:?}", f64::from(single));
    let hint = format!(
        "give a range, as `col(\"{column}\").gt(..).and(col(\"{column}\").lt(..))`, or write the \
         condition as `sql(\"..\")`"
    );
    let misfit = literal::Misfit { reason: Some(reason), hint };
    Err(does_not_fit("value", (known, column_type), digits, misfit))
}

/// Databases take the first value, the last one, or neither.
fn require_once<'a>(
    table: &QualifiedName,
    columns: impl IntoIterator<Item = &'a String>,
) -> Result<(), ApplyError> {
    let mut seen = BTreeSet::new();
    match columns.into_iter().find(|column| !seen.insert(column.as_str())) {
        None => Ok(()),
        Some(column) => Err(ApplyError::SetTwice { table: table.clone(), column: column.clone() }),
    }
}

pub(super) fn execute(
    schema: &mut Schema,
    sql: &SqlText,
    effect: Option<&[Operation]>,
    origin: Origin,
) -> Result<(), ApplyError> {
    match effect {
        Some([]) => {}
        Some(effects) => {
            let mut changed = schema.clone();
            for effect in effects {
                apply(effect, origin, &mut changed)?;
            }
            *schema = changed;
        }
        None => touch(schema, sql, origin),
    }
    Ok(())
}

/// Marks the tables that raw SQL may have changed, on each database by the text for it and by its own
/// rules. A text that a database cannot read to its end cannot run there.
fn touch(schema: &mut Schema, sql: &SqlText, origin: Origin) {
    let (sqlite, postgres, mysql) = match sql {
        SqlText::Common(text) => (Some(text), Some(text), Some(text)),
        SqlText::PerDialect { sqlite, postgres, mysql } => {
            (sqlite.as_ref(), postgres.as_ref(), mysql.as_ref())
        }
    };
    let changes = |text: Option<&String>, syntax, table: &str| {
        text.filter(|text| require_terminated(text, syntax).is_ok())
            .filter(|text| may_change(text, table, syntax))
            .map(|_| origin)
    };
    let texts = [sqlite, postgres, mysql];
    let tables = schema.tables.named_in(texts.into_iter().flatten().map(String::as_str));
    for mut table in tables.into_iter().cloned().collect::<Vec<_>>() {
        let name = &table.name.name;
        let earlier = table.touched_by.unwrap_or_default();
        let touched = Touched {
            sqlite: changes(sqlite, SqlSyntax::Sqlite, name).or(earlier.sqlite),
            postgres: changes(postgres, SqlSyntax::Postgres, name).or(earlier.postgres),
            mysql: changes(mysql, SqlSyntax::MYSQL, name).or(earlier.mysql),
        };
        table.touched_by = Some(touched).filter(|touched| *touched != Touched::default());
        schema.tables.insert(table.name.clone(), table);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql_text::SqlSyntax;

    #[test]
    fn a_real_is_compared_with_what_it_keeps() {
        let columns =
            vec![Column::new("r", ColumnType::Real), Column::new("d", ColumnType::Double)];
        let mut schema = Schema::new();
        schema.tables.insert("t".into(), Table { columns, ..Table::new("t") });
        let number = |digits: &str| Value::Decimal(digits.to_owned());
        for (column, value, is_kept) in [
            ("r", number("0.5"), true),
            ("r", number("0.1"), false),
            ("r", Value::Float(0.1), false),
            ("r", Value::Float(-2.25), true),
            ("r", Value::Integer(16_777_216), true),
            ("r", Value::Integer(16_777_217), false),
            ("r", Value::Null, true),
            ("d", Value::Float(0.1), true),
        ] {
            let operand = || Box::new(Expr::Column(column.to_owned()));
            let constant = || Box::new(Expr::Value(value.clone()));
            let filters = [
                Expr::Binary(operand(), BinaryOperator::Equal, constant()),
                Expr::Binary(constant(), BinaryOperator::NotEqual, operand()),
                Expr::In(operand(), vec![value.clone()]),
            ];
            for filter in filters {
                for syntax in [SqlSyntax::Sqlite, SqlSyntax::Postgres, SqlSyntax::MYSQL] {
                    schema.syntax = syntax;
                    let found = delete(&schema, &"t".into(), Some(&filter));
                    let expected = is_kept || syntax == SqlSyntax::Sqlite;
                    assert_eq!(found.is_ok(), expected, "{filter:?} {syntax:?} {found:?}");
                }
            }
            let range = Expr::Binary(operand(), BinaryOperator::Less, constant());
            schema.syntax = SqlSyntax::Postgres;
            assert_eq!(delete(&schema, &"t".into(), Some(&range)), Ok(()));
        }
    }
}
