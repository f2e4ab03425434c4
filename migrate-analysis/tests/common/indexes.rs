//! Indexes and their parts.

use migrate_core::schema::{IndexTarget, NullsOrder};

use super::{ALL, Flip, Kept, Lost, Verdict, flip, index};

const ELSEWHERE: &str = "MariaDB has no such thing, and lowering refuses";

pub(crate) fn flips() -> Vec<Flip> {
    const NOT_MYSQL: [Verdict; 3] = [Kept, Kept, Lost(ELSEWHERE)];
    vec![
        flip("Index.name", "renamed", |it| index(it).name = "z".to_owned(), ALL),
        flip("Index.columns", "one less", |it| drop(index(it).columns.pop()), ALL),
        flip("Index.columns", "in another order", |it| index(it).columns.reverse(), ALL),
        flip("Index.unique", "on", |it| index(it).unique = true, ALL),
        flip("Index.filter", "some rows", |it| index(it).filter = Some("a > 1".into()), ALL),
        flip("Index.include", "one more", |it| index(it).include.push("b".to_owned()), ALL),
        flip("Index.method", "another", |it| index(it).method = Some("fulltext".to_owned()), ALL),
        flip(
            "Index.method",
            "the usual one",
            |it| index(it).method = Some("btree".to_owned()),
            [Kept, Lost("btree is PostgreSQL's own choice"), Lost("InnoDB has no other")],
        ),
        flip("Index.nulls_not_distinct", "on", |it| index(it).nulls_not_distinct = true, ALL),
        flip(
            "Index.storage",
            "one more",
            |it| {
                index(it).storage.push(("fillfactor".to_owned(), "70".to_owned()));
            },
            NOT_MYSQL,
        ),
        flip(
            "Index.tablespace",
            "said",
            |it| index(it).tablespace = Some("fast".to_owned()),
            NOT_MYSQL,
        ),
        flip(
            "IndexColumn.target",
            "another column",
            |it| index(it).columns[0].target = IndexTarget::Column("b".to_owned()),
            ALL,
        ),
        flip(
            "IndexColumn.target",
            "an expression",
            |it| {
                index(it).columns[0].target = IndexTarget::Expression("lower(name)".into());
            },
            ALL,
        ),
        flip("IndexColumn.descending", "on", |it| index(it).columns[0].descending = true, ALL),
        flip(
            "IndexColumn.nulls",
            "first",
            |it| index(it).columns[0].nulls = Some(NullsOrder::First),
            NOT_MYSQL,
        ),
        flip(
            "IndexColumn.collation",
            "another",
            |it| index(it).columns[0].collation = Some("utf8mb4_bin".to_owned()),
            NOT_MYSQL,
        ),
        flip(
            "IndexColumn.operator_class",
            "another",
            |it| {
                index(it).columns[0].operator_class = Some("varchar_pattern_ops".to_owned());
            },
            ALL,
        ),
        flip(
            "IndexColumn.prefix",
            "10",
            |it| index(it).columns[0].prefix = Some(10),
            [
                Lost("a prefix means nothing elsewhere"),
                Lost("a prefix means nothing elsewhere"),
                Kept,
            ],
        ),
        flip(
            "IndexColumn.prefix",
            "as long as the column",
            |it| index(it).columns[0].prefix = Some(40),
            {
                const WHY: &str = "the whole value is indexed";
                [Lost(WHY), Lost(WHY), Lost(WHY)]
            },
        ),
    ]
}
