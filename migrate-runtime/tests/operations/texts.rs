//! Quotes, backslashes and rare characters in a table of which something else changes.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, mariadb, postgres, sqlite};

pub(crate) fn cases() -> Vec<Case> {
    vec![case(
        "changing one column keeps the defaults, checks and comments of the others",
        |op| {
            op.create_table(
                table("settings")
                    .column("id", big_int().primary_key().identity())
                    .column("owner", varchar(40).not_null().default("it's \"me\""))
                    .column("flags", json().default("{\"a\": [1, 2], \"b\": \"o'k\"}"))
                    .column("path", varchar(60).not_null().default("C:\\temp\\new, (then"))
                    .column("made", varchar(60).generated("replace(owner, 'it''s (', '')"))
                    .column("level", integer().comment("it's \"so\", (or) not"))
                    .column("note", varchar(20))
                    .check("ck_settings_owner", "owner <> 'it''s' AND owner <> ');'"),
            );
        },
        |op| {
            op.alter_column("settings", "level").set_type(big_int());
        },
        [
            sqlite(str![[r#"
CREATE TABLE "_migrate_new_settings" (
    id INTEGER NOT NULL CONSTRAINT pk_settings PRIMARY KEY AUTOINCREMENT,
    owner VARCHAR(40) NOT NULL DEFAULT 'it''s "me"',
    flags TEXT DEFAULT '{"a": [1, 2], "b": "o''k"}',
    path VARCHAR(60) NOT NULL DEFAULT 'C:/temp/new, (then',
    made VARCHAR(60) GENERATED ALWAYS AS (replace(owner, 'it''s (', '')) STORED,
    level BIGINT,
    note VARCHAR(20),
    CONSTRAINT ck_settings_owner CHECK (owner <> 'it''s' AND owner <> ');')
);
INSERT INTO _migrate_new_settings (id, owner, flags, path, level, note) SELECT id, owner, flags, path, level, note FROM settings;
DELETE FROM sqlite_sequence WHERE name = '_migrate_new_settings';
INSERT INTO sqlite_sequence (name, seq) SELECT '_migrate_new_settings', seq FROM sqlite_sequence WHERE name = 'settings';
DROP TABLE settings;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_settings RENAME TO settings;
PRAGMA legacy_alter_table = OFF;

"#]]),
            postgres(str![[r#"
ALTER TABLE settings ALTER COLUMN level TYPE BIGINT;

"#]]),
            mariadb(str![[r#"
ALTER TABLE settings MODIFY COLUMN level BIGINT COMMENT 'it''s "so", (or) not', ALGORITHM=COPY, LOCK=SHARED;

"#]]),
        ],
    )]
}

/// What a live server has after a change of another column, as bytes.
#[cfg(feature = "mysql")]
mod on_mysql {
    use migrate_runtime::dialect::Dialect;
    use migrate_runtime::executor::Driver;
    use migrate_runtime::prelude::*;
    use migrate_runtime::schema::Schema;

    use crate::support::servers::Scratch;
    use crate::support::{Database, record};

    /// What a query gives after both scripts ran.
    fn changed(
        name: &str,
        setup: impl FnOnce(&mut Op),
        change: impl FnOnce(&mut Op),
        query: &str,
    ) -> Vec<Vec<Option<String>>> {
        let mut scratch = Scratch::<diesel::MysqlConnection>::new(name);
        let mut connection = scratch.connect(Vec::new());
        Driver::execute(&mut connection, "SET NAMES utf8mb4").expect("the server takes utf8mb4");
        let dialect: Dialect = connection.dialect().expect("the server says its version");
        let mut database = Database::of(connection);
        let mut schema = Schema::new();
        for script in [record(setup), record(change)] {
            if let Err(failure) = database.run(dialect, &script, false, &mut schema) {
                panic!("{}", failure.story());
            }
        }
        database.connection.query(query).expect("the rows can be read")
    }

    fn cells<const N: usize>(texts: [&str; N]) -> Vec<Option<String>> {
        texts.map(|text| Some(text.to_owned())).to_vec()
    }

    #[test]
    fn a_json_default_with_an_apostrophe_is_kept_when_another_column_changes() {
        let rows = changed(
            "json_apostrophe",
            |op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("j", json().default("{\"b\": \"o'k\"}"))
                        .column("n", integer()),
                );
            },
            |op| {
                op.alter_column("t", "n").set_type(big_int());
                op.insert("t").set("id", 1);
            },
            "SELECT j FROM t",
        );
        assert_eq!(rows, [cells(["{\"b\": \"o'k\"}"])]);
    }

    #[test]
    fn a_default_with_a_character_of_four_bytes_is_kept_when_its_column_changes() {
        let rows = changed(
            "four_bytes",
            |op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("e", varchar(20).not_null().default("🦀é"))
                        .column("n", integer()),
                );
            },
            |op| {
                op.alter_column("t", "n").set_type(big_int());
                op.alter_column("t", "e").set_type(varchar(30));
                op.alter_column("t", "e").comment("wider");
                op.insert("t").set("id", 1);
            },
            "SELECT hex(e) FROM t",
        );
        assert_eq!(rows, [cells(["F09FA680C3A9"])]);
    }

    #[test]
    fn text_defaults_with_apostrophes_are_kept_when_other_columns_change() {
        let rows = changed(
            "text_apostrophes",
            |op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", text().default("it's, (then"))
                        .column("b", text().default("isn't\\"))
                        .column("n", integer()),
                );
            },
            |op| {
                op.alter_column("t", "n").set_type(big_int());
                op.alter_column("t", "b").not_null();
                op.insert("t").set("id", 1);
            },
            "SELECT a, b FROM t",
        );
        assert_eq!(rows, [cells(["it's, (then", "isn't\\"])]);
    }

    #[test]
    fn apostrophes_in_a_check_and_a_generated_column_hide_no_other_column() {
        let rows = changed(
            "check_apostrophes",
            |op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", varchar(20))
                        .column("d", varchar(50).generated("concat(c, 'it''s')"))
                        .column("n", integer())
                        .check("ck_t_c", "c <> 'it''s'"),
                );
            },
            |op| {
                op.alter_column("t", "n").set_type(big_int());
                op.insert("t").set("id", 1).set("c", "x");
            },
            "SELECT c, d FROM t",
        );
        assert_eq!(rows, [cells(["x", "xit's"])]);
    }

    #[test]
    fn an_enum_value_of_four_bytes_is_kept_when_null_is_allowed() {
        let rows = changed(
            "enum_four_bytes",
            |op| {
                op.create_table(table("reactions").column("id", integer().primary_key()).column(
                    "face",
                    enumeration("face", ["🦀", "x"]).not_null().comment("what 🦀 says"),
                ));
                op.insert("reactions").set("id", 1).set("face", "🦀");
            },
            |op| {
                op.alter_column("reactions", "face").nullable(true);
                op.insert("reactions").set("id", 2).set("face", "🦀");
            },
            "SELECT hex(face) FROM reactions ORDER BY id",
        );
        assert_eq!(rows, [cells(["F09FA680"]), cells(["F09FA680"])]);
    }
}
