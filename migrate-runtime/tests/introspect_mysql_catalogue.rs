//! What MySQL's catalogue says, as its manual and its forms of a text have it, read without a server.

use std::any::Any;

use migrate_analysis::introspect;
use migrate_analysis::normalize::normalize;
use migrate_runtime::dialect::mysql::Version;
use migrate_runtime::dialect::{Dialect, Family};
use migrate_runtime::executor::{DatabaseError, Driver, Rows, Sealed, with_catalogue};
use migrate_runtime::op::{Op, apply};
use migrate_runtime::prelude::*;
use migrate_runtime::schema::Schema;

const VERSION: Version = Version::mysql(8, 0, 36);

/// Answers with rows by the catalogue's table that is asked, and keeps what was asked.
struct Catalogue {
    version: Version,
    rows: Vec<(&'static str, Vec<&'static [&'static str]>)>,
    asked: Vec<String>,
}

impl Sealed for Catalogue {}

impl Driver for Catalogue {
    fn family(&self) -> Family {
        Family::Mysql
    }

    fn dialect(&mut self) -> Result<Dialect, DatabaseError> {
        Ok(Dialect::Mysql(self.version))
    }

    fn in_transaction(&mut self) -> bool {
        false
    }

    fn execute(&mut self, _: &str) -> Result<(), DatabaseError> {
        Ok(())
    }

    fn query(&mut self, sql: &str) -> Result<Rows, DatabaseError> {
        self.asked.push(sql.to_owned());
        let asks =
            |table: &str| format!("{sql} ").contains(&format!("FROM information_schema.{table} "));
        let found = self.rows.iter().filter(|(table, _)| asks(table)).flat_map(|(_, rows)| rows);
        let value = |text: &&str| (*text != "-").then(|| (*text).to_owned());
        Ok(found.map(|row| row.iter().map(value).collect()).collect())
    }

    fn begin(&mut self) -> Result<(), DatabaseError> {
        Ok(())
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        Ok(())
    }

    fn rollback(&mut self) -> Result<(), DatabaseError> {
        Ok(())
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}

fn catalogue(version: Version) -> Catalogue {
    const TEXT: &str = "utf8mb4_0900_ai_ci";
    const MARK: &str = "DEFAULT_GENERATED";
    let rows: Vec<(_, Vec<&[&str]>)> = vec![
        ("CHARACTER_SETS", vec![&["utf8mb4", TEXT]]),
        ("SCHEMATA", vec![&["app", TEXT, "app"], &["mysql", TEXT, "app"]]),
        ("TABLES", vec![&["t", "BASE TABLE", "InnoDB", TEXT, "row_format=COMPRESSED", ""]]),
        (
            "COLUMNS",
            vec![
                &["t", "id", "bigint unsigned", "NO", "-", "auto_increment", "", "-", ""],
                &["t", "Name", "varchar(9)", "YES", "it's", "", "", TEXT, "x"],
                &["t", "uid", "char(36)", "YES", "uuid()", MARK, "", TEXT, ""],
                &["t", "doc", "json", "YES", r"_utf8mb4\'{}\'", MARK, "", "-", ""],
                &["t", "n", "int", "YES", "(1 + 2)", "DEFAULT_GENERATED INVISIBLE", "", "-", ""],
                &[
                    "t",
                    "made",
                    "datetime(6)",
                    "NO",
                    "CURRENT_TIMESTAMP(6)",
                    "DEFAULT_GENERATED on update CURRENT_TIMESTAMP(6)",
                    "",
                    "-",
                    "",
                ],
                &[
                    "t",
                    "full",
                    "varchar(20)",
                    "YES",
                    "-",
                    "STORED GENERATED",
                    r"concat(`Name`,_utf8mb4\' \')",
                    TEXT,
                    "",
                ],
            ],
        ),
        (
            "STATISTICS",
            vec![
                &["t", "PRIMARY", "0", "BTREE", "id", "-", "A", "-"],
                &["t", "ix_lower", "1", "BTREE", "-", "lower(`Name`)", "A", "-"],
                &["t", "ix_lower", "1", "BTREE", "n", "-", "D", "-"],
                &["t", "uq", "0", "BTREE", "n", "-", "A", "-"],
                &["t", "fk", "1", "BTREE", "n", "-", "A", "-"],
            ],
        ),
        ("REFERENTIAL_CONSTRAINTS", vec![&["t", "fk", "NO ACTION", "SET NULL"]]),
        ("KEY_COLUMN_USAGE", vec![&["t", "fk", "n", "app", "t", "id"]]),
        (
            "CHECK_CONSTRAINTS",
            vec![
                &["t", "ck", "Table", r"(`Name` in (_utf8mb4\'a\',_utf8mb4\'b\'))", "YES"],
                &["t", "ck_later", "Table", "(`n` > 0)", "NO"],
            ],
        ),
        (
            "VIEWS",
            vec![&[
                "v",
                "select `app`.`t`.`id` AS `id` from `app`.`t` where (`app`.`t`.`n` > 1)",
                "NONE",
            ]],
        ),
        ("TRIGGERS", vec![&["tr", "t", "BEFORE", "INSERT", "SET NEW.n = 1"]]),
        (
            "ROUTINES",
            vec![&["f", "int", "NO", "READS SQL DATA", "DEFINER", "", "RETURN (SELECT 1)"]],
        ),
        ("PARAMETERS", vec![&["f", "-", "a", "int unsigned"], &["f", "-", "b", "decimal(5,2)"]]),
    ];
    Catalogue { version, rows, asked: Vec::new() }
}

#[test]
fn reads_mysql() {
    let mut catalogue = catalogue(VERSION);
    let live =
        with_catalogue(&mut catalogue, |query, dialect| introspect::read(query, dialect, &[]))
            .expect("a transaction")
            .expect("a readable catalogue");
    let live = live.schema;
    let mut op = Op::<Tx>::new();
    op.create_table(
        table("t")
            .mysql_row_format("compressed")
            .column("id", big_int().unsigned().primary_key().identity())
            .column("Name", varchar(9).default("it's").comment("x"))
            .column("uid", uuid().default(sql("uuid()")))
            .column("doc", jsonb().default("{}"))
            .column("n", integer().default(sql("1 + 2")).mysql_invisible())
            .column("made", timestamp().not_null().default(now()).mysql_on_update_now())
            .column("full", varchar(20).generated("concat(Name, ' ')"))
            .unique("uq", ["n"])
            .foreign_key(foreign_key("fk", ["n"], "t", ["id"]).on_delete(SetNull))
            .check("ck", "Name IN ('a', 'b')"),
    );
    op.create_check_constraint("ck_later", "t", "n > 0").not_valid();
    op.create_index("ix_lower", "t", [expression("lower(Name)"), desc("n")]);
    op.create_view("v", "SELECT id FROM t WHERE n > 1");
    op.create_trigger("tr", "t", "BEFORE INSERT", "FOR EACH ROW SET NEW.n = 1");
    op.create_function(
        "f",
        "a INT UNSIGNED, b DECIMAL(5, 2)",
        "RETURNS INT READS SQL DATA RETURN (SELECT 1)",
    );
    let mut declared = Schema::new();
    for recorded in op.into_operations() {
        apply(&recorded.operation, recorded.origin, &mut declared).expect("operations that fit");
    }
    let form = |schema| normalize(Dialect::Mysql(VERSION), schema).sorted();
    let (live, declared) = (form(live), form(declared));
    assert_eq!(live.tables, declared.tables);
    assert_eq!(live, declared);
}

#[test]
fn asks_no_more_than_the_version_has() {
    let asked = |version| {
        let mut catalogue = catalogue(version);
        with_catalogue(&mut catalogue, |query, dialect| introspect::read(query, dialect, &[]))
            .expect("a transaction")
            .expect("a readable catalogue");
        catalogue.asked.join("\n")
    };
    let (old, new) = (asked(Version::mysql(8, 0, 11)), asked(VERSION));
    assert!(new.contains("CAST(EXPRESSION AS CHAR)") && !old.contains("CAST(EXPRESSION AS CHAR)"));
    assert!(new.contains("t.ENFORCED") && !old.contains("CHECK_CONSTRAINTS"));
    assert!(asked(Version::mariadb(10, 6, 0)).contains("CAST(LEVEL AS CHAR)"));
}
