//! Values that rows get beside a change: those of a default where a column becomes NOT NULL, and those of an expression
//! that computed a column which is to have values of its own.

use migrate_core::op::{ColumnChange, Operation};
use migrate_core::schema::{
    Column, ColumnDefault, Expr, Family, Generated, QualifiedName, SqlPart, Value,
};

/// The change of a column. One that becomes NOT NULL and has a default gets the default first, then the rows with NULL
/// get its value.
pub(super) fn before_not_null(
    table: &QualifiedName,
    column: &Column,
    change: ColumnChange,
    declared: &Column,
) -> Vec<Operation> {
    let alter = |change: ColumnChange| Operation::AlterColumn {
        table: table.clone(),
        column: column.name.clone(),
        change,
    };
    let value = match &declared.default {
        Some(ColumnDefault::Value(Value::Null)) | None => None,
        Some(default) => Some(Expr::from(default.clone())),
    };
    let (Some(false), Some(value)) = (change.nullable, value) else { return vec![alter(change)] };
    let operand = Box::new(Expr::Column(column.name.clone()));
    let fill = Operation::Update {
        table: table.clone(),
        set: vec![(column.name.clone(), value)],
        filter: Some(Expr::IsNull { operand, negated: false }),
    };
    let tighten = ColumnChange { nullable: Some(false), ..ColumnChange::default() };
    let rest = ColumnChange { nullable: None, ..change };
    let rest = (rest != ColumnChange::default()).then(|| alter(rest));
    rest.into_iter().chain([fill, alter(tighten)]).collect()
}

/// Whether a column that is no longer computed keeps its values on all of the databases: where they are in the rows,
/// PostgreSQL, MariaDB and MySQL leave them there; SQLite has no such change.
pub(super) fn keeps_values(computed: &Generated, families: &[Family]) -> bool {
    computed.stored && !families.contains(&Family::Sqlite)
}

/// Gives all rows what an expression computed.
pub(super) fn by_expression(
    table: &QualifiedName,
    column: &str,
    expression: &SqlPart,
) -> Operation {
    Operation::Update {
        table: table.clone(),
        set: vec![(column.to_owned(), Expr::Sql(expression.clone()))],
        filter: None,
    }
}
