//! What a change of a table costs the server, and the `ALGORITHM` and `LOCK` to ask for.
//!
//! MariaDB's answers were tried on MariaDB 10.11 and 11.8; MySQL's are those of its manual
//! (<https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html>). The strongest form
//! is asked for, so that a surprise is an error and not a table that is silently copied.

use crate::schema::{Action, Column, ColumnType, Index, IndexTarget, Table};
use crate::sql_text::{SqlSyntax, mentions};

use super::types::{charset_of, type_name};
use super::{Version, default_backfill};

pub(super) use crate::dialect::facts::AlterAlgorithm as Cost;

impl Cost {
    /// The clauses to ask for it. `INSTANT` takes no `LOCK`.
    pub(super) fn clause(self, version: Version) -> &'static str {
        match self {
            // Beside `INSTANT` MySQL takes no `LOCK` but `DEFAULT`
            // (<https://dev.mysql.com/doc/refman/8.4/en/alter-table.html>).
            Self::Instant => "ALGORITHM=INSTANT",
            // MariaDB refuses with `NOCOPY` what would rebuild the table, and does with `INPLACE`
            // (<https://mariadb.com/kb/en/alter-table/#algorithm>).
            Self::Index if version.is_mariadb() => "ALGORITHM=NOCOPY, LOCK=NONE",
            Self::Index | Self::Rebuild => "ALGORITHM=INPLACE, LOCK=NONE",
            Self::RebuildShared => "ALGORITHM=INPLACE, LOCK=SHARED",
            Self::CopyOnline if version.copies_online() => "ALGORITHM=COPY, LOCK=NONE",
            Self::CopyOnline | Self::Copy => "ALGORITHM=COPY, LOCK=SHARED",
        }
    }

    /// The cost where a server that copies rows can take writes meanwhile
    /// (<https://mariadb.com/kb/en/online-schema-change/>). MariaDB does not for a table whose foreign
    /// keys change its rows, nor where the rows get numbers (tried on 11.8).
    pub(super) fn online(self, version: Version, before: &Table, numbers_rows: bool) -> Self {
        let changes_rows = |action: Action| match action {
            Action::NoAction | Action::Restrict => false,
            Action::Cascade | Action::SetNull | Action::SetDefault => true,
        };
        let mut keys = before.foreign_keys();
        let is_changed =
            keys.any(|(_, key)| changes_rows(key.on_delete) || changes_rows(key.on_update));
        match self {
            Self::Copy if version.copies_online() && !is_changed && !numbers_rows => {
                Self::CopyOnline
            }
            same => same,
        }
    }
}

/// The statement with the next weaker `ALGORITHM` and `LOCK`, for a server that does not carry it out
/// as it was asked to; none where it asks for the weakest, or for nothing.
pub fn weaker_algorithm(version: Version, sql: &str) -> Option<String> {
    let all = [
        Cost::Instant,
        Cost::Index,
        Cost::Rebuild,
        Cost::RebuildShared,
        Cost::CopyOnline,
        Cost::Copy,
    ];
    let clauses = all.map(|cost| cost.clause(version));
    let at = clauses.iter().position(|clause| sql.ends_with(clause))?;
    let weaker = clauses[at..].iter().find(|clause| **clause != clauses[at])?;
    Some(format!("{}{weaker}", &sql[..sql.len() - clauses[at].len()]))
}

/// A change of metadata alone: `INPLACE` on MySQL, `INSTANT` on MariaDB (tried on MariaDB 10.11).
pub(super) fn metadata_only(version: Version) -> Cost {
    if version.is_mariadb() { Cost::Instant } else { Cost::Index }
}

/// How many indexes of this method the table has, besides those on a column.
fn count_indexes(table: &Table, method: &str, besides: Option<&str>) -> usize {
    let kept = |index: &&Index| !besides.is_some_and(|column| index.is_on(column));
    table
        .indexes
        .iter()
        .filter(kept)
        .filter_map(|index| index.method.as_deref())
        .filter(|known| known.eq_ignore_ascii_case(method))
        .count()
}

fn has_index(table: &Table, method: &str) -> bool {
    count_indexes(table, method, None) > 0
}

fn computed(table: &Table, stored: bool) -> impl Iterator<Item = &Column> {
    table.columns.iter().filter(move |column| {
        column.generated.as_ref().is_some_and(|generated| generated.stored == stored)
    })
}

/// Whether an index or a key holds the column.
pub(super) fn is_indexed(table: &Table, column: &str) -> bool {
    table.indexes.iter().any(|index| index.is_on(column))
        || table
            .constraints
            .iter()
            .any(|constraint| constraint.columns().iter().any(|name| name == column))
}

fn has_indexed_virtual(table: &Table) -> bool {
    computed(table, false).any(|column| is_indexed(table, &column.name))
}

fn is_compressed(table: &Table) -> bool {
    let format = table.options.row_format.as_deref();
    format.is_some_and(|format| format.eq_ignore_ascii_case("compressed"))
}

/// Rebuilding the table. With a `FULLTEXT` or `SPATIAL` index, or one over a virtual column, it takes
/// `LOCK=SHARED`, and of two `FULLTEXT` indexes only one can be built in place (error 1846 for each;
/// tried on MariaDB 10.11).
pub(super) fn rebuild(version: Version, table: &Table) -> Option<Cost> {
    rebuild_without(version, table, None)
}

fn rebuild_without(version: Version, table: &Table, column: Option<&str>) -> Option<Cost> {
    if has_index(table, "fulltext") || has_index(table, "spatial") {
        let many = count_indexes(table, "fulltext", column) > 1;
        let cost = if many { Cost::Copy } else { Cost::RebuildShared };
        return version.is_mariadb().then_some(cost);
    }
    Some(if version.is_mariadb() && has_indexed_virtual(table) {
        Cost::RebuildShared
    } else {
        Cost::Rebuild
    })
}

/// Adding a column at the end.
pub(super) fn add_column(version: Version, table: &Table, column: &Column) -> Option<Cost> {
    if column.identity.is_some() {
        // "Adding an auto-increment column requires a lock" (error 1846; tried on MariaDB 10.11).
        return Some(Cost::RebuildShared);
    }
    match &column.generated {
        // Its values are computed row by row (error 1845 for `INPLACE`; tried on MariaDB 10.11).
        Some(generated) if generated.stored => return Some(Cost::Copy),
        // On a partitioned table not in place (error 1846; tried on MariaDB 10.11).
        Some(_) if version.is_mariadb() && table.options.partition_by.is_some() => {
            return Some(Cost::Copy);
        }
        Some(_) => return Some(Cost::Instant),
        None => {}
    }
    let filled = match &column.default {
        None => Some(Cost::Instant),
        Some(default) => default_backfill::default_backfill_cost(version, table, column, default),
    };
    let reshaped = add_or_drop_column(version, table, None, Version::mysql(8, 0, 12));
    filled.zip(reshaped).map(|(filled, reshaped)| filled.max(reshaped))
}

/// Adding a column before others: recorded in the metadata alone by MariaDB (tried on 10.11) and by MySQL since 8.0.29.
pub(super) fn add_within(version: Version, table: &Table) -> Option<Cost> {
    add_or_drop_column(version, table, None, Version::mysql(8, 0, 29))
}

/// Moving a column among the others: recorded in the metadata alone by MariaDB (tried on 10.11); MySQL writes the rows again.
pub(super) fn move_column(version: Version, table: &Table) -> Option<Cost> {
    if version.is_mariadb() {
        add_or_drop_column(version, table, None, version)
    } else {
        rebuild(version, table)
    }
}

/// Adding or dropping a column of the row, which MySQL only records in its metadata since this version.
/// A `FULLTEXT` index, an index over a virtual column and compressed rows take no `INSTANT` (error 1845;
/// tried on MariaDB 10.11).
fn add_or_drop_column(
    version: Version,
    table: &Table,
    gone: Option<&str>,
    since: Version,
) -> Option<Cost> {
    let metadata_only = version.is_mariadb() || version.at_least(since);
    let computed = version.is_mariadb() && has_indexed_virtual(table);
    if !metadata_only || computed || has_index(table, "fulltext") || is_compressed(table) {
        return rebuild_without(version, table, gone);
    }
    Some(Cost::Instant)
}

/// Dropping a column, with the indexes and keys on it alone.
pub(super) fn drop_column(version: Version, table: &Table, column: &Column) -> Option<Cost> {
    let name = &column.name;
    if table.primary_key().contains(name) {
        // The rows get another clustered index (error 1846 for `INPLACE`; tried on MariaDB 10.11).
        return Some(Cost::Copy);
    }
    let indexed = is_indexed(table, name);
    if !version.is_mariadb() {
        let reshaped = add_or_drop_column(version, table, Some(name), Version::mysql(8, 0, 29))?;
        return if indexed { rebuild(version, table) } else { Some(reshaped) };
    }
    if has_indexed_virtual(table) {
        return Some(Cost::Copy);
    }
    if indexed && computed(table, false).next().is_some() {
        return None;
    }
    let reshaped = add_or_drop_column(version, table, Some(name), version)?;
    Some(if indexed { reshaped.max(Cost::Index) } else { reshaped })
}

/// Whether dropping a column needs a statement of its own: beside anything else MariaDB copies a table
/// with virtual columns (error 1846; tried on MariaDB 10.11).
pub(super) fn drops_alone(table: &Table) -> bool {
    computed(table, false).next().is_some()
}

/// Giving a column another name.
pub(super) fn rename_column(version: Version, referenced: bool) -> Cost {
    let metadata_only =
        version.is_mariadb() || version.at_least(Version::mysql(8, 0, 28)) && !referenced;
    if metadata_only { Cost::Instant } else { Cost::Index }
}

/// Letting a column take `NULL`, or not.
pub(super) fn set_nullable(version: Version, table: &Table, nullable: bool) -> Option<Cost> {
    // With a stored column or an indexed virtual one it is not done in place (error 1845; tried on
    // MariaDB 10.11): their expressions may read the column.
    let copies = computed(table, true).next().is_some() || has_indexed_virtual(table);
    if version.is_mariadb() && !nullable && copies {
        return Some(Cost::Copy);
    }
    rebuild(version, table)
}

/// Another collation of the same character set; another set copies the table.
pub(super) fn set_collation(
    version: Version,
    table: &Table,
    column: &Column,
    changed: &Column,
) -> Option<Cost> {
    let old = charset(table, column)?;
    let new = own_charset(changed)?;
    if !old.eq_ignore_ascii_case(new) {
        return Some(Cost::Copy);
    }
    let indexed = is_indexed(table, &column.name);
    let used = table.indexes.iter().flat_map(|index| &index.columns).any(|part| {
        matches!(&part.target, IndexTarget::Expression(text) if mentions(text, &column.name, SqlSyntax::MYSQL))
    });
    match (version.is_mariadb(), indexed) {
        _ if used || has_index(table, "fulltext") => None,
        // The indexes over the column are built again (`NOCOPY`; tried on MariaDB 10.11).
        (true, false) => Some(Cost::Instant),
        (true, true) | (false, false) => Some(Cost::Index),
        (false, true) => Some(Cost::Copy),
    }
}

/// The character set of a column, where it or the table says it.
fn charset<'a>(table: &'a Table, column: &'a Column) -> Option<&'a str> {
    own_charset(column)
        .or(table.options.charset.as_deref())
        .or_else(|| table.options.collation.as_deref().map(charset_of))
}

/// The character set that a column says.
fn own_charset(column: &Column) -> Option<&str> {
    let said = column.mysql.charset.as_deref();
    said.or_else(|| column.collation.as_deref().map(charset_of))
}

/// Another type.
pub(super) fn set_type(
    version: Version,
    table: &Table,
    column: &Column,
    to: &ColumnType,
) -> Option<Cost> {
    use ColumnType as T;
    let from = &column.column_type;
    if type_name(version, from).ok() == type_name(version, to).ok() {
        return Some(Cost::Instant);
    }
    match (from, to) {
        (T::Varchar(old), T::Varchar(new)) if new >= old => {
            widen_varchar(version, table, column, *old, *new)
        }
        // A value added at the end leaves the numbers of the others; 256 values need two bytes, and
        // the table is copied (error 1846; tried on MariaDB 10.11).
        (T::Enumeration(old), T::Enumeration(new))
            if new.values.starts_with(&old.values)
                && (old.values.len() > 255 || new.values.len() <= 255) =>
        {
            Some(Cost::Instant)
        }
        // Any other pair copies the rows, which both servers take for every change of a type.
        _ => Some(Cost::Copy),
    }
}

/// A longer `VARCHAR`: up to 255 bytes the length is kept in one byte, beyond that in two.
fn widen_varchar(
    version: Version,
    table: &Table,
    column: &Column,
    old: u32,
    new: u32,
) -> Option<Cost> {
    // MariaDB reads the rows that are there with their length in one byte (tried on MariaDB 10.11).
    if version.is_mariadb() {
        return Some(Cost::Instant);
    }
    let widths: &[u32] = match charset(table, column) {
        Some("utf8mb4" | "utf16" | "utf32") => &[4],
        Some("utf8" | "utf8mb3") => &[3],
        Some("latin1" | "ascii" | "binary") => &[1],
        _ => &[1, 2, 3, 4],
    };
    let stays = |width: &u32| (old * width <= 255) == (new * width <= 255);
    if widths.iter().all(stays) {
        return Some(Cost::Index);
    }
    (!widths.iter().any(stays)).then_some(Cost::Copy)
}

/// Building an index: a `FULLTEXT` or `SPATIAL` one blocks writes, and so does one over an expression;
/// what a unique one of those costs no manual says.
pub(super) fn add_index(index: &Index, by_expression: bool) -> Option<Cost> {
    let slow = index.method.as_deref().is_some_and(|method| {
        method.eq_ignore_ascii_case("fulltext") || method.eq_ignore_ascii_case("spatial")
    });
    match (by_expression, slow) {
        (true, _) if index.unique => None,
        (false, false) => Some(Cost::Index),
        _ => Some(Cost::RebuildShared),
    }
}

/// Whether the table is `InnoDB`'s; other engines know no algorithms.
pub(super) fn is_innodb(table: &Table) -> bool {
    let engine = table.options.engine.as_deref();
    engine.is_none_or(|engine| engine.eq_ignore_ascii_case("innodb"))
}
