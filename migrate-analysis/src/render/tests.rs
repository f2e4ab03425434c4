//! What is split, what is refused, and the text that comes of it.

mod compiled;
mod literals;
mod models;
mod random;
mod revision;

use migrate_core::op::{
    ColumnChange, MysqlColumnChange, Operation, RawUndo, RunStep, TableChange, TimeoutKind,
};
use migrate_core::schema::{
    Column, ColumnDefault, ColumnType, Constraint, ConstraintBody, Deferrable, ExcludeElement,
    Expr, ForeignKey, Identity, Index, IndexColumn, MaterializedView, Object, Partition,
    ReplicaIdentity, Table, Value,
};

use super::{RenderError, function};

fn body(operations: &[Operation]) -> String {
    let text = function("upgrade", operations).unwrap();
    let inside = text.strip_prefix("fn upgrade(op: &mut Op) {\n").unwrap();
    let lines = inside.strip_suffix("}\n").unwrap().lines();
    lines.map(|line| [line.strip_prefix("    ").unwrap_or(line), "\n"].concat()).collect()
}

fn refusal(operations: &[Operation]) -> String {
    let error = function("upgrade", operations).unwrap_err();
    let mut text = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

fn new_table(edit: impl FnOnce(&mut Table)) -> Operation {
    let mut table = Table::new("t");
    for name in ["a", "b", "c"] {
        table.columns.push(Column::new(name, ColumnType::Integer));
    }
    edit(&mut table);
    Operation::CreateTable { table, if_not_exists: false }
}

fn add_column(edit: impl FnOnce(&mut Column)) -> Operation {
    let mut column = Column::new("n", ColumnType::Integer);
    edit(&mut column);
    Operation::AddColumn { table: "t".into(), column, constraints: Vec::new() }
}

#[test]
fn the_mode_is_that_of_the_operations() {
    let build = Operation::CreateIndex {
        table: "t".into(),
        index: Index { name: "ix".to_owned(), columns: vec!["a".into()], ..Index::default() },
        concurrently: true,
    };
    let outside = function("upgrade", std::slice::from_ref(&build)).unwrap();
    assert!(outside.starts_with("fn upgrade(op: &mut Op<NoTx>) {"), "{outside}");
    assert_eq!(function("downgrade", &[]).unwrap(), "fn downgrade(_: &mut Op) {}\n");
    let lock = Operation::LockTable { table: "t".into() };
    let error = function("upgrade", &[build.clone(), lock]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`lock table t` needs a transaction, and `create index ix on t concurrently` must run outside of one"
    );
    assert!(error.hint().is_some());
    let effect = Some(vec![build]);
    let raw = Operation::Execute { sql: "X".into(), effect, undo: RawUndo::Unknown };
    assert_eq!(
        refusal(&[raw]),
        "`execute `X`` cannot be written in Rust: the builder has no word for an effect outside of a transaction"
    );
}

#[test]
fn what_the_builder_cannot_say_is_refused() {
    let unnamed =
        Constraint { name: None, body: ConstraintBody::PrimaryKey { columns: vec!["a".into()] } };
    let table_change = |change| Operation::AlterTable { table: "t".into(), change };
    let column_change =
        |change| Operation::AlterColumn { table: "t".into(), column: "a".to_owned(), change };
    for (operation, reason) in [
        (
            Operation::Run(RunStep::opaque("diesel::PgConnection", None)),
            "the function that it calls is known only to the program that recorded it",
        ),
        (new_table(|table| table.constraints.push(unnamed)), "a primary key has no name"),
        (
            add_column(|column| column.identity = Some(Identity::default())),
            "the builder has no word for the identity of `n`, which takes NULL",
        ),
        (
            add_column(|column| column.default = Some(ColumnDefault::Value("x".into()))),
            "the builder has no word for such a default of `n`, which is of the type `integer`",
        ),
        (
            add_column(|column| column.column_type = ColumnType::Unsigned(ColumnType::Text.into())),
            "the builder has no word for `text` without a sign",
        ),
        (
            table_change(TableChange {
                reset_storage: vec!["fillfactor".to_owned(), "fillfactor".to_owned()],
                ..TableChange::default()
            }),
            "the builder has no word for two changes of one storage parameter",
        ),
        (
            column_change(ColumnChange { using: Some("a".into()), ..ColumnChange::default() }),
            "the builder has no word for `using` without a new type",
        ),
        (
            column_change(ColumnChange {
                mysql: MysqlColumnChange::default(),
                ..ColumnChange::default()
            }),
            "the builder has no word for a change of nothing",
        ),
        (
            Operation::Delete { table: "t".into(), filter: Some(Expr::Value(true.into())) },
            "the builder has no word for a constant as a condition",
        ),
        (
            Operation::SetTimeout { kind: TimeoutKind::Lock, milliseconds: -1 },
            "the builder has no word for a timeout of -1 ms",
        ),
        (
            Operation::IfNeeded(Box::new(Operation::LockTable { table: "t".into() })),
            "the builder has no word for `lock table t` under a condition",
        ),
        (
            Operation::Execute {
                sql: "X".into(),
                effect: Some(vec![Operation::Run(RunStep::opaque("C", None))]),
                undo: RawUndo::Unknown,
            },
            "its effect `run a function` cannot be written: the function that it calls is known only to the program that recorded it",
        ),
    ] {
        let error = refusal(std::slice::from_ref(&operation));
        assert_eq!(error, format!("`{operation}` cannot be written in Rust: {reason}"));
    }
    for name in ["", "up grade", "fn", "1"] {
        let error = function(name, &[]).unwrap_err();
        assert_eq!(error, RenderError::Name(name.to_owned()));
    }
}

#[test]
fn an_order_of_columns_is_said_at_them() {
    for (order, positions) in [
        (["a", "b", "c"], ["", "", ""]),
        (["c", "a", "b"], ["", "", ".mysql_first()"]),
        (["a", "c", "b"], ["", "", ".mysql_after(\"a\")"]),
        (["c", "b", "a"], ["", ".mysql_first()", ".mysql_first()"]),
        (["b", "c", "a"], ["", ".mysql_first()", ".mysql_after(\"b\")"]),
    ] {
        let ordered = new_table(|table| table.mysql_order = order.map(str::to_owned).to_vec());
        let text = body(&[ordered]);
        let columns: Vec<_> = ["a", "b", "c"]
            .iter()
            .zip(positions)
            .map(|(name, position)| format!(".column(\"{name}\",integer(){position})"))
            .collect();
        let flat: String = text.split_whitespace().collect();
        assert!(flat.contains(&columns.concat()), "{order:?}: {text}");
    }
}

#[test]
fn what_a_new_table_cannot_say_follows_it() {
    let everything = new_table(|table| {
        let excluded = ConstraintBody::Exclude {
            method: "gist".to_owned(),
            elements: vec![ExcludeElement { expression: "a".into(), operator: "=".to_owned() }],
            filter: None,
            deferrable: Deferrable::No,
        };
        let unchecked = ConstraintBody::Check { expression: "a > 0".into(), validated: false };
        table.constraints.push(Constraint::named("ex", excluded));
        table.constraints.push(Constraint::named("ck", unchecked));
        table.indexes.push(Index {
            name: "ix".to_owned(),
            columns: vec![IndexColumn::from("b")],
            unique: true,
            ..Index::default()
        });
        table.options.replica_identity = ReplicaIdentity::Index("ix".to_owned());
        table.columns[2].default = Some(ColumnDefault::Value(Value::Null));
        table.partitions.push(Partition { name: "t1".into(), bounds: "DEFAULT".to_owned() });
    });
    assert_eq!(
        body(&[everything]),
        r#"op.create_table(
    table("t").column("a", integer()).column("b", integer()).column("c", integer()),
);
op.alter_column("t", "c").default(null());
op.create_exclude_constraint("ex", "t", "gist", [("a", "=")]);
op.create_check_constraint("ck", "t", "a > 0").not_valid();
op.create_index("ix", "t", ["b"]).unique();
op.alter_table("t")
    .postgres_replica_identity(ReplicaIdentity::Index("ix".to_owned()));
op.create_partition("t1", "t", "DEFAULT");
"#
    );
    let filled = add_column(|column| column.nullable = false);
    assert_eq!(
        body(&[filled]),
        "op.add_column(\"t\", \"n\", integer());\nop.alter_column(\"t\", \"n\").not_null();\n"
    );
    let view = MaterializedView {
        name: "v".into(),
        query: "SELECT 1 AS a".into(),
        with_data: true,
        indexes: vec![Index {
            name: "ix".to_owned(),
            columns: vec![IndexColumn::from("a")],
            ..Index::default()
        }],
    };
    assert_eq!(
        body(&[Operation::CreateObject(Object::MaterializedView(view))]),
        "op.create_materialized_view(\"v\", \"SELECT 1 AS a\");\nop.create_index(\"ix\", \"v\", [\"a\"]);\n"
    );
    let mixed = Operation::Insert {
        table: "t".into(),
        columns: vec!["a".to_owned(), "b".to_owned()],
        rows: vec![
            vec![Expr::from(1), Expr::from("x")],
            vec![Expr::Sql("1 + 1".into()), Expr::Value(Value::Null)],
        ],
        on_conflict: None,
    };
    assert_eq!(
        body(&[mixed]),
        "op.insert(\"t\").set(\"a\", 1).set(\"b\", \"x\");\nop.insert(\"t\").set(\"a\", sql(\"1 + 1\")).set(\"b\", null());\n"
    );
}

#[test]
fn a_character_set_brings_its_collation() {
    let named = |name: &str| Some(Some(name.to_owned()));
    let alter = |charset, collation| {
        let change = TableChange { charset, collation, ..TableChange::default() };
        body(&[Operation::AlterTable { table: "t".into(), change }])
    };
    assert_eq!(
        alter(named("utf8mb4"), Some(None)),
        "op.alter_table(\"t\").mysql_charset(\"utf8mb4\");\n"
    );
    assert_eq!(
        alter(Some(None), Some(None)),
        "op.alter_table(\"t\").drop_mysql_charset().drop_mysql_collation();\n"
    );
}

#[test]
fn a_table_that_references_itself_knows_its_key_first() {
    let key = |column: &str, referenced: &str| {
        ConstraintBody::ForeignKey(ForeignKey {
            columns: vec![column.to_owned()],
            table: "t".into(),
            referenced: vec![referenced.to_owned()],
            match_full: false,
            on_delete: migrate_core::schema::Action::NoAction,
            on_update: migrate_core::schema::Action::NoAction,
            deferrable: Deferrable::No,
            validated: true,
        })
    };
    let primary = || {
        let body = ConstraintBody::PrimaryKey { columns: vec!["b".to_owned()] };
        Constraint::named("pk_t", body)
    };
    let referring = |column: &str| {
        new_table(|table| {
            table.columns[1].nullable = false;
            table.constraints.push(primary());
            let name = format!("fk_t_{column}_t");
            table.constraints.push(Constraint::named(name, key(column, "b")));
        })
    };
    let before = body(&[referring("a")]);
    assert!(
        before.contains(r#".foreign_key(foreign_key("fk_t_a_t", ["a"], "t", ["b"]))"#),
        "{before}"
    );
    let after = body(&[referring("c")]);
    assert!(after.contains(r#".column("c", integer().references("t", "b"))"#), "{after}");
}
