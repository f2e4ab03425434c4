//! The longest identifier: PostgreSQL truncates a longer one, and says so in a notice only.

use crate::dialect::Refusal;
use crate::op::Introduced;

/// The bytes of the longest name, and of the longest label of an enum type
/// (<https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS>).
const LONGEST: usize = 63;

/// Whether every name that an operation introduces can be one.
pub(super) fn check_identifiers(introduced: &[Introduced<'_>]) -> Result<(), Refusal> {
    introduced.iter().try_for_each(|new| check_identifier(new.kind.noun(), new.name))
}

fn check_identifier(kind: &str, name: &str) -> Result<(), Refusal> {
    if name.is_empty() || name.contains('\0') {
        return Err(Refusal::unsupported(
            format!("the {kind} `{}` is no name for PostgreSQL", name.escape_debug()),
            "give it a name of at least one character, without NUL",
        ));
    }
    if name.len() <= LONGEST {
        return Ok(());
    }
    Err(Refusal::unsupported(
        format!(
            "the name of {kind} `{name}` has {} bytes, and PostgreSQL cuts what is longer than {LONGEST}",
            name.len()
        ),
        "choose a shorter name",
    ))
}
