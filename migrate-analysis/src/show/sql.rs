//! A schema as the statements that create it on an empty database: [`sql`].

use std::collections::BTreeMap;
use std::fmt::Write as _;

use migrate_core::dialect::{Action, DefinitionError, Dialect, LowerError, Statement, lower};
use migrate_core::op::{Operation, Recorded};
use migrate_core::schema::{Constraint, ConstraintKind, Origin, QualifiedName, Schema};
use migrate_core::sql_text::{Tokens, split_statements};

use crate::diff::{Answers, Comparison, DiffError, diff};

/// Why a schema has no statements.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SqlError {
    /// Its parts contradict each other.
    #[error(transparent)]
    Diff(#[from] DiffError),
    /// The database cannot do what is in it.
    #[error("{dialect} cannot have this schema")]
    Lower {
        /// The database.
        dialect: Dialect,
        /// What it cannot do.
        source: Box<LowerError>,
    },
    /// The definition of a table cannot be changed to what it must be.
    #[error("table `{table}` cannot be written")]
    Definition {
        /// The table.
        table: String,
        /// Why not.
        source: DefinitionError,
    },
}

/// The statements that create the schema on an empty database, each ended with a semicolon, as the database's own
/// shell takes them.
///
/// They are those of a first revision that has all of it. What raw SQL made without saying its effect is in no schema.
///
/// # Errors
///
/// The database cannot have what is in the schema, or its parts contradict each other.
///
/// ```
/// use migrate_analysis::show::sql;
/// use migrate_core::dialect::{Dialect, Family};
/// use migrate_core::schema::{Column, ColumnType, Schema, Table};
///
/// let mut users = Table::new("users");
/// users.columns.push(Column::new("name", ColumnType::Text));
/// let mut schema = Schema::new();
/// schema.tables.insert("users".into(), users);
/// let postgres = Dialect::parse(Family::Postgres, "150004").unwrap();
/// assert_eq!(sql(&schema, postgres)?, "CREATE TABLE users (\n    name TEXT\n);\n");
/// # Ok::<(), migrate_analysis::show::SqlError>(())
/// ```
pub fn sql(schema: &Schema, dialect: Dialect) -> Result<String, SqlError> {
    let schema = schema.clone().on(dialect.family());
    let empty = dialect.empty_schema();
    let families = [dialect.family()];
    let found = diff(&empty, &schema, Comparison::Declared, &families, &Answers::default())?;
    let statements = match dialect {
        Dialect::Sqlite(_) => with_keys_in_tables(found.operations, &schema, dialect)?,
        Dialect::Postgres(_) | Dialect::Mysql(_) => {
            lowered(found.operations, &mut dialect.empty_schema(), dialect)?
        }
    };
    let mut texts = Vec::new();
    for statement in statements {
        match statement.action {
            Action::Sql(sql) => texts.push(terminated(&sql, dialect)),
            Action::Raw(sql) => {
                let all = split_statements(&sql, dialect.syntax());
                texts.extend(all.iter().map(|sql| terminated(sql, dialect)));
            }
            Action::Concurrent(index) => texts.push(terminated(&index.sql, dialect)),
            Action::Rebuild(rebuild) => {
                let statements = rebuild.statements(&rebuild.declared);
                let statements = statements.map_err(|source| SqlError::Definition {
                    table: rebuild.table.clone(),
                    source,
                })?;
                texts.extend(statements.iter().map(|sql| terminated(sql, dialect)));
            }
            Action::Restate(restate) => {
                let statements = restate.statements(&restate.declared);
                let statements = statements.map_err(|source| SqlError::Definition {
                    table: restate.table.to_string(),
                    source,
                })?;
                texts.extend(statements.iter().map(|sql| terminated(sql, dialect)));
            }
            Action::Note(note) => texts.push(format!("-- {}\n", note.replace('\n', " "))),
            // A schema has no functions to call.
            Action::Run(_) | Action::Nothing { .. } => {}
        }
    }
    Ok(texts.join("\n"))
}

fn lowered(
    operations: Vec<Operation>,
    before: &mut Schema,
    dialect: Dialect,
) -> Result<Vec<Statement>, SqlError> {
    let origin = Origin::new("schema", 0, 0);
    let recorded = operations.into_iter().map(|operation| Recorded { operation, origin });
    let lowered = lower(dialect, &recorded.collect::<Vec<_>>(), before);
    let lowered = lowered.map_err(|error| SqlError::Lower { dialect, source: Box::new(error) })?;
    Ok(lowered.statements)
}

/// Tables that reference each other have their foreign keys from the start: SQLite takes a key to a table that does not
/// exist yet (<https://www.sqlite.org/foreignkeys.html#fk_schemacommands>), and adds none without a rebuild.
fn with_keys_in_tables(
    operations: Vec<Operation>,
    schema: &Schema,
    dialect: Dialect,
) -> Result<Vec<Statement>, SqlError> {
    let mut keys: BTreeMap<QualifiedName, Vec<Constraint>> = BTreeMap::new();
    let mut others = Vec::new();
    for operation in operations {
        match operation {
            Operation::AddConstraint { table, constraint }
                if constraint.kind() == ConstraintKind::ForeignKey =>
            {
                keys.entry(table).or_default().push(constraint);
            }
            // Whatever else is created stays what it is.
            other => others.push(other),
        }
    }
    let mut made = dialect.empty_schema();
    let mut statements = Vec::new();
    for operation in others {
        let Operation::CreateTable { table, if_not_exists } = &operation else {
            statements.extend(lowered(vec![operation], &mut made, dialect)?);
            continue;
        };
        // The tables that are referenced count as created.
        let mut before = schema.clone();
        before.tables.remove(&table.name);
        let mut whole = table.clone();
        whole.constraints.extend(keys.remove(&table.name).unwrap_or_default());
        let whole = Operation::CreateTable { table: whole, if_not_exists: *if_not_exists };
        statements.extend(lowered(vec![whole], &mut before, dialect)?);
        lowered(vec![operation], &mut made, dialect)?;
    }
    Ok(statements)
}

/// A statement with its end, on a line of its own.
fn terminated(sql: &str, dialect: Dialect) -> String {
    let sql = sql.trim().trim_end_matches(';');
    // The shells of MariaDB and MySQL end a statement at each semicolon
    // (<https://dev.mysql.com/doc/refman/8.4/en/stored-programs-defining.html>).
    if matches!(dialect, Dialect::Mysql(_)) && sql.contains(';') {
        let unused = ["//", "$$", "@@@"].into_iter().find(|sign| !sql.contains(sign));
        let sign = unused.unwrap_or("//;;//");
        return format!("DELIMITER {sign}\n{sql}\n{sign}\nDELIMITER ;\n");
    }
    let mut text = sql.to_owned();
    // A comment at the end would take the semicolon in.
    let code = Tokens::code(sql, dialect.syntax()).last();
    let ends_in_code = code.is_some_and(|token| sql.trim_end().ends_with(token.text));
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{}", if ends_in_code { ";" } else { "\n;" });
    text
}
