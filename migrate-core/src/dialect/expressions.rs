//! The SQL that a revision gives of values, read before anything runs: whether each text is one expression,
//! and names columns that are there.
//!
//! What is not sure passes: the server has the last word. The texts of this database have been chosen before.

pub(super) mod names;
mod syntax;

use crate::op::{self, Operation, Recorded};
use crate::schema::{
    Column, ColumnDefault, Constraint, ConstraintBody, Expr, Index, IndexTarget, Object, Schema,
    Table,
};

use crate::sql_text::{SqlSyntax, Tokens};

use super::{Dialect, LowerError, Refusal, mysql};

/// A text of an operation.
struct Text<'a> {
    /// What it is, such as "the check `ck_price`".
    what: String,
    sql: &'a str,
    kind: Kind,
}

/// What a text is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One expression over the columns of a table.
    Row,
    /// One expression over the columns of a table, or several.
    Parts,
    /// One expression that names no column.
    Constant,
}

/// Whether a script has texts to be read.
pub(super) fn are_in(script: &[Recorded]) -> bool {
    let is_view = |it: &Recorded| matches!(it.operation, Operation::CreateObject(Object::View(_)));
    script.iter().any(|it| is_view(it) || !texts(&it.operation).is_empty())
}

/// Whether every text of a script, which fits `before`, is an expression of the columns it meets.
pub(super) fn check(
    dialect: Dialect,
    script: &[Recorded],
    before: &Schema,
) -> Result<(), LowerError> {
    let mut schema = before.clone();
    for recorded in script {
        let refuse = |cause| LowerError::of(recorded, cause);
        let operation = &recorded.operation;
        // Lowering has applied the script to the same schema before.
        if op::apply(operation, recorded.origin, &mut schema).is_err() {
            return Ok(());
        }
        let table = operation.table().and_then(|name| schema.tables.get(name));
        for text in texts(operation) {
            check_text(dialect, &text, table).map_err(refuse)?;
        }
        if let Operation::CreateObject(Object::View(view)) = operation
            && let Some(query) = dialect.text(&view.query)
        {
            let checked = match dialect {
                Dialect::Sqlite(_) => names::require_names_of_query(query, &view.name, &schema),
                Dialect::Postgres(_) => Ok(()),
                Dialect::Mysql(version) => {
                    require_no_pipes(version, &format!("the query of view `{}`", view.name), query)
                }
            };
            checked.map_err(refuse)?;
        }
    }
    Ok(())
}

fn check_text(dialect: Dialect, text: &Text<'_>, table: Option<&Table>) -> Result<(), Refusal> {
    let Text { what, sql, kind } = text;
    let may_list = *kind == Kind::Parts;
    syntax::require_expression(sql, dialect.syntax(), may_list).map_err(|problem| {
        let hint =
            "write one expression, such as `price > 0`, with every quote and parenthesis closed";
        Refusal::unsupported(format!("{what} is no expression: {problem}"), hint)
    })?;
    match dialect {
        Dialect::Mysql(version) => require_no_pipes(version, what, sql)?,
        Dialect::Sqlite(_) | Dialect::Postgres(_) => {}
    }
    match (kind, table) {
        (Kind::Row | Kind::Parts, Some(table)) => names::require_columns(dialect, what, sql, table),
        (Kind::Constant, table) => names::require_constant(dialect, what, sql, table),
        (Kind::Row | Kind::Parts, None) => Ok(()),
    }
}

/// Whether a text is without `||`, which MariaDB and MySQL read as `OR` unless the `sql_mode` has `PIPES_AS_CONCAT`:
/// `name || 'x' = 'ax'` is kept as `name <> 0 or 'x' = 'ax'` (tried on MariaDB 10.11).
fn require_no_pipes(version: mysql::Version, what: &str, sql: &str) -> Result<(), Refusal> {
    if !Tokens::code(sql, SqlSyntax::MYSQL).any(|token| token.is_symbol("||")) {
        return Ok(());
    }
    let server = version.server_name();
    Err(Refusal::unsupported(
        format!("{what} has `||`, which is OR on {server}"),
        "write `concat(a, b)` for texts here, with `per_dialect()` where other databases have the revision too, or `OR` \
         for conditions",
    ))
}

/// The texts of an operation.
fn texts(operation: &Operation) -> Vec<Text<'_>> {
    match operation.unconditional() {
        Operation::CreateTable { table, .. } => {
            let Table { columns, constraints, indexes, .. } = table;
            let of_columns = columns.iter().flat_map(of_column);
            let of_constraints = constraints.iter().flat_map(of_constraint);
            of_columns.chain(of_constraints).chain(indexes.iter().flat_map(of_index)).collect()
        }
        Operation::AddColumn { column, constraints, .. } => of_column(column)
            .into_iter()
            .chain(constraints.iter().flat_map(of_constraint))
            .collect(),
        Operation::AddConstraint { constraint, .. } => of_constraint(constraint),
        Operation::CreateIndex { index, .. } => of_index(index),
        Operation::AlterColumn { column, change, .. } => {
            let default = change.default.as_ref().and_then(Option::as_ref);
            let default = of_default(column, default);
            let generated = change.generated.as_ref().and_then(Option::as_ref);
            let generated = generated.map(|it| generated_text(column, &it.expression));
            default.into_iter().chain(generated).collect()
        }
        Operation::Update { set, filter, .. } => {
            let values = set.iter().flat_map(|(column, value)| {
                of_expr(&format!("the new value of column `{column}`"), value)
            });
            let filter = filter.iter().flat_map(|filter| of_expr("the filter", filter));
            values.chain(filter).collect()
        }
        Operation::Delete { filter, .. } => {
            filter.iter().flat_map(|filter| of_expr("the filter", filter)).collect()
        }
        // No other operation is given an expression.
        _ => Vec::new(),
    }
}

fn of_column(column: &Column) -> Vec<Text<'_>> {
    let generated = column.generated.as_ref();
    let generated = generated.map(|it| generated_text(&column.name, &it.expression));
    of_default(&column.name, column.default.as_ref()).into_iter().chain(generated).collect()
}

fn generated_text<'a>(column: &str, sql: &'a str) -> Text<'a> {
    let what = format!("what column `{column}` is generated from");
    Text { what, sql, kind: Kind::Row }
}

fn of_default<'a>(column: &str, default: Option<&'a ColumnDefault>) -> Option<Text<'a>> {
    let Some(ColumnDefault::Sql(sql)) = default else { return None };
    let what = format!("the default of column `{column}`");
    Some(Text { what, sql, kind: Kind::Constant })
}

fn of_constraint(constraint: &Constraint) -> Vec<Text<'_>> {
    let name = constraint.name.as_deref().unwrap_or("without a name");
    let what = format!("the {} `{name}`", constraint.kind());
    match &constraint.body {
        ConstraintBody::Check { expression, .. } => {
            vec![Text { what, sql: expression, kind: Kind::Row }]
        }
        ConstraintBody::Exclude { elements, filter, .. } => {
            let elements = elements.iter().map(|element| &element.expression);
            let texts = elements.chain(filter);
            texts.map(|sql| Text { what: what.clone(), sql, kind: Kind::Parts }).collect()
        }
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Unique { .. }
        | ConstraintBody::ForeignKey(_) => Vec::new(),
    }
}

fn of_index(index: &Index) -> Vec<Text<'_>> {
    let parts = index.columns.iter().filter_map(|part| match &part.target {
        IndexTarget::Expression(sql) => Some(Text {
            what: format!("an expression of index `{}`", index.name),
            sql,
            kind: Kind::Parts,
        }),
        IndexTarget::Column(_) => None,
    });
    let filter = index.filter.as_ref().map(|sql| Text {
        what: format!("the filter of index `{}`", index.name),
        sql,
        kind: Kind::Row,
    });
    parts.chain(filter).collect()
}

/// The SQL fragments in an expression over a row.
fn of_expr<'a>(what: &str, expression: &'a Expr) -> Vec<Text<'a>> {
    match expression {
        Expr::Sql(sql) => {
            vec![Text { what: what.to_owned(), sql, kind: Kind::Row }]
        }
        Expr::Binary(left, _, right) => {
            of_expr(what, left).into_iter().chain(of_expr(what, right)).collect()
        }
        Expr::Not(operand) | Expr::IsNull { operand, .. } | Expr::In(operand, _) => {
            of_expr(what, operand)
        }
        Expr::Value(_) | Expr::Column(_) => Vec::new(),
    }
}
