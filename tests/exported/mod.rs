//! Holds what a migration binary exports against `docs/export.schema.json`, and reads it as a history.

use std::path::Path;
use std::process::Command;

use migrate_analysis::history::History;
use migrate_runtime::schema::Schema;
use serde_json::{Map, Value};

const SCHEMA: &str = include_str!("../../docs/export.schema.json");

/// Exports twice for each of these databases, and for none all and the schema alone: the documents are of the schema,
/// each is a history whose operations fit and lead to one schema, and each is the same in every process.
pub(crate) fn check(binary: &str, dialects: &[&str]) {
    let plain = [["export", "--format-version", "1"].to_vec()];
    let planned = dialects.iter().map(|dialect| [&plain[0][..], &["--dialect", dialect]].concat());
    let schema_only = [&plain[0][..], &["--schema-only"]].concat();
    let schema: Value = serde_json::from_str(SCHEMA).expect("a schema");
    let mut heads: Vec<Schema> = Vec::new();
    for arguments in plain.iter().cloned().chain(planned).chain([schema_only]) {
        let text = printed(binary, &arguments);
        assert_eq!(text, printed(binary, &arguments), "{arguments:?}");
        let document: Value = serde_json::from_str(&text).expect("a document");
        if let Err(error) = validate(&schema, &schema, &document) {
            panic!("{arguments:?}: {error}");
        }
        let head = match arguments.last() {
            Some(&"--schema-only") => {
                assert!(is_of_schema_alone(&document), "{text}");
                History::read_schema_only(&text).map(|it| it.schema(Schema::new()))
            }
            _ => History::read(&text).map(|it| it.schema(Schema::new())),
        };
        let head = head.expect("a history").expect("operations that fit");
        assert!(!head.tables.is_empty());
        heads.push(head);
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).to_str().expect("a path in UTF-8");
        assert!(!text.contains(directory), "{arguments:?} tells where the package is");
    }
    assert!(heads.windows(2).all(|pair| pair[0] == pair[1]));
}

/// Whether it says nothing but what upgrades do to the schema.
fn is_of_schema_alone(document: &Value) -> bool {
    let rows = |recorded: &Value| {
        let kind = recorded["operation"]["kind"].as_str();
        matches!(kind, Some("insert" | "update" | "delete"))
    };
    let mut revisions = list(&document["revisions"]).iter();
    document["schema_only"] == true
        && revisions.all(|revision| {
            let operations = list(&revision["upgrade"]["operations"]);
            revision.get("downgrade").is_none() && !operations.iter().any(rows)
        })
}

fn printed(binary: &str, arguments: &[&str]) -> String {
    let output = Command::new(binary).args(arguments).env_remove("DATABASE_URL").output();
    let output = output.expect("a migration binary");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).expect("text")
}

/// Whether a value is of a schema, as far as this project's schema goes; else where it is not.
fn validate(root: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    for (key, rule) in schema.as_object().expect("an object") {
        match key.as_str() {
            "$ref" => {
                let path = rule.as_str().and_then(|rule| rule.strip_prefix('#'));
                let definition = path.and_then(|path| root.pointer(path)).expect("a definition");
                validate(root, definition, value)?;
            }
            "type" if is_of(rule, value) => {}
            "const" if rule == value => {}
            "enum" if list(rule).contains(value) => {}
            "type" | "const" | "enum" => return Err(format!("{value} is not {rule}")),
            "oneOf" => one_of(root, list(rule), value)?,
            "items" => {
                for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                    validate(root, rule, item).map_err(|error| format!("[{at}]{error}"))?;
                }
            }
            "minItems" | "maxItems" => {
                let count = value.as_array().map(Vec::len);
                let least = key == "minItems";
                let is_right =
                    |count| if least { count >= wanted(rule) } else { count <= wanted(rule) };
                if !count.is_none_or(is_right) {
                    return Err(format!("{value} has not {rule} items"));
                }
            }
            "properties" => properties(root, rule, value)?,
            "required" => {
                let has = |name: &Value| value.get(name.as_str().expect("a name")).is_some();
                if let Some(name) = list(rule).iter().find(|name| value.is_object() && !has(name)) {
                    return Err(format!(": no {name}"));
                }
            }
            "additionalProperties" => {
                let known = schema["properties"].as_object().expect("properties");
                let unknown = |object: &Map<String, Value>| {
                    object.keys().find(|key| !known.contains_key(*key)).cloned()
                };
                if let Some(key) = value.as_object().and_then(unknown) {
                    return Err(format!(": `{key}` is not in the schema"));
                }
            }
            "description" | "title" | "$schema" | "$defs" => {}
            other => panic!("the schema has `{other}`, which is not checked"),
        }
    }
    Ok(())
}

fn list(rule: &Value) -> &[Value] {
    rule.as_array().expect("a list")
}

fn wanted(rule: &Value) -> usize {
    usize::try_from(rule.as_u64().expect("a number")).expect("a small number")
}

fn is_of(rule: &Value, value: &Value) -> bool {
    match rule.as_str().expect("a type") {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("no type `{other}`"),
    }
}

fn properties(root: &Value, rules: &Value, value: &Value) -> Result<(), String> {
    for (name, rule) in rules.as_object().expect("properties") {
        if let Some(value) = value.get(name) {
            validate(root, rule, value).map_err(|error| format!(".{name}{error}"))?;
        }
    }
    Ok(())
}

fn one_of(root: &Value, rules: &[Value], value: &Value) -> Result<(), String> {
    let results: Vec<_> = rules.iter().map(|rule| validate(root, rule, value)).collect();
    match results.iter().filter(|result| result.is_ok()).count() {
        1 => Ok(()),
        0 => {
            let errors = results.into_iter().filter_map(Result::err);
            // The nearest form is the one whose error is deepest.
            let nearest = errors.max_by_key(String::len).unwrap_or_default();
            Err(format!(" {value} is of no form: {nearest}"))
        }
        count => Err(format!(" {value} is of {count} forms")),
    }
}
