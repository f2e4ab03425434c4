//! Tables and what belongs to them under other names.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::situation::{MARIADB, POSTGRES, SQLITE, Situation, situation};

pub(crate) fn situations() -> Vec<Situation> {
    vec![
        situation("a new table takes the name of a renamed one")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("jobs")
                        .column("id", big_int().primary_key().identity())
                        .column("code", varchar(20).not_null().unique())
                        .column(
                            "state",
                            enumeration("job_state", ["new", "done"]).not_null().default("new"),
                        )
                        .column("size", integer().not_null().check("size > 0")),
                );
                op.create_index("ix_jobs_state", "jobs", ["state"]);
            })
            .rows("INSERT INTO jobs (code, size) VALUES ('a', 1)")
            .revision("b", |op: &mut Op| {
                op.rename_table("jobs", "jobs_old");
            })
            .revision("c", |op: &mut Op| {
                op.create_table(
                    table("jobs")
                        .column("id", big_int().primary_key().identity())
                        .column("code", varchar(20).not_null().unique())
                        .column("size", integer().not_null().check("size > 0")),
                );
            })
            .refused(POSTGRES, str![[r#"
cannot create table jobs: the name `pk_jobs` is that of a primary key of table `jobs_old`, and on PostgreSQL indexes, keys and tables share their names
  hint: choose another name, or rename the other with `op.rename_constraint(..)` or `op.rename_index(..)`

"#]])
            .query_on([SQLITE, MARIADB], "SELECT count(*) FROM jobs", str![[r#"
0

"#]]),
        situation("a new table takes the name of one that gave its names away")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("jobs")
                        .column("id", big_int().primary_key().identity())
                        .column("code", varchar(20).not_null().unique())
                        .column("size", integer().not_null().check("size > 0")),
                );
                op.create_index("ix_jobs_size", "jobs", ["size"]);
            })
            .rows("INSERT INTO jobs (code, size) VALUES ('a', 1)")
            .revision("b", |op: &mut Op| {
                op.rename_table("jobs", "jobs_old");
                op.rename_constraint("uq_jobs_code", "jobs_old", "uq_jobs_old_code");
                op.rename_constraint("ck_jobs_size", "jobs_old", "ck_jobs_old_size");
                op.rename_index("ix_jobs_size", "jobs_old", "ix_jobs_old_size");
                op.rename_constraint("pk_jobs", "jobs_old", "pk_jobs_old");
                op.create_table(
                    table("jobs")
                        .column("id", big_int().primary_key().identity())
                        .column("code", varchar(20).not_null().unique())
                        .column("size", integer().not_null().check("size > 0")),
                );
                op.create_index("ix_jobs_size", "jobs", ["size"]);
            })
            .query("SELECT count(*) FROM jobs", str![[r#"
0

"#]]),
        situation("names of constraints that are too long differ")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("account_reference_ledgers_of_the_accounting_year_so_far")
                        .column("id", integer().primary_key())
                        .column("vote_head_account_id", integer().unique())
                        .column("vote_head_account_reference_id", integer().unique()),
                );
                op.create_index(
                    "ix_account_reference_ledgers_of_the_accounting_year_so_far_vote",
                    "account_reference_ledgers_of_the_accounting_year_so_far",
                    ["vote_head_account_id"],
                );
            }),
        situation("a schema of mixed case with an enum, a sequence, a key and a view")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_schema("MyApp");
                op.create_enum(("MyApp", "Kind"), ["a", "b"]);
                op.create_table(
                    table("plain")
                        .column("id", integer().primary_key().identity_with(Identity::serial())),
                );
                op.create_table(
                    table(("MyApp", "UserTable"))
                        .column(
                            "userId",
                            integer().primary_key().identity_with(Identity::serial()),
                        )
                        .column(
                            "kind",
                            enumeration(("MyApp", "Kind"), ["a", "b"]).not_null().default("a"),
                        )
                        .column("plainId", integer().references("plain", "id").on_delete(Cascade))
                        .comment("x"),
                );
                op.create_index("IX User", ("MyApp", "UserTable"), [desc("kind")]);
            })
            .rows(
                "INSERT INTO plain DEFAULT VALUES; \
                 INSERT INTO \"MyApp\".\"UserTable\" (\"plainId\") VALUES (1)",
            )
            .revision("b", |op: &mut Op| {
                op.alter_column(("MyApp", "UserTable"), "userId")
                    .set_type(big_int())
                    .rename_to("id");
                op.rename_index("IX User", ("MyApp", "UserTable"), "ix_user");
                op.add_column(
                    ("MyApp", "UserTable"),
                    "at",
                    timestamptz().not_null().default(now()),
                );
                op.rename_table(("MyApp", "UserTable"), "users");
                op.rename_constraint("pk_UserTable", ("MyApp", "users"), "pk_users");
                op.create_view(("MyApp", "UserView"), "SELECT id FROM \"MyApp\".users");
            })
            .query(
                "SELECT schemaname, sequencename FROM pg_sequences \
                 WHERE sequencename NOT LIKE 'migrate%' ORDER BY 1, 2",
                str![[r#"
MyApp|UserTable_userId_seq
public|plain_id_seq

"#]],
            ),
    ]
}
