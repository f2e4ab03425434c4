//! Columns that get another type: what PostgreSQL keeps them as they are for, and the expressions that it
//! reads again.

use crate::dialect::Refusal;
use crate::dialect::dependents::listed;
use crate::op::dependents::dependents;
use crate::op::{Certainty, DependentKind, ObjectChange, Operation, Target};
use crate::schema::{
    Column, ColumnType, ConstraintBody, IndexTarget, QualifiedName, Schema, SqlPart, Table,
};
use crate::sql_text::{SqlSyntax, Token, Tokens};

use super::cast::is_direct;
use super::comparable::is_compared_alike;
use super::spelled::known;

/// A column that an operation gives another type or collation.
struct Retyped<'a> {
    table: &'a Table,
    column: &'a Column,
    to: New<'a>,
}

/// What the column becomes.
#[derive(Clone, Copy)]
enum New<'a> {
    Type(&'a ColumnType),
    /// A new enum type that takes the place and the name of its own.
    Values,
    Collation,
}

/// Whether nothing keeps the columns that an operation gives another type, and the expressions over them
/// mean the same for it.
pub(super) fn check_retyped(operation: &Operation, before: &Schema) -> Result<(), Refusal> {
    let columns = retyped(operation, before);
    columns.iter().try_for_each(|column| require_not_read(column, before))?;
    columns.iter().try_for_each(require_same_expressions)?;
    match operation.unconditional() {
        Operation::AlterObject(ObjectChange::SetEnumValues { name, .. }) => {
            require_unnamed(name, before)
        }
        // Nothing else drops a type that a column has.
        _ => Ok(()),
    }
}

/// What must be dropped before an operation that gives columns another type, and can be created again after it: what
/// PostgreSQL keeps their types for, and the expressions that would mean something else.
///
/// ```
/// use migrate_core::dialect::postgres::kept_for;
/// use migrate_core::op::{DependentKind, Op, apply, big_int, integer, table};
/// use migrate_core::schema::Schema;
///
/// let mut op: Op = Op::new();
/// op.create_table(table("users").column("age", integer()));
/// op.create_view("ages", "SELECT age FROM users");
/// let mut before = Schema::new();
/// for recorded in op.into_operations() {
///     apply(&recorded.operation, recorded.origin, &mut before).unwrap();
/// }
/// let mut op: Op = Op::new();
/// op.alter_column("users", "age").set_type(big_int());
/// let change = &op.into_operations()[0].operation;
/// assert_eq!(kept_for(change, &before), [DependentKind::View("ages".into())]);
/// ```
pub fn kept_for(operation: &Operation, before: &Schema) -> Vec<DependentKind> {
    let columns = retyped(operation, before);
    let of_columns = columns.iter().flat_map(|it| {
        let mut kinds = readers(it, before);
        kinds.extend(users(it));
        kinds
    });
    let mut kinds: Vec<_> = of_columns.collect();
    // Nothing else drops a type that a column has.
    if let Operation::AlterObject(ObjectChange::SetEnumValues { name, .. }) =
        operation.unconditional()
    {
        kinds.extend(namers(name, before));
    }
    kinds
}

fn retyped<'a>(operation: &'a Operation, before: &'a Schema) -> Vec<Retyped<'a>> {
    match operation.unconditional() {
        Operation::AlterColumn { table, column, change } => {
            let to = match (&change.column_type, &change.collation) {
                (Some(new), _) => New::Type(new),
                (None, Some(_)) => New::Collation,
                (None, None) => return Vec::new(),
            };
            let table = before.tables.get(table);
            let known = table.and_then(|table| Some((table, table.column(column)?)));
            known.map(|(table, column)| Retyped { table, column, to }).into_iter().collect()
        }
        Operation::AlterObject(ObjectChange::SetEnumValues { name, .. }) => {
            let columns = before.tables.values().flat_map(|table| {
                table.columns.iter().map(move |column| Retyped { table, column, to: New::Values })
            });
            columns.filter(|it| it.column.uses(name)).collect()
        }
        // Nothing else gives a column another type or collation.
        _ => Vec::new(),
    }
}

/// Whether nothing reads the column for which PostgreSQL keeps its type: a view, a trigger's `UPDATE OF` or
/// `WHEN`, a function whose body it knows, a generated column, the key of the partitions
/// (<https://www.postgresql.org/docs/current/ddl-depend.html>; each was tried on 15). What may mean another
/// table's column is left to the server.
fn require_not_read(retyped: &Retyped<'_>, before: &Schema) -> Result<(), Refusal> {
    let Retyped { table, column, to: _ } = retyped;
    let readers: Vec<_> = readers(retyped, before).iter().map(ToString::to_string).collect();
    if readers.is_empty() {
        return Ok(());
    }
    let hint = again(&readers);
    let readers = listed(&readers);
    Err(Refusal::unsupported(
        format!(
            "column `{}` of table `{}` is read by {readers}, for which PostgreSQL keeps its type",
            column.name, table.name
        ),
        &hint,
    ))
}

fn readers(retyped: &Retyped<'_>, before: &Schema) -> Vec<DependentKind> {
    let Retyped { table, column, to: _ } = retyped;
    let target = Target::Column(table.name.clone(), column.name.clone());
    let found = dependents(&target, before, SqlSyntax::Postgres).into_iter();
    let found = found.filter(|it| it.certainty == Certainty::Certain).map(|it| it.kind);
    let found = found.filter(|kind| match kind {
        DependentKind::View(_)
        | DependentKind::MaterializedView(_)
        | DependentKind::Trigger(..)
        | DependentKind::Partitioning(_) => true,
        DependentKind::Function { is_tracked, .. } => *is_tracked,
        // These are not looked for by a column; those of its own table are below.
        DependentKind::Constraint(..)
        | DependentKind::Index(..)
        | DependentKind::Default(..)
        | DependentKind::Generated(..) => false,
    });
    let computed = table.columns.iter().filter(|other| {
        let sql = other.generated.as_ref().map(|generated| &generated.expression);
        sql.is_some_and(|sql| sql.mentions(&column.name, SqlSyntax::Postgres))
    });
    let computed =
        computed.map(|other| DependentKind::Generated(table.name.clone(), other.name.clone()));
    found.chain(computed).collect()
}

/// Whether the checks and the indexes over the column mean the same for its new type: PostgreSQL reads them
/// again, as it has kept them, and finds no operator between a text and a number, or between two enum types
/// (tried on 15).
fn require_same_expressions(retyped: &Retyped<'_>) -> Result<(), Refusal> {
    let Retyped { table, column, to } = retyped;
    let old = &column.column_type;
    let becomes = match to {
        New::Type(new) => format!("becomes {new}"),
        New::Values => "gets a new type of that name with the new values".to_owned(),
        New::Collation => return Ok(()),
    };
    let users: Vec<_> = users(retyped).iter().map(ToString::to_string).collect();
    if users.is_empty() {
        return Ok(());
    }
    let hint = again(&users);
    let users = listed(&users);
    Err(Refusal::unsupported(
        format!(
            "column `{}` of table `{}` is {old} in {users}, and {becomes}",
            column.name, table.name
        ),
        &hint,
    ))
}

/// The checks and indexes that mean something else for the new type.
fn users(retyped: &Retyped<'_>) -> Vec<DependentKind> {
    let Retyped { table, column, to } = retyped;
    let old = &column.column_type;
    let new = match to {
        New::Type(new) if is_compared_alike(old, new) => return Vec::new(),
        New::Type(new) => *new,
        New::Values => old,
        New::Collation => return Vec::new(),
    };
    let users = expressions(table)
        .filter(|(_, sql)| depends_on_type(sql, &column.name, (old, new)))
        .map(|(kind, _)| kind);
    let mut users: Vec<_> = users.collect();
    users.dedup();
    users
}

/// Whether nothing names an enum type whose place a new one takes: the old one is dropped.
fn require_unnamed(name: &QualifiedName, before: &Schema) -> Result<(), Refusal> {
    let users: Vec<_> = namers(name, before).iter().map(ToString::to_string).collect();
    if users.is_empty() {
        return Ok(());
    }
    let hint = again(&users);
    let users = listed(&users);
    Err(Refusal::unsupported(
        format!("enum type `{name}` is named in {users}, and a new type takes its place"),
        &hint,
    ))
}

fn namers(name: &QualifiedName, before: &Schema) -> Vec<DependentKind> {
    let found = dependents(&Target::EnumType(name.clone()), before, SqlSyntax::Postgres);
    found.into_iter().map(|found| found.kind).collect()
}

fn again(users: &[String]) -> String {
    let them = if users.len() == 1 { "it" } else { "them" };
    format!("drop {} before the change, and create {them} again after it", listed(users))
}

/// The expressions of a table that the server reads again.
fn expressions(table: &Table) -> impl Iterator<Item = (DependentKind, &SqlPart)> {
    let checks = table.constraints.iter().filter_map(|rule| match &rule.body {
        ConstraintBody::Check { expression, .. } => {
            let name = rule.name.clone().unwrap_or_default();
            let kind = DependentKind::Constraint(table.name.clone(), rule.kind(), name);
            Some((kind, expression))
        }
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Unique { .. }
        | ConstraintBody::ForeignKey(_)
        | ConstraintBody::Exclude { .. } => None,
    });
    let indexes = table.indexes.iter().flat_map(|index| {
        let parts = index.columns.iter().filter_map(|part| match &part.target {
            IndexTarget::Expression(sql) => Some(sql),
            IndexTarget::Column(_) => None,
        });
        let kind = || DependentKind::Index(table.name.clone(), index.name.clone());
        parts.chain(&index.filter).map(move |sql| (kind(), sql))
    });
    checks.chain(indexes)
}

/// Whether a text does more with a column than ask for NULL, or cast it to a type that both have a cast to.
fn depends_on_type(sql: &str, column: &str, (old, new): (&ColumnType, &ColumnType)) -> bool {
    let tokens: Vec<Token<'_>> = Tokens::code(sql, SqlSyntax::Postgres).collect();
    (0..tokens.len()).any(|at| {
        let is_column = tokens[at].identifier().is_some_and(|name| name == column);
        let is_cast =
            || cast_at(&tokens, at).is_some_and(|to| keeps_cast(old, &to) && is_direct(new, &to));
        is_column && !is_null_test(&tokens, at) && !is_cast()
    })
}

/// Whether a name is before `IS NULL` or `IS NOT NULL`.
fn is_null_test(tokens: &[Token<'_>], at: usize) -> bool {
    let is = |after: usize, word: &str| {
        tokens.get(at + after).is_some_and(|token| token.is_keyword(word))
    };
    is(1, "IS") && (is(2, "NULL") || is(2, "NOT") && is(3, "NULL"))
}

/// The type that a name is cast to: `name::text`, `CAST(name AS text)`.
fn cast_at(tokens: &[Token<'_>], at: usize) -> Option<ColumnType> {
    let symbol = |at: usize, text: &str| tokens.get(at).is_some_and(|token| token.is_symbol(text));
    let is_call = at.checked_sub(2).is_some_and(|cast| tokens[cast].is_keyword("CAST"))
        && at.checked_sub(1).is_some_and(|open| symbol(open, "("))
        && tokens.get(at + 1).is_some_and(|token| token.is_keyword("AS"));
    if !is_call && !symbol(at + 1, "::") {
        return None;
    }
    // A type with a length or of several words, or a list, may be another one.
    let ends = if is_call {
        symbol(at + 3, ")")
    } else {
        !["(", "[", "."].iter().any(|more| symbol(at + 3, more))
    };
    let name = tokens.get(at + 2).filter(|_| ends)?.identifier()?.to_ascii_lowercase();
    Some(match &*name {
        "text" => ColumnType::Text,
        "smallint" | "int2" => ColumnType::SmallInt,
        "integer" | "int" | "int4" => ColumnType::Integer,
        "bigint" | "int8" => ColumnType::BigInt,
        "boolean" | "bool" => ColumnType::Boolean,
        "real" | "float4" => ColumnType::Real,
        "float8" => ColumnType::Double,
        "date" => ColumnType::Date,
        "uuid" => ColumnType::Uuid,
        _ => return None,
    })
}

/// Whether PostgreSQL keeps a cast in an expression: one to the type that the column has is left out (tried
/// on 15).
fn keeps_cast(old: &ColumnType, to: &ColumnType) -> bool {
    let old = known(old);
    *old != *to && !matches!(*old, ColumnType::Custom(_))
}

#[cfg(test)]
mod tests {
    use super::depends_on_type;
    use crate::schema::{ColumnType as T, EnumType};

    fn mood() -> T {
        T::Enumeration(EnumType { name: "mood".into(), values: vec!["sad".to_owned()] })
    }

    #[test]
    fn a_test_for_null_fits_every_type() {
        for (sql, depends) in [
            ("c IS NULL OR c IS NOT NULL", false),
            ("c IS NULL OR c > 0", true),
            ("\"c\" = 'a'", true),
            ("n > 0 AND note <> 'c'", false),
            ("lower(c) IS NOT NULL", true),
        ] {
            assert_eq!(depends_on_type(sql, "c", (&T::Text, &T::Integer)), depends, "{sql}");
        }
    }

    /// Each was tried on PostgreSQL 15.
    #[test]
    fn a_cast_that_both_types_have_is_read_as_before() {
        for (sql, old, new, depends) in [
            ("length(c::text) > 0", T::Integer, T::Text, false),
            ("CAST(c AS text) <> ''", T::Integer, T::Text, false),
            ("length(c::text) > 0", T::Varchar(5), T::Integer, false),
            ("c::text <> 'sad'", mood(), T::Text, false),
            ("c::text <> 'sad'", mood(), mood(), false),
            ("c <> 'sad'", mood(), mood(), true),
            ("c::text <> 'sad' AND c <> 'sad'", mood(), mood(), true),
            // The cast is not kept.
            ("length(c::text) > 0", T::Text, T::Integer, true),
            ("c::integer > 0", T::Integer, T::Text, true),
            // There is no cast.
            ("c::date > '2000-01-01'", T::Text, T::Integer, true),
            ("c::text[] <> '{}'", T::Integer, T::Text, true),
            ("c::integer > 0", T::Numeric { precision: 5, scale: 2 }, T::Text, false),
        ] {
            assert_eq!(depends_on_type(sql, "c", (&old, &new)), depends, "{sql}: {old} to {new}");
        }
    }
}
