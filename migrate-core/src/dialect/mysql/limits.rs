//! What the servers cannot have, found before anything runs: names, keys over large values, columns
//! numbered outside of a key.

use crate::dialect::Refusal;
use crate::op::{Introduced, NameKind, Operation, Recorded};
use crate::schema::{
    Column, ColumnDefault, ColumnType, Constraint, ConstraintBody, ConstraintKind, Mention,
    QualifiedName, Schema, Table, Value,
};
use crate::sql_text::{SqlSyntax, Token, Tokens, mentions};

use super::Version;
use super::characters::{check_characters, check_rows};
use super::column::check_visibility;
use super::name::{folded, require_name};
use super::partition_keys::check_partition_columns;
use super::reference_types::check_references;
use super::references::{check_fk_columns_unchanged, keys};
use super::sizes::{check_enum_values, check_sizes};
use super::types::{first_word, is_json, is_large, is_text, type_name};

/// Whether a key can hold the whole of a column's values
/// (<https://dev.mysql.com/doc/refman/8.4/en/column-indexes.html>).
pub(super) fn check_key_column(
    version: Version,
    table: &Table,
    name: &str,
    hint: &str,
) -> Result<(), Refusal> {
    let Some(column) = table.column(name) else { return Ok(()) };
    let spelled = type_name(version, &column.column_type)?;
    if !is_large(&spelled) {
        return Ok(());
    }
    Err(Refusal::unsupported(
        format!("column `{name}` is {spelled}, and a key holds only a part of such values"),
        hint,
    ))
}

/// Whether the server can number a column: there is one such, and a key begins with it
/// (error 1075; <https://dev.mysql.com/doc/refman/8.4/en/create-table.html>).
pub(super) fn check_numbering(version: Version, table: &Table) -> Result<(), Refusal> {
    let mut numbered = table.columns.iter().filter(|column| column.identity.is_some());
    let Some(column) = numbered.next() else { return Ok(()) };
    let (name, server) = (&column.name, version.server_name());
    if let Some(other) = numbered.next() {
        return Err(Refusal::unsupported(
            format!(
                "{server} numbers one column of a table, not both `{name}` and `{}`",
                other.name
            ),
            "leave one identity out",
        ));
    }
    if keys(table).any(|key| key.first().is_some_and(|first| *first == name)) {
        return Ok(());
    }
    Err(Refusal::unsupported(
        format!(
            "{server} numbers only a column that a key begins with, and none does with `{name}`"
        ),
        "make it `.primary_key()` or `.unique()`",
    ))
}

/// Whether the server can have what the operation made of the table.
pub(super) fn check_supported(
    version: Version,
    operation: &Operation,
    introduced: &[Introduced<'_>],
    after: &Schema,
    following: &[Recorded],
) -> Result<(), Refusal> {
    let mut identifiers = introduced.iter().filter(|new| is_identifier(new.kind));
    identifiers.try_for_each(|new| require_name(new.name))?;
    let Some(table) = operation.table().and_then(|name| after.tables.get(name)) else {
        // A change of an enum type is one of each table that uses it.
        if let Operation::AlterObject(change) = operation
            && let Some(name) = change.enum_type()
        {
            let tables = after.tables_of_type(name);
            tables.iter().try_for_each(|table| check_characters(version, table))?;
            return check_enum_values(version, tables.into_iter());
        }
        return Ok(());
    };
    check_column_names(version, table)?;
    check_null_defaults(version, table)?;
    check_updated_times(version, table)?;
    check_partition_columns(version, table)?;
    if !gets_key(operation, following) && !loses_column(operation, table, following) {
        check_numbering(version, table)?;
    }
    check_stored_chars(version, operation, table)?;
    check_no_numbers_in_checks(version, table)?;
    check_visibility(version, table)?;
    check_keys(version, table)?;
    check_characters(version, table)?;
    check_rows(version, operation, table)?;
    check_sizes(version, operation, table)?;
    check_references(version, operation, table, after)?;
    check_fk_columns_unchanged(version, table)?;
    check_names_free(version, &table.name, introduced, after)
}

/// Whether the numbered column goes right after the index that it needs, with which it shares an `ALTER TABLE`.
pub(super) fn loses_column(operation: &Operation, after: &Table, following: &[Recorded]) -> bool {
    let is_drop =
        matches!(operation, Operation::DropIndex { .. } | Operation::DropConstraint { .. });
    let numbered = after.columns.iter().find(|column| column.identity.is_some());
    let next = following.first().map(|recorded| recorded.operation.unconditional());
    match (numbered, next) {
        (Some(numbered), Some(Operation::DropColumn { table, column })) => {
            is_drop && *table == after.name && *column == numbered.name
        }
        _ => false,
    }
}

/// Whether a new column gets a key that begins with it from a neighbour, which shares its `ALTER TABLE`.
fn gets_key(operation: &Operation, following: &[Recorded]) -> bool {
    let Operation::AddColumn { table, column, .. } = operation else { return false };
    let neighbours = following.iter().map(|recorded| recorded.operation.unconditional());
    let mut neighbours = neighbours.take_while(|next| next.table() == Some(table));
    neighbours.any(|next| match next {
        Operation::CreateIndex { index, .. } => {
            index.columns.first().and_then(|part| part.column()) == Some(&column.name)
        }
        Operation::AddConstraint { constraint, .. } => match &constraint.body {
            ConstraintBody::PrimaryKey { columns } | ConstraintBody::Unique { columns, .. } => {
                columns.first() == Some(&column.name)
            }
            ConstraintBody::ForeignKey(_)
            | ConstraintBody::Check { .. }
            | ConstraintBody::Exclude { .. } => false,
        },
        // Nothing else makes a key.
        _ => false,
    })
}

/// Whether no column is computed from a `CHAR` and stored: MariaDB pads that by the `sql_mode` of the day (error 1901).
/// Comparisons, `LIKE` and `RTRIM` do not show the blanks (each tried on MariaDB 10.11).
fn check_stored_chars(
    version: Version,
    operation: &Operation,
    table: &Table,
) -> Result<(), Refusal> {
    let name = match operation {
        Operation::CreateTable { .. } => None,
        Operation::AddColumn { column, .. } => Some(&column.name),
        Operation::AlterColumn { column, change, .. } if change.generated.is_some() => {
            Some(change.rename.as_ref().unwrap_or(column))
        }
        // Nothing else computes a column.
        _ => return Ok(()),
    };
    let columns = table.columns.iter().filter(|column| name.is_none_or(|it| *it == column.name));
    for column in columns.filter(|_| version.is_mariadb()) {
        let Some(computed) = column.generated.as_ref().filter(|computed| computed.stored) else {
            continue;
        };
        let chars = table.columns.iter().filter(|it| matches!(it.column_type, ColumnType::Char(_)));
        let shown = chars.into_iter().find(|it| shows_blanks(&computed.expression, &it.name));
        let is_itself = matches!(column.column_type, ColumnType::Char(_))
            && Tokens::code(&computed.expression, SqlSyntax::MYSQL).count() == 1;
        if let Some(char) = shown.filter(|_| !is_itself) {
            return Err(Refusal::unsupported(
                format!(
                    "column `{}` would store what is computed from `{}`, whose blanks at the end depend on the \
                     session's `sql_mode`",
                    column.name, char.name
                ),
                "write `.generated_virtual(..)`, take the blanks off with `RTRIM(..)`, or make it a `varchar(..)`",
            ));
        }
    }
    Ok(())
}

/// Whether an expression surely reads the blanks of a column.
fn shows_blanks(sql: &str, column: &str) -> bool {
    let tokens: Vec<_> = Tokens::code(sql, SqlSyntax::MYSQL).collect();
    let hides = |token: Option<&Token<'_>>| {
        token.is_some_and(|token| {
            let words = ["LIKE", "NOT", "BETWEEN", "AND", "RLIKE", "REGEXP", "IS"];
            ["=", "<>", "!=", "<", ">", "<=", ">=", "<=>", "."].iter().any(|it| token.is_symbol(it))
                || words.iter().any(|word| token.is_keyword(word))
        })
    };
    (0..tokens.len()).any(|at| {
        let is_column = tokens[at].identifier().is_some_and(|it| folded(&it) == folded(column));
        let before = at.checked_sub(1).map(|before| &tokens[before]);
        let trimmed = at.checked_sub(2).is_some_and(|function| {
            tokens[function].is_keyword("RTRIM") && tokens[at - 1].is_symbol("(")
        });
        is_column && !trimmed && !hides(before) && !hides(tokens.get(at + 1))
    })
}

/// Whether no check reads a numbered column (MariaDB's error 1901, MySQL's 3818;
/// <https://dev.mysql.com/doc/refman/8.4/en/create-table-check-constraints.html>).
fn check_no_numbers_in_checks(version: Version, table: &Table) -> Result<(), Refusal> {
    for column in table.columns.iter().filter(|column| column.identity.is_some()) {
        for rule in &table.constraints {
            if let ConstraintBody::Check { expression, .. } = &rule.body
                && mentions(expression, &column.name, SqlSyntax::MYSQL)
            {
                let name = rule.name.as_deref().unwrap_or("without a name");
                return Err(Refusal::unsupported(
                    format!(
                        "check `{name}` reads column `{}`, which {} numbers",
                        column.name,
                        version.server_name()
                    ),
                    "leave the numbered column out of the check",
                ));
            }
        }
    }
    Ok(())
}

/// Whether no default is the NULL that its column does not take (error 1067, tried on MariaDB 10.11).
fn check_null_defaults(version: Version, table: &Table) -> Result<(), Refusal> {
    let is_null = |column: &&Column| {
        !column.nullable && column.default == Some(ColumnDefault::Value(Value::Null))
    };
    let Some(Column { name, .. }) = table.columns.iter().find(is_null) else { return Ok(()) };
    Err(Refusal::unsupported(
        format!(
            "column `{name}` is NOT NULL, and {} takes no NULL as its default",
            version.server_name()
        ),
        "leave `.default(null())` out; `.drop_default()` drops a default",
    ))
}

/// Whether a time that an `UPDATE` sets has a default, where it takes no NULL: MariaDB 10.11 gives
/// it the default `0000-00-00 00:00:00` without a word, in strict mode too.
fn check_updated_times(version: Version, table: &Table) -> Result<(), Refusal> {
    let is_zero = |column: &&Column| {
        column.mysql.on_update_now
            && !column.nullable
            && column.default.is_none()
            && column.generated.is_none()
    };
    let zero = table.columns.iter().find(is_zero).filter(|_| version.is_mariadb());
    let Some(Column { name, .. }) = zero else { return Ok(()) };
    Err(Refusal::unsupported(
        format!(
            "column `{name}` is NOT NULL and set by an `UPDATE`, and without a default MariaDB gives \
             new rows `0000-00-00 00:00:00`"
        ),
        "give it `.default(now())`, or let it take NULL",
    ))
}

/// Whether no two columns have one name but for its case (error 1060, tried on MariaDB 10.11).
fn check_column_names(version: Version, table: &Table) -> Result<(), Refusal> {
    for (at, column) in table.columns.iter().enumerate() {
        let alike = |other: &&Column| folded(&other.name) == folded(&column.name);
        if let Some(other) = table.columns[..at].iter().find(alike) {
            return Err(Refusal::unsupported(
                format!(
                    "{} compares names of columns without their case, and has `{}` already",
                    version.server_name(),
                    other.name
                ),
                "give it a name that differs in more than its case",
            ));
        }
    }
    Ok(())
}

/// Whether the servers keep the name; a primary key has none, and an enum type is a list of values.
const fn is_identifier(kind: NameKind) -> bool {
    match kind {
        NameKind::Namespace
        | NameKind::Table
        | NameKind::Partition
        | NameKind::Column
        | NameKind::Index
        | NameKind::View
        | NameKind::Sequence
        | NameKind::Function
        | NameKind::Trigger
        | NameKind::Constraint(
            ConstraintKind::Unique
            | ConstraintKind::ForeignKey
            | ConstraintKind::Check
            | ConstraintKind::Exclude,
        ) => true,
        NameKind::Constraint(ConstraintKind::PrimaryKey)
        | NameKind::MaterializedView
        | NameKind::Extension
        | NameKind::EnumType
        | NameKind::EnumValue => false,
    }
}

/// Whether each key still can hold its columns, whose types may have changed.
fn check_keys(version: Version, table: &Table) -> Result<(), Refusal> {
    let hint = "drop the key first, or keep a type that it holds";
    check_full_text(version, table)?;
    let keys = table
        .constraints
        .iter()
        .filter(|rule| matches!(rule.kind(), ConstraintKind::PrimaryKey | ConstraintKind::Unique));
    for name in keys.flat_map(Constraint::columns) {
        check_key_column(version, table, name, hint)?;
    }
    // Indexes of the methods `fulltext` and `spatial` take large values whole.
    let whole = |method: &str| matches!(method.to_ascii_lowercase().as_str(), "btree" | "hash");
    let plain = table.indexes.iter().filter(|it| it.method.as_deref().is_none_or(whole));
    let parts = plain.flat_map(|index| &index.columns).filter(|part| part.prefix.is_none());
    parts
        .filter_map(|part| part.column())
        .try_for_each(|name| check_key_column(version, table, name, hint))
}

/// Whether full-text indexes are over texts alone (error 1283, tried on MariaDB 10.11).
fn check_full_text(version: Version, table: &Table) -> Result<(), Refusal> {
    let is_full_text = |method: &str| method.eq_ignore_ascii_case("fulltext");
    for index in table.indexes.iter().filter(|it| it.method.as_deref().is_some_and(is_full_text)) {
        for column in index.columns.iter().filter_map(|part| table.column(part.column()?)) {
            let spelled = type_name(version, &column.column_type)?;
            let is_list = matches!(&*first_word(&spelled), "ENUM" | "SET");
            if !(is_text(&spelled) || is_json(&spelled) && version.is_mariadb()) || is_list {
                return Err(Refusal::unsupported(
                    format!(
                        "column `{}` is {spelled}, and full-text index `{}` holds texts alone",
                        column.name, index.name
                    ),
                    "drop the index first, or keep a type of text",
                ));
            }
        }
    }
    Ok(())
}

/// Foreign keys of a database have different names, and on MySQL checks as well
/// (<https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html>,
/// <https://dev.mysql.com/doc/refman/8.4/en/create-table-check-constraints.html>).
fn check_names_free(
    version: Version,
    holder: &QualifiedName,
    introduced: &[Introduced<'_>],
    after: &Schema,
) -> Result<(), Refusal> {
    for Introduced { kind, name, .. } in introduced {
        let kind = match *kind {
            NameKind::Constraint(kind @ ConstraintKind::ForeignKey) => kind,
            NameKind::Constraint(kind @ ConstraintKind::Check) if !version.is_mariadb() => kind,
            // Names of keys and indexes are those of their table alone; a relation's name is
            // looked at where the operation is applied.
            _ => continue,
        };
        let alike = |other: &&Constraint| {
            let known = other.name.as_deref().map(folded);
            other.kind() == kind && known == Some(folded(name))
        };
        let others = after
            .tables
            .mentioning(&[Mention::part(holder.schema.as_deref(), name)])
            .into_iter()
            .filter(|other| other.name != *holder && other.name.schema == holder.schema);
        let taken = others.map(|other| (other, other.constraints.iter().find(alike)));
        if let Some((other, _)) = taken.into_iter().find(|(_, found)| found.is_some()) {
            return Err(Refusal::unsupported(
                format!(
                    "table `{}` has a {} `{name}` already, and a database has one of a name",
                    other.name, kind
                ),
                "give it another name",
            ));
        }
    }
    Ok(())
}
