//! Models in a crate of their own, which the migration binary must link.

use snapbox::{assert_data_eq, str};

use crate::project::Project;

/// A project whose tables are structs of the crate `shop-models`, on which the migrations depend.
fn with_models() -> Project {
    let project = Project::with_migrations();
    let create = "op.create_table(table(\"orders\").column(\"id\", big_int().primary_key()));";
    project.revision("aa01", None, create, "op.drop_table(\"orders\");");
    let manifest = project.read("migrations/Cargo.toml");
    let runtime = manifest.lines().find(|line| line.starts_with("migrate-runtime = ")).unwrap();
    let models = "[package]\nname = \"shop-models\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n";
    let light = runtime.replace("[\"sqlite\"]", "[\"models\"]");
    project.write("models/Cargo.toml", &format!("{models}{light}\n"));
    project.write(
        "models/src/lib.rs",
        "use migrate_runtime::Model;\n\n#[derive(Model)]\npub struct Order {\n    pub id: i64,\n}\n",
    );
    let setting = "versions = \"src/versions\"\n";
    let manifest = manifest.replace(setting, &format!("{setting}models = \"shop-models\"\n"));
    let dependency = "shop-models = { path = \"../models\" }";
    project.write(
        "migrations/Cargo.toml",
        &manifest.replacen(runtime, &format!("{runtime}\n{dependency}"), 1),
    );
    project
}

#[test]
fn a_crate_of_models_that_is_not_linked_is_an_error_with_the_line_to_add() {
    let project = with_models();
    let session = project.transcript(&["cargo migrate export --format-version 1"]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate export --format-version 1
2> error: no model of `shop_models` is linked into the migration binary
2>
2> hint: write `use shop_models as _;` in `src/lib.rs` of `app-migrations`, which must depend on it: a crate that nothing names is not linked
[exit 1]

"#]]
    );

    let library = project.read("migrations/src/lib.rs");
    project.write("migrations/src/lib.rs", &format!("{library}\nuse shop_models as _;\n"));
    let output = project.migrate("export --format-version 1").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let model = "{\"crate\":\"shop_models\",\"file\":\"models/src/lib.rs\",\"line\":3,";
    assert!(text.contains(model), "{text}");

    project.write(
        "models/src/lib.rs",
        "use migrate_runtime::models;\nuse migrate_runtime::prelude::*;\n\n#[models]\nfn views(_: &mut Op) {\n    panic!(\"no view yet\");\n}\n",
    );
    let session = project.transcript(&["cargo migrate export --format-version 1"]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate export --format-version 1
2> error: the model of models/src/lib.rs:4 failed
2>   caused by: panicked at models/src/lib.rs:6:5: no view yet
[exit 3]

"#]]
    );
}

#[test]
fn a_schema_that_is_not_written_yet_is_refused_where_it_is_read_and_written_by_schema() {
    let project = Project::with_migrations();
    let create = "op.create_table(table(\"users\").column(\"id\", big_int().primary_key()));";
    project.revision("aa01", None, create, "op.drop_table(\"users\");");
    let manifest = project.read("migrations/Cargo.toml");
    let setting = "versions = \"src/versions\"\n";
    let named = format!("{setting}models = \"../src/schema.rs\"\n");
    project.write("migrations/Cargo.toml", &manifest.replace(setting, &named));
    let session = project.transcript(&[
        "cargo migrate heads",
        "cargo migrate check",
        "cargo migrate revision --autogenerate -m none",
        "cargo migrate schema --check",
        "cargo migrate schema --write",
        "cargo migrate schema --check",
        "cargo migrate check",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate heads
aa01 (head)
$ cargo migrate check
2> error: `models` of package `app-migrations` names src/schema.rs, which does not exist
2>
2> hint: `cargo migrate schema --write` writes what the revisions lead to there; or name the file that is there in `[package.metadata.migrate]` of its Cargo.toml
[exit 2]
$ cargo migrate revision --autogenerate -m none
2> error: `models` of package `app-migrations` names src/schema.rs, which does not exist
2>
2> hint: `cargo migrate schema --write` writes what the revisions lead to there; or name the file that is there in `[package.metadata.migrate]` of its Cargo.toml
[exit 2]
$ cargo migrate schema --check
2> error: src/schema.rs does not exist
2>
2> hint: `cargo migrate schema --write` writes it
[exit 10]
$ cargo migrate schema --write
2>        Wrote src/schema.rs
$ cargo migrate schema --check
2>      Checked src/schema.rs is what the revisions lead to
$ cargo migrate check
2>      Checked the revisions lead to the models

"#]]
    );
}

#[test]
fn a_wrong_setting_of_the_models_is_refused() {
    let project = Project::with_migrations();
    let manifest = project.read("migrations/Cargo.toml");
    let setting = "versions = \"src/versions\"\n";
    let wrong = format!("{setting}models = \"../src/schema\"\n");
    project.write("migrations/Cargo.toml", &manifest.replace(setting, &wrong));
    let session = project.transcript(&["cargo migrate heads"]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate heads
2> error: in `[package.metadata.migrate]` of [PROJECT]/migrations/Cargo.toml: `models` is `../src/schema`, which is no file that ends in `.rs`, no crate, and not `database`
2>
2> hint: the keys are `versions = "src/versions"`, `databases = ["postgres:15"]`, and `models = "../src/schema.rs"`, `models = "database"` or, for a crate with `#[derive(Model)]`, `models = "my_models"`
[exit 2]

"#]]
    );
}
