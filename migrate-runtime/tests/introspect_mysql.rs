//! A live MariaDB, made with raw SQL, read back and held against what is declared.
#![cfg(feature = "mysql")]
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::any::Any;

use diesel::{Connection as _, MysqlConnection};
use migrate_analysis::introspect::{self, Reading};
use migrate_analysis::normalize::normalize;
use migrate_runtime::dialect::{Dialect, Family, mysql};
use migrate_runtime::executor::{DatabaseError, Driver, Rows, Sealed, with_catalogue};
use migrate_runtime::op::{Op, apply};
use migrate_runtime::prelude::*;
use migrate_runtime::schema::{Constraint, ConstraintBody, Schema, SqlText, Table};

/// Where the server is: `mysql://user:password@host:port/database`.
fn connection() -> MysqlConnection {
    let url = std::env::var("MIGRATE_TEST_MYSQL_URL")
        .unwrap_or_else(|_| "mysql://root@127.0.0.1:3306/test".to_owned());
    MysqlConnection::establish(&url).expect("the server of MIGRATE_TEST_MYSQL_URL")
}

/// A database of the test's own, dropped with it, and what is asked of it counted.
struct Database {
    connection: MysqlConnection,
    name: String,
    queries: usize,
}

impl Database {
    fn new(name: &str) -> Self {
        let mut connection = connection();
        let name = format!("introspect_{name}");
        let sql = format!(
            "DROP DATABASE IF EXISTS {name}; \
             CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci; USE {name}"
        );
        connection.execute(&sql).expect("a database");
        Self { connection, name, queries: 0 }
    }

    fn execute(&mut self, sql: &str) {
        Driver::execute(self, sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
    }

    fn read(&mut self, namespaces: &[&str]) -> Schema {
        self.read_all(namespaces).schema
    }

    fn read_all(&mut self, namespaces: &[&str]) -> Reading {
        let namespaces: Vec<_> = namespaces.iter().map(|name| (*name).to_owned()).collect();
        with_catalogue(self, |query, dialect| introspect::read(query, dialect, &namespaces))
            .expect("a transaction")
            .expect("a readable catalogue")
    }

    /// Fails unless the database holds what the operations declare.
    fn assert_holds(&mut self, namespaces: &[&str], declare: impl FnOnce(&mut Op)) {
        self.assert_is(namespaces, declared(declare));
    }

    fn assert_is(&mut self, namespaces: &[&str], declared: Schema) {
        let dialect = Driver::dialect(self).expect("a version");
        let mut live = normalize(dialect, self.read(namespaces)).sorted();
        let mut declared = normalize(dialect, declared).sorted();
        let (live_tables, declared_tables) =
            (std::mem::take(&mut live.tables), std::mem::take(&mut declared.tables));
        assert!(live_tables.keys().eq(declared_tables.keys()), "{live_tables:?}");
        for (live, declared) in live_tables.values().zip(declared_tables.values()) {
            for (live, declared) in live.columns.iter().zip(&declared.columns) {
                assert_eq!(live, declared);
            }
            assert_eq!(live, declared);
        }
        assert_eq!(live, declared);
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let _ = self.connection.execute(&format!("DROP DATABASE IF EXISTS {}", self.name));
    }
}

impl Sealed for Database {}

impl Driver for Database {
    fn family(&self) -> Family {
        self.connection.family()
    }

    fn in_transaction(&mut self) -> bool {
        self.connection.in_transaction()
    }

    fn execute(&mut self, sql: &str) -> Result<(), DatabaseError> {
        self.connection.execute(sql)
    }

    fn query(&mut self, sql: &str) -> Result<Rows, DatabaseError> {
        self.queries += 1;
        self.connection.query(sql)
    }

    fn begin(&mut self) -> Result<(), DatabaseError> {
        self.connection.begin()
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        self.connection.commit()
    }

    fn rollback(&mut self) -> Result<(), DatabaseError> {
        self.connection.rollback()
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self.connection.as_any()
    }
}

fn declared(declare: impl FnOnce(&mut Op)) -> Schema {
    let mut op = Op::new();
    declare(&mut op);
    let mut schema = Schema::new();
    for recorded in op.into_operations() {
        apply(&recorded.operation, recorded.origin, &mut schema).expect("operations that fit");
    }
    schema
}

#[test]
fn every_type_and_default() {
    let mut database = Database::new("types");
    database.execute(
        "CREATE TABLE t (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, \
         small SMALLINT DEFAULT -3, whole INT NOT NULL DEFAULT '7', yes BOOLEAN NOT NULL DEFAULT TRUE, \
         short VARCHAR(20) DEFAULT 'it''s \"q\" \\\\ x', `long` LONGTEXT DEFAULT 'é', fixed CHAR(5), \
         exact DECIMAL(10, 2) DEFAULT 1.5, half FLOAT DEFAULT 0.1, full DOUBLE DEFAULT 1.5e10, \
         day DATE DEFAULT (CURRENT_DATE), day_2 DATE DEFAULT '2024-01-02', at TIME(6) DEFAULT '10:00', \
         made DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), \
         seen TIMESTAMP(6) NOT NULL DEFAULT now(6), since DATETIME(6) DEFAULT '2024-01-02', \
         data LONGBLOB DEFAULT X'0001ff', document JSON NOT NULL DEFAULT '{}', \
         mood ENUM('sad', 'it''s') DEFAULT 'sad', tiny TINYINT(4) DEFAULT 1, bits BIT(3) DEFAULT b'101', \
         words SET('a b', 'C'), moment DATETIME DEFAULT CURRENT_TIMESTAMP, raw VARBINARY(9) DEFAULT X'41', \
         nothing INT DEFAULT NULL, computed INT DEFAULT (1 + 2))",
    );
    database.assert_holds(&[], |op| {
        let moods = ["sad", "it's"];
        op.create_enum("mood", moods);
        op.create_table(
            table("t")
                .column("id", big_int().unsigned().primary_key().identity())
                .column("small", small_int().default(-3))
                .column("whole", integer().not_null().default(7))
                .column("yes", boolean().not_null().default(true))
                .column("short", varchar(20).default("it's \"q\" \\ x"))
                .column("long", text().default("é"))
                .column("fixed", char(5))
                .column("exact", numeric(10, 2).default(1.5))
                .column("half", real().default(0.1))
                .column("full", double().default(1.5e10))
                .column("day", date().default(today()))
                .column("day_2", date().default("2024-01-02"))
                .column("at", time().default("10:00"))
                .column("made", timestamp().default(now()).mysql_on_update_now())
                .column("seen", timestamptz().not_null().default(now()))
                .column("since", timestamp().default("2024-01-02"))
                .column("data", binary().default(&[0, 1, 0xff]))
                .column("document", jsonb().not_null().default("{}"))
                .column("mood", enumeration("mood", moods).default("sad"))
                .column("tiny", custom("TINYINT").default(1))
                .column("bits", custom("bit(3)").default(sql("b'101'")))
                .column("words", custom("SET('a b','C')"))
                .column("moment", custom("datetime").default(sql("CURRENT_TIMESTAMP")))
                .column("raw", custom("varbinary(9)").default("A"))
                .column("nothing", integer().default(sql("NULL")))
                .column("computed", integer().default(sql("1 + 2"))),
        );
    });
}

#[test]
fn what_a_column_says_beside_its_type() {
    let mut database = Database::new("columns");
    database.execute(
        "CREATE TABLE t (a INT NOT NULL INVISIBLE DEFAULT 0 COMMENT 'it''s \\\\', \
         b INT AS (a + 1) VIRTUAL, c VARCHAR(9) AS (concat('<', a, '>')) STORED, \
         d VARCHAR(9) CHARACTER SET latin1, e VARCHAR(9) COLLATE utf8mb4_bin, \
         f VARCHAR(9) CHARACTER SET latin1 COLLATE latin1_bin, g VARCHAR(9)) \
         COMMENT 'a \"table\"' ROW_FORMAT=COMPRESSED; \
         CREATE TABLE u (a VARCHAR(9), b VARCHAR(9) CHARACTER SET utf8mb4) \
         CHARACTER SET latin1 COLLATE latin1_bin ENGINE=Aria",
    );
    database.assert_holds(&[], |op| {
        op.create_table(
            table("t")
                .comment("a \"table\"")
                .mysql_engine("innodb")
                .mysql_charset("utf8mb4")
                .mysql_row_format("compressed")
                .column("a", integer().not_null().default(0).mysql_invisible().comment("it's \\"))
                .column("b", integer().generated_virtual("a + 1"))
                .column("c", varchar(9).generated("concat('<', a, '>')"))
                .column("d", varchar(9).mysql_charset("latin1"))
                .column("e", varchar(9).collate("utf8mb4_bin"))
                .column("f", varchar(9).collate("latin1_bin"))
                .column("g", varchar(9)),
        );
        op.create_table(
            table("u")
                .mysql_engine("Aria")
                .mysql_charset("latin1")
                .mysql_collation("latin1_bin")
                .column("a", varchar(9))
                .column("b", varchar(9).mysql_charset("utf8mb4")),
        );
    });
}

#[test]
fn constraints_and_indexes() {
    let mut database = Database::new("constraints");
    database.execute(
        "CREATE TABLE a (x INT, y INT, PRIMARY KEY (y, x)); \
         CREATE TABLE b (id INT PRIMARY KEY CHECK (id > 0), x INT, y INT, z VARCHAR(20), t LONGTEXT, \
         self INT, p POINT NOT NULL, \
         CONSTRAINT fk_b FOREIGN KEY (y, x) REFERENCES a (y, x) ON DELETE CASCADE ON UPDATE SET NULL, \
         CONSTRAINT fk_self FOREIGN KEY (self) REFERENCES b (id) ON DELETE RESTRICT, \
         FOREIGN KEY (x) REFERENCES b (id), \
         CONSTRAINT uq_b UNIQUE (z, x), UNIQUE INDEX ux_b (t(10)), KEY ix_self (self, x DESC), \
         FULLTEXT KEY ft_b (z, t), SPATIAL KEY sp_b (p), KEY ix_z (z(20)), KEY ix_z4 (z(4)) USING HASH, \
         CONSTRAINT ck_b CHECK (z <> 'c' AND z IN ('a', 'b''s')))",
    );
    let mut schema = declared(|op| {
        op.create_table(
            table("a").column("x", integer()).column("y", integer()).primary_key(["y", "x"]),
        );
        op.create_table(
            table("b")
                .column("id", integer().primary_key())
                .column("x", integer())
                .column("y", integer())
                .column("z", varchar(20))
                .column("t", text())
                .column("self", integer())
                .column("p", custom("point").not_null())
                .foreign_key(
                    foreign_key("fk_b", ["y", "x"], "a", ["y", "x"])
                        .on_delete(Cascade)
                        .on_update(SetNull),
                )
                .foreign_key(foreign_key("fk_self", ["self"], "b", ["id"]))
                .foreign_key(foreign_key("b_ibfk_1", ["x"], "b", ["id"]))
                .check("ck_b", "z <> 'c' AND z IN ('a', 'b''s')")
                .check("id", "id > 0")
                .index("ix_z", ["z"]),
        );
        // InnoDB needs no index of its own for `fk_self`: this one begins with the column.
        op.create_index("ix_self", "b", [asc("self"), desc("x")]);
        op.create_index("uq_b", "b", ["z", "x"]).unique();
        op.create_index("ux_b", "b", [asc("t").prefix(10)]).unique();
        op.create_index("ft_b", "b", ["z", "t"]).using("FULLTEXT");
        op.create_index("sp_b", "b", ["p"]).using("spatial");
        op.create_index("ix_z4", "b", [asc("z").prefix(4)]);
    });
    database.assert_is(&[], schema.clone());
    let b = schema.tables.get_mut(&"b".into()).expect("the table");
    let is_check =
        |constraint: &Constraint| matches!(constraint.body, ConstraintBody::Check { .. });
    b.constraints.retain(|constraint| !is_check(constraint));
    let dialect = Driver::dialect(&mut database).expect("a version");
    assert_ne!(normalize(dialect, database.read(&[])), normalize(dialect, schema));
}

#[test]
fn objects_beside_tables() {
    let mut database = Database::new("objects");
    database.execute(
        "CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(20), age INT, ok BOOLEAN); \
         CREATE TABLE posts (id INT PRIMARY KEY, user_id INT, title VARCHAR(20)); \
         CREATE VIEW adults AS SELECT id, Name FROM users WHERE age >= 18 AND NOT ok; \
         CREATE VIEW counts AS SELECT u.id, count(*) AS posts FROM users AS u \
           LEFT OUTER JOIN posts p ON p.user_id = u.id AND (p.title <> '') \
           WHERE (u.age > 1 OR u.ok) GROUP BY u.id HAVING count(*) > 1 ORDER BY u.id ASC; \
         CREATE VIEW guarded AS SELECT id FROM posts WHERE id > 0 WITH CHECK OPTION; \
         CREATE SEQUENCE plain; \
         CREATE SEQUENCE `Odd one` START 7 INCREMENT 2 MINVALUE 3 MAXVALUE 99 CACHE 5 CYCLE; \
         CREATE SEQUENCE down INCREMENT -1; \
         CREATE FUNCTION tax(amount DECIMAL(10,2), `a rate` INT UNSIGNED) RETURNS DECIMAL(10,2) \
           DETERMINISTIC NO SQL COMMENT 'it''s' RETURN amount * `a rate` / 100; \
         CREATE PROCEDURE not_ours() SELECT 1",
    );
    database.execute(
        "CREATE TRIGGER clean BEFORE INSERT ON users FOR EACH ROW \
         BEGIN SET NEW.name = trim( NEW.name ); SET NEW.age = 1; END",
    );
    database.assert_holds(&[], |op| {
        op.create_table(
            table("users")
                .column("id", integer().primary_key())
                .column("name", varchar(20))
                .column("age", integer())
                .column("ok", boolean()),
        );
        op.create_table(
            table("posts")
                .column("id", integer().primary_key())
                .column("user_id", integer())
                .column("title", varchar(20)),
        );
        op.create_view("adults", "SELECT id, Name FROM users WHERE age >= 18 AND NOT ok;");
        op.create_view(
            "counts",
            per_dialect().mysql(
                "SELECT u.id, count(*) posts FROM users u LEFT JOIN posts p \
                 ON p.user_id = u.id AND p.title <> '' WHERE u.age > 1 OR u.ok \
                 GROUP BY u.id HAVING count(*) > 1 ORDER BY u.id",
            ),
        );
        op.create_view("guarded", "SELECT id FROM posts WHERE id > 0 WITH CASCADED CHECK OPTION");
        op.create_sequence("plain");
        op.create_sequence("Odd one")
            .start_with(7)
            .increment_by(2)
            .min_value(3)
            .max_value(99)
            .cache(5)
            .cycle();
        op.create_sequence("down").increment_by(-1);
        op.create_function(
            "tax",
            "amount numeric(10, 2), `a rate` int unsigned",
            "RETURNS numeric(10,2) NO SQL DETERMINISTIC COMMENT \"it's\"\n\
             RETURN amount * `a rate` / 100;",
        );
        op.create_trigger(
            "clean",
            "users",
            "before insert",
            "FOR EACH ROW BEGIN SET NEW.name = trim(NEW.name); SET NEW.age = 1; END;",
        );
    });
}

#[test]
fn partitions() {
    let mut database = Database::new("partitions");
    let by = [
        "RANGE (year(d)) (PARTITION p0 VALUES LESS THAN (2000), PARTITION P1 VALUES LESS THAN MAXVALUE)",
        "HASH (id) PARTITIONS 3",
        "LIST COLUMNS (s) SUBPARTITION BY HASH (id) SUBPARTITIONS 2 (PARTITION p0 VALUES IN ('a', 'b'))",
        "RANGE COLUMNS(id, `s`) (PARTITION `a b` VALUES LESS THAN (1, 'b'))",
    ];
    let mut schema = Schema::new();
    for (number, by) in by.into_iter().enumerate() {
        let name = format!("t{number}");
        database.execute(&format!(
            "CREATE TABLE {name} (id INT, d DATE, s VARCHAR(9)) PARTITION BY {by}"
        ));
        let mut table = Table::new(name);
        table.columns = declared(|op| {
            op.create_table(
                migrate_runtime::prelude::table("t")
                    .column("id", integer())
                    .column("d", date())
                    .column("s", varchar(9)),
            );
        })
        .tables
        .remove(&"t".into())
        .expect("the table")
        .columns;
        table.options.partition_by = Some(SqlText::from(by));
        schema.tables.insert(table.name.clone(), table);
    }
    database.assert_is(&[], schema);
}

#[test]
fn names_and_a_second_database() {
    let mut database = Database::new("names");
    let mut other = Database::new("other");
    other.execute(
        "CREATE TABLE `Order` (`select` INT PRIMARY KEY, `größe` INT, \
         CONSTRAINT `fk x` FOREIGN KEY (`größe`) REFERENCES introspect_names.`Mixed` (`Id`)); \
         CREATE TABLE `order` (`a``b` INT CHECK (`a``b` > 0))"
            .replace("REFERENCES introspect_names.`Mixed` (`Id`)", "REFERENCES `Order` (`select`)")
            .as_str(),
    );
    database.execute(
        "CREATE TABLE `Mixed` (`Id` INT PRIMARY KEY, \
         CONSTRAINT fk FOREIGN KEY (`Id`) REFERENCES introspect_other.`Order` (`select`)); \
         CREATE VIEW `a view` AS SELECT m.`Id` FROM `Mixed` m JOIN introspect_other.`Order` o \
           ON o.`select` = m.`Id`",
    );
    database.assert_holds(&["introspect_other", "introspect_none"], |op| {
        op.create_schema("introspect_other");
        op.create_table(
            table(("introspect_other", "Order"))
                .column("select", integer().primary_key())
                .column("größe", integer())
                .foreign_key(foreign_key(
                    "fk x",
                    ["größe"],
                    ("introspect_other", "Order"),
                    ["select"],
                )),
        );
        op.create_table(
            table(("introspect_other", "order"))
                .column("a`b", integer())
                .check("a`b", "`a``b` > 0"),
        );
        op.create_table(
            table("Mixed").column("Id", integer().primary_key()).foreign_key(foreign_key(
                "fk",
                ["Id"],
                ("introspect_other", "Order"),
                ["select"],
            )),
        );
        op.create_view(
            "a view",
            "SELECT m.Id FROM Mixed m JOIN introspect_other.`Order` o ON o.`select` = m.Id",
        );
    });
    let own = database.read(&[]);
    assert!(own.namespaces.is_empty() && own.tables.keys().all(|name| name.schema.is_none()));
    // The foreign key stands in the way of dropping the other database first.
    drop(database);
}

/// What the database has and no operation says: each is named, none is lost silently.
#[test]
fn what_cannot_be_held_is_named() {
    let mut database = Database::new("not_held");
    database.execute(
        "CREATE TABLE plain (id INT PRIMARY KEY, KEY ix (id)) ROW_FORMAT = DYNAMIC;
         CREATE TABLE users (id INT PRIMARY KEY, KEY ix (id) COMMENT 'said') STATS_PERSISTENT = 1;
         CREATE PROCEDURE clean() SELECT 1;
         CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DO SELECT 1;
         CREATE SQL SECURITY INVOKER VIEW own AS SELECT id FROM users;
         CREATE VIEW common AS SELECT id FROM users",
    );
    let mut expected = vec![
        "event nightly",
        "index ix of users: COMMENT",
        "procedure clean",
        "table users: STATS_PERSISTENT=1",
        "view own: SQL SECURITY INVOKER",
    ];
    if matches!(Driver::dialect(&mut database).expect("a version"), Dialect::Mysql(version) if version.is_mariadb())
    {
        database.execute(
            "CREATE TABLE kept (id INT) WITH SYSTEM VERSIONING;
             ALTER TABLE users ALTER INDEX ix IGNORED;
             CREATE ALGORITHM = MERGE VIEW merged AS SELECT id FROM users",
        );
        expected.extend([
            "index ix of users: IGNORED",
            "table kept: WITH SYSTEM VERSIONING",
            "view merged: ALGORITHM = MERGE",
        ]);
    } else {
        database.execute("ALTER TABLE users ALTER INDEX ix INVISIBLE");
        expected.push("index ix of users: INVISIBLE");
    }
    expected.sort_unstable();
    let notes = database.read_all(&[]).not_held;
    let mut found: Vec<_> = notes
        .iter()
        .map(|note| match note.attribute() {
            None => note.object(),
            Some(attribute) => format!("{}: {attribute}", note.object()),
        })
        .collect();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn as_many_queries_for_fifty_tables_as_for_one() {
    let mut database = Database::new("queries");
    let mut queries = |count: usize| {
        for number in 0..count {
            database.execute(&format!(
                "CREATE OR REPLACE TABLE t{number} (id INT PRIMARY KEY CHECK (id > 0), a INT UNIQUE, \
                 b INT REFERENCES t{number} (id)); CREATE OR REPLACE SEQUENCE s{number}"
            ));
        }
        database.queries = 0;
        assert_eq!(database.read(&[]).tables.len(), count);
        database.queries
    };
    assert_eq!(queries(1), queries(50));
}

#[test]
fn without_a_database_only_the_named_ones_are_read() {
    let named = Database::new("named");
    let mut connection = connection();
    connection.execute("CREATE TABLE introspect_named.t (a INT)").expect("a table");
    let mut fresh = Database { connection, name: "introspect_fresh".to_owned(), queries: 0 };
    fresh.execute(
        "CREATE DATABASE introspect_fresh; USE introspect_fresh; DROP DATABASE introspect_fresh",
    );
    let schema = fresh.read(&["introspect_named"]);
    assert!(schema.tables.keys().eq([&("introspect_named", "t").into()]));
    drop(named);
}

#[test]
fn mysqls_rules_need_no_server() {
    let dialect = Dialect::Mysql(mysql::Version::mysql(8, 0, 36));
    let form = |declare: fn(&mut Op)| normalize(dialect, declared(declare));
    let uuids = form(|op| {
        op.create_table(table("t").column("a", uuid().default(sql("uuid()"))));
    });
    let chars = form(|op| {
        op.create_table(table("t").column("a", custom("CHAR(36)").default(sql("UUID()"))));
    });
    assert_eq!(uuids, chars);
}
