//! Expressions that speak of a column: MySQL then neither renames nor drops it.

use crate::dialect::Refusal;
use crate::schema::{ColumnDefault, ConstraintBody, IndexTarget, Table};
use crate::sql_text::{SqlSyntax, mentions};

use super::{Version, table};

/// What is to happen to a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Rename,
    Drop,
}

/// Whether the column can be renamed or dropped: MySQL does neither while an expression names it
/// (errors 3108, 3774, 3837, 3855 and 3959). A check of the column alone is dropped with it.
pub(super) fn require_unmentioned(
    version: Version,
    table: &Table,
    name: &str,
    change: Change,
) -> Result<(), Refusal> {
    if version.is_mariadb() {
        return Ok(());
    }
    let user = match change {
        Change::Rename => check(table, name).or_else(|| user(table, name)),
        Change::Drop => user(table, name),
    };
    let Some(user) = user else { return Ok(()) };
    let server = version.server_name();
    Err(match change {
        Change::Rename => Refusal::unsupported(
            format!("{server} does not rename `{name}` in {user}"),
            "drop that first, and make it again with the new name",
        ),
        Change::Drop => Refusal::unsupported(
            format!("{server} does not drop `{name}`, of which {user} speaks"),
            "drop or change that first",
        ),
    })
}

fn check(table: &Table, name: &str) -> Option<String> {
    let check = table.constraints.iter().find(
        |rule| matches!(&rule.body, ConstraintBody::Check { expression, .. } if mentions(expression, name, SqlSyntax::MYSQL)),
    );
    check.map(|rule| format!("check `{}`", rule.name.as_deref().unwrap_or_default()))
}

/// The generated column, default, index or partitioning that speaks of the column.
fn user(table: &Table, name: &str) -> Option<String> {
    let mut others = table.columns.iter().filter(|column| column.name != name);
    let column = others.find_map(|column| {
        let generated = column.generated.as_ref();
        if generated.is_some_and(|generated| mentions(&generated.expression, name, SqlSyntax::MYSQL)) {
            return Some(format!("generated column `{}`", column.name));
        }
        let computed =
            matches!(&column.default, Some(ColumnDefault::Sql(sql)) if mentions(sql, name, SqlSyntax::MYSQL));
        computed.then(|| format!("the default of column `{}`", column.name))
    });
    let index = table.indexes.iter().find(|index| {
        index.columns.iter().any(
            |part| matches!(&part.target, IndexTarget::Expression(text) if mentions(text, name, SqlSyntax::MYSQL)),
        )
    });
    let rows = table.options.partition_by.as_ref().and_then(|rows| table::text(rows).ok());
    column.or_else(|| index.map(|index| format!("index `{}`", index.name))).or_else(|| {
        rows.filter(|rows| mentions(rows, name, SqlSyntax::MYSQL))
            .map(|_| "`PARTITION BY`".to_owned())
    })
}
