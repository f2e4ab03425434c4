//! Random operations that the builder can say, with texts, names and numbers that are hard to write.

use migrate_core::op::{ColumnChange, OnConflict, Operation, RawUndo};
use migrate_core::schema::{
    Action, BinaryOperator, Column, ColumnDefault, ColumnPosition, ColumnType, Constraint,
    ConstraintBody, Deferrable, ExcludeElement, Expr, ForeignKey, Index, IndexColumn, IndexTarget,
    NullsOrder, Partition, ReplicaIdentity, SqlText, Table, Value,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Texts of everything that means something in Rust, in SQL or to an editor.
pub(super) fn text() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "a", "it's", "\"", "\"#", "\\", "\\n", "\n", "\r", "\t", "\0", "7", "*/", "//", "{}", "{",
        "ä", "数", "🦀", "e\u{301}", "\u{202e}", "\u{feff}", "\u{2028}", "\u{7f}", "  ", "$$", "#",
    ];
    let piece = prop_oneof![
        4 => select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

pub(super) fn sql_text() -> impl Strategy<Value = SqlText> {
    prop_oneof![
        text().prop_map(SqlText::Common),
        (option::of(text()), option::of(text()), option::of(text()))
            .prop_map(|(sqlite, postgres, mysql)| SqlText::PerDialect { sqlite, postgres, mysql }),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Boolean),
        any::<i64>().prop_map(Value::Integer),
        (-5..5_i64).prop_map(Value::Integer),
        any::<f64>().prop_map(Value::Float),
        select(vec![0.0, -0.0, 1.0, 0.1, f64::INFINITY, f64::MIN_POSITIVE]).prop_map(Value::Float),
        "-?[0-9]{1,20}(\\.[0-9]{1,5})?".prop_map(Value::Decimal),
        text().prop_map(Value::Text),
        vec(any::<u8>(), 0..5).prop_map(Value::Bytes),
    ]
}

/// Conditions, and within them columns and SQL.
fn condition() -> impl Strategy<Value = Expr> {
    let column = || {
        prop_oneof![text().prop_map(Expr::Column), sql_text().prop_map(|sql| Expr::Sql(sql.into())),]
    };
    let comparison = (
        column(),
        select(&BinaryOperator::ALL[..7]),
        prop_oneof![value().prop_map(Expr::Value), column(),],
    )
        .prop_map(|(left, operator, right)| Expr::Binary(left.into(), operator, right.into()));
    let leaf = prop_oneof![
        2 => column(),
        4 => comparison,
        1 => (column(), any::<bool>())
            .prop_map(|(operand, negated)| Expr::IsNull { operand: operand.into(), negated }),
        1 => (column(), vec(value(), 0..3))
            .prop_map(|(operand, values)| Expr::In(operand.into(), values)),
    ];
    leaf.prop_recursive(3, 12, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|operand| Expr::Not(operand.into())),
            (inner.clone(), any::<bool>(), inner).prop_map(|(left, is_and, right)| {
                let operator = if is_and { BinaryOperator::And } else { BinaryOperator::Or };
                Expr::Binary(left.into(), operator, right.into())
            }),
        ]
    })
}

fn operand() -> impl Strategy<Value = Expr> {
    prop_oneof![3 => value().prop_map(Expr::Value), 1 => condition()]
}

fn insert() -> impl Strategy<Value = Operation> {
    let rows = (1..14_usize).prop_flat_map(|width| {
        let cell = || prop_oneof![6 => value().prop_map(Expr::Value), 1 => operand()];
        let alike = (vec(cell(), width), 1..4_usize).prop_map(|(row, count)| vec![row; count]);
        prop_oneof![vec(vec(cell(), width), 1..4), alike]
    });
    let conflict = option::of((any::<bool>(), vec(text(), 0..3)).prop_map(|(update, columns)| {
        if update { OnConflict::DoUpdate { columns } } else { OnConflict::DoNothing { columns } }
    }));
    (text(), rows, conflict).prop_map(|(table, rows, on_conflict)| Operation::Insert {
        table: table.into(),
        columns: (0..rows[0].len()).map(|at| format!("c{at}")).collect(),
        rows,
        on_conflict,
    })
}

fn setting() -> impl Strategy<Value = String> {
    const WORDS: &[&str] =
        &["true", "False", "70", "070", "0.05", "0.050", "1e5", "-1", "100000", "inf"];
    prop_oneof![text(), select(WORDS).prop_map(str::to_owned)]
}

fn index() -> impl Strategy<Value = Operation> {
    let part = (
        prop_oneof![
            text().prop_map(IndexTarget::Column),
            sql_text().prop_map(|sql| IndexTarget::Expression(sql.into())),
        ],
        any::<bool>(),
        option::of(select(vec![NullsOrder::First, NullsOrder::Last])),
        (option::of(text()), option::of(text()), option::of(any::<u32>())),
    )
        .prop_map(|(target, descending, nulls, (collation, operator_class, prefix))| {
            IndexColumn { target, descending, nulls, collation, operator_class, prefix }
        });
    let options = (
        option::of(sql_text()),
        vec(text(), 0..2),
        option::of(text()),
        vec((text(), setting()), 0..2),
        option::of(text()),
    );
    (text(), vec(part, 1..3), any::<bool>(), any::<bool>(), options).prop_map(
        |(name, columns, unique, nulls_not_distinct, options)| {
            let (filter, include, method, storage, tablespace) = options;
            let filter = filter.map(Into::into);
            let index = Index {
                name,
                columns,
                unique,
                filter,
                include,
                method,
                nulls_not_distinct,
                storage,
                tablespace,
            };
            Operation::CreateIndex { table: ("a", "b").into(), index, concurrently: false }
        },
    )
}

fn column() -> impl Strategy<Value = Operation> {
    let kinds = vec![
        ColumnType::SmallInt,
        ColumnType::Unsigned(ColumnType::BigInt.into()),
        ColumnType::Unsigned(ColumnType::Custom("TINYINT".to_owned()).into()),
        ColumnType::Boolean,
        ColumnType::Varchar(20),
        ColumnType::Numeric { precision: 8, scale: 2 },
        ColumnType::Real,
        ColumnType::Timestamp,
        ColumnType::Binary,
        ColumnType::Array(ColumnType::Text.into()),
        ColumnType::Custom("x".to_owned()),
    ];
    let default = prop_oneof![
        4 => value().prop_map(ColumnDefault::Value),
        1 => sql_text().prop_map(|sql| ColumnDefault::Sql(sql.into())),
        1 => select(vec![ColumnDefault::Now, ColumnDefault::Today]),
    ];
    (select(kinds), option::of(default), any::<bool>(), option::of(text())).prop_map(
        |(kind, default, nullable, comment)| {
            let column = Column { nullable, default, comment, ..Column::new("n", kind) };
            Operation::AddColumn { table: "t".into(), column, constraints: Vec::new() }
        },
    )
}

/// One operation; some cannot be written.
pub(super) fn operation() -> impl Strategy<Value = Operation> {
    let update = (vec((text(), operand()), 1..3), option::of(condition()))
        .prop_map(|(set, filter)| Operation::Update { table: "t".into(), set, filter });
    let default = value().prop_map(|value| Operation::AlterColumn {
        table: "t".into(),
        column: "a".to_owned(),
        change: ColumnChange {
            default: Some(Some(ColumnDefault::Value(value))),
            ..ColumnChange::default()
        },
    });
    let execute = (sql_text(), option::of(sql_text())).prop_map(|(sql, undo)| Operation::Execute {
        sql,
        effect: None,
        undo: undo.map_or(RawUndo::Unknown, RawUndo::Sql),
    });
    prop_oneof![insert(), update, default, execute, index(), column()]
}

const COLUMNS: [&str; 4] = ["a", "b", "c", "d"];

fn constraint() -> impl Strategy<Value = Constraint> {
    let columns = || {
        let some = subsequence(&COLUMNS[..], 1..3).prop_shuffle();
        some.prop_map(|some| some.into_iter().map(str::to_owned).collect::<Vec<_>>())
    };
    let deferrable = || {
        select(vec![
            Deferrable::No,
            Deferrable::No,
            Deferrable::InitiallyImmediate,
            Deferrable::InitiallyDeferred,
        ])
    };
    let action = || select(vec![Action::NoAction, Action::Cascade, Action::SetNull]);
    let key = columns().prop_map(|columns| ConstraintBody::PrimaryKey { columns });
    let unique = (columns(), option::weighted(0.2, columns()), any::<bool>(), deferrable())
        .prop_map(|(columns, include, nulls, deferrable)| ConstraintBody::Unique {
            columns,
            include: include.unwrap_or_default(),
            nulls_not_distinct: nulls,
            deferrable,
        });
    let plain = columns().prop_map(|columns| ConstraintBody::Unique {
        columns,
        include: Vec::new(),
        nulls_not_distinct: false,
        deferrable: Deferrable::No,
    });
    let flags = (prop::bool::weighted(0.2), prop::bool::weighted(0.8));
    let reference = (columns(), columns(), action(), action(), deferrable(), flags).prop_map(
        |(
            mut columns,
            mut referenced,
            on_delete,
            on_update,
            deferrable,
            (match_full, validated),
        )| {
            let width = columns.len().min(referenced.len());
            columns.truncate(width);
            referenced.truncate(width);
            ConstraintBody::ForeignKey(ForeignKey {
                columns,
                table: "t".into(),
                referenced,
                match_full,
                on_delete,
                on_update,
                deferrable,
                validated,
            })
        },
    );
    let check = prop::bool::weighted(0.8)
        .prop_map(|validated| ConstraintBody::Check { expression: "a > 0".into(), validated });
    let exclude = deferrable().prop_map(|deferrable| ConstraintBody::Exclude {
        method: "gist".to_owned(),
        elements: vec![ExcludeElement { expression: "a".into(), operator: "=".to_owned() }],
        filter: None,
        deferrable,
    });
    let names = vec!["pk_t", "uq_t_a", "uq_t_b", "fk_t_c_t", "fk_t_a_t", "ck_t_b", "x", "y", "z"];
    let body =
        prop_oneof![1 => key, 1 => unique, 3 => plain, 3 => reference, 2 => check, 1 => exclude];
    (select(names), body).prop_map(|(name, body)| Constraint::named(name, body))
}

/// A new table, which may contradict itself.
pub(super) fn table() -> impl Strategy<Value = Table> {
    let kinds = vec![ColumnType::Integer, ColumnType::Text, ColumnType::Custom("x".to_owned())];
    let default = prop_oneof![
        3 => Just(None),
        1 => Just(Some(ColumnDefault::Value(Value::Null))),
        1 => Just(Some(ColumnDefault::Sql("1".into()))),
    ];
    let position = prop_oneof![
        4 => Just(None),
        1 => Just(Some(ColumnPosition::First)),
        1 => select(&COLUMNS[..]).prop_map(|it| Some(ColumnPosition::After(it.to_owned()))),
    ];
    let columns = vec((select(kinds), any::<bool>(), default, position), COLUMNS.len());
    let order = option::of(Just(COLUMNS.map(str::to_owned).to_vec()).prop_shuffle());
    let index = (select(&COLUMNS[..]), any::<bool>());
    let identity = select(vec![
        ReplicaIdentity::Default,
        ReplicaIdentity::Full,
        ReplicaIdentity::Index("ix_a".to_owned()),
        ReplicaIdentity::Index("uq_t_a".to_owned()),
    ]);
    let rest = (vec(index, 0..3), identity, any::<bool>());
    (columns, order, vec(constraint(), 0..5), rest).prop_map(
        |(columns, order, constraints, (indexes, identity, is_partitioned))| {
            let mut table = Table::new("t");
            for (name, (kind, nullable, default, position)) in COLUMNS.iter().zip(columns) {
                let mut column = Column { nullable, default, ..Column::new(*name, kind) };
                column.mysql.position = position;
                table.columns.push(column);
            }
            table.mysql_order = order.unwrap_or_default();
            table.constraints = constraints;
            table.indexes.extend(indexes.into_iter().map(|(column, unique)| Index {
                name: format!("ix_{column}"),
                columns: vec![IndexColumn::from(column)],
                unique,
                ..Index::default()
            }));
            table.options.replica_identity = identity;
            if is_partitioned {
                table.options.partition_by = Some("RANGE (a)".into());
                let bounds = "DEFAULT".to_owned();
                table.partitions.push(Partition { name: "t_other".into(), bounds });
            }
            table
        },
    )
}
