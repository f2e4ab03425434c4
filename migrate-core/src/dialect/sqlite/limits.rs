//! What SQLite cannot do, found before anything runs: tables it cannot have, and raw SQL that it
//! refuses, ignores or is misled by inside a transaction.

use crate::dialect::{Action, LowerError, Refusal, Statement};
use crate::op::{Operation, Recorded};
use crate::schema::{Object, Schema, Table, View};
use crate::sql_text::{SqlSyntax, Tokens, split_statements};

/// Whether SQLite can have the table that the operation made or changed.
pub(super) fn check_supported(operation: &Operation, after: &Schema) -> Result<(), Refusal> {
    if let Operation::CreateTable { table: Table { name, .. }, if_not_exists: false }
    | Operation::CreateObject(Object::View(View { name, .. })) = operation
    {
        require_own_name(&name.name, after)?;
    }
    if let Operation::RenameTable { to, .. } = operation {
        require_own_name(to, after)?;
    }
    let table = operation.table().and_then(|name| after.tables.get(name));
    table.map_or(Ok(()), check_table)
}

/// Whether no other table or view has the name in another case: SQLite takes both for one
/// (<https://www.sqlite.org/lang_keywords.html>: names are compared without their case; tried on SQLite
/// 3.53).
fn require_own_name(name: &str, after: &Schema) -> Result<(), Refusal> {
    let tables = after.tables.named(name).into_iter().map(|table| &table.name);
    let views = after.views.named(name).into_iter().map(|view| &view.name);
    let relations = tables.chain(views).map(|other| other.name.as_str());
    require_other_names(name, relations, "tables and views")
}

fn require_other_names<'n>(
    name: &str,
    others: impl IntoIterator<Item = &'n str>,
    what: &str,
) -> Result<(), Refusal> {
    let alike = |other: &&str| *other != name && other.eq_ignore_ascii_case(name);
    others.into_iter().find(alike).map_or(Ok(()), |other| {
        Err(Refusal::unsupported(
            format!(
                "SQLite compares names of {what} without their case, and has `{other}` already"
            ),
            "give it a name that differs in more than its case",
        ))
    })
}

fn check_table(table: &Table) -> Result<(), Refusal> {
    let name = &table.name;
    let key = table.primary_key();
    for (at, column) in table.columns.iter().enumerate() {
        let others = table.columns[..at].iter().map(|other| other.name.as_str());
        require_other_names(&column.name, others, "columns")?;
    }
    // `must have at least one non-generated column` (tried on SQLite 3.40;
    // <https://www.sqlite.org/gencol.html#limitations>).
    if table.columns.iter().all(|column| column.generated.is_some()) {
        return Err(Refusal::unsupported(
            format!(
                "every column of `{name}` would be generated, and SQLite wants one that is not"
            ),
            "keep or add a column without an expression",
        ));
    }
    // The primary key is where the rows are kept (<https://www.sqlite.org/withoutrowid.html>).
    if key.is_empty() && table.options.without_rowid {
        return Err(Refusal::unsupported(
            format!("`{name}` is WITHOUT ROWID and would have no primary key"),
            "give it one with `.primary_key()`, or leave `.without_rowid()` out",
        ));
    }
    // <https://www.sqlite.org/gencol.html#limitations>
    for column in table.columns.iter().filter(|column| column.generated.is_some()) {
        let name = &column.name;
        if key.contains(name) {
            return Err(Refusal::unsupported(
                format!("column `{name}` is generated, and SQLite has no such primary keys"),
                "make it unique instead",
            ));
        }
    }
    Ok(())
}

/// Whether the statements can run inside a transaction that only the executor begins and ends.
pub(crate) fn require_transactional(
    script: &[Recorded],
    statements: &[Statement],
) -> Result<(), LowerError> {
    for statement in statements {
        let Action::Raw(sql) = &statement.action else { continue };
        let Some(recorded) = statement.first_of(script) else { continue };
        if let Some(reason) =
            split_statements(sql, SqlSyntax::Sqlite).into_iter().find_map(outside_only)
        {
            let hint = "take `op: &mut Op<NoTx>` in a revision of its own";
            let cause = Refusal::unsupported(reason, hint);
            return Err(LowerError::of(recorded, cause));
        }
    }
    Ok(())
}

/// Why a statement cannot run inside a transaction.
fn outside_only(statement: &str) -> Option<String> {
    let words: Vec<_> = Tokens::new(statement, SqlSyntax::Sqlite)
        .map_while(Result::ok)
        .filter_map(|token| token.identifier())
        .take(3)
        .map(|word| word.to_ascii_uppercase())
        .collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let why = match words[..] {
        // `ROLLBACK TO` and `RELEASE` are about savepoints.
        ["ROLLBACK", "TO", ..] | ["ROLLBACK", "TRANSACTION", "TO"] => return None,
        ["BEGIN" | "COMMIT" | "END" | "ROLLBACK", ..] => {
            "the revision runs in a transaction, which only the executor begins and ends"
        }
        // <https://www.sqlite.org/lang_vacuum.html>, <https://www.sqlite.org/lang_attach.html>
        ["VACUUM" | "ATTACH" | "DETACH", ..] => "SQLite refuses it inside a transaction",
        // <https://www.sqlite.org/pragma.html#pragma_foreign_keys>; the journal mode cannot change
        // within one either.
        ["PRAGMA", "FOREIGN_KEYS" | "JOURNAL_MODE", ..] => "SQLite ignores it inside a transaction",
        _ => return None,
    };
    Some(why.to_owned())
}
