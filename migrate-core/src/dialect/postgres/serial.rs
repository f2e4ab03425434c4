//! Serial columns that become something else, and the way there: each is a default and a sequence of its own, whose name
//! only the database knows (<https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL>).

use crate::schema::{Column, Generation, Identity, QualifiedName};

use super::literal::string;
use super::name::{qualified, quote};
use super::numbers::{continue_after_rows, sequence_of};
use super::render::identity_clause;

/// The block that gives a column its numbers in another way, or none any more. The next number is the one that would
/// have come next. An identity in the place of a sequence that is still there would get a second one and begin at 1
/// (tried on PostgreSQL 15).
pub(super) fn renumbered(
    table: &QualifiedName,
    before: &Column,
    kind: &str,
    to: Option<Identity>,
) -> String {
    let name = quote(&before.name);
    let alter = format!("ALTER TABLE {} ALTER COLUMN {name}", qualified(table));
    let find = sequence_of(table, &before.name);
    let mut steps = Vec::new();
    if before.identity.is_some() && to.is_some() {
        steps.push("following := nextval(given::regclass)".to_owned());
    }
    match before.identity.map(|identity| identity.generation) {
        Some(Generation::Serial) => {
            steps.push(format!("{alter} DROP DEFAULT"));
            steps.push("EXECUTE 'DROP SEQUENCE ' || given".to_owned());
        }
        Some(Generation::ByDefault | Generation::Always) => {
            steps.push(format!("{alter} DROP IDENTITY"));
        }
        None => steps.push(format!("{alter} SET NOT NULL")),
    }
    match to {
        Some(identity) if identity.generation == Generation::Serial => {
            let sequence = qualified(&table.sibling(format!("{}_{}_seq", table.name, before.name)));
            let owner = format!("{}.{name}", qualified(table));
            steps.push(format!("CREATE SEQUENCE {sequence} AS {kind} OWNED BY {owner}"));
            steps.push(format!("{alter} SET DEFAULT nextval({})", string(&sequence)));
        }
        Some(identity) => steps.push(format!("{alter} ADD {}", identity_clause(&identity))),
        None => {}
    }
    match (before.identity, to) {
        (Some(_), Some(_)) => steps.push(format!("PERFORM setval({find}, following, false)")),
        (None, Some(identity)) => {
            steps.push(continue_after_rows(table, &before.name, identity));
        }
        (_, None) => {}
    }
    let steps = steps.join("; ");
    let tag = if steps.contains("$$") { "$block$" } else { "$$" };
    format!("DO {tag} DECLARE given text := {find}; following bigint; BEGIN {steps}; END {tag}")
}
