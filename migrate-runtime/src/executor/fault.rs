//! Which operations of a statement an error of the database is about.

use crate::prepare::PreparedRevision;
use migrate_core::dialect::{Action, DescribedOperation, Statement};

use super::{DatabaseError, DatabaseErrorKind};

/// The operations that may be at fault: one where the error tells which, else all of the statement.
pub(super) fn at_fault(
    prepared: &PreparedRevision<'_>,
    statement: &Statement,
    error: Option<&DatabaseError>,
) -> Vec<DescribedOperation> {
    let all: Vec<_> = prepared.operations_of(statement).cloned().collect();
    let Some(error) = error.filter(|_| all.len() > 1) else { return all };
    if let Some(one) = at_position(prepared, statement, error) {
        return vec![one];
    }
    let named = named(&all, error);
    if named.is_empty() { all } else { named }
}

/// The operation whose clause holds the position that the database gives.
fn at_position(
    prepared: &PreparedRevision<'_>,
    statement: &Statement,
    error: &DatabaseError,
) -> Option<DescribedOperation> {
    let Action::Sql(sql) = &statement.action else { return None };
    let characters = error.position()?.checked_sub(1)?;
    let (at, _) = sql.char_indices().nth(characters)?;
    let clause = statement.clauses.iter().find(|clause| clause.span.contains(&at))?;
    prepared.operations.get(clause.operation).cloned()
}

/// The operations that make, change or drop what the error names: the constraint before the column,
/// and fields of the error before words of its message.
fn named(all: &[DescribedOperation], error: &DatabaseError) -> Vec<DescribedOperation> {
    let of = |is_named: &dyn Fn(&DescribedOperation) -> bool| -> Vec<_> {
        all.iter().filter(|operation| is_named(operation)).cloned().collect()
    };
    let is = |known: &String, name: &str| known.eq_ignore_ascii_case(name);
    if let Some(name) = error.constraint() {
        let found = of(&|operation| operation.names.constraints.iter().any(|it| is(it, name)));
        if !found.is_empty() {
            return found;
        }
    }
    if let Some(name) = error.column() {
        let in_key = |operation: &DescribedOperation| {
            operation.names.keys.iter().flatten().any(|it| is(it, name))
        };
        // SQLite names a violated key by its columns.
        if error.kind() == DatabaseErrorKind::UniqueViolation {
            return of(&in_key);
        }
        let found = of(&|operation| operation.names.columns.iter().any(|it| is(it, name)));
        if !found.is_empty() {
            return found;
        }
    }
    let words = quoted(error.message());
    let mentions = |names: &[String]| names.iter().any(|name| words.iter().any(|it| is(name, it)));
    let found = of(&|operation| mentions(&operation.names.constraints));
    if found.is_empty() { of(&|operation| mentions(&operation.names.columns)) } else { found }
}

/// The names in quotes of a message, the last part of `schema.table.name`; a value that was refused
/// stands before the name of its key or column (`Duplicate entry 'x' for key 'uq'`).
fn quoted(message: &str) -> Vec<&str> {
    let after_value = [" for key ", " for column "]
        .iter()
        .find_map(|words| message.split_once(words))
        .map_or(message, |(_, rest)| rest);
    let quotes = ['\'', '"', '`'];
    let mut names = Vec::new();
    let mut rest = after_value;
    while let Some(start) = rest.find(quotes) {
        let Some(quote) = rest[start..].chars().next() else { break };
        let inner = &rest[start + quote.len_utf8()..];
        let Some(end) = inner.find(quote) else { break };
        names.extend(inner[..end].rsplit('.').next());
        rest = &inner[end + quote.len_utf8()..];
    }
    names
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn names_are_read_from_messages() {
        for (message, names) in [
            ("Duplicate entry 'a' for key 'users.uq_b'", &["uq_b"][..]),
            ("Incorrect integer value: 'a' for column `db`.`t`.`b` at row 1", &["db", "t", "b"]),
            ("CONSTRAINT `ck_users` failed for `db`.`users`", &["ck_users", "db", "users"]),
            ("column \"a\" of relation \"users\" contains null values", &["a", "users"]),
            ("it's not closed", &[]),
        ] {
            assert_eq!(quoted(message), names, "{message}");
        }
    }
}
