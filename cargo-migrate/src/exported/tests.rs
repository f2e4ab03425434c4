//! Programs that are no migration binary of this release.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::*;

/// A program that prints this and ends with this code.
fn program(
    directory: &tempfile::TempDir,
    standard_output: &str,
    standard_error: &str,
    code: u8,
) -> PathBuf {
    let binary = directory.path().join("program");
    fs::write(directory.path().join("out"), standard_output).unwrap();
    fs::write(directory.path().join("err"), standard_error).unwrap();
    let here = directory.path().display();
    let script = format!("#!/bin/sh\ncat '{here}/out'\ncat '{here}/err' >&2\nexit {code}\n");
    fs::write(&binary, script).unwrap();
    fs::set_permissions(&binary, fs::Permissions::from_mode(0o755)).unwrap();
    binary
}

/// What is read from a program that prints this and ends with this code.
fn read_from(standard_output: &str, standard_error: &str, code: u8) -> Result<Exported, String> {
    read_for(None, standard_output, standard_error, code)
}

/// The same for a package whose models are there.
fn read_for(
    models: Option<Models>,
    standard_output: &str,
    standard_error: &str,
    code: u8,
) -> Result<Exported, String> {
    let directory = tempfile::TempDir::new().unwrap();
    let binary = program(&directory, standard_output, standard_error, code);
    let package = package(models);
    let arguments = ExportArguments {
        format_version: FORMAT,
        schema_only: false,
        dialect: Some("sqlite".into()),
        from: "base".into(),
        to: "heads".into(),
    };
    read(&binary, &arguments, &package).map_err(|error| {
        let Error::Export(error) = error else { panic!("{error}") };
        let hint = error.hint().map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
        format!("{error}{hint}").replace(&binary.display().to_string(), "PROGRAM")
    })
}

fn package(models: Option<Models>) -> Package {
    Package { name: "app-m".into(), directory: "/".into(), versions: "/".into(), models }
}

const OLD: &str = "error: unrecognized subcommand 'export'\n\nUsage: m [OPTIONS] <COMMAND>\n";
const HERE: &str = env!("CARGO_PKG_VERSION");

#[test]
fn a_document_of_this_format_is_read_as_it_is() {
    let text = "{\"format_version\":1,\"runtime_version\":\"0.1.0\",\"revisions\":[\n]}\n";
    assert_eq!(read_from(text, "", 0), Ok(Exported { text: text.to_owned() }));
}

#[test]
fn another_format_is_refused_with_both_versions() {
    let found = |number: u32| {
        let text = format!("{{\"format_version\":{number},\"runtime_version\":\"9.9.9\"}}");
        read_from(&text, "", 0).unwrap_err()
    };
    assert_eq!(
        found(2),
        format!(
            "migrate-runtime 9.9.9 exports format 2, and cargo-migrate {HERE} reads format 1\n\
             hint: update this program: `cargo install cargo-migrate`"
        )
    );
    assert_eq!(
        found(0),
        format!(
            "migrate-runtime 9.9.9 exports format 0, and cargo-migrate {HERE} reads format 1\n\
             hint: update it in the migrations package: `cargo update -p migrate-runtime`"
        )
    );
}

#[test]
fn a_binary_from_before_the_first_format_is_refused() {
    assert_eq!(
        read_from("", OLD, 2).unwrap_err(),
        format!(
            "PROGRAM has no command `export`: its migrate-runtime is older than cargo-migrate {HERE}\n\
             hint: update it in the migrations package: `cargo update -p migrate-runtime`"
        )
    );
}

#[test]
fn a_binary_that_exports_all_or_nothing_is_refused() {
    let said = "error: unexpected argument '--schema-only' found\n\nUsage: m export\n";
    assert_eq!(
        read_from("", said, 2).unwrap_err(),
        format!(
            "PROGRAM does not export the schema alone: its migrate-runtime is older than cargo-migrate {HERE}\n\
             hint: update it in the migrations package: `cargo update -p migrate-runtime`"
        )
    );
}

#[test]
fn what_is_no_document_is_refused() {
    for (text, reason) in [
        ("", "EOF while parsing a value at line 1 column 0"),
        ("hello\n", "expected value at line 1 column 1"),
        ("{\"format_version\":1", "EOF while parsing an object at line 1 column 19"),
        ("hello\n{\"format_version\":1}", "expected value at line 1 column 1"),
        ("{}", "it has no `format_version`"),
        ("[1]", "it has no `format_version`"),
        ("{\"format_version\":\"1\"}", "it has no `format_version`"),
    ] {
        assert_eq!(
            read_from(text, "", 0).unwrap_err(),
            format!(
                "what PROGRAM exports cannot be read: {reason}\nhint: the binary's `main` must do \
                 nothing but `migrate_runtime::cli::main(&MIGRATIONS)`"
            )
        );
    }
}

#[test]
fn a_failure_keeps_its_exit_code() {
    let said = "error: revision `a` cannot be applied";
    assert_eq!(read_from("{\"format", said, 5).unwrap_err(), "the migration binary failed");
    let Err(ExportError::Failed(code)) = printed(
        Path::new("m"),
        std::process::Command::new("sh").args(["-c", "exit 5"]).output().unwrap(),
    ) else {
        panic!("it must fail")
    };
    assert_eq!(code, 5);
}

#[test]
fn a_crate_of_models_must_be_linked() {
    let read = |name: &str, models: &str| {
        let text = format!("{{\"format_version\":1,\"revisions\":[]{models}}}");
        read_for(Some(Models::Crate(name.to_owned())), &text, "", 0)
    };
    let models = ",\"models\":[{\"crate\":\"shop_models\"},{\"crate\":\"app_m\"}]";
    assert!(read("shop_models", models).is_ok());
    assert!(read("app_m", models).is_ok());
    assert_eq!(
        read("shop", models).unwrap_err(),
        "no model of `shop` is linked into the migration binary\nhint: write `use shop as _;` in `src/lib.rs` of \
         `app-m`, which must depend on it: a crate that nothing names is not linked"
    );
    assert_eq!(
        read("app_m", "").unwrap_err(),
        "no model of `app_m` is linked into the migration binary\nhint: `app-m` has no struct with \
         `#[derive(Model)]` in a module of its library"
    );
    let schema = Some(Models::Schema("/src/schema.rs".into()));
    assert!(read_for(schema, "{\"format_version\":1}", "", 0).is_ok());
}

#[test]
fn a_binary_without_a_later_command_is_refused() {
    let required = |said: &str, code: u8| {
        let directory = tempfile::TempDir::new().unwrap();
        let binary = program(&directory, "", said, code);
        let required = require_command(&binary, "scratch-database", &package(None));
        required
            .map_err(|error| error.to_string().replace(&binary.display().to_string(), "PROGRAM"))
    };
    let old = "error: unrecognized subcommand 'scratch-database'\n\nUsage: m [OPTIONS] <COMMAND>\n";
    assert_eq!(
        required(old, 2),
        Err(format!(
            "PROGRAM has no command `scratch-database`: its migrate-runtime is older than cargo-migrate {HERE}"
        ))
    );
    assert_eq!(required("", 0), Ok(()));
}
