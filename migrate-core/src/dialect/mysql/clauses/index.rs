//! Indexes as clauses of `ALTER TABLE`, with those that `InnoDB` keeps for foreign keys.

use crate::dialect::mysql::algorithm::{self, Cost, metadata_only};
use crate::dialect::mysql::alter::{Alteration, Sharing, Subject};
use crate::dialect::mysql::literal::string;
use crate::dialect::mysql::name::{list, named, quote};
use crate::dialect::mysql::references::{keys_without_index, superseded};
use crate::dialect::mysql::sizes::has_hash_key;
use crate::dialect::mysql::{Version, index};
use crate::dialect::{Action, Refusal};
use crate::schema::{Index, IndexTarget, Table};

use super::read_mentioned;

/// `ADD INDEX`. The index is built while the table is in use, so `concurrently` asks for nothing
/// more, unless the server cannot do that.
pub(in super::super) fn create_index(
    version: Version,
    table: &Table,
    index: &Index,
    concurrently: bool,
) -> Result<Alteration, Refusal> {
    let mut alteration = Alteration::of(table);
    let mut by_expression = false;
    for part in &index.columns {
        match &part.target {
            IndexTarget::Column(name) => alteration.reads(name),
            IndexTarget::Expression(text) => {
                by_expression = true;
                read_mentioned(&mut alteration, table, text);
            }
        }
    }
    let mut with = table.clone();
    with.constraints.clear();
    with.indexes = vec![index.clone()];
    // MariaDB keeps a unique index over long values as a hash in a hidden virtual column, which it
    // adds by a copy (error 1846; tried on MariaDB 10.11).
    let cost = if has_hash_key(version, &with) {
        Some(Cost::Copy)
    } else {
        algorithm::add_index(index, by_expression)
    };
    alteration.writes(Subject::Index(&index.name));
    alteration.sharing = Sharing::none_if(cost != Some(Cost::Index));
    alteration.add_clause(format!("ADD {}", index::index(version, table, index)?), cost);
    let mut after = table.clone();
    after.indexes.push(index.clone());
    drop_superseded_indexes(version, &mut alteration, table, &after);
    if concurrently && (alteration.sharing == Sharing::None || !algorithm::is_innodb(table)) {
        return Err(Refusal::unsupported(
            format!("{} blocks writes while it builds such an index", version.server_name()),
            "leave `.concurrently()` out",
        ));
    }
    Ok(alteration)
}

/// `DROP INDEX`.
pub(in super::super) fn drop_index(version: Version, table: &Table, name: &str) -> Alteration {
    let mut alteration = Alteration::of(table);
    alteration.writes(Subject::Index(name));
    let by_expression = |index: &Index| index.columns.iter().any(|part| part.column().is_none());
    // What dropping an index over an expression costs, the table of MySQL's manual does not say
    // (<https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html>).
    let computed = !version.is_mariadb() && table.index(name).is_some_and(by_expression);
    alteration
        .add_clause(format!("DROP INDEX {}", quote(name)), (!computed).then_some(Cost::Index));
    let mut after = table.clone();
    after.indexes.retain(|index| index.name != name);
    restore_foreign_key_indexes(version, &mut alteration, table, &after);
    alteration
}

/// Drops the indexes of foreign keys that a new index replaces: `InnoDB` does so with those that it
/// created itself (tried on MariaDB 10.11), and not with one that a way back created. Which of the two it
/// is only the server knows; MySQL has no `IF EXISTS` here, see [`drop_superseded_on_mysql`].
pub(super) fn drop_superseded_indexes(
    version: Version,
    alteration: &mut Alteration,
    before: &Table,
    after: &Table,
) {
    for name in superseded(before, after).filter(|_| version.is_mariadb()) {
        alteration.writes(Subject::Index(name));
        let sql = format!("DROP INDEX IF EXISTS {}", quote(name));
        alteration.add_clause(sql, Some(Cost::Index));
    }
}

/// The statements that drop such indexes on MySQL, after the better one is there.
pub(in super::super) fn drop_superseded_on_mysql(
    version: Version,
    before: &Table,
    after: &Table,
) -> Vec<Action> {
    let table = &after.name;
    let database = table.schema.as_deref().map_or_else(|| "DATABASE()".to_owned(), string);
    let of_index = |name: &str| {
        let drop = format!("ALTER TABLE {} DROP INDEX {}", named(table), quote(name));
        [
            format!(
                "SET @migrate_drop = (SELECT IF(COUNT(*) = 0, 'DO 0', {}) \
                 FROM information_schema.statistics WHERE table_schema = {database} \
                 AND table_name = {} AND index_name = {})",
                string(&drop),
                string(&table.name),
                string(name)
            ),
            "PREPARE migrate_drop FROM @migrate_drop".to_owned(),
            "EXECUTE migrate_drop".to_owned(),
            "DEALLOCATE PREPARE migrate_drop".to_owned(),
        ]
    };
    let names = superseded(before, after).filter(|_| !version.is_mariadb());
    names.flat_map(of_index).map(Action::Sql).collect()
}

/// Creates the indexes that foreign keys had before a better one replaced them: `InnoDB` drops its
/// own when an index over the same columns is created, and creates none when that one is dropped
/// (tried on MariaDB 10.11).
pub(super) fn restore_foreign_key_indexes(
    version: Version,
    alteration: &mut Alteration,
    before: &Table,
    after: &Table,
) {
    let if_not_exists = if version.is_mariadb() { "IF NOT EXISTS " } else { "" };
    for (name, key) in keys_without_index(before, after) {
        alteration.writes(Subject::Index(name));
        key.columns.iter().for_each(|column| alteration.reads(column));
        let sql = format!("ADD INDEX {if_not_exists}{} ({})", quote(name), list(&key.columns));
        alteration.add_clause(sql, Some(Cost::Index));
    }
}

/// `RENAME INDEX`.
pub(in super::super) fn rename_index(
    version: Version,
    table: &Table,
    name: &str,
    to: &str,
) -> Alteration {
    let mut alteration = Alteration::of(table);
    alteration.writes(Subject::Index(name));
    alteration.writes(Subject::Index(to));
    let sql = format!("RENAME INDEX {} TO {}", quote(name), quote(to));
    alteration.add_clause(sql, Some(metadata_only(version)));
    alteration
}
