//! Several changes at once, which need an order.

use migrate_runtime::prelude::*;

use super::{Family, Pair, column, every_pair, parent};

every_pair! {
    "a column moved to a new table that is referenced", |op| op.create_table(table("t").column("id", integer().primary_key()).column("city", varchar(40))),
        |op| {
            op.create_table(table("cities").column("id", integer().primary_key()).column("name", varchar(40).not_null().unique()));
            op.create_table(table("t").column("id", integer().primary_key()).column("city", varchar(40)).column("city_id", integer().references("cities", "id")));
            op.create_view("shown", "SELECT t.id, cities.name FROM t JOIN cities ON cities.id = t.city_id");
        };
    "a column and all that names it", |op| op.create_table(table("t").column("id", integer().primary_key())), |op| {
        op.create_table(
            table("t").column("id", integer().primary_key()).column("c", integer().not_null().default(0))
                .column("g", integer().generated("c + 1")).check("ck", "c >= 0").index("ix", ["c", "id"]).unique("uq", ["c", "id"]),
        );
        op.create_view("v", "SELECT c, g FROM t");
    };
    "a renamed table with a renamed and a new column" answered ["t=u", "t.c=d"], |op| {
        op.create_table(table("t").column("id", integer().primary_key_named("pk")).column("c", integer()));
    }, |op| {
        op.create_table(table("u").column("id", integer().primary_key_named("pk")).column("d", integer()));
    };
    "a type of a column that is renamed" answered ["t.c=d"], |op| column!(op, integer()),
        |op| op.create_table(table("t").column("id", integer().primary_key()).column("d", big_int().not_null()).column("n", integer().not_null().default(1)));
    "a referenced table and what references it", |op| column!(op, integer()), |op| {
        parent(op);
        column!(op, integer().references("p", "code").on_delete(Cascade));
        op.create_index("ix", "t", ["c"]);
    };
    "a primary key that is referenced by another", |op| {
        op.create_table(table("p").column("id", integer().not_null().unique()).column("code", integer().not_null().unique()));
        column!(op, integer().references("p", "id").foreign_key_named("fk"));
    }, |op| {
        op.create_table(table("p").column("id", integer().not_null().unique()).column("code", integer().primary_key()));
        column!(op, integer().references("p", "code").foreign_key_named("fk"));
    };
    "a name and the types of a foreign key", |op| {
        op.create_table(table("p").column("id", integer().primary_key()));
        column!(op, integer().references("p", "id").foreign_key_named("one"));
    }, |op| {
        op.create_table(table("p").column("id", big_int().primary_key()));
        column!(op, big_int().references("p", "id").foreign_key_named("other"));
    };
    "a replica identity and its index" on [Postgres],
        |op| op.create_table(table("t").column("id", integer().not_null())),
        |op| op.create_table(
            table("t").column("id", integer().not_null()).unique("uq", ["id"])
                .postgres_replica_identity(ReplicaIdentity::Index("uq".to_owned())),
        );
    "a column beside one whose default is NaN" on [Postgres],
        |op| op.create_table(table("t").column("n", double().default(f64::NAN))),
        |op| op.create_table(table("t").column("n", double().default(f64::NAN)).column("c", integer()));
}
