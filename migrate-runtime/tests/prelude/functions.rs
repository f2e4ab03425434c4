//! Functions that run with the connection: a closure and a name, with and without a script.

use diesel::prelude::*;
use migrate_runtime::prelude::*;

diesel::table! {
    users (id) {
        id -> Integer,
        name -> Text,
    }
}

#[migration(rev = "functions", down_rev = "outside")]
fn upgrade(op: &mut Op) {
    op.run(|connection: &mut SqliteConnection| {
        diesel::update(users::table).set(users::name.eq("x")).execute(connection)
    });
    op.run(trim).offline("UPDATE users SET name = trim(name)");
    op.run(trim).offline(per_dialect().sqlite("UPDATE users SET name = trim(name)"));
}

fn downgrade(op: &mut Op) {
    op.run(|_: &mut SqliteConnection| Ok(()));
}

fn trim(connection: &mut SqliteConnection) -> Result<(), RunError> {
    diesel::sql_query("UPDATE users SET name = trim(name)").execute(connection)?;
    Ok(())
}
