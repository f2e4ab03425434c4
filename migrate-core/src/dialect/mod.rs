//! From operations to SQL, for one database and its version; never connects.
//!
//! [`lower`] takes what a revision recorded and the schema before it, and gives the [`Statement`]s
//! that carry it out. What a database cannot express is a [`LowerError`] here, before anything runs.

#[cfg(not(all(feature = "mysql", feature = "postgres", feature = "sqlite")))]
mod absent;
mod dependents;
mod encode;
mod expr;
mod expressions;
mod facts;
mod moment;
#[cfg(feature = "mysql")]
pub mod mysql;
mod nothing;
#[cfg(feature = "postgres")]
pub mod postgres;
mod renamed;
mod run;
#[cfg(feature = "sqlite")]
pub mod sqlite;
mod statement;
pub mod version;

use std::fmt;

use crate::op::{ApplyError, ObjectChange, Operation, Recorded, apply, on};
pub use crate::schema::Family;
use crate::schema::{Origin, Schema, SqlText};
use crate::sql_text::{SqlSyntax, adds_enum_value, keeps_transaction, require_terminated};

#[cfg(not(feature = "mysql"))]
pub use absent::mysql;
#[cfg(not(feature = "postgres"))]
pub use absent::postgres;
#[cfg(not(feature = "sqlite"))]
pub use absent::sqlite;
pub use facts::{AlterAlgorithm, Facts, Lock, LockMode, RowWork, TableLock};
pub use moment::Moment;
pub use statement::{Action, Clause, DescribedOperation, Lowering, Statement};

/// A database and the version of its server or library, which decides the forms that may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite.
    Sqlite(sqlite::Version),
    /// PostgreSQL.
    Postgres(postgres::Version),
    /// MariaDB or MySQL.
    Mysql(mysql::Version),
}

/// A version that cannot be worked with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VersionError {
    /// The text is no version.
    #[error("`{0}` is no version of the database")]
    Unreadable(String),
    /// Another server, which takes the protocol of the database.
    #[error(
        "the server is {name} and not {database}: it takes the same protocol, and its transactions and \
         locks are others"
    )]
    OtherServer {
        /// What there is.
        name: &'static str,
        /// What it takes the protocol of.
        database: &'static str,
    },
    /// The version is too old.
    #[error("{found} is too old: {oldest} is the oldest supported")]
    TooOld {
        /// What there is.
        found: Dialect,
        /// What there must be at least.
        oldest: Dialect,
    },
}

impl Dialect {
    /// The dialect of a version as the database gives it: `3.53.2`, `150004`, `10.11.6-MariaDB`.
    ///
    /// A version that is newer than all that are known is taken to do what the newest of them does.
    pub fn parse(family: Family, version: &str) -> Result<Self, VersionError> {
        let unreadable = || VersionError::Unreadable(version.to_owned());
        let (found, oldest, old) = match family {
            Family::Sqlite => {
                let known: sqlite::Version = version.parse().map_err(|_| unreadable())?;
                let oldest = sqlite::Version::OLDEST;
                (Self::Sqlite(known), Self::Sqlite(oldest), known < oldest)
            }
            Family::Postgres => {
                if let Some(name) = postgres::Version::other_server(version) {
                    return Err(VersionError::OtherServer { name, database: "PostgreSQL" });
                }
                let known: postgres::Version = version.parse().map_err(|_| unreadable())?;
                let oldest = postgres::Version::OLDEST;
                (Self::Postgres(known), Self::Postgres(oldest), known < oldest)
            }
            Family::Mysql => {
                if let Some(name) = mysql::Version::other_server(version) {
                    return Err(VersionError::OtherServer { name, database: "MySQL" });
                }
                let known = mysql::Version::parse(version).map_err(|_| unreadable())?;
                let oldest = known.oldest();
                (Self::Mysql(known), Self::Mysql(oldest), !known.at_least(oldest))
            }
        };
        if old { Err(VersionError::TooOld { found, oldest }) } else { Ok(found) }
    }

    /// The databases that take the same texts.
    pub const fn family(self) -> Family {
        match self {
            Self::Sqlite(_) => Family::Sqlite,
            Self::Postgres(_) => Family::Postgres,
            Self::Mysql(_) => Family::Mysql,
        }
    }

    /// The database's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
            Self::Mysql(version) => version.server_name(),
        }
    }

    /// A name as SQL, quoted only when it must be.
    pub fn quote(self, name: &str) -> String {
        match self {
            Self::Sqlite(_) => sqlite::quote(name),
            Self::Postgres(_) => postgres::quote(name),
            Self::Mysql(_) => mysql::quote(name),
        }
    }

    /// A text constant as SQL.
    pub fn string(self, text: &str) -> String {
        match self {
            Self::Sqlite(_) => sqlite::string(text),
            Self::Postgres(_) => postgres::string(text),
            Self::Mysql(_) => mysql::string(text),
        }
    }

    /// The rules by which this database reads SQL.
    pub const fn syntax(self) -> SqlSyntax {
        match self {
            Self::Sqlite(_) => SqlSyntax::Sqlite,
            Self::Postgres(_) => SqlSyntax::Postgres,
            Self::Mysql(_) => SqlSyntax::MYSQL,
        }
    }

    /// An empty schema, whose texts are read by the rules of this database.
    pub fn empty_schema(self) -> Schema {
        Schema::read_by(self.syntax())
    }

    /// The text for this database, when there is one.
    pub fn text(self, sql: &SqlText) -> Option<&str> {
        sql.on(self.family())
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(version) => write!(f, "SQLite {version}"),
            Self::Postgres(version) => write!(f, "PostgreSQL {version}"),
            Self::Mysql(version) => write!(f, "{version}"),
        }
    }
}

/// Why a revision cannot be carried out, found before anything runs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot {operation}: {cause}")]
pub struct LowerError {
    /// The operation, in a few words.
    pub operation: String,
    /// The source line that recorded it.
    pub origin: Origin,
    /// The reason.
    pub cause: Refusal,
}

impl LowerError {
    /// The error of an operation.
    pub fn of(recorded: &Recorded, cause: Refusal) -> Self {
        Self { operation: recorded.operation.to_string(), origin: recorded.origin, cause }
    }
}

/// Why the definition that a live database has cannot be edited, found when the statement runs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DefinitionError {
    /// The definition could not be read.
    #[error("cannot read the definition of table `{table}`: {reason}")]
    Unreadable {
        /// The table.
        table: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The table in the database has no such part.
    #[error("table `{table}` of the database has no {kind} `{name}`")]
    Missing {
        /// The table.
        table: String,
        /// What sort of part, such as `column`.
        kind: &'static str,
        /// Its name.
        name: String,
    },
    /// The table in the database has no constraint of the name, and several that say the same.
    #[error(
        "table `{table}` of the database has no constraint `{name}`, and more than one that could be it: {}",
        listed(.candidates)
    )]
    Ambiguous {
        /// The table.
        table: String,
        /// The constraint's name.
        name: String,
        /// The constraints that could be it, as the database has them.
        candidates: Vec<String>,
    },
    /// The server does not show all of a column's definition, and it is not the revisions' either.
    #[error(
        "the server shows `?` in column `{column}` of table `{table}`, which may be a character beyond \
         U+FFFF, and the definition differs from the one of the revisions"
    )]
    Lossy {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
}

fn listed(texts: &[String]) -> String {
    texts.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(" and ")
}

/// The reason an operation is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It does not fit the schema.
    #[error(transparent)]
    Apply(#[from] ApplyError),
    /// The database cannot do it.
    #[error("{reason}")]
    Unsupported {
        /// What the database lacks.
        reason: String,
        /// What to do instead.
        hint: Option<String>,
    },
}

impl Refusal {
    /// The database cannot do it, and this is the way round.
    fn unsupported(reason: impl Into<String>, hint: &str) -> Self {
        let hint = (!hint.is_empty()).then(|| hint.to_owned());
        Self::Unsupported { reason: reason.into(), hint }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Apply(error) => error.hint(),
            Self::Unsupported { hint, .. } => hint.clone(),
        }
    }
}

/// The statements of one revision, which is about to be applied to `schema`; the schema becomes the
/// one after it.
pub fn lower(
    dialect: Dialect,
    script: &[Recorded],
    schema: &mut Schema,
) -> Result<Lowering, LowerError> {
    lower_script(dialect, script, true, schema)
}

/// The same of a revision that may want to run outside a transaction.
pub fn lower_script(
    dialect: Dialect,
    script: &[Recorded],
    transactional: bool,
    schema: &mut Schema,
) -> Result<Lowering, LowerError> {
    schema.syntax = dialect.syntax();
    let varies = |recorded: &Recorded| on::varies(&recorded.operation);
    if schema.varies() || script.iter().any(varies) {
        return lower_on(dialect, script, transactional, schema);
    }
    lower_chosen(dialect, script, transactional, schema)
}

/// A revision whose texts or types differ between databases, or that of its schema: chosen for this one
/// first, so that no room of a dialect meets those of another.
fn lower_on(
    dialect: Dialect,
    script: &[Recorded],
    transactional: bool,
    schema: &mut Schema,
) -> Result<Lowering, LowerError> {
    let mut chosen_schema = schema.clone().on(dialect.family());
    let mut known = schema.clone();
    let mut chosen = Vec::with_capacity(script.len());
    let mut left_out = Vec::new();
    for (at, recorded) in script.iter().enumerate() {
        let own = on::on(&recorded.operation, &known, dialect.family())
            .map_err(|on::NoText| LowerError::of(recorded, no_text(dialect)))?;
        if own.is_none() {
            left_out.push((at, DescribedOperation::of(recorded, &known)));
        }
        let operation = own.unwrap_or_else(on::nothing);
        chosen.push(Recorded { operation, origin: recorded.origin });
        apply(&recorded.operation, recorded.origin, &mut known)
            .map_err(|error| LowerError::of(recorded, error.into()))?;
    }
    let mut lowering = lower_chosen(dialect, &chosen, transactional, &mut chosen_schema)?;
    for (at, described) in left_out {
        lowering.operations[at] = described;
    }
    *schema = known;
    Ok(lowering)
}

/// The revision has no text for a database.
fn no_text(dialect: Dialect) -> Refusal {
    let verb = match dialect.family() {
        Family::Sqlite => "sqlite",
        Family::Postgres => "postgres",
        Family::Mysql => "mysql",
    };
    Refusal::unsupported(
        format!("there is no SQL text for {}", dialect.name()),
        &format!("add one: `per_dialect().{verb}(\"..\")`; an empty text leaves it out"),
    )
}

fn lower_chosen(
    dialect: Dialect,
    script: &[Recorded],
    transactional: bool,
    schema: &mut Schema,
) -> Result<Lowering, LowerError> {
    script.iter().try_for_each(|recorded| require_sql(dialect, recorded))?;
    let may_break = dependents::may_break_anything(script, schema);
    let has_texts = expressions::are_in(script);
    let before = (may_break || has_texts).then(|| schema.clone());
    let mut lowering = match dialect {
        Dialect::Sqlite(version) => sqlite::lower(version, script, transactional, schema),
        Dialect::Postgres(version) => postgres::lower(version, script, schema),
        Dialect::Mysql(version) => mysql::lower(version, script, schema),
    }?;
    if let Some(before) = &before {
        if has_texts {
            expressions::check(dialect, script, before)?;
        }
        if may_break {
            dependents::check(dialect, script, before)?;
        }
    }
    nothing::account_for_all(dialect, script, &mut lowering.statements);
    Ok(lowering)
}

/// Whether raw SQL is SQL to its end: where a string breaks off, no telling what it does.
fn require_sql(dialect: Dialect, recorded: &Recorded) -> Result<(), LowerError> {
    let Operation::Execute { sql, .. } = &recorded.operation else { return Ok(()) };
    let Some(text) = dialect.text(sql) else { return Ok(()) };
    // Rows after a `COPY` are no SQL, and need not read as any.
    if let Dialect::Postgres(_) = dialect {
        postgres::check_client(text).map_err(|cause| LowerError::of(recorded, cause))?;
    }
    require_terminated(text, dialect.syntax()).map_err(|unterminated| {
        let (line, column) = unterminated.position(text);
        let cause = Refusal::unsupported(
            format!(
                "the {} that begins at line {line}, column {column} of the SQL has no end on {}",
                unterminated.kind,
                dialect.name()
            ),
            "close it; where databases read a text differently, give each its own with `per_dialect()`",
        );
        LowerError::of(recorded, cause)
    })
}

/// Whether a transaction undoes a script that fails: MariaDB and MySQL commit with each statement
/// that changes the schema (<https://mariadb.com/kb/en/sql-statements-that-cause-an-implicit-commit/>).
pub fn can_roll_back(dialect: Dialect, script: &[Recorded]) -> bool {
    match dialect {
        Dialect::Sqlite(_) | Dialect::Postgres(_) => true,
        Dialect::Mysql(_) => script.iter().all(|recorded| changes_rows(dialect, recorded)),
    }
}

/// Whether an operation changes rows and nothing else.
fn changes_rows(dialect: Dialect, recorded: &Recorded) -> bool {
    match &recorded.operation {
        Operation::Insert { .. }
        | Operation::Update { .. }
        | Operation::Delete { .. }
        | Operation::SetTimeout { .. }
        | Operation::LockTable { .. }
        | Operation::Run(_) => true,
        Operation::Execute { sql, .. } => {
            dialect.text(sql).is_none_or(|text| keeps_transaction(text, dialect.syntax()))
        }
        // Every other operation changes the schema.
        _ => false,
    }
}

/// Whether nothing of a script can be used before it is committed: PostgreSQL holds a new value of an
/// enum type back until then (<https://www.postgresql.org/docs/current/sql-altertype.html>).
pub fn must_commit(dialect: Dialect, script: &[Recorded]) -> bool {
    let adds_value = |recorded: &Recorded| match &recorded.operation {
        Operation::AlterObject(ObjectChange::AddEnumValue { .. }) => true,
        Operation::Execute { sql, .. } => dialect.text(sql).is_some_and(adds_enum_value),
        _ => false,
    };
    matches!(dialect, Dialect::Postgres(_)) && script.iter().any(adds_value)
}

/// Whether the statements can run inside a transaction of the executor's.
pub fn require_transactional(
    dialect: Dialect,
    script: &[Recorded],
    statements: &[Statement],
) -> Result<(), LowerError> {
    match dialect {
        Dialect::Sqlite(_) => sqlite::require_transactional(script, statements),
        Dialect::Postgres(_) => postgres::require_transactional(script, statements),
        Dialect::Mysql(_) => Ok(()),
    }
}
