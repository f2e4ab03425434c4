//! What a transaction means for a revision on each database: whether it undoes it, and when it must end.

use crate::op::{ObjectChange, Operation, Recorded};
use crate::sql_text::{adds_enum_value, keeps_transaction};

use super::{Dialect, LowerError, Statement, postgres, sqlite};

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
