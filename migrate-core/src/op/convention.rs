//! The names of constraints that a revision gives none: `pk_users`, `fk_posts_author_id_users`.

use super::digest::fnv_1a;

/// The longest name every database takes, in bytes (PostgreSQL cuts what is longer:
/// <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS>).
const LONGEST: usize = 63;

/// The name of a constraint that is said at its column.
#[derive(Clone, Debug)]
pub(super) enum ConstraintName {
    /// By the convention, from the parts known when the column is given to its table.
    Conventional,
    /// As the revision says.
    Given(String),
}

impl ConstraintName {
    /// The name, which is of these parts unless the revision says another.
    pub(super) fn or_conventional(self, parts: &[&str]) -> String {
        match self {
            Self::Conventional => conventional(parts),
            Self::Given(name) => name,
        }
    }
}

/// The parts joined, as the builder names a constraint that a revision gives no name; a name that would be too
/// long is cut, and ends in its hash instead.
///
/// ```
/// use migrate_core::op::conventional;
///
/// assert_eq!(conventional(&["pk", "users"]), "pk_users");
/// ```
pub fn conventional(parts: &[&str]) -> String {
    let name = parts.join("_");
    if name.len() <= LONGEST {
        return name;
    }
    let hash = format!("_{:08x}", fnv_1a(name.as_bytes()) >> 32);
    let mut end = LONGEST - hash.len();
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{hash}", &name[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut_and_stays_its_own() {
        assert_eq!(conventional(&["uq", "users", "email"]), "uq_users_email");
        let long = |last| conventional(&["fk", &"é".repeat(30), last]);
        assert!(long("a").len() <= LONGEST && long("a") != long("b"));
        assert_eq!(long("a"), long("a"));
    }
}
