//! Neighbours that share an `ALTER TABLE`: what MariaDB carries out one by one it carries out together, and both leave
//! the same table.
//!
//! Some of the pairs run with every test run, `MIGRATE_TEST_SHARED=all` runs all of them; any other text runs the pairs
//! with that in their name, and prints what the server refuses.

#![cfg(all(feature = "sqlite", feature = "postgres", feature = "mysql"))]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

mod live;

use std::collections::BTreeMap;

use migrate_runtime::dialect::{Action, Dialect, lower, mysql};
use migrate_runtime::executor::Driver;
use migrate_runtime::op::{Op, Recorded};
use migrate_runtime::prelude::*;
use migrate_runtime::schema::Schema;

use live::Live;

/// Of how many pairs one runs with every test run.
const SAMPLE: usize = 43;

type Change = fn(&mut Op);

/// Tables `p`, `t` and `c`; the operations are about `t`.
const SHAPES: &[(&str, Change)] = &[
    ("a table without keys", |op| {
        op.create_table(table("p").column("id", big_int().primary_key()));
        op.create_table(
            table("t")
                .column("id", big_int().not_null())
                .column("k", big_int())
                .column("r", big_int())
                .column("s", big_int())
                .column("name", varchar(20)),
        );
    }),
    ("a table with keys", |op| {
        op.create_table(table("p").column("id", big_int().primary_key()));
        op.create_table(
            table("t")
                .column("id", big_int().primary_key())
                .column("k", big_int().not_null().unique())
                .column("r", big_int())
                .column("s", big_int())
                .column("name", varchar(20).check("name <> 'x'"))
                .foreign_key(foreign_key("fk_r", ["r"], "p", ["id"]))
                .foreign_key(foreign_key("fk_s", ["s"], "t", ["k"])),
        );
        op.create_table(table("c").column("of", big_int().references("t", "k")));
    }),
    ("a table with indexes for its keys", |op| {
        op.create_table(table("p").column("id", big_int().primary_key()));
        op.create_table(
            table("t")
                .column("id", big_int().primary_key().identity())
                .column("k", big_int().not_null())
                .column("r", big_int())
                .column("s", big_int())
                .column("name", varchar(20))
                .index("ix_r", ["r"])
                .index("ix_sk", ["s", "k"])
                .unique("uq_t_k_name", ["k", "name"])
                .foreign_key(foreign_key("fk_r", ["r"], "p", ["id"]))
                .foreign_key(foreign_key("fk_s", ["s"], "t", ["id"])),
        );
    }),
];

const CHANGES: &[(&str, Change)] = &[
    ("add a primary key", |op| {
        op.create_primary_key("pk_t", "t", ["id"]);
    }),
    ("add a wide primary key", |op| {
        op.create_primary_key("pk_t", "t", ["k", "id"]);
    }),
    ("drop the primary key", |op| {
        op.drop_primary_key("pk_t", "t");
    }),
    ("add a unique id", |op| {
        op.create_unique_constraint("uq_id", "t", ["id"]);
    }),
    ("add a unique k", |op| {
        op.create_unique_constraint("uq_k", "t", ["k"]);
    }),
    ("drop the unique k", |op| {
        op.drop_unique_constraint("uq_t_k", "t");
    }),
    ("drop the unique k, name", |op| {
        op.drop_unique_constraint("uq_t_k_name", "t");
    }),
    ("add an index over id", |op| {
        op.create_index("ix_id", "t", ["id"]);
    }),
    ("add an index over r", |op| {
        op.create_index("ix_new_r", "t", ["r"]);
    }),
    ("add an index over r, name", |op| {
        op.create_index("ix_r_name", "t", ["r", "name"]);
    }),
    ("add an index over s", |op| {
        op.create_index("ix_s", "t", ["s"]);
    }),
    ("drop the index over r", |op| {
        op.drop_index("ix_r", "t");
    }),
    ("drop the index over s, k", |op| {
        op.drop_index("ix_sk", "t");
    }),
    ("rename the index over r", |op| {
        op.rename_index("ix_r", "ix_other", "t");
    }),
    ("add a key to p", |op| {
        op.create_foreign_key("fk_p", "t", ["r"], "p", ["id"]);
    }),
    ("add a key of s to p", |op| {
        op.create_foreign_key("fk_sp", "t", ["s"], "p", ["id"]);
    }),
    ("add a key to its own id", |op| {
        op.create_foreign_key("fk_own", "t", ["r"], "t", ["id"]);
    }),
    ("add a key to its own k", |op| {
        op.create_foreign_key("fk_own_k", "t", ["r"], "t", ["k"]);
    }),
    ("drop the key of r", |op| {
        op.drop_foreign_key("fk_r", "t");
    }),
    ("drop the key of s", |op| {
        op.drop_foreign_key("fk_s", "t");
    }),
    ("rename the key of r", |op| {
        op.rename_constraint("fk_r", "fk_renamed", "t");
    }),
    ("add a column", |op| {
        op.add_column("t", "more", integer());
    }),
    ("add a numbered column", |op| {
        op.add_column("t", "n", big_int().unique().identity());
    }),
    ("add a column with a key to p", |op| {
        op.add_column("t", "p", big_int().references("p", "id"));
    }),
    ("add a column with a key to id", |op| {
        op.add_column("t", "o", big_int().references("t", "id"));
    }),
    ("add a stored column", |op| {
        op.add_column("t", "sum", big_int().generated("k + 1"));
    }),
    ("add a virtual column", |op| {
        op.add_column("t", "v", big_int().generated_virtual("k + 1"));
    }),
    ("add an index over the column", |op| {
        op.create_index("ix_more", "t", ["more"]);
    }),
    ("drop r", |op| {
        op.drop_column("t", "r");
    }),
    ("drop s", |op| {
        op.drop_column("t", "s");
    }),
    ("drop name", |op| {
        op.drop_column("t", "name");
    }),
    ("make k NOT NULL", |op| {
        op.alter_column("t", "k").not_null();
    }),
    ("let k take NULL", |op| {
        op.alter_column("t", "k").nullable();
    }),
    ("make r NOT NULL", |op| {
        op.alter_column("t", "r").not_null();
    }),
    ("another type of r", |op| {
        op.alter_column("t", "r").set_type(integer());
    }),
    ("another type of name", |op| {
        op.alter_column("t", "name").set_type(varchar(30));
    }),
    ("a default of k", |op| {
        op.alter_column("t", "k").default(5);
    }),
    ("a comment of r", |op| {
        op.alter_column("t", "r").comment("which");
    }),
    ("rename r", |op| {
        op.alter_column("t", "r").rename_to("q");
    }),
    ("rename s", |op| {
        op.alter_column("t", "s").rename_to("next");
    }),
    ("rename k", |op| {
        op.alter_column("t", "k").rename_to("kk");
    }),
    ("an identity of id", |op| {
        op.alter_column("t", "id").identity(Identity::by_default());
    }),
    ("add a check", |op| {
        op.create_check_constraint("ck_k", "t", "k > 0");
    }),
    ("drop the check", |op| {
        op.drop_check_constraint("ck_t_name", "t");
    }),
    ("a comment of the table", |op| {
        op.create_table_comment("t", "rows");
    }),
];

/// Why operations did not run.
enum Failure {
    /// A plan refuses them.
    Planned,
    Server(String),
}

#[test]
fn together_as_one_by_one_on_mysql() {
    let mode = std::env::var("MIGRATE_TEST_SHARED").unwrap_or_default();
    let sample = if mode.is_empty() { SAMPLE } else { 1 };
    let part = if mode == "all" { "" } else { mode.as_str() };
    let live = Live::mysql("shared_statements");
    let mut connection = live.connect();
    let dialect = connection.dialect().expect("a known version");
    let (mut counts, mut wrong) = (BTreeMap::<&str, usize>::new(), Vec::new());
    let pairs = SHAPES.iter().flat_map(|shape| {
        let firsts = CHANGES.iter();
        firsts.flat_map(move |first| CHANGES.iter().map(move |second| (shape, first, second)))
    });
    let named = pairs.map(|pair| {
        let (shape, first, second) = pair;
        (pair, format!("{}: {}, {}", shape.0, first.0, second.0))
    });
    for ((shape, first, second), name) in
        named.filter(|(_, name)| name.contains(part)).step_by(sample)
    {
        let mut schema_after =
            |scripts: &[&[Change]]| made(&mut *connection, dialect, shape.1, scripts);
        let apart = schema_after(&[&[first.1], &[second.1]]);
        let together = schema_after(&[&[first.1, second.1]]);
        let kind = match (apart, together) {
            (Err(Failure::Planned), _) | (_, Err(Failure::Planned)) => "refused",
            (Ok((apart, _)), Ok((together, _))) if apart == together => "alike",
            (Ok((apart, _)), Ok((together, sql))) => {
                wrong.push(format!("{name}:\n{sql}\napart: {apart}\ntogether: {together}"));
                "different"
            }
            (Ok(_), Err(Failure::Server(error))) => {
                wrong.push(format!("{name}, together: {error}"));
                "refused together"
            }
            (Err(Failure::Server(error)), together) => {
                wrong.push(format!("{name}, one by one: {error}"));
                if together.is_ok() { "refused apart" } else { "refused by the server" }
            }
        };
        *counts.entry(kind).or_default() += 1;
    }
    eprintln!("{dialect}: {counts:?}");
    assert!(counts.get("alike") > Some(&0), "nothing ran: {counts:?}");
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Makes the tables, carries out the scripts one after another, and gives what the tables are then, with the last statements.
fn made(
    connection: &mut dyn Driver,
    dialect: Dialect,
    shape: Change,
    scripts: &[&[Change]],
) -> Result<(String, String), Failure> {
    connection.execute("DROP TABLE IF EXISTS c, t, p").expect("no tables");
    let mut schema = dialect.empty_schema();
    let mut last = String::new();
    for script in std::iter::once(&[shape][..]).chain(scripts.iter().copied()) {
        let mut op = Op::new();
        for change in script {
            change(&mut op);
        }
        last = run(connection, dialect, &op.into_operations(), &mut schema)?;
    }
    let tables = ["p", "t", "c"].map(|table| {
        let rows = connection.query(&format!("SHOW CREATE TABLE {table}")).unwrap_or_default();
        rows.into_iter().flatten().flatten().nth(1).map(|text| sorted(&text)).unwrap_or_default()
    });
    Ok((tables.join("\n"), last))
}

/// The lines in an order of their own: that of indexes is the order in which they were made.
fn sorted(table: &str) -> String {
    let mut lines: Vec<_> = table.lines().map(|line| line.trim_end_matches(',')).collect();
    let columns = lines.iter().skip(1).take_while(|line| line.starts_with("  `")).count();
    lines[1 + columns..].sort_unstable();
    lines.join("\n")
}

/// Carries out the statements of a script, and gives them.
fn run(
    connection: &mut dyn Driver,
    dialect: Dialect,
    script: &[Recorded],
    schema: &mut Schema,
) -> Result<String, Failure> {
    let lowering = lower(dialect, script, schema).map_err(|_| Failure::Planned)?;
    let mut said = Vec::new();
    for statement in lowering.statements {
        let statements = match statement.action {
            Action::Sql(sql) | Action::Raw(sql) => vec![sql],
            Action::Restate(restate) => {
                let query = format!("SHOW CREATE TABLE {}", restate.table);
                let rows = connection.query(&query).expect("the table");
                let text = rows.into_iter().flatten().flatten().nth(1).expect("its text");
                restate.statements(&text).expect("a definition")
            }
            Action::Note(_) | Action::Nothing { .. } => Vec::new(),
            Action::Rebuild(_) | Action::Concurrent(_) | Action::Run(_) => {
                unreachable!("no action of MariaDB")
            }
        };
        for sql in statements {
            execute(connection, dialect, &sql)
                .map_err(|error| Failure::Server(format!("{sql}\n  {error}")))?;
            said.push(sql);
        }
    }
    Ok(said.join(";\n"))
}

/// Carries out a statement, with a weaker algorithm where the server wants one, as the executor does.
fn execute(
    connection: &mut dyn Driver,
    dialect: Dialect,
    sql: &str,
) -> Result<(), migrate_runtime::executor::DatabaseError> {
    let Err(error) = connection.execute(sql) else { return Ok(()) };
    let Dialect::Mysql(version) = dialect else { return Err(error) };
    let is_refused = error.code().is_some_and(|code| matches!(code, "1845" | "1846"));
    match mysql::weaker_algorithm(version, sql).filter(|_| is_refused) {
        Some(weaker) => execute(connection, dialect, &weaker),
        None => Err(error),
    }
}
