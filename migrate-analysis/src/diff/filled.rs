//! Values that rows get beside a change: those of a default where a column becomes NOT NULL, and those of an expression
//! that computed a column which is to have values of its own.

use migrate_core::op::{ColumnChange, Operation};
use migrate_core::schema::{
    Column, ColumnDefault, Expr, Family, Generated, QualifiedName, Schema, SqlPart, Table, Value,
};

/// The columns of a table that MariaDB and MySQL would set to the time of the `UPDATE`, each as set to itself: a value
/// that a row gets beside a change of the schema is no change of the row by the application.
pub(super) fn kept_times(
    table: &QualifiedName,
    (from, to): (&Schema, &Schema),
    families: &[Family],
) -> Vec<(String, Expr)> {
    let times = |table: &Table| -> Vec<String> {
        let columns = table.columns.iter().filter(|column| column.mysql.on_update_now);
        columns.map(|column| column.name.clone()).collect()
    };
    let sides = from.tables.get(table).zip(to.tables.get(table));
    let Some((from, to)) = sides.filter(|_| families.contains(&Family::Mysql)) else {
        return Vec::new();
    };
    let to = times(to);
    let kept = times(from).into_iter().filter(|column| to.contains(column));
    kept.map(|column| (column.clone(), Expr::Column(column))).collect()
}

/// What an `UPDATE` of a column sets.
fn assignments(column: &str, value: Expr, kept_times: Vec<(String, Expr)>) -> Vec<(String, Expr)> {
    let others = kept_times.into_iter().filter(|(name, _)| name != column);
    std::iter::once((column.to_owned(), value)).chain(others).collect()
}

/// The change of a column. One that becomes NOT NULL and has a default gets the default first, then the rows with NULL
/// get its value.
pub(super) fn before_not_null(
    table: &QualifiedName,
    column: &Column,
    change: ColumnChange,
    declared: &Column,
    kept_times: Vec<(String, Expr)>,
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
        set: assignments(&column.name, value, kept_times),
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
    kept_times: Vec<(String, Expr)>,
) -> Operation {
    Operation::Update {
        table: table.clone(),
        set: assignments(column, Expr::Sql(expression.clone()), kept_times),
        filter: None,
    }
}
