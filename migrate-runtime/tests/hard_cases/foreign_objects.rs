//! What others have in the same database, and what a database has beside its schema: extensions, tables of other
//! programs, privileges, policies.

use migrate_runtime::prelude::*;

use diesel::{Connection as _, MysqlConnection};
use migrate_runtime::executor::Driver;
use migrate_runtime::schema::Schema;

use crate::support::servers;
use crate::table::{self, Case, cases, tests};

fn t(op: &mut Op) {
    op.create_table(
        table("t")
            .column("id", integer().primary_key())
            .column("c", integer())
            .index("ix_t_c", ["c"]),
    );
}

/// A definition that the user may not read is none that is not there.
#[test]
fn what_mysql_hides_is_an_error() {
    let mut scratch = servers::Scratch::<MysqlConnection>::new("hard_foreign_mysql_hidden");
    let mut own = scratch.connect(Vec::new());
    let user = scratch.name().to_owned();
    let url = scratch.url().replacen("root@", &format!("{user}:x@"), 1);
    let mut found = Vec::new();
    for (sql, grant) in [
        ("CREATE TABLE t (id integer); CREATE VIEW v AS SELECT id FROM t", "SELECT"),
        ("DROP VIEW v; CREATE FUNCTION f() RETURNS integer DETERMINISTIC RETURN 1", "EXECUTE"),
    ] {
        let database = scratch.name();
        Driver::execute(
            &mut own,
            &format!(
                "{sql}; CREATE OR REPLACE USER {user} IDENTIFIED BY 'x'; GRANT {grant} ON {database}.* TO {user}"
            ),
        )
        .expect("a user");
        let mut reader = MysqlConnection::establish(&url).expect("a connection");
        let read = table::read(&mut reader, &Schema::new());
        found.push(read.map(drop).map_err(|error| error.to_string()));
    }
    Driver::execute(&mut own, &format!("DROP USER {user}")).expect("no user");
    let error = |text: &str| Err(text.to_owned());
    assert_eq!(
        found,
        [
            error(
                "cannot read the definition of `v`: the database's user may not see it, which takes the privilege SHOW VIEW"
            ),
            error(
                "cannot read the definition of `f`: the database's user may not see it, which takes SELECT on mysql.proc \
                 on MariaDB, SHOW_ROUTINE on MySQL"
            ),
        ]
    );
}

/// Tables that the user may not read are not listed, which is no reason to create them.
#[test]
fn what_mysql_does_not_list_is_said() {
    let mut scratch = servers::Scratch::<MysqlConnection>::new("hard_foreign_mysql_listed");
    let mut own = scratch.connect(Vec::new());
    let user = scratch.name().to_owned();
    let url = scratch.url().replacen("root@", &format!("{user}:x@"), 1);
    let mut found = Vec::new();
    for grant in ["t", "*"] {
        let database = scratch.name();
        let sql = format!(
            "CREATE TABLE IF NOT EXISTS t (id integer); CREATE TABLE IF NOT EXISTS u (id integer); \
             CREATE OR REPLACE USER {user} IDENTIFIED BY 'x'; GRANT SELECT ON {database}.{grant} TO {user}"
        );
        Driver::execute(&mut own, &sql).expect("a user");
        let mut reader = MysqlConnection::establish(&url).expect("a connection");
        let read = table::read(&mut reader, &Schema::new()).expect("a catalogue");
        let tables = read.schema.tables.keys().map(ToString::to_string);
        let notes = read.not_held.iter().map(ToString::to_string);
        found.push(tables.chain(notes).collect::<Vec<_>>().join("; ").replace(database, "shop"));
    }
    Driver::execute(&mut own, &format!("DROP USER {user}")).expect("no user");
    assert_eq!(
        found,
        [
            "t; database shop may have tables and views on which its user has no privilege: they are not compared",
            "t; u",
        ]
    );
}

tests!(cases, OBJECTS);

const OBJECTS: &[Case] = cases! {
    "an extension in another schema" on [Postgres],
        before |op| { op.create_extension("pg_trgm"); },
        sql "CREATE SCHEMA ext; ALTER EXTENSION pg_trgm SET SCHEMA ext"
        => [];
    "temporary tables" on [Sqlite, Postgres, Mysql],
        before t,
        sql "CREATE TEMPORARY TABLE passing (id integer); CREATE TEMPORARY TABLE t (id integer)"
        => [];
    "foreign tables" on [Postgres],
        before t,
        sql "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE far (id integer) SERVER s"
        => [
            "not held: foreign table far is made by no operation: it is not compared",
        ];
    "a virtual table, and the tables it keeps its rows in" on [Sqlite],
        before t,
        sql "CREATE VIRTUAL TABLE ft USING fts5 (a); INSERT INTO ft VALUES ('x')"
        => [
            "not held: virtual table ft is made by no operation: it is not compared",
        ];
    "tables that SQLite makes for itself" on [Sqlite],
        before |op| op.create_table(table("t").column("id", integer().identity().primary_key())),
        sql "INSERT INTO t DEFAULT VALUES; ANALYZE"
        => [];
    "version tables of other tools" on [Sqlite, Postgres, Mysql],
        before t,
        sql "CREATE TABLE alembic_version (version_num varchar(32)); CREATE TABLE __diesel_schema_migrations (version varchar(50) PRIMARY KEY);
            CREATE TABLE SequelizeMeta (name varchar(255) PRIMARY KEY)"
        => [];
    "version tables in a schema of their own" on [Postgres],
        before t,
        sql "CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id integer); CREATE TABLE drizzle.other (id integer)"
        => [];
    "tables of another program" on [Sqlite, Postgres, Mysql],
        before t,
        sql "CREATE TABLE theirs (id integer PRIMARY KEY); CREATE VIEW their_view AS SELECT id FROM theirs; CREATE INDEX their_index ON t (id, c)",
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("c", integer()).column("n", integer()).index("ix_t_c", ["c"]))
        => [
            "drift: table theirs is in no revision",
            "drift: index their_index of t is in no revision",
            "drift: view their_view is in no revision",
            "left alone: table theirs",
            "left alone: index their_index of t",
            "left alone: view their_view",
            "change: add column t.n integer",
        ];
    "row level security and its policies" on [Postgres],
        before t,
        sql "ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (c > 0)"
        => [
            "not held: table t has `FORCE ROW LEVEL SECURITY`, which no operation says: it is not compared",
            "not held: table t has `POLICY p`, which no operation says: it is not compared",
            "not held: table t has `ROW LEVEL SECURITY`, which no operation says: it is not compared",
        ];
    "privileges of tables and columns" on [Postgres],
        before |op| { t(op); op.create_view("v", "SELECT id FROM t"); },
        sql "GRANT SELECT, INSERT ON t TO pg_monitor WITH GRANT OPTION; GRANT UPDATE (c) ON t TO PUBLIC; GRANT SELECT ON v TO PUBLIC"
        => [
            "drift: view v may differ",
            "unknown: view v may differ: PostgreSQL prints a query in its own words, of which only relations and clauses are compared",
        ];
    "a view with privileges and a comment is created again" on [Postgres],
        before |op| { t(op); op.create_view("v", "SELECT id FROM t"); },
        sql "GRANT SELECT ON v TO pg_monitor; COMMENT ON VIEW v IS 'x'",
        after |op| { t(op); op.create_view("v", "SELECT id FROM t WHERE c > 0"); }
        => [
            "not held: view v has `COMMENT`, which no operation says: it is not compared",
            "drift: view v may differ",
            "change: drop view v",
            "change: create view v",
        ];
    "privileges that new objects have by default" on [Postgres],
        sql "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO pg_monitor; CREATE TABLE t (id integer)",
        after |op| op.create_table(table("t").column("id", integer()))
        => [];
    "the type of a column with privileges of its own" on [Postgres],
        before t,
        sql "GRANT SELECT (c) ON t TO pg_monitor",
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("c", big_int()).index("ix_t_c", ["c"]))
        => [
            "change: alter column t.c: integer -> big_int",
        ];
    "an index that tells rows apart for replication is created again" on [Postgres],
        before |op| {
            op.create_table(table("r").column("id", integer().not_null()).column("c", integer().not_null()));
            op.create_index("uq", "r", ["id"]).unique();
            op.alter_table("r").postgres_replica_identity(ReplicaIdentity::Index("uq".to_owned()));
        },
        after |op| {
            op.create_table(table("r").column("id", integer().not_null()).column("c", integer().not_null()));
            op.create_index("uq", "r", ["id", "c"]).unique();
            op.alter_table("r").postgres_replica_identity(ReplicaIdentity::Index("uq".to_owned()));
        }
        => [
            "change: alter table r: REPLICA IDENTITY DEFAULT",
            "change: drop index uq of r",
            "change: create unique index uq on r (id, c)",
            "change: alter table r: REPLICA IDENTITY USING INDEX uq",
        ];
    "attributes of tables, columns and indexes" on [Postgres],
        before t,
        sql "ALTER TABLE t CLUSTER ON ix_t_c; ALTER TABLE t ALTER c SET STATISTICS 500; ALTER TABLE t ADD COLUMN w text;
            ALTER TABLE t ALTER w SET STORAGE EXTERNAL; ALTER TABLE t ALTER c SET (n_distinct = 5); COMMENT ON INDEX ix_t_c IS 'x';
            COMMENT ON CONSTRAINT pk_t ON t IS 'y'"
        => [
            "not held: column t.c has `SET (n_distinct=5)`, which no operation says: it is not compared",
            "not held: column t.c has `SET STATISTICS 500`, which no operation says: it is not compared",
            "not held: column t.w has `SET STORAGE EXTERNAL`, which no operation says: it is not compared",
            "not held: constraint pk_t of t has `COMMENT`, which no operation says: it is not compared",
            "not held: index ix_t_c of t has `CLUSTER`, which no operation says: it is not compared",
            "not held: index ix_t_c of t has `COMMENT`, which no operation says: it is not compared",
            "drift: column t.w is in no revision",
            "left alone: column t.w",
        ];
    "a table that inherits from one of the revisions" on [Postgres],
        before t, sql "CREATE TABLE child (n integer) INHERITS (t)"
        => [
            "not held: table child has `INHERITS (t)`, which no operation says: it is not compared",
            "drift: table child is in no revision",
            "left alone: table child",
        ];
};
