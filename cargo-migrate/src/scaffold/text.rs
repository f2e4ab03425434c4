//! The text of a new package's files: [`files`], and [`manifest_of_structs`].

use super::models::{NewModels, StructsCrate};
use super::{NewPackage, crate_name};

/// The files of a package by their names.
pub(super) fn files(package: &NewPackage) -> [(&'static str, String); 5] {
    [
        ("Cargo.toml", manifest(package)),
        ("build.rs", BUILD.to_owned()),
        ("src/lib.rs", library(package)),
        ("src/main.rs", main(package)),
        // So that git keeps the directory.
        ("src/versions/.gitkeep", String::new()),
    ]
}

fn manifest(package: &NewPackage) -> String {
    let NewPackage { name, directory: _, runtime, database, databases, models } = package;
    let source = runtime.source();
    let dependency = match models {
        Some(NewModels::Structs(StructsCrate { name, path })) => {
            format!("{name} = {{ path = {} }}\n", toml_edit::Value::from(path.as_str()))
        }
        Some(NewModels::Diesel(_) | NewModels::Database) | None => String::new(),
    };
    let models = models.as_ref().map_or_else(String::new, |models| {
        let models = toml_edit::Value::from(models.setting());
        format!(
            "# What says how the database should be: `cargo migrate revision --autogenerate` writes what leads there.\n\
             models = {models}\n"
        )
    });
    let databases = databases.as_ref().map_or_else(String::new, |database| {
        let database = toml_edit::Value::from(database.as_str());
        format!(
            "# What the revisions are written for: an older version, or another database, cannot do all of it.\n\
             databases = [{database}]\n"
        )
    });
    format!(
        r#"[package]
name = "{name}"
description = "The database schema, revision by revision"
version = "0.1.0"
edition = "2024"
publish = false

# This table makes the package one that `cargo migrate` finds.
[package.metadata.migrate]
versions = "src/versions"
{databases}{models}
[features]
default = ["cli"]
# The command line. An application that calls `MIGRATIONS` depends on this package with
# `default-features = false`, and does not compile it.
cli = ["migrate-runtime/cli"]

[[bin]]
name = "{name}"
path = "src/main.rs"
required-features = ["cli"]

[dependencies]
migrate-runtime = {{ {source}, default-features = false, features = ["{database}"] }}
{dependency}# Functions that `op.run` calls take a connection of diesel:
# diesel = {{ version = "2.3", default-features = false, features = ["{database}"] }}

[build-dependencies]
migrate-runtime = {{ {source}, default-features = false, features = ["build"] }}
"#
    )
}

const BUILD: &str = r#"//! Stops the build where the revisions do not fit together, and makes cargo notice new ones.

fn main() {
    migrate_runtime::build::verify("src/versions");
}
"#;

fn library(package: &NewPackage) -> String {
    let link = match &package.models {
        Some(NewModels::Structs(StructsCrate { name, path: _ })) => format!(
            "// Links the structs, which nothing else of this package names.\nuse {} as _;\n\n",
            crate_name(name)
        ),
        Some(NewModels::Diesel(_) | NewModels::Database) | None => String::new(),
    };
    format!("{ABOUT}\n{link}migrate_runtime::versions!(\"src/versions\");\n")
}

const ABOUT: &str = r#"//! The database schema, revision by revision.
//!
//! `cargo migrate revision -m "create users"` makes a revision, `cargo migrate upgrade` applies it.
//! An application brings its database up to date with `MIGRATIONS.upgrade(&mut connection, "head")`.
//! What revisions share is a module beside this file, such as `helpers.rs`: `mod helpers;` here,
//! `use crate::helpers` there.
"#;

/// The `Cargo.toml` of the crate of the structs, which is beside the package.
pub(super) fn manifest_of_structs(package: &NewPackage, name: &str) -> String {
    let source = package.runtime.source();
    format!(
        r#"[package]
name = "{name}"
description = "The tables of the database, one struct for each"
version = "0.1.0"
edition = "2024"
publish = false

[dependencies]
# The builder alone: neither diesel nor a command line.
migrate-runtime = {{ {source}, default-features = false, features = ["models"] }}
"#
    )
}

fn main(package: &NewPackage) -> String {
    let library = crate_name(&package.name);
    format!(
        r"//! The program that `cargo migrate` builds and runs; it also runs without cargo.

use std::process::ExitCode;

fn main() -> ExitCode {{
    migrate_runtime::cli::main(&{library}::MIGRATIONS)
}}
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scaffold::Runtime;

    #[test]
    fn the_manifest_is_toml_whatever_the_path() {
        let manifest = manifest(&NewPackage {
            name: "shop-migrations".to_owned(),
            directory: "/shop/migrations".into(),
            runtime: Runtime::Path("/odd \"path\\ '' /runtime".to_owned()),
            database: "postgres",
            databases: None,
            models: Some(NewModels::Diesel("../odd \"path\"/schema.rs".to_owned())),
        });
        let document: toml_edit::DocumentMut = manifest.parse().unwrap();
        for table in ["dependencies", "build-dependencies"] {
            let path = document[table]["migrate-runtime"]["path"].as_str();
            assert_eq!(path, Some("/odd \"path\\ '' /runtime"));
        }
        let settings = &document["package"]["metadata"]["migrate"];
        assert_eq!(settings["models"].as_str(), Some("../odd \"path\"/schema.rs"));
        let features = document["dependencies"]["migrate-runtime"]["features"].as_array().unwrap();
        assert_eq!(features.get(0).unwrap().as_str(), Some("postgres"));
    }
}
