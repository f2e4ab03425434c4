//! Changes of a table's options: engine, character set, row format, partitions.

use crate::dialect::{Action, Refusal};
use crate::op::TableChange;
use crate::schema::{Column, Schema, Table};

use super::algorithm::{self, Cost, is_innodb, metadata_only};
use super::alter::{Alteration, Clause, Sharing, Subject};
use super::change::require_no_reference;
use super::column::has_escapes;
use super::definition::Edit;
use super::literal::string;
use super::lower::Lowered;
use super::name::named;
use super::types::{is_collation_of, is_json, is_text, type_name};
use super::{Version, table as options};

/// The change of a table's options as statements.
pub(super) fn alter_table(
    version: Version,
    schema: &Schema,
    table: &Table,
    change: &TableChange,
) -> Result<Vec<Lowered>, Refusal> {
    let TableChange {
        partition_by,
        engine,
        charset,
        collation,
        row_format,
        // Options of the other databases.
        strict: _,
        without_rowid: _,
        unlogged: _,
        storage: _,
        reset_storage: _,
        tablespace: _,
        replica_identity: _,
    } = change;
    let mut whole = Alteration::of(table);
    whole.sharing = Sharing::None;
    if let Some(Some(engine)) = engine {
        let same = engine.eq_ignore_ascii_case("innodb") && is_innodb(table);
        let cost = if same { algorithm::rebuild(version, table) } else { Some(Cost::Copy) };
        whole.add_clause(format!("ENGINE={engine}"), cost);
    }
    if charset.is_some() || collation.is_some() {
        let (charset, collation) = (charset.clone().flatten(), collation.clone().flatten());
        recode(version, schema, &mut whole, charset.as_deref(), collation.as_deref())?;
    }
    if let Some(format) = row_format {
        let format = format.as_deref().unwrap_or("DEFAULT");
        whole.add_clause(format!("ROW_FORMAT={format}"), algorithm::rebuild(version, table));
    }
    let mut lowered = Vec::new();
    let by_server = |option, value: &str| {
        set_by_server(table, option, value).map(|sql| Lowered::Statement(Action::Sql(sql)))
    };
    // <https://mariadb.com/kb/en/server-system-variables/#default_storage_engine>
    if matches!(engine, Some(None)) {
        lowered.extend(by_server("ENGINE", "@@default_storage_engine"));
    }
    let is_said = |option: &Option<Option<String>>| option.as_ref().is_some_and(Option::is_some);
    if (charset.is_some() || collation.is_some()) && !is_said(charset) && !is_said(collation) {
        lowered.extend(by_server("COLLATE", &collation_of_database(table)));
    }
    lowered.extend((!whole.clauses.is_empty()).then(|| Lowered::alter(whole)));
    if let Some(rows) = partition_by {
        let text = |rows| options::text(rows).map(str::trim).map(str::to_owned);
        let rows = rows.as_ref().map(text).transpose()?.filter(|rows| !rows.is_empty());
        let known = table.options.partition_by.as_ref().map(text).transpose()?;
        let known = known.filter(|rows| !rows.is_empty());
        let clause = match rows {
            Some(rows) => Some(format!("PARTITION BY {rows}")),
            None => known.map(|_| "REMOVE PARTITIONING".to_owned()),
        };
        lowered.extend(clause.map(|clause| {
            let mut alteration = Alteration::of(table);
            alteration.sharing = Sharing::None;
            // Neither server takes an `ALGORITHM` beside partitions.
            alteration.add_clause(clause, None);
            Lowered::alter(alteration)
        }));
    }
    Ok(lowered)
}

/// Another character set and collation for the table, and for its columns that name none of their own:
/// by itself the server writes the old ones to each of these (tried on 10.11).
///
/// `CONVERT TO` would take along the columns that name their own, and make `MEDIUMTEXT` of a `TEXT`
/// (<https://mariadb.com/kb/en/alter-table/#convert-to-character-set>).
fn recode(
    version: Version,
    schema: &Schema,
    whole: &mut Alteration,
    charset: Option<&str>,
    collation: Option<&str>,
) -> Result<(), Refusal> {
    let table = whole.before.clone();
    let clause = match (charset, collation) {
        (Some(charset), Some(collation)) if !is_collation_of(collation, charset) => {
            return Err(Refusal::unsupported(
                format!(
                    "table `{}` would have character set {charset} and collation {collation}, which is of \
                     another one",
                    table.name
                ),
                "name both, of one character set: `.mysql_charset(\"utf8mb4\").mysql_collation(\"utf8mb4_bin\")`",
            ));
        }
        (Some(charset), Some(collation)) => {
            format!("DEFAULT CHARSET={charset} COLLATE={collation}")
        }
        (Some(charset), None) => format!("DEFAULT CHARSET={charset}"),
        (None, Some(collation)) => format!("COLLATE={collation}"),
        // Set before, see `alter_table`.
        (None, None) => String::new(),
    };
    if !clause.is_empty() {
        whole.add_clause(clause, Some(metadata_only(version)));
    }
    for column in &table.columns {
        let spelled = type_name(version, &column.column_type)?;
        let Column { collation: own, mysql, .. } = column;
        let follows = own.is_none() && mysql.charset.is_none();
        if !follows || !is_text(&spelled) || is_json(&spelled) {
            continue;
        }
        require_no_reference(schema, &table, column)?;
        whole.writes(Subject::Column(&column.name));
        whole.escapes |= has_escapes(column);
        let edits = vec![Edit::Collation { charset: None, collation: None }];
        whole.push(Clause::Modify { column: column.name.clone(), edits }, Some(Cost::Copy));
    }
    Ok(())
}

/// Sets an option to a value that only the server knows.
fn set_by_server(table: &Table, option: &str, value: &str) -> [String; 4] {
    let alter = string(&format!("ALTER TABLE {} {option}=", named(&table.name)));
    [
        format!("SET @migrate_alter = CONCAT({alter}, {value})"),
        "PREPARE migrate_alter FROM @migrate_alter".to_owned(),
        "EXECUTE migrate_alter".to_owned(),
        "DEALLOCATE PREPARE migrate_alter".to_owned(),
    ]
}

/// The collation of tables for which none is said: `DEFAULT` would be that of the character set, whatever
/// the database has (tried on MariaDB 10.11).
fn collation_of_database(table: &Table) -> String {
    let database = table.name.schema.as_deref().map_or_else(|| "DATABASE()".to_owned(), string);
    format!(
        "(SELECT default_collation_name FROM information_schema.schemata \
         WHERE schema_name = {database})"
    )
}
