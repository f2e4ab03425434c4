//! `MATCH FULL`, which SQLite, MariaDB and MySQL read and forget.

use super::Refusal;

/// Whether a server without `MATCH FULL` holds a foreign key to it all the same: over one column there is
/// no other way to match (<https://www.sqlite.org/foreignkeys.html#fk_unsupported>,
/// <https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html>).
pub(super) fn require_simple_match(
    server: &str,
    match_full: bool,
    columns: &[String],
) -> Result<(), Refusal> {
    if !match_full || columns.len() < 2 {
        return Ok(());
    }
    let same = |column: &String| format!("({column} IS NULL) = ({} IS NULL)", columns[0]);
    let check = columns[1..].iter().map(same).collect::<Vec<_>>().join(" AND ");
    Err(Refusal::unsupported(
        format!(
            "{server} has no MATCH FULL: a row with some of the columns NULL references nothing"
        ),
        &format!("leave `.match_full()` out, and add a check: `{check}`"),
    ))
}
