//! The longest identifier: PostgreSQL truncates a longer one, and says so in a notice only.

use crate::dialect::Refusal;
use crate::op::{Introduced, NameKind};

/// The bytes of the longest name, and of the longest label of an enum type
/// (<https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS>).
const LONGEST: usize = 63;

/// Whether every name that an operation introduces can be one.
pub(super) fn check_identifiers(introduced: &[Introduced<'_>]) -> Result<(), Refusal> {
    introduced.iter().try_for_each(|new| check_identifier(new.kind, new.name))
}

fn check_identifier(kind: NameKind, name: &str) -> Result<(), Refusal> {
    let is_value = kind == NameKind::EnumValue;
    let kind = kind.noun();
    // A value of an enum type may be empty (tried on PostgreSQL 15).
    if (name.is_empty() && !is_value) || name.contains('\0') {
        return Err(Refusal::unsupported(
            format!("the {kind} `{}` is no name for PostgreSQL", name.escape_debug()),
            "give it a name of at least one character, without NUL",
        ));
    }
    if name.len() <= LONGEST {
        return Ok(());
    }
    // The server refuses such a value, and does not cut it (tried on PostgreSQL 15).
    if is_value {
        return Err(Refusal::unsupported(
            format!(
                "the {kind} `{name}` has {} bytes, and PostgreSQL takes no more than {LONGEST}",
                name.len()
            ),
            "choose a shorter one",
        ));
    }
    let mut end = LONGEST;
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    Err(Refusal::unsupported(
        format!(
            "the name of {kind} `{name}` has {} bytes, and PostgreSQL cuts what is longer than {LONGEST}",
            name.len()
        ),
        &format!(
            "choose a shorter name; a database that was given this one has `{}`",
            &name[..end]
        ),
    ))
}
