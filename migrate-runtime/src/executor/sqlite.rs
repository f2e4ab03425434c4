//! What a rebuild reads of the live database: the stored texts, and what else names the table.

use migrate_core::dialect::sqlite::{StoredTable, quote, string};
use migrate_core::sql_text::{SqlSyntax, Tokens, mentions};

use super::{DatabaseError, DatabaseErrorKind, Driver, ExecuteCause};

/// The table as SQLite keeps it.
pub(super) fn stored_table(
    driver: &mut dyn Driver,
    table: &str,
) -> Result<StoredTable, DatabaseError> {
    let query = format!(
        "SELECT type, name, sql FROM sqlite_schema \
         WHERE tbl_name = {} COLLATE NOCASE AND sql IS NOT NULL ORDER BY rowid",
        string(table)
    );
    let mut stored = StoredTable::default();
    for row in driver.query(&query)? {
        let mut values = row.into_iter().map(Option::unwrap_or_default);
        let mut next = || values.next().unwrap_or_default();
        match (next().as_str(), next(), next()) {
            ("table", _, sql) => stored.create = sql,
            ("index", name, sql) => stored.indexes.push((name, sql)),
            ("trigger", _, sql) => stored.triggers.push(sql),
            _ => {}
        }
    }
    if stored.create.is_empty() {
        return Err(DatabaseError::new(format!("no such table: {table}")));
    }
    Ok(stored)
}

/// A view or trigger that a table's change reaches, and what works of it.
#[derive(Clone, Debug)]
pub(super) struct Dependent {
    kind: &'static str,
    name: String,
    /// The view itself, or the table or view whose changes fire the trigger.
    used: String,
    works: Vec<Use>,
}

/// What a view or a trigger is compiled with; `EXPLAIN` compiles and runs nothing.
#[derive(Clone, Copy, Debug)]
enum Use {
    Select,
    Insert,
    Update,
    Delete,
}

/// The views and triggers that mention the table, or a view over it, with what works of them.
///
/// Nothing of them is lost when a table is rebuilt, but a column may be: SQLite itself only finds
/// that out when the view or trigger is used. So they are compiled before and after.
pub(super) fn working_dependents(
    driver: &mut dyn Driver,
    table: &str,
) -> Result<Vec<Dependent>, DatabaseError> {
    let query = "SELECT type, name, tbl_name, sql FROM sqlite_schema \
                 WHERE type IN ('view', 'trigger') ORDER BY rowid";
    let mut texts = Vec::new();
    for row in driver.query(query)? {
        let mut values = row.into_iter().map(Option::unwrap_or_default);
        let mut next = || values.next().unwrap_or_default();
        texts.push((next() == "view", next(), next(), next()));
    }
    let reached = reached_views(&texts, table);
    let mentions_any =
        |sql: &str| reached.iter().any(|name| mentions(sql, name, SqlSyntax::Sqlite));
    let is_reached = |name: &str| reached.iter().any(|reached| reached.eq_ignore_ascii_case(name));
    let mut dependents = Vec::new();
    for (is_view, name, watched, sql) in &texts {
        let (kind, used, probes): (_, _, &[Use]) = if *is_view && is_reached(name) {
            ("view", name, &[Use::Select])
        } else if !is_view && (is_reached(watched) || mentions_any(sql)) {
            ("trigger", watched, &[Use::Insert, Use::Update, Use::Delete])
        } else {
            continue;
        };
        let mut works = probes.to_vec();
        works.retain(|probe| compile(driver, *probe, used).is_ok());
        dependents.push(Dependent { kind, name: name.clone(), used: used.clone(), works });
    }
    Ok(dependents)
}

/// The table, and all views that mention it or one another.
fn reached_views(texts: &[(bool, String, String, String)], table: &str) -> Vec<String> {
    let mut reached = vec![table.to_owned()];
    let mut next = 0;
    while let Some(name) = reached.get(next).cloned() {
        for (is_view, view, _, sql) in texts {
            if *is_view && mentions(sql, &name, SqlSyntax::Sqlite) && !reached.contains(view) {
                reached.push(view.clone());
            }
        }
        next += 1;
    }
    reached
}

/// Compiles a use of a table or view, and with it the triggers that the use fires.
fn compile(driver: &mut dyn Driver, probe: Use, name: &str) -> Result<(), DatabaseError> {
    let table = quote(name);
    let sql = match probe {
        Use::Select => format!("EXPLAIN SELECT * FROM {table}"),
        Use::Insert => format!("EXPLAIN INSERT INTO {table} DEFAULT VALUES"),
        Use::Delete => format!("EXPLAIN DELETE FROM {table}"),
        Use::Update => {
            let query = format!("SELECT name FROM pragma_table_info({})", string(name));
            let columns = driver.query(&query)?.into_iter().filter_map(|row| {
                let column = quote(&row.into_iter().next().flatten()?);
                Some(format!("{column} = {column}"))
            });
            let columns = columns.collect::<Vec<_>>().join(", ");
            format!("EXPLAIN UPDATE {table} SET {columns}")
        }
    };
    driver.execute(&sql)
}

/// Whether all of them still work.
///
/// On failure triggers may be gone, and the transaction must be rolled back.
pub(super) fn check_dependents(
    driver: &mut dyn Driver,
    dependents: &[Dependent],
) -> Result<(), ExecuteCause> {
    for dependent in dependents {
        for probe in &dependent.works {
            if let Err(error) = compile(driver, *probe, &dependent.used) {
                let culprit = culprit(driver, dependents, dependent, *probe);
                return Err(ExecuteCause::Dependent {
                    kind: culprit.kind.to_owned(),
                    name: culprit.name.clone(),
                    message: error.message().to_owned(),
                });
            }
        }
    }
    Ok(())
}

/// Which of a table's triggers is at fault: the one whose drop lets the others work.
fn culprit<'a>(
    driver: &mut dyn Driver,
    dependents: &'a [Dependent],
    failed: &'a Dependent,
    probe: Use,
) -> &'a Dependent {
    let mut siblings = dependents
        .iter()
        .filter(|other| other.kind == "trigger" && failed.kind == "trigger")
        .filter(|other| other.used.eq_ignore_ascii_case(&failed.used));
    let found = siblings.find(|trigger| {
        driver.execute(&format!("DROP TRIGGER {}", quote(&trigger.name))).is_ok()
            && compile(driver, probe, &failed.used).is_ok()
    });
    found.unwrap_or(failed)
}

/// The error with the words SQLite has for a broken rule elsewhere: of `SET NOT NULL` it says only
/// that a constraint failed.
pub(super) fn explained(error: DatabaseError, sql: &str) -> DatabaseError {
    match tightened_column(sql) {
        Some((table, column)) if error.message() == "constraint failed" => error
            .with_message(format!("NOT NULL constraint failed: {table}.{column}"))
            .with_kind(DatabaseErrorKind::NotNullViolation)
            .with_code("SQLITE_CONSTRAINT")
            .with_table(Some(&table))
            .with_column(Some(&column)),
        Some(_) | None => error,
    }
}

/// The table and column of `ALTER TABLE .. ALTER [COLUMN] .. SET NOT NULL`.
fn tightened_column(sql: &str) -> Option<(String, String)> {
    let tokens: Vec<_> = Tokens::new(sql, SqlSyntax::Sqlite).map_while(Result::ok).collect();
    match &tokens[..] {
        [alter, table, name, change, rest @ .., set, not, null]
            if alter.is_keyword("ALTER")
                && table.is_keyword("TABLE")
                && change.is_keyword("ALTER")
                && set.is_keyword("SET")
                && not.is_keyword("NOT")
                && null.is_keyword("NULL") =>
        {
            Some((name.name()?, rest.last()?.name()?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{DatabaseError, explained};

    #[test]
    fn a_broken_rule_is_named() {
        let message =
            |sql| explained(DatabaseError::new("constraint failed"), sql).message().to_owned();
        let expected = "NOT NULL constraint failed: my users.role";
        assert_eq!(message("ALTER TABLE \"my users\" ALTER COLUMN role SET NOT NULL"), expected);
        assert_eq!(message("ALTER TABLE t ADD CHECK (a > 0)"), "constraint failed");
    }
}
