//! The catalogue of MariaDB and MySQL: a fixed number of queries for each database.
//!
//! Each query names one database with `=`: with `IN` MariaDB opens the tables of all databases
//! (`EXPLAIN`, tried on MariaDB 10.11).

use crate::introspect::{
    Catalogue, IntrospectError, Names, Namespace, NotHeld, QueryError, RawObject, Reading,
};
mod column;
mod constraint;
mod grants;
mod index;
mod object;
mod partition;
mod routine;
mod table;

use std::borrow::Cow;
use std::collections::BTreeMap;

use migrate_core::dialect::mysql::{Version, string};
use migrate_core::schema::{QualifiedName, Schema};

/// A database being read.
struct Database {
    version: Version,
    name: String,
    /// The connection's own database, whose objects have no schema before their names.
    own: Option<String>,
    collation: String,
    /// The collation of each character set that says none.
    collations: BTreeMap<String, String>,
}

pub(super) fn read(
    catalogue: &mut Catalogue<'_>,
    version: Version,
    namespaces: &[String],
) -> Result<Reading, IntrospectError> {
    let mut schema = Schema::new();
    let mut not_held = Vec::new();
    let (databases, names) = databases(catalogue, version, namespaces)?;
    for (database, is_listed) in databases {
        if is_listed {
            schema.namespaces.insert(database.name.clone());
        }
        not_held.extend(read_database(catalogue, &database, &mut schema)?);
        not_held.extend(grants::hidden_tables(catalogue, &database)?);
    }
    Ok(Reading { schema, not_held, names, ..Reading::default() })
}

/// The statements of what no operation makes, as far as they are known.
pub(super) fn raw_objects(
    catalogue: &mut Catalogue<'_>,
    version: Version,
    namespaces: &[String],
) -> Result<Vec<RawObject>, IntrospectError> {
    let mut objects = Vec::new();
    let (databases, _) = databases(catalogue, version, namespaces)?;
    for (database, _) in databases {
        objects.extend(routine::raw_objects(catalogue, &database)?);
    }
    Ok(objects)
}

/// The connection's own database and those that are named, each with whether it is named; and how the server compares
/// names.
fn databases(
    catalogue: &mut Catalogue<'_>,
    version: Version,
    namespaces: &[String],
) -> Result<(Vec<(Database, bool)>, Names), IntrospectError> {
    let sets = "information_schema.CHARACTER_SETS";
    let collations = select(catalogue, ["CHARACTER_SET_NAME", "DEFAULT_COLLATE_NAME"], sets)?;
    let collations: BTreeMap<_, _> =
        collations.into_iter().map(|row| row.map(Option::unwrap_or_default).into()).collect();
    let mut names = Names::default();
    let mut databases = Vec::new();
    let columns =
        ["SCHEMA_NAME", "DEFAULT_COLLATION_NAME", "DATABASE()", "@@lower_case_table_names"];
    for [name, collation, own, case] in select(catalogue, columns, "information_schema.SCHEMATA")? {
        let (name, collation) = (name.unwrap_or_default(), collation.unwrap_or_default());
        names.own.clone_from(&own);
        names.fold_case = case.is_some_and(|case| case != "0");
        let is_listed = namespaces.iter().any(|listed| {
            *listed == name || names.fold_case && listed.to_lowercase() == name.to_lowercase()
        });
        if is_listed || own.as_ref() == Some(&name) {
            let collations = collations.clone();
            databases.push((Database { version, name, own, collation, collations }, is_listed));
        }
    }
    Ok((databases, names))
}

/// The databases of users.
pub(super) fn namespaces(catalogue: &mut Catalogue<'_>) -> Result<Vec<Namespace>, IntrospectError> {
    const OF_THE_SERVER: [&str; 4] = ["information_schema", "mysql", "performance_schema", "sys"];
    let rows = select(catalogue, ["SCHEMA_NAME", "DATABASE()"], "information_schema.SCHEMATA")?;
    let namespaces = rows.into_iter().map(|[name, own]| Namespace {
        is_own: own == name,
        name: name.unwrap_or_default(),
        // Another database is another application's.
        has_relations: false,
    });
    Ok(namespaces.filter(|it| !OF_THE_SERVER.contains(&it.name.as_str())).collect())
}

fn read_database(
    catalogue: &mut Catalogue<'_>,
    database: &Database,
    schema: &mut Schema,
) -> Result<Vec<NotHeld>, IntrospectError> {
    let table::Listed { sequences, mut not_held } = table::read(catalogue, database, schema)?;
    column::read(catalogue, database, schema)?;
    not_held.extend(column::read_systems(catalogue, database, schema)?);
    not_held.extend(index::read(catalogue, database, schema)?);
    constraint::read_foreign_keys(catalogue, database, schema)?;
    index::leave_out_those_of_keys(schema);
    not_held.extend(constraint::read_checks(catalogue, database, schema)?);
    partition::read(catalogue, database, schema)?;
    object::read_sequences(catalogue, database, &sequences, schema)?;
    not_held.extend(object::read_views(catalogue, database, schema)?);
    object::read_triggers(catalogue, database, schema)?;
    routine::read(catalogue, database, schema)?;
    not_held.extend(routine::read_not_held(catalogue, database)?);
    Ok(not_held)
}

impl Database {
    /// An object of this database.
    fn object(&self, name: impl Into<String>) -> QualifiedName {
        self.object_of(&self.name, name)
    }

    /// An object of any database.
    fn object_of(&self, database: &str, name: impl Into<String>) -> QualifiedName {
        let is_own = self.own.as_deref() == Some(database);
        QualifiedName { schema: (!is_own).then(|| database.to_owned()), name: name.into() }
    }

    /// A table of the catalogue, and the condition that a row is of this database.
    fn of(&self, table: &str, column: &str) -> String {
        format!("information_schema.{table} WHERE {column} = {}", string(&self.name))
    }

    /// The character set and the collation as far as they are not what stands around them.
    fn text_options(
        &self,
        collation: Option<String>,
        around: &str,
    ) -> (Option<String>, Option<String>) {
        let Some(collation) = collation.filter(|name| name != around) else { return (None, None) };
        let set = collation.split('_').next().unwrap_or_default().to_owned();
        let implied = self.collations.get(&set) == Some(&collation);
        (Some(set), (!implied).then_some(collation))
    }
}

/// The error of a definition that the server shows only to a user who has been granted something.
fn hidden(name: String, grant: &str) -> IntrospectError {
    let reason = format!("the database's user may not see it, which takes {grant}");
    IntrospectError::Definition { name, reason }
}

/// The rows of a query, each value as text: enums and numbers too, which come in other forms.
fn select<const N: usize>(
    catalogue: &mut Catalogue<'_>,
    columns: [&str; N],
    from: &str,
) -> Result<Vec<[Option<String>; N]>, QueryError> {
    let columns = columns.map(|column| format!("CAST({column} AS CHAR)")).join(", ");
    let rows = catalogue(&format!("SELECT {columns} FROM {from}"))?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let mut values = row.into_iter();
            std::array::from_fn(|_| values.next().flatten())
        })
        .collect())
}

/// A text that MySQL keeps as it stands inside a string, `_utf8mb4\'x\'`: checks, generated columns, and
/// defaults and parts of indexes that are expressions (<https://bugs.mysql.com/bug.php?id=100607>). MariaDB
/// does not.
fn unescaped(version: Version, text: &str) -> String {
    if version.is_mariadb() {
        return text.to_owned();
    }
    let text = decoded(text);
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => plain.extend(chars.next().map(|escaped| match escaped {
                'n' => '\n',
                'r' => '\r',
                '0' => '\0',
                'Z' => '\u{1a}',
                other => other,
            })),
            other => plain.push(other),
        }
    }
    plain
}

/// The catalogue of MySQL gives each byte of such a text as a character of its own, `Ã©` for `é`, up to
/// U+FFFF and beyond (tried on MySQL 9.7). What is no UTF-8 when read so came from a server that does not.
fn decoded(text: &str) -> Cow<'_, str> {
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    match bytes.map(String::from_utf8) {
        Some(Ok(read)) => Cow::Owned(read),
        Some(Err(_)) | None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_that_mysql_gives_as_characters_are_text() {
        for text in ["a", "é", "Ã©", "€ÿ", "🙂é", "ðŸ"] {
            let shown: String = text.bytes().map(char::from).collect();
            assert_eq!(decoded(&shown), text);
        }
        for text in ["é", "ü = €", "🙂", "naïve"] {
            assert_eq!(decoded(text), text, "as a server would give it that reads it as text");
        }
    }

    #[test]
    fn what_mysql_escaped_is_read_plain() {
        let mysql = Version::mysql(8, 0, 36);
        let stored = r"(`a` in (_utf8mb4\'x\',_utf8mb4\'it\\\'s\'))";
        assert_eq!(unescaped(mysql, stored), r"(`a` in (_utf8mb4'x',_utf8mb4'it\'s'))");
        assert_eq!(unescaped(Version::mariadb(10, 11, 6), r"'it\'s'"), r"'it\'s'");
    }
}
