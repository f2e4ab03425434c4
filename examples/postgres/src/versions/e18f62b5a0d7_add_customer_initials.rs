//! Add the initials of a customer, made of the name.
//!
//! What SQL says badly is said in Rust, with diesel, typed. `.offline(..)` is what `--sql` writes in
//! its stead. The table is declared here as it is at this revision.
//!
//! Created: 2026-02-09 10:00:00 UTC
use diesel::prelude::*;
use migrate_runtime::prelude::*;

diesel::table! {
    customers (id) {
        id -> BigInt,
        name -> Text,
        initials -> Nullable<Text>,
    }
}

#[migration(rev = "e18f62b5a0d7", down_rev = "73c9a04e6d1b")]
fn upgrade(op: &mut Op) {
    op.add_column("customers", "initials", text());
    op.run(fill_initials).offline("UPDATE customers SET initials = upper(left(name, 1))");
    op.alter_column("customers", "initials").not_null();
}

fn downgrade(op: &mut Op) {
    op.drop_column("customers", "initials");
}

fn fill_initials(connection: &mut PgConnection) -> Result<(), RunError> {
    let names: Vec<(i64, String)> =
        customers::table.select((customers::id, customers::name)).load(connection)?;
    for (id, name) in names {
        diesel::update(customers::table.find(id))
            .set(customers::initials.eq(initials(&name)))
            .execute(connection)?;
    }
    Ok(())
}

/// The first letter of each word, in upper case.
fn initials(name: &str) -> String {
    let letters = name.split_whitespace().filter_map(|word| word.chars().next());
    letters.flat_map(char::to_uppercase).collect()
}
