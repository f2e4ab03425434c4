//! Tables, their options and partitions.

use migrate_core::schema::{
    Column, ColumnType, Index, Origin, Partition, ReplicaIdentity, Table, Touched,
};

use super::{ALL, Flip, Kept, Lost, flip, rename, table};

const OTHERS: &str = "an option of another database means nothing here";
const PARTED: &str = "only PostgreSQL's partitions are tables";

pub(crate) fn flips() -> Vec<Flip> {
    vec![
        flip("Table.name", "renamed", |it| rename(it, "u".into()), ALL),
        flip(
            "Table.columns",
            "one more",
            |it| {
                table(it, "t").columns.push(Column::new("more", ColumnType::Integer));
            },
            ALL,
        ),
        flip("Table.columns", "one less", |it| drop(table(it, "t").columns.pop()), ALL),
        flip(
            "Table.mysql_order",
            "another",
            |it| table(it, "t").mysql_order = vec!["b".to_owned()],
            {
                const WHY: &str = "schemas are compared whatever the order of columns";
                [Lost(WHY), Lost(WHY), Lost(WHY)]
            },
        ),
        flip(
            "Table.constraints",
            "one less",
            |it| table(it, "t").constraints.retain(|one| !one.is_named("ck")),
            ALL,
        ),
        flip("Table.indexes", "one less", |it| table(it, "t").indexes.clear(), ALL),
        flip(
            "Table.indexes",
            "one more",
            |it| {
                let index = Index {
                    name: "more".to_owned(),
                    columns: vec!["b".into()],
                    ..Index::default()
                };
                table(it, "t").indexes.push(index);
            },
            ALL,
        ),
        flip(
            "Table.comment",
            "said",
            |it| table(it, "t").comment = Some("c".to_owned()),
            [Lost("SQLite has no comments"), Kept, Kept],
        ),
        flip(
            "Table.options",
            "all at once",
            |it| {
                let options = &mut table(it, "t").options;
                (options.strict, options.unlogged, options.engine) =
                    (true, true, Some("Aria".to_owned()));
            },
            ALL,
        ),
        flip(
            "Table.partitions",
            "one more",
            |it| {
                let bounds = "DEFAULT".to_owned();
                table(it, "parted").partitions.push(Partition { name: "rest".into(), bounds });
            },
            [Kept, Kept, Lost(PARTED)],
        ),
        flip(
            "Table.partitions",
            "none",
            |it| table(it, "parted").partitions.clear(),
            [Kept, Kept, Lost(PARTED)],
        ),
        flip(
            "Table.touched_by",
            "by raw SQL",
            |it| {
                let sqlite = Some(Origin::caller());
                table(it, "t").touched_by = Some(Touched { sqlite, ..Touched::default() });
            },
            {
                const WHY: &str = "what the revisions know of a table is no attribute of it";
                [Lost(WHY), Lost(WHY), Lost(WHY)]
            },
        ),
        flip(
            "TableOptions.strict",
            "on",
            |it| table(it, "t").options.strict = true,
            [Kept, Lost(OTHERS), Lost(OTHERS)],
        ),
        flip(
            "TableOptions.without_rowid",
            "on",
            |it| table(it, "t").options.without_rowid = true,
            [Kept, Lost(OTHERS), Lost(OTHERS)],
        ),
        flip(
            "TableOptions.partition_by",
            "by another column",
            |it| {
                table(it, "parted").options.partition_by = Some("RANGE (other)".into());
            },
            [Lost("SQLite has no partitions"), Kept, Kept],
        ),
        flip(
            "TableOptions.partition_by",
            "by another method",
            |it| {
                table(it, "parted").options.partition_by = Some("LIST (id)".into());
            },
            [Lost("SQLite has no partitions"), Kept, Kept],
        ),
        flip(
            "TableOptions.partition_by",
            "not at all",
            |it| {
                table(it, "parted").options.partition_by = None;
            },
            [Lost("SQLite has no partitions"), Kept, Kept],
        ),
        flip(
            "TableOptions.unlogged",
            "on",
            |it| table(it, "t").options.unlogged = true,
            [Lost(OTHERS), Kept, Lost(OTHERS)],
        ),
        flip(
            "TableOptions.storage",
            "one more",
            |it| storage(table(it, "t"), "70"),
            [Lost(OTHERS), Kept, Lost(OTHERS)],
        ),
        flip(
            "TableOptions.tablespace",
            "said",
            |it| table(it, "t").options.tablespace = Some("fast".to_owned()),
            [Lost(OTHERS), Kept, Lost(OTHERS)],
        ),
        flip(
            "TableOptions.replica_identity",
            "all columns",
            |it| table(it, "t").options.replica_identity = ReplicaIdentity::Full,
            [Lost(OTHERS), Kept, Lost(OTHERS)],
        ),
        flip(
            "TableOptions.engine",
            "another",
            |it| table(it, "t").options.engine = Some("Aria".to_owned()),
            [Lost(OTHERS), Lost(OTHERS), Kept],
        ),
        flip(
            "TableOptions.charset",
            "another",
            |it| table(it, "t").options.charset = Some("latin1".to_owned()),
            [Lost(OTHERS), Lost(OTHERS), Kept],
        ),
        flip(
            "TableOptions.collation",
            "another",
            |it| {
                table(it, "t").options.collation = Some("utf8mb4_bin".to_owned());
            },
            [Lost(OTHERS), Lost(OTHERS), Kept],
        ),
        flip(
            "TableOptions.row_format",
            "another",
            |it| {
                table(it, "t").options.row_format = Some("COMPRESSED".to_owned());
            },
            [Lost(OTHERS), Lost(OTHERS), Kept],
        ),
        flip(
            "Partition.name",
            "renamed",
            |it| table(it, "parted").partitions[0].name = "other".into(),
            [Kept, Kept, Lost(PARTED)],
        ),
        flip(
            "Partition.bounds",
            "others",
            |it| {
                table(it, "parted").partitions[0].bounds = "FOR VALUES FROM (1) TO (8)".to_owned();
            },
            [Kept, Kept, Lost(PARTED)],
        ),
    ]
}

fn storage(table: &mut Table, fill: &str) {
    table.options.storage.push(("fillfactor".to_owned(), fill.to_owned()));
}
