//! What the catalogue leaves out for a user without privileges.

use migrate_core::dialect::mysql::Version;
use migrate_core::sql_text::{SqlSyntax, Tokens};

use crate::introspect::{Catalogue, IntrospectError, NotHeld};

use super::Database;

/// The note that tables of a database may not be seen: where no privilege of the user is for all of them, the catalogue
/// lists those that it has one on, and says nothing of the others (tried on MariaDB 10.11).
pub(super) fn hidden_tables(
    catalogue: &mut Catalogue<'_>,
    database: &Database,
) -> Result<Option<NotHeld>, IntrospectError> {
    let rows = catalogue("SHOW GRANTS")?;
    let grants = rows.into_iter().flatten().flatten().collect::<Vec<_>>();
    let sees_all = grants.iter().any(|grant| sees_all(database.version, grant, &database.name));
    Ok((!sees_all && !grants.is_empty())
        .then(|| NotHeld::Unseen { database: database.name.clone() }))
}

/// Whether a statement of `SHOW GRANTS` shows all tables of a database. Of a role MariaDB shows the privileges beside it,
/// MySQL does not, so that they may be for all tables.
fn sees_all(version: Version, grant: &str, database: &str) -> bool {
    let tokens: Vec<_> = Tokens::code(grant, SqlSyntax::MYSQL).collect();
    let Some(on) = tokens.iter().position(|token| token.is_keyword("ON")) else {
        return !version.is_mariadb() && tokens.first().is_some_and(|it| it.is_keyword("GRANT"));
    };
    if tokens.get(1).is_some_and(|token| token.is_keyword("USAGE")) {
        return false;
    }
    match tokens.get(on + 1..) {
        Some([name, dot, all, ..]) if dot.is_symbol(".") && all.is_symbol("*") => {
            name.is_symbol("*") || name.identifier().is_some_and(|it| is_like(database, &it))
        }
        Some(_) | None => false,
    }
}

/// Whether the name of a database is of a pattern, in which `%` is any text and `_` any character unless a backslash is
/// before it (<https://mariadb.com/kb/en/grant/#database-privileges>).
fn is_like(name: &str, pattern: &str) -> bool {
    let mut rest = pattern.chars();
    match rest.next() {
        None => name.is_empty(),
        Some('%') => {
            let mut ends = name.char_indices().map(|(at, _)| at).chain([name.len()]);
            ends.any(|at| is_like(&name[at..], rest.as_str()))
        }
        Some(first) => {
            let wanted = if first == '\\' { rest.next() } else { Some(first) };
            let mut own = name.chars();
            let is_same = match (own.next(), wanted) {
                (Some(_), Some('_')) if first != '\\' => true,
                (own, wanted) => own == wanted,
            };
            is_same && is_like(own.as_str(), rest.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_privilege_for_all_tables_shows_them() {
        let mariadb = Version::mariadb(10, 11, 6);
        for (grant, shown) in [
            ("GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION", true),
            ("GRANT USAGE ON *.* TO `app`@`%` IDENTIFIED BY PASSWORD '*B6'", false),
            ("GRANT SELECT, INSERT ON `shop`.* TO `app`@`%`", true),
            ("GRANT SELECT ON `sh%`.* TO `app`@`%`", true),
            ("GRANT SELECT ON `sho_`.* TO `app`@`%`", true),
            ("GRANT SELECT ON `sho\\_`.* TO `app`@`%`", false),
            ("GRANT SELECT ON `shops`.* TO `app`@`%`", false),
            ("GRANT SELECT ON `shop`.`orders` TO `app`@`%`", false),
            ("GRANT SELECT (`on`) ON `shop`.`orders` TO `app`@`%`", false),
            ("GRANT EXECUTE ON PROCEDURE `shop`.`p` TO `app`@`%`", false),
            ("GRANT `reader` TO `app`@`%`", false),
            ("SET DEFAULT ROLE `reader` FOR `app`@`%`", false),
        ] {
            assert_eq!(sees_all(mariadb, grant, "shop"), shown, "{grant}");
        }
        let mysql = Version::mysql(8, 0, 36);
        assert!(sees_all(mysql, "GRANT `reader`@`%` TO `app`@`%`", "shop"));
        assert!(is_like("my_shop", r"my\_shop") && !is_like("my-shop", r"my\_shop"));
    }
}
