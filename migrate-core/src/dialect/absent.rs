//! A substitute for the databases whose feature is off, so that every dialect can be named and matched
//! without a `cfg` at each place.
//!
//! Their versions are known, [`refuse`] says which feature compiles them in, and the types of their
//! statements have the fields of the real ones beside one that has no value: nothing can make them.

use crate::op::Recorded;

use super::{LowerError, Lowering, Refusal};

/// An identifier in standard SQL, which every database takes in some mode.
fn quote_standard(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text constant in standard SQL.
fn string_standard(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Refuses the first operation: there is nothing that could write it.
fn refuse(script: &[Recorded], database: &str, feature: &str) -> Result<Lowering, LowerError> {
    let Some(first) = script.first() else { return Ok(Lowering::default()) };
    let cause = Refusal::unsupported(
        format!("{database} is not compiled into this program"),
        &format!("write `features = [\"{feature}\"]` for `migrate-runtime` in Cargo.toml"),
    );
    Err(LowerError::of(first, cause))
}

/// The items that `dialect` asks of every database.
macro_rules! absent {
    ($database:literal, $feature:literal $(, $argument:ty)*) => {
        use crate::dialect::{LowerError, Lowering};
        use crate::json::Value;
        use crate::op::Recorded;
        use crate::op::encode::Object;
        use crate::schema::Schema;
        use std::convert::Infallible;

        /// The name in standard SQL: this database is not compiled in.
        pub fn quote(name: &str) -> String {
            super::quote_standard(name)
        }

        /// The text constant in standard SQL: this database is not compiled in.
        pub fn string(text: &str) -> String {
            super::string_standard(text)
        }

        pub(in crate::dialect) fn lower(
            _: Version,
            script: &[Recorded],
            $(_: $argument,)*
            _: &mut Schema,
        ) -> Result<Lowering, LowerError> {
            super::refuse(script, $database, $feature)
        }
    };
}

/// SQLite, which is not compiled in.
#[cfg(not(feature = "sqlite"))]
pub mod sqlite {
    pub use crate::dialect::version::sqlite::Version;

    use crate::dialect::DefinitionError;
    use crate::schema::Origin;

    use crate::dialect::Statement;
    absent!("SQLite", "sqlite", bool);

    /// A rebuild of a table, which nothing makes without the feature `sqlite`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Rebuild {
        /// The table.
        pub table: String,
        /// The table as the revisions before declare it.
        pub declared: StoredTable,
        /// The raw SQL that may have changed the table unseen.
        pub touched_by: Option<Origin>,
        never: Infallible,
    }

    impl Rebuild {
        /// The statements of the rebuild.
        pub fn statements(&self, _: &StoredTable) -> Result<Vec<String>, DefinitionError> {
            match self.never {}
        }

        /// The name of the new table until the old one is dropped.
        pub fn interim_name(&self) -> String {
            match self.never {}
        }
    }

    pub(in crate::dialect) const fn read_rebuild(_: &Value) -> Option<Rebuild> {
        None
    }

    pub(in crate::dialect) fn rebuild_fields(absent: &Rebuild, _: &mut Object<'_, '_>) {
        match absent.never {}
    }

    /// What SQLite keeps of a table, as SQL texts.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct StoredTable {
        /// `CREATE TABLE`.
        pub create: String,
        /// The indexes made by `CREATE INDEX`, each with its name.
        pub indexes: Vec<(String, String)>,
        /// The triggers.
        pub triggers: Vec<String>,
    }

    pub(in crate::dialect) fn require_transactional(
        _: &[Recorded],
        _: &[Statement],
    ) -> Result<(), LowerError> {
        Ok(())
    }
}

/// PostgreSQL, which is not compiled in.
#[cfg(not(feature = "postgres"))]
pub mod postgres {
    pub use crate::dialect::version::postgres::Version;

    use crate::dialect::{Refusal, Statement};

    absent!("PostgreSQL", "postgres");

    pub(in crate::dialect) const fn check_client(_: &str) -> Result<(), Refusal> {
        Ok(())
    }

    pub(in crate::dialect) const fn is_outside_only(_: &str) -> bool {
        false
    }

    /// A concurrent index build, which nothing makes without the feature `postgres`.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ConcurrentIndex {
        /// The statement.
        pub sql: String,
        /// The index, in the schema (namespace) of its table.
        pub index: crate::schema::QualifiedName,
        /// Whether it builds the index; it drops it otherwise.
        pub builds: bool,
        /// The statements that build the same index on an empty temporary table.
        pub twin: String,
        never: Infallible,
    }

    impl ConcurrentIndex {
        /// The index's name as SQL.
        pub fn name(&self) -> String {
            match self.never {}
        }
    }

    pub(in crate::dialect) const fn read_index(_: &Value) -> Option<ConcurrentIndex> {
        None
    }

    pub(in crate::dialect) fn index_fields(absent: &ConcurrentIndex, _: &mut Object<'_, '_>) {
        match absent.never {}
    }

    pub(in crate::dialect) fn require_transactional(
        _: &[Recorded],
        _: &[Statement],
    ) -> Result<(), LowerError> {
        Ok(())
    }
}

/// MariaDB and MySQL, which are not compiled in.
#[cfg(not(feature = "mysql"))]
pub mod mysql {
    pub use crate::dialect::version::mysql::{SESSION_MODES, Server, Version, VersionError};

    use crate::dialect::DefinitionError;
    use crate::schema::{Origin, QualifiedName};

    absent!("MariaDB or MySQL", "mysql");

    /// An `ALTER TABLE` with whole column definitions, which nothing makes without the feature
    /// `mysql`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Restate {
        /// The table.
        pub table: QualifiedName,
        /// The raw SQL that may have changed the table unseen.
        pub touched_by: Option<Origin>,
        /// `CREATE TABLE` as the revisions before declare it.
        pub declared: String,
        never: Infallible,
    }

    /// The next weaker form of an `ALTER TABLE`, which nothing makes without the feature `mysql`.
    pub const fn weaker_algorithm(_: Version, _: &str) -> Option<String> {
        None
    }

    /// What the catalogue shows of a statement, which nothing tells without the feature `mysql`.
    pub const fn probe(_: &str) -> Option<crate::dialect::Probe> {
        None
    }

    pub(in crate::dialect) const fn shows(_: &str, _: &crate::dialect::Part) -> bool {
        false
    }

    impl Restate {
        /// The statements, given the definition that `SHOW CREATE TABLE` prints.
        pub fn statements(&self, _: &str) -> Result<Vec<String>, DefinitionError> {
            match self.never {}
        }
    }

    pub(in crate::dialect) const fn read_restate(_: &Value, _: Version) -> Option<Restate> {
        None
    }

    pub(in crate::dialect) fn restate_fields(absent: &Restate, _: &mut Object<'_, '_>) {
        match absent.never {}
    }
}
