//! The schema after each case as the structs of a crate of models: they are compiled, and say the same schema.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use migrate_analysis::initial::initial;
use migrate_analysis::models::derived;
use migrate_analysis::render::models;
use migrate_runtime::dialect::Dialect;
use migrate_runtime::op::{Operation, apply};
use migrate_runtime::schema::{Family, Origin, Schema};

use crate::case::Case;
use crate::cases;

const DIALECTS: [(Family, &str); 3] =
    [(Family::Sqlite, "3.53.2"), (Family::Postgres, "180000"), (Family::Mysql, "10.11.6-MariaDB")];

/// A program that prints what its models record, each in a line after the module that it is in.
const MAIN: &str = r#"
use migrate_runtime::__private_0_1::{RegisteredModel, inventory};
use migrate_runtime::op::{Op, encode::{Encoder, Places}};

fn main() {
    for model in inventory::iter::<RegisteredModel> {
        let mut op: Op = Op::new();
        (model.record)(&mut op);
        let mut out = Encoder::new(Places::Named(&|_| None));
        out.object(|object| {
            object.value("crate", "modelled");
            object.value("file", "main.rs");
            object.value("line", &model.line);
            object.value("operations", &op.into_operations());
        });
        let module = model.module.rsplit("::").next().unwrap_or_default();
        println!("{module} {}", out.into_text());
    }
}
"#;

/// The schema after a case; none where the case is refused.
fn schema_after(case: &Case, dialect: Dialect) -> Option<Schema> {
    let mut schema = dialect.empty_schema();
    for recorded in case.setup.iter().chain(&case.operations) {
        apply(&recorded.operation, recorded.origin, &mut schema).ok()?;
    }
    Some(schema.on(dialect.family()))
}

/// What the crate of models of a schema says, and the schema that it should say; none of a schema that no first
/// revision makes.
fn written(schema: &Schema, dialect: Dialect) -> Option<Result<(String, Schema), String>> {
    let parts = initial(dialect, schema, &[]).ok()?;
    let operations: Vec<Operation> = parts.into_iter().flat_map(|part| part.operations).collect();
    let mut after = dialect.empty_schema();
    for operation in &operations {
        apply(operation, Origin::caller(), &mut after).ok()?;
    }
    let text = models(&operations, &after);
    Some(text.map(|text| (text, after)).map_err(|error| match std::error::Error::source(&error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }))
}

/// What the models of each module say.
fn run(modules: &BTreeMap<String, (String, Schema)>) -> BTreeMap<String, Vec<serde_json::Value>> {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("modelled");
    fs::create_dir_all(root.join("src")).expect("a directory");
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = format!(
        "[package]\nname = \"modelled\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
         migrate-runtime = {{ path = \"{}\", default-features = false, features = [\"models\"] }}\n",
        repository.display()
    );
    fs::write(root.join("Cargo.toml"), manifest).expect("a file");
    // The versions that are downloaded already.
    fs::copy(repository.join("../Cargo.lock"), root.join("Cargo.lock")).expect("a file");
    let mut source = format!("#![deny(warnings)]\n#![allow(dead_code)]\n{MAIN}");
    for (name, (text, _)) in modules {
        write!(source, "\nmod {name} {{\n{text}}}\n").expect("a string");
    }
    fs::write(root.join("src/main.rs"), source).expect("a file");
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--offline"])
        .current_dir(&root)
        .env("CARGO_TARGET_DIR", root.join("../.."))
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .output()
        .expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut said = BTreeMap::<String, Vec<_>>::new();
    for line in String::from_utf8(output.stdout).expect("JSON").lines() {
        let (module, json) = line.split_once(' ').expect("a module");
        said.entry(module.to_owned()).or_default().push(serde_json::from_str(json).expect("JSON"));
    }
    said
}

/// What models say, with the enum types that only their columns name, as the schema has them on their own.
fn with_enums(said: &Schema, expected: &Schema) -> Schema {
    let mut all = said.clone();
    for name in expected.enums.keys() {
        if let Some(kind) = said.enum_type(name) {
            all.enums.insert(name.clone(), kind.clone());
        }
    }
    all
}

#[test]
#[ignore = "builds a program, which takes a minute"]
fn the_structs_of_every_schema_say_it() {
    let (mut modules, mut refused) = (BTreeMap::new(), Vec::new());
    for (family, version) in DIALECTS {
        let dialect = Dialect::parse(family, version).expect("a known version");
        for (number, case) in cases().iter().enumerate().filter(|(_, case)| case.runs_on(dialect)) {
            let Some(schema) = schema_after(case, dialect) else { continue };
            match written(&schema, dialect) {
                None => {}
                Some(Ok(module)) if modules.values().any(|known| *known == module) => {}
                Some(Ok(module)) => {
                    modules.insert(
                        format!("{}_{number}", format!("{family:?}").to_lowercase()),
                        module,
                    );
                }
                Some(Err(refusal)) => {
                    refused.push(format!("`{}` on {dialect}: {refusal}", case.name));
                }
            }
        }
    }
    let mut said = run(&modules);
    let mut wrong = Vec::new();
    for (name, (text, expected)) in &modules {
        let models = serde_json::Value::Array(said.remove(name).unwrap_or_default());
        let empty = Schema::read_by(expected.syntax);
        match derived::read(models, empty) {
            Ok(found)
                if with_enums(&found.schema, expected).sorted() == expected.clone().sorted() => {}
            Ok(found) => wrong.push(format!("{name}: {text}\n{found:#?}\n{expected:#?}")),
            Err(error) => wrong.push(format!(
                "{name}: {error}: {:?}\n{text}",
                std::error::Error::source(&error).map(ToString::to_string)
            )),
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), modules.len(), wrong.join("\n"));
}
