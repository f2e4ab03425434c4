//! Rows, keys and tables that are too large, found before anything runs.

use crate::dialect::Refusal;
use crate::op::Operation;
use crate::schema::{Column, ColumnType, Constraint, ConstraintBody, IndexTarget, Table};

use super::Version;
use super::algorithm::is_innodb;
use super::definition::is_beyond_bmp;
use super::references::has_own_index;
use super::types::{is_text, type_name};
use super::widths::{Spelled, character_width, said_collation};

/// The bytes of a row, without those of values that are kept beside it
/// (<https://dev.mysql.com/doc/refman/8.4/en/column-count-limit.html>).
const ROW_BYTES: u64 = 65_535;
/// The bytes of a key, and of a part of it in the older row formats
/// (<https://dev.mysql.com/doc/refman/8.4/en/innodb-limits.html>).
const KEY_BYTES: u64 = 3072;
const OLD_KEY_BYTES: u64 = 767;
/// Columns of an `InnoDB` table, and of any other
/// (<https://mariadb.com/kb/en/innodb-limitations/>).
const COLUMNS: (usize, usize) = (1017, 4096);
/// Keys of a table, the primary one included (error 1069; tried on MariaDB 10.11).
const KEYS: usize = 64;
/// How a hint says that the character set may be another one.
const OTHER_CHARSET: &str = "or name a character set of fewer bytes: `.mysql_charset(\"latin1\")`";

/// Whether the server has room for what the operation makes of the table. A type or an engine that is
/// not known is for the server to judge, and so is what the operation leaves as it was.
pub(super) fn check_sizes(
    version: Version,
    operation: &Operation,
    table: &Table,
) -> Result<(), Refusal> {
    let (columns, keys) = match operation {
        Operation::CreateTable { .. } | Operation::AddColumn { .. } => (true, true),
        Operation::AlterColumn { change, .. } => {
            let resized = change.column_type.is_some()
                || change.collation.is_some()
                || change.mysql.charset.is_some();
            (resized, resized)
        }
        Operation::AlterTable { change, .. } => {
            let resized = change.charset.is_some()
                || change.collation.is_some()
                || change.engine.is_some()
                || change.row_format.is_some();
            (resized, resized)
        }
        Operation::CreateIndex { .. } | Operation::AddConstraint { .. } => (false, true),
        // Every other operation leaves columns and keys as they are, or takes them away.
        _ => (false, false),
    };
    if columns {
        check_count(version, table)?;
        check_row(version, table)?;
        table.columns.iter().try_for_each(|column| check_values(version, table, column))?;
    }
    if keys {
        check_keys(version, table)?;
    }
    Ok(())
}

fn check_count(version: Version, table: &Table) -> Result<(), Refusal> {
    let most = if is_innodb(table) { COLUMNS.0 } else { COLUMNS.1 };
    let count = table.columns.len();
    if count <= most {
        return Ok(());
    }
    Err(Refusal::unsupported(
        format!(
            "table `{}` would have {count} columns, and {} has {most} at most",
            table.name,
            version.server_name()
        ),
        "move columns into a second table with the same key",
    ))
}

/// Each column that takes NULL has a bit beside the values.
fn check_row(version: Version, table: &Table) -> Result<(), Refusal> {
    let kept = table
        .columns
        .iter()
        .filter(|column| column.generated.as_ref().is_none_or(|generated| generated.stored));
    let (mut bytes, mut nullable) = (0, 0_u64);
    let mut widest: Option<(u64, &Column)> = None;
    for column in kept {
        let width = Spelled::of(version, column)?.row_bytes(table, column);
        bytes += width;
        nullable += u64::from(column.nullable);
        if widest.is_none_or(|(most, _)| most < width) {
            widest = Some((width, column));
        }
    }
    let bytes = bytes + nullable.div_ceil(8);
    let Some((width, column)) = widest.filter(|_| bytes > ROW_BYTES) else { return Ok(()) };
    let charset = character_width(table, column)
        .filter(|_| matches!(column.column_type, ColumnType::Varchar(_) | ColumnType::Char(_)))
        .map(|(charset, _)| format!(" in {charset}"));
    Err(Refusal::unsupported(
        format!(
            "a row of table `{}` would have up to {bytes} bytes, {width} of them in `{}`{}, and {} \
             has {ROW_BYTES} at most",
            table.name,
            column.name,
            charset.unwrap_or_default(),
            version.server_name()
        ),
        &format!("make long columns `text()`, {OTHER_CHARSET}"),
    ))
}

/// The server compares the values of an `ENUM` without blanks at their end, whatever the collation, and
/// takes `a` and `A` for one unless that tells them apart (error 1291; tried on MariaDB 10.11).
fn check_values(version: Version, table: &Table, column: &Column) -> Result<(), Refusal> {
    let Some(kind) = column.column_type.enumeration() else { return Ok(()) };
    let collation = said_collation(table, column).map(str::to_ascii_lowercase);
    let ends_in = |ends: &[&str]| {
        collation.as_deref().is_some_and(|it| ends.iter().any(|end| it.ends_with(end)))
    };
    let tells_case = ends_in(&["_bin", "_cs", "binary"]);
    // To `general_ci`, which MariaDB takes by itself before 11.6, every character beyond U+FFFF is one.
    let by_itself = version.is_mariadb() && !version.at_least(Version::mariadb(11, 6, 0));
    let is_general = ends_in(&["_general_ci"]) || collation.is_none() && by_itself;
    let form = |value: &str| {
        let value = value.trim_end_matches(' ');
        let value = if tells_case { value.to_owned() } else { value.to_lowercase() };
        if is_general { value.replace(is_beyond_bmp, "\u{fffd}") } else { value }
    };
    let mut values = kind.values.iter().enumerate();
    let alike = values.find_map(|(at, value)| {
        let earlier = kind.values[..at].iter().find(|other| form(other) == form(value));
        earlier.map(|other| (other, value))
    });
    let Some((one, other)) = alike else { return Ok(()) };
    let by_collation = one.trim_end_matches(' ') != other.trim_end_matches(' ');
    Err(Refusal::unsupported(
        format!(
            "`{one}` and `{other}` of column `{}` in table `{}` are the same value to the server",
            column.name, table.name
        ),
        if by_collation {
            "leave one out, or let the collation tell them apart: `.mysql_collation(\"utf8mb4_bin\")` \
             of the table"
        } else {
            "leave one out"
        },
    ))
}

/// Whether the server tells the values of each enum column apart.
pub(super) fn check_enum_values<'t>(
    version: Version,
    mut tables: impl Iterator<Item = &'t Table>,
) -> Result<(), Refusal> {
    tables.try_for_each(|table| {
        table.columns.iter().try_for_each(|column| check_values(version, table, column))
    })
}

/// What sort of key, and its parts, each with as many characters as the key takes of it.
struct Key<'t> {
    kind: KeyKind,
    name: &'t str,
    parts: Vec<(&'t str, Option<u32>)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum KeyKind {
    Primary,
    Unique,
    Plain,
}

fn keys(table: &Table) -> impl Iterator<Item = Key<'_>> {
    let of_constraints = table.constraints.iter().filter_map(|rule| {
        let name = rule.name.as_deref().unwrap_or_default();
        let (kind, columns) = match &rule.body {
            ConstraintBody::PrimaryKey { columns } => (KeyKind::Primary, columns),
            ConstraintBody::Unique { columns, .. } => (KeyKind::Unique, columns),
            ConstraintBody::ForeignKey(_)
            | ConstraintBody::Check { .. }
            | ConstraintBody::Exclude { .. } => return None,
        };
        let parts = columns.iter().map(|column| (column.as_str(), None)).collect();
        Some(Key { kind, name, parts })
    });
    let of_indexes = table.indexes.iter().filter(|index| index.method.is_none()).map(|index| {
        let kind = if index.unique { KeyKind::Unique } else { KeyKind::Plain };
        let parts = index.columns.iter().filter_map(|part| match &part.target {
            IndexTarget::Column(name) => Some((name.as_str(), part.prefix)),
            IndexTarget::Expression(_) => None,
        });
        Key { kind, name: &index.name, parts: parts.collect() }
    });
    of_constraints.chain(of_indexes)
}

/// The most bytes of a key of the table's engine, and of one part of it.
fn key_limits(table: &Table) -> Option<(u64, u64)> {
    let engine = table.options.engine.as_deref().unwrap_or("InnoDB").to_ascii_lowercase();
    match &*engine {
        "innodb" => {
            let format = table.options.row_format.as_deref().unwrap_or_default();
            let old = ["compact", "redundant"].iter().any(|it| format.eq_ignore_ascii_case(it));
            Some((KEY_BYTES, if old { OLD_KEY_BYTES } else { KEY_BYTES }))
        }
        // <https://dev.mysql.com/doc/refman/8.4/en/myisam-storage-engine.html>
        "myisam" => Some((1000, 1000)),
        _ => None,
    }
}

/// The bytes of each part of a key, with the column; none where one of them is not known.
fn part_bytes<'t>(
    version: Version,
    table: &'t Table,
    key: &Key<'t>,
) -> Result<Vec<(u64, &'t Column)>, Refusal> {
    let mut parts = Vec::new();
    for (name, prefix) in &key.parts {
        let Some(column) = table.column(name) else { continue };
        let bytes = Spelled::of(version, column)?.key_bytes(table, column, *prefix);
        parts.extend(bytes.map(|bytes| (bytes, column)));
    }
    Ok(parts)
}

fn check_keys(version: Version, table: &Table) -> Result<(), Refusal> {
    let own = table
        .foreign_keys()
        .filter(|(rule, key)| has_own_index(table, rule.name.as_deref().unwrap_or_default(), key));
    let count = keys(table).count() + own.count();
    if count > KEYS {
        return Err(Refusal::unsupported(
            format!(
                "table `{}` would have {count} keys, those of foreign keys included, and {} has \
                 {KEYS} at most",
                table.name,
                version.server_name()
            ),
            "drop indexes that others begin with",
        ));
    }
    for key in keys(table) {
        check_prefixes(version, table, &key)?;
        check_key_bytes(version, table, &key)?;
    }
    Ok(())
}

/// A key takes the first characters of text and bytes alone, and no more than there are (error 1089).
fn check_prefixes(version: Version, table: &Table, key: &Key<'_>) -> Result<(), Refusal> {
    for (name, prefix) in &key.parts {
        let (Some(column), Some(prefix)) = (table.column(name), prefix) else { continue };
        let spelled = Spelled::of(version, column)?;
        let type_name = type_name(version, &column.column_type)?;
        let fixed = matches!(&*spelled.word, "CHAR" | "VARCHAR" | "BINARY" | "VARBINARY");
        let longer = fixed && spelled.length().is_some_and(|length| u64::from(*prefix) > length);
        let number = spelled.integer_bytes().is_some()
            || matches!(&*spelled.word, "DATE" | "TIME" | "DATETIME" | "TIMESTAMP" | "DECIMAL")
            || matches!(&*spelled.word, "FLOAT" | "DOUBLE" | "ENUM" | "SET" | "BIT" | "UUID");
        if longer || number {
            return Err(Refusal::unsupported(
                format!(
                    "key `{}` of table `{}` would take the first {prefix} characters of `{name}`, \
                     which is {type_name}",
                    key.name, table.name
                ),
                "leave `.prefix(..)` out",
            ));
        }
    }
    Ok(())
}

fn check_key_bytes(version: Version, table: &Table, key: &Key<'_>) -> Result<(), Refusal> {
    if hashes(version, table, key)? {
        return Ok(());
    }
    let Some((most, most_of_part)) = key_limits(table) else { return Ok(()) };
    let parts = part_bytes(version, table, key)?;
    let total: u64 = parts.iter().map(|(bytes, _)| bytes).sum();
    let longest = parts.iter().max_by_key(|(bytes, _)| *bytes);
    let Some((bytes, column)) = longest else { return Ok(()) };
    let (found, limit) = if *bytes > most_of_part { (*bytes, most_of_part) } else { (total, most) };
    if found <= limit {
        return Ok(());
    }
    let names: Vec<_> = key.parts.iter().map(|(name, _)| *name).collect();
    let text = is_text(&type_name(version, &column.column_type)?);
    let charset = character_width(table, column).filter(|_| text);
    let charset = charset.map_or_else(String::new, |(charset, _)| format!(" in {charset}"));
    Err(Refusal::unsupported(
        format!(
            "key {}(`{}`) of table `{}` would have up to {found} bytes, {bytes} of them in `{}`{charset}, \
             and {} has {limit} at most",
            if key.kind == KeyKind::Primary { String::new() } else { format!("`{}` ", key.name) },
            names.join("`, `"),
            table.name,
            column.name,
            version.server_name()
        ),
        &match key.kind {
            KeyKind::Plain => format!(
                "index the first characters: `asc(\"{}\").prefix(191)`, {OTHER_CHARSET}",
                column.name
            ),
            KeyKind::Primary | KeyKind::Unique => {
                format!("make the columns shorter, {OTHER_CHARSET}")
            }
        },
    ))
}

/// Whether MariaDB keeps a hash for a unique key that is too long for a tree
/// (<https://mariadb.com/kb/en/getting-started-with-indexes/#unique-index>): of `InnoDB`, not in a part
/// alone (error 1709).
fn hashes(version: Version, table: &Table, key: &Key<'_>) -> Result<bool, Refusal> {
    if !version.is_mariadb() || key.kind != KeyKind::Unique {
        return Ok(false);
    }
    let Some((most, most_of_part)) = key_limits(table) else { return Ok(false) };
    let parts = part_bytes(version, table, key)?;
    let total: u64 = parts.iter().map(|(bytes, _)| bytes).sum();
    Ok(total > most || most == most_of_part && parts.iter().any(|(bytes, _)| *bytes > most))
}

/// Whether the table has a unique key of which MariaDB keeps a hash: then it copies the table for
/// nearly every change (error 1846; tried on MariaDB 10.11).
pub(super) fn has_hash_key(version: Version, table: &Table) -> bool {
    keys(table).any(|key| hashes(version, table, &key).unwrap_or(false))
}

/// Whether the constraint would be such a key.
pub(super) fn is_hash_key(version: Version, table: &Table, rule: &Constraint) -> bool {
    let mut with = table.clone();
    with.constraints = vec![rule.clone()];
    with.indexes.clear();
    has_hash_key(version, &with)
}
