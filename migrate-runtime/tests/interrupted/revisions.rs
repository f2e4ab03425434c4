//! Revisions with every kind of statement, most of which leave something else when they run twice.

use diesel::{MysqlConnection, PgConnection, RunQueryDsl as _, SqliteConnection};
use migrate_runtime::__private_0_1::{
    ExpectedRevision, RegisteredDowngrade, RegisteredRevision, inventory, record,
};
use migrate_runtime::prelude::*;
use migrate_runtime::{Migrations, Settings};

use RegisteredDowngrade::{Auto, Irreversible};

diesel::table! { account (name) { name -> Text, balance -> Integer } }

fn accounts<M: migrate_runtime::op::Mode>(op: &mut Op<M>) {
    op.create_table(
        table("account")
            .column("name", varchar(40).not_null())
            .column("balance", integer().not_null())
            .primary_key(["name"]),
    );
    op.create_table(
        table("tally")
            .column("name", varchar(40).not_null())
            .column("balance", integer().not_null()),
    );
    op.bulk_insert("account", ["name", "balance"], [("anna", 1), ("bert", 2)]);
}

fn more<M: migrate_runtime::op::Mode>(op: &mut Op<M>) {
    op.update("account").set("balance", sql("balance * 2"));
}

package!(MYSQL, "interrupted-mysql", Settings::DEFAULT, {
    "m_tables" after [] => |op: &mut Op| accounts(op), Auto;
    "m_mixed" after ["m_tables"] => |op: &mut Op| {
        op.add_column("account", "nick", varchar(20));
        more(op);
        op.create_index("ix_nick", "account", ["nick"]);
        op.execute("UPDATE account SET balance = balance + 10").effect(|_| {});
        op.alter_column("account", "nick").set_type(varchar(80)).default("none");
        op.run(|connection: &mut MysqlConnection| {
            diesel::update(account::table)
                .set(diesel::ExpressionMethods::eq(account::balance, account::balance + 100))
                .execute(connection)
        });
        op.execute(
            "INSERT INTO tally VALUES ('anna', 1); UPDATE tally SET balance = balance + 1; \
             INSERT INTO tally VALUES ('bert', 5)",
        ).effect(|_| {});
        op.execute("SET @more = 7; UPDATE account SET balance = balance + @more").effect(|_| {});
        op.execute("ALTER TABLE account ADD COLUMN raw INT, ADD INDEX ix_raw (raw)").effect(|_| {});
        op.create_view("rich", "SELECT name FROM account WHERE balance > 1");
        op.create_trigger("tr_tally", "tally", "BEFORE INSERT", "FOR EACH ROW SET NEW.balance = NEW.balance + 1");
        op.insert("tally").set("name", "anna").set("balance", 3);
        op.rename_table("tally", "counts");
        op.rename_table("counts", "tally");
        op.alter_column("account", "nick").rename_to("called");
        op.drop_index("ix_nick", "account");
        op.create_foreign_key("fk_tally", "tally", ["name"], "account", ["name"]);
        more(op);
    }, Irreversible("rows");
    "m_away" after ["m_mixed"] => |op: &mut Op| {
        op.drop_trigger("tr_tally", "tally");
        op.drop_view("rich");
        op.drop_foreign_key("fk_tally", "tally");
        op.drop_column("account", "called");
        op.execute("CREATE INDEX ix_balance ON account (balance)").effect(|_| {});
        op.create_table(table("other").column("id", integer().primary_key()));
        op.create_table_comment("other", "another");
        more(op);
        op.drop_table("other");
    }, Irreversible("rows");
    "m_rows" after ["m_away"] => |op: &mut Op| more(op), Irreversible("rows");
    "m_back" after ["m_rows"] => |op: &mut Op| {
        op.create_table(table("last").column("id", integer().primary_key()));
        op.add_column("account", "last", integer());
    }, Auto;
});

package!(POSTGRES, "interrupted-postgres", Settings::DEFAULT, {
    "p_tables" after [] => |op: &mut Op<NoTx>| accounts(op), Irreversible("rows");
    "p_mixed" after ["p_tables"] => |op: &mut Op<NoTx>| {
        op.add_column("account", "nick", varchar(20));
        more(op);
        op.create_index("ix_nick", "account", ["nick"]).concurrently();
        op.execute("UPDATE account SET balance = balance + 10").effect(|_| {});
        op.execute("SET search_path = public, pg_catalog").effect(|_| {});
        op.execute(
            "INSERT INTO tally VALUES ('anna', 1); UPDATE tally SET balance = balance + 1; \
             INSERT INTO tally VALUES ('bert', 5)",
        ).effect(|_| {});
        op.execute("VACUUM account").effect(|_| {});
        op.execute(
            "CREATE PROCEDURE earn() LANGUAGE plpgsql AS $$ BEGIN UPDATE account SET balance = balance + 3; END $$",
        ).effect(|_| {});
        op.execute("CALL earn()").effect(|_| {});
        op.execute("DROP PROCEDURE earn").effect(|_| {});
        op.alter_column("account", "nick").set_type(text());
        more(op);
        op.create_view("rich", "SELECT name FROM account WHERE balance > 1");
        op.drop_index("ix_nick", "account").concurrently();
        op.rename_table("tally", "counts");
        more(op);
        op.rename_table("counts", "tally");
    }, Irreversible("rows");
    "p_rows" after ["p_mixed"] => |op: &mut Op| more(op), Irreversible("rows");
    "p_last" after ["p_rows"] => |op: &mut Op<NoTx>| {
        more(op);
        op.create_index("ix_last", "account", ["balance"]).concurrently();
    }, Irreversible("rows");
});

package!(SQLITE, "interrupted-sqlite", Settings::DEFAULT, {
    "s_tables" after [] => |op: &mut Op<NoTx>| accounts(op), Irreversible("rows");
    "s_mixed" after ["s_tables"] => |op: &mut Op<NoTx>| {
        op.add_column("account", "nick", varchar(20));
        more(op);
        op.create_index("ix_nick", "account", ["nick"]);
        op.execute("UPDATE account SET balance = balance + 10").effect(|_| {});
        op.execute("PRAGMA case_sensitive_like = ON").effect(|_| {});
        op.execute(
            "INSERT INTO tally VALUES ('anna', 1); UPDATE tally SET balance = balance + 1; \
             INSERT INTO tally VALUES ('bert', 5)",
        ).effect(|_| {});
        op.execute("VACUUM").effect(|_| {});
        op.alter_column("account", "nick").set_type(text()).default("none");
        // A rebuild that runs twice is seen in the rows.
        op.alter_column("account", "balance").set_type(big_int()).using("balance * 2");
        more(op);
        op.create_view("rich", "SELECT name FROM account WHERE balance > 1");
        op.rename_table("tally", "counts");
        more(op);
        op.rename_table("counts", "tally");
    }, Irreversible("rows");
    "s_rows" after ["s_mixed"] => |op: &mut Op| more(op), Irreversible("rows");
});

package!(FUNCTIONS, "interrupted-functions", Settings::DEFAULT, {
    "f_tables" after [] => |op: &mut Op| accounts(op), Auto;
    "f_run" after ["f_tables"] => |op: &mut Op<NoTx>| {
        more(op);
        op.run(|connection: &mut SqliteConnection| {
            diesel::update(account::table)
                .set(diesel::ExpressionMethods::eq(account::balance, account::balance + 100))
                .execute(connection)
        })
        .or(|connection: &mut PgConnection| {
            diesel::update(account::table)
                .set(diesel::ExpressionMethods::eq(account::balance, account::balance + 100))
                .execute(connection)
        })
        .or(|connection: &mut MysqlConnection| {
            diesel::update(account::table)
                .set(diesel::ExpressionMethods::eq(account::balance, account::balance + 100))
                .execute(connection)
        });
        more(op);
    }, Irreversible("rows");
    "f_after" after ["f_run"] => |op: &mut Op| more(op), Irreversible("rows");
});

package!(COMMITTING, "interrupted-committing", Settings::DEFAULT, {
    "c_tables" after [] => |op: &mut Op| accounts(op), Auto;
    "c_call" after ["c_tables"] => |op: &mut Op<NoTx>| {
        op.execute(
            "CREATE PROCEDURE earn() LANGUAGE plpgsql AS $$ BEGIN \
             UPDATE account SET balance = balance + 3; COMMIT; \
             UPDATE account SET balance = balance + 4; END $$",
        ).effect(|_| {});
        op.execute("CALL earn()").effect(|_| {});
        op.execute("DO $$ BEGIN UPDATE account SET balance = balance + 5; COMMIT; END $$").effect(|_| {});
        op.execute("DROP PROCEDURE earn").effect(|_| {});
    }, Irreversible("rows");
});

package!(TRUNCATING, "interrupted-truncating", Settings::DEFAULT, {
    "t_tables" after [] => |op: &mut Op| accounts(op), Auto;
    "t_cut" after ["t_tables"] => |op: &mut Op| {
        more(op);
        op.execute("TRUNCATE TABLE tally").effect(|_| {});
        more(op);
    }, Irreversible("rows");
});

/// Code of the server's that commits, which it refuses within a transaction.
pub(crate) fn committing() -> &'static Migrations {
    &COMMITTING
}

pub(crate) fn truncating() -> &'static Migrations {
    &TRUNCATING
}

package!(BROKEN, "interrupted-broken", Settings::DEFAULT, {
    "e_tables" after [] => |op: &mut Op| accounts(op), Auto;
    "e_mixed" after ["e_tables"] => |op: &mut Op<NoTx>| {
        more(op);
        op.execute("UPDATE nothing SET balance = 0").effect(|_| {});
        more(op);
    }, Irreversible("rows");
});

package!(MENDED, "interrupted-mended", Settings::DEFAULT, {
    "e_tables" after [] => |op: &mut Op| accounts(op), Auto;
    "e_mixed" after ["e_tables"] => |op: &mut Op<NoTx>| {
        more(op);
        op.execute("UPDATE account SET balance = balance + 1").effect(|_| {});
        more(op);
        op.execute("UPDATE account SET balance = balance + 1").effect(|_| {});
    }, Irreversible("rows");
});

package!(TURNED, "interrupted-turned", Settings::DEFAULT, {
    "e_tables" after [] => |op: &mut Op| accounts(op), Auto;
    "e_mixed" after ["e_tables"] => |op: &mut Op<NoTx>| {
        op.execute("UPDATE account SET balance = 0").effect(|_| {});
        more(op);
    }, Irreversible("rows");
});

/// One package as it failed, as it was mended, and with another statement in the place of one that ran.
pub(crate) fn edited() -> [&'static Migrations; 3] {
    [&BROKEN, &MENDED, &TURNED]
}

pub(crate) fn mysql() -> &'static Migrations {
    &MYSQL
}

pub(crate) fn postgres() -> &'static Migrations {
    &POSTGRES
}

pub(crate) fn sqlite() -> &'static Migrations {
    &SQLITE
}

pub(crate) fn functions() -> &'static Migrations {
    &FUNCTIONS
}
