//! What both sides of a foreign key must be: of an engine that keeps it, and of columns that are alike.

use crate::dialect::Refusal;
use crate::op::Operation;
use crate::schema::{Column, Constraint, ForeignKey, Schema, Table};

use super::types::{is_collation_of, is_large, type_name};
use super::widths::{Spelled, said_charset, said_collation};
use super::{Version, table as options};

/// Engines that read a foreign key and forget it, or refuse it
/// (<https://mariadb.com/kb/en/foreign-keys/>; tried on MariaDB 10.11).
const WITHOUT_FOREIGN_KEYS: [&str; 9] =
    ["MyISAM", "Aria", "MEMORY", "HEAP", "CSV", "ARCHIVE", "MERGE", "MRG_MyISAM", "BLACKHOLE"];

/// Whether the servers keep the foreign keys that an operation makes.
pub(super) fn check_references(
    version: Version,
    operation: &Operation,
    table: &Table,
    after: &Schema,
) -> Result<(), Refusal> {
    let made: Vec<(&Constraint, &ForeignKey)> = match operation {
        Operation::CreateTable { .. } => table.foreign_keys().collect(),
        Operation::AddColumn { constraints, .. } => {
            let made = |rule: &Constraint| constraints.iter().any(|it| it.name == rule.name);
            table.foreign_keys().filter(|(rule, _)| made(rule)).collect()
        }
        Operation::AddConstraint { constraint, .. } => {
            table.foreign_keys().filter(|(rule, _)| rule.name == constraint.name).collect()
        }
        // Text columns of a foreign key keep their character set.
        Operation::AlterTable { .. } => {
            let own = table.foreign_keys().map(|(rule, _)| (table, rule));
            let others = after.references_to(&table.name).map(|(holder, rule, _)| (holder, rule));
            return own
                .chain(others)
                .try_for_each(|(holder, rule)| require_engine(version, holder, rule, table));
        }
        // No other operation makes a foreign key.
        _ => return Ok(()),
    };
    for (rule, key) in made {
        require_engine(version, table, rule, table)?;
        require_small(version, table, rule, key)?;
        let Some(referenced) = after.tables.get(&key.table) else { continue };
        require_engine(version, table, rule, referenced)?;
        for (own, other) in key.columns.iter().zip(&key.referenced) {
            if let (Some(own), Some(other)) = (table.column(own), referenced.column(other)) {
                require_alike(version, rule, (table, own), (referenced, other))?;
            }
        }
    }
    Ok(())
}

fn name(rule: &Constraint) -> &str {
    rule.name.as_deref().unwrap_or("without a name")
}

/// `InnoDB` keeps foreign keys, and none of a table in partitions (error 1506;
/// <https://mariadb.com/kb/en/partitioning-limitations/>).
fn require_engine(
    version: Version,
    holder: &Table,
    rule: &Constraint,
    table: &Table,
) -> Result<(), Refusal> {
    let refuse = |why: String, hint| {
        let (name, holder) = (name(rule), &holder.name);
        Err(Refusal::unsupported(format!("foreign key `{name}` of table `{holder}`: {why}"), hint))
    };
    let engine = table.options.engine.as_deref().unwrap_or_default();
    if WITHOUT_FOREIGN_KEYS.iter().any(|known| engine.eq_ignore_ascii_case(known)) {
        return refuse(
            format!("table `{}` is of engine {engine}, which keeps no foreign keys", table.name),
            "make both tables of engine InnoDB, or leave the foreign key out",
        );
    }
    let rows = table.options.partition_by.as_ref().map(options::text).transpose()?;
    if rows.is_some_and(|rows| !rows.trim().is_empty()) {
        return refuse(
            format!(
                "table `{}` is in partitions, and {} has no foreign keys of such tables",
                table.name,
                version.server_name()
            ),
            "leave the foreign key or the partitions out",
        );
    }
    Ok(())
}

/// A foreign key has an index over its columns, which takes no large values whole.
fn require_small(
    version: Version,
    table: &Table,
    rule: &Constraint,
    key: &ForeignKey,
) -> Result<(), Refusal> {
    for column in key.columns.iter().filter_map(|name| table.column(name)) {
        let spelled = type_name(version, &column.column_type)?;
        if is_large(&spelled) {
            return Err(Refusal::unsupported(
                format!(
                    "column `{}` of foreign key `{}` is {spelled}, and a key holds only a part of such \
                     values",
                    column.name,
                    name(rule)
                ),
                "make the columns on both sides `varchar(..)`",
            ));
        }
    }
    Ok(())
}

/// What `InnoDB` holds the columns of both sides to be alike in (error 1005, errno 150; tried on MariaDB 10.11,
/// where lengths, digits and the values of an `ENUM` may differ).
#[derive(Clone, Debug, PartialEq, Eq)]
enum Sort {
    Integer { bytes: u64, unsigned: bool },
    Other(&'static str),
}

fn sort(spelled: &Spelled) -> Option<Sort> {
    if let Some(bytes) = spelled.integer_bytes() {
        return Some(Sort::Integer {
            bytes,
            unsigned: spelled.unsigned || spelled.word == "SERIAL",
        });
    }
    Some(Sort::Other(match &*spelled.word {
        "FLOAT" => "float",
        "DOUBLE" => "double",
        "DECIMAL" | "NUMERIC" | "DEC" => "decimal",
        "DATE" => "date",
        "TIME" => "time",
        "DATETIME" | "TIMESTAMP" => "datetime",
        "UUID" => "uuid",
        "CHAR" | "VARCHAR" => "text",
        "BINARY" | "VARBINARY" => "bytes",
        // Numbers to the engine, of a size that their words make.
        "ENUM" | "SET" => "values",
        _ => return None,
    }))
}

/// Whether the engine takes one for the other.
fn is_alike(one: &Sort, other: &Sort) -> bool {
    let number = |sort: &Sort| matches!(sort, Sort::Integer { .. } | Sort::Other("words"));
    let words = Sort::Other("words");
    one == other || (*one == words || *other == words) && number(one) && number(other)
}

fn require_alike(
    version: Version,
    rule: &Constraint,
    own: (&Table, &Column),
    other: (&Table, &Column),
) -> Result<(), Refusal> {
    let refuse = |what: &str, of_own: &str, of_other: &str, hint: &str| {
        Err(Refusal::unsupported(
            format!(
                "column `{}.{}` of foreign key `{}` has {what} {of_own}, and `{}.{}`, which it \
                 references, {of_other}",
                own.0.name,
                own.1.name,
                name(rule),
                other.0.name,
                other.1.name
            ),
            hint,
        ))
    };
    let (of_own, of_other) = (Spelled::of(version, own.1)?, Spelled::of(version, other.1)?);
    let (Some(first), Some(second)) = (sort(&of_own), sort(&of_other)) else { return Ok(()) };
    if !is_alike(&first, &second) {
        let spelled = |column: &Column| type_name(version, &column.column_type);
        let hint = "give both columns one type";
        return refuse("type", &spelled(own.1)?, &spelled(other.1)?, hint);
    }
    if first != Sort::Other("text") {
        return Ok(());
    }
    if let Some((of_own, of_other)) = charsets(own, other) {
        let hint = "give both columns one character set: `.mysql_charset(\"utf8mb4\")`";
        return refuse("character set", of_own, of_other, hint);
    }
    let collations = said_collation(own.0, own.1).zip(said_collation(other.0, other.1));
    match collations.filter(|(own, other)| !own.eq_ignore_ascii_case(other)) {
        Some((of_own, of_other)) => {
            refuse("collation", of_own, of_other, "give both columns one collation: `.collate(..)`")
        }
        None => Ok(()),
    }
}

/// The character sets of both columns, where they differ for certain: where neither column nor table
/// says one it is the database's, which is one of a few.
fn charsets<'a>(
    own: (&'a Table, &'a Column),
    other: (&'a Table, &'a Column),
) -> Option<(&'a str, &'a str)> {
    const OF_DATABASES: [&str; 4] = ["utf8mb4", "utf8mb3", "utf8", "latin1"];
    let is_usual = |set: &str| OF_DATABASES.iter().any(|usual| usual.eq_ignore_ascii_case(set));
    let unsaid = "as the database";
    match (said_charset(own.0, own.1), said_charset(other.0, other.1)) {
        // One name is the older of the other: `utf8` and `utf8mb3`.
        (Some(own), Some(other)) => (!is_collation_of(own, other)).then_some((own, other)),
        (Some(own), None) => (!is_usual(own)).then_some((own, unsaid)),
        (None, Some(other)) => (!is_usual(other)).then_some((unsaid, other)),
        (None, None) => None,
    }
}
