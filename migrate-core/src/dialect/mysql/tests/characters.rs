//! Characters beyond U+FFFF, which comments and some character sets do not have.

use super::{MARIADB, MYSQL, lowered, refusal};
use crate::dialect::Action;
use crate::op::{NoTx, Op, enumeration, integer, table, varchar};

/// What is said of a script beside its statements, and how many statements there are.
fn said(script: impl FnOnce(&mut Op<NoTx>)) -> (Vec<String>, usize) {
    let statements = lowered(MARIADB, super::users, script).expect("it is carried out");
    let count = statements.len();
    let notes = statements.into_iter().filter_map(|statement| match statement.action {
        Action::Note(note) => Some(note),
        _ => None,
    });
    let notes: Vec<_> = notes.collect();
    let statements = count - notes.len();
    (notes, statements)
}

#[test]
fn comments_keep_no_such_characters() {
    let note = "MariaDB has no characters beyond U+FFFF in comments: it keeps `?` for `🦀`";
    assert_eq!(
        said(|op| op.create_table(table("t").column("id", integer().comment("a 🦀")))),
        (vec![note.to_owned()], 1)
    );
    // Neighbours on a table share their statement all the same.
    let (notes, statements) = said(|op| {
        op.add_column("users", "a", integer().comment("🦀"));
        op.add_column("users", "b", integer().comment("é"));
    });
    assert_eq!((notes, statements), (vec![note.to_owned()], 1));
    assert_eq!(said(|op| op.create_table_comment("users", "🦀🦀")).0, [note]);
    assert_eq!(said(|op| op.create_table_comment("users", "数é")).0, [""; 0]);
}

#[test]
fn a_column_of_three_bytes_has_no_such_characters() {
    for version in [MARIADB, MYSQL] {
        let (message, hint) = refusal(version, |op| {
            let face = enumeration("face", ["🦀", "x"]).mysql_charset("utf8mb3");
            op.add_column("users", "face", face);
        });
        assert_eq!(
            message,
            "column `face` is in utf8mb3, which has no characters beyond U+FFFF such as those of '🦀'"
        );
        assert_eq!(hint.as_deref(), Some("write `.mysql_charset(\"utf8mb4\")`"));
        let (message, _) = refusal(version, |op| {
            let column = varchar(9).default("a 🦀");
            op.create_table(table("t").column("face", column).mysql_charset("utf8"));
        });
        assert!(message.starts_with("column `face` is in utf8, which has no"), "{message}");
    }
    let carried_out = lowered(MARIADB, super::users, |op| {
        op.add_column("users", "face", enumeration("face", ["🦀"]).mysql_charset("utf8mb4"));
        op.add_column("users", "plain", varchar(9).default("数").mysql_charset("utf8mb3"));
    });
    assert!(carried_out.is_ok());
}
