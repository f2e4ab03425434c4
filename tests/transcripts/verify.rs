//! Revisions that do what they say, and others, without a database.

use snapbox::{assert_data_eq, str};

use crate::project::Project;

const CREATE: &str =
    "op.create_table(table(\"users\").column(\"id\", integer()).column(\"name\", text()));";
const INDEX: &str = "op.create_index(\"ix_users_name\", \"users\", [\"name\"]);";

#[test]
fn a_way_back_that_leads_elsewhere() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, "op.drop_table(\"users\");");
    project.revision("aa02", Some("aa01"), INDEX, "");
    let session = project.transcript(&[
        "cargo migrate verify",
        "cargo migrate verify aa01",
        "cargo migrate verify head --dialect postgres:15,mariadb --quiet",
        "cargo migrate verify head --format json --quiet",
        "cargo migrate verify aa09",
        "cargo migrate verify base",
        "cargo migrate verify --dialect oracle",
    ]);
    assert_data_eq!(session, str![""]);
}

#[test]
fn what_no_way_back_can_give_back() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, "op.drop_table(\"users\");");
    let drop = "op.drop_column(\"users\", \"name\");";
    project.revision("aa02", Some("aa01"), drop, "op.add_column(\"users\", \"name\", text());");
    let raw = "op.execute(\"CREATE INDEX ix ON users (name)\");";
    project.revision("aa03", Some("aa02"), raw, "op.execute(\"DROP INDEX ix\");");
    let session = project.transcript(&["cargo migrate verify"]);
    assert_data_eq!(session, str![""]);
}

#[test]
fn revisions_that_do_not_fit_together() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, "op.drop_table(\"users\");");
    let rename = "op.rename_table(\"users\", \"people\");";
    project.revision("bb01", Some("aa01"), rename, "op.rename_table(\"people\", \"users\");");
    project.revision("cc01", Some("aa01"), INDEX, "op.drop_index(\"ix_users_name\", \"users\");");
    let heads = project.transcript(&["cargo migrate verify"]);
    assert_data_eq!(heads, str![""]);
    project.write(
        "migrations/src/versions/dd01.rs",
        "//! both\nuse migrate_runtime::prelude::*;\n\n\
         #[migration(rev = \"dd01\", down_rev = [\"bb01\", \"cc01\"], downgrade = auto)]\n\
         fn upgrade(op: &mut Op) {\n    op.drop_column(\"people\", \"nam\");\n}\n",
    );
    let merged = project.transcript(&["cargo migrate verify"]);
    assert_data_eq!(merged, str![""]);
}

#[test]
fn the_databases_of_a_package() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, "op.drop_table(\"users\");");
    let manifest = project.read("migrations/Cargo.toml");
    let with = |databases: &str| {
        let setting = format!("[package.metadata.migrate]\ndatabases = {databases}");
        let manifest = manifest.replace("[package.metadata.migrate]", &setting);
        project.write("migrations/Cargo.toml", &manifest);
        project.transcript(&["cargo migrate verify"])
    };
    let session = [with("[\"postgres:16\", \"sqlite\"]"), with("\"sqlite\"")].concat();
    assert_data_eq!(session, str![""]);
}
