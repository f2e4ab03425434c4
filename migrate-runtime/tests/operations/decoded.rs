//! The canonical form of every operation, read back.

use migrate_analysis::decode::decode;
use migrate_runtime::op::Recorded;
use migrate_runtime::op::encode::{Encode as _, Encoder, Places};
use serde_json::Value as Json;

use crate::cases;

/// Every operation of the table, those of the setups too.
fn operations() -> Vec<Recorded> {
    let cases = cases().into_iter();
    cases.flat_map(|case| case.setup.into_iter().chain(case.operations)).collect()
}

fn encoded(recorded: &Recorded) -> String {
    let mut encoder = Encoder::new(Places::AsRecorded);
    recorded.encode(&mut encoder);
    encoder.into_text()
}

fn read(text: &str) -> Json {
    serde_json::from_str(text).expect("JSON")
}

/// The value at a place, and all values within it, as paths of keys.
fn objects(json: &Json, path: &str, found: &mut Vec<String>) {
    match json {
        Json::Object(map) => {
            found.push(path.to_owned());
            for (key, value) in map {
                objects(value, &format!("{path}/{key}"), found);
            }
        }
        Json::Array(values) => {
            for (number, value) in values.iter().enumerate() {
                objects(value, &format!("{path}/{number}"), found);
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

#[test]
fn what_is_written_is_read_back() {
    for recorded in operations() {
        let text = encoded(&recorded);
        let back: Recorded = decode(read(&text)).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(encoded(&back), text);
        // A function is in this program alone.
        if !text.contains(r#""kind":"run""#) {
            // As text, for no number that is not one equals itself.
            assert_eq!(format!("{back:?}"), format!("{recorded:?}"));
        }
    }
}

#[test]
fn no_key_is_passed_over() {
    for recorded in operations() {
        let text = encoded(&recorded);
        let json = read(&text);
        let mut paths = Vec::new();
        objects(&json, "", &mut paths);
        for path in paths {
            let object_of = |json: &mut Json| -> serde_json::Map<String, Json> {
                json.pointer_mut(&path).and_then(Json::as_object_mut).cloned().expect("an object")
            };
            let with = |map: serde_json::Map<String, Json>| {
                let mut json = json.clone();
                *json.pointer_mut(&path).expect("the object") = Json::Object(map);
                decode::<Recorded>(json)
            };
            let known = object_of(&mut json.clone());
            let mut more = known.clone();
            more.insert("slowly".to_owned(), Json::Bool(true));
            assert!(with(more).is_err(), "`slowly` at `{path}` is passed over: {text}");
            for key in known.keys() {
                let mut less = known.clone();
                less.remove(key);
                let same = with(less).is_ok_and(|back| encoded(&back) == text);
                assert!(!same, "`{key}` at `{path}` is passed over: {text}");
            }
        }
    }
}

#[test]
fn an_error_says_where() {
    let story = |text: &str| decode::<Recorded>(read(text)).unwrap_err().to_string();
    let origin = r#""origin":{"file":"a.rs","line":1,"column":2}"#;
    let error = |operation: &str| story(&format!(r#"{{"operation":{operation},{origin}}}"#));
    assert_eq!(
        error(r#"{"kind":"drop_table"}"#),
        "operation.drop_table: the key `table` is missing"
    );
    assert_eq!(error(r#"{"kind":"fly"}"#), "operation.fly: the operation is not known");
    assert_eq!(
        error(r#"{"kind":"add_column","table":"t","column":{"name":"a","type":{"varchar":"9"}}}"#),
        "operation.add_column.column.type.varchar: expected a whole number of 32 bits, found \"9\""
    );
    assert_eq!(
        error(r#"{"kind":"insert","table":"t","columns":["a"],"rows":[[1],[{"float":"x"}]]}"#),
        "operation.insert.rows[1][0]: `x` are not the digits of a constant"
    );
    assert_eq!(story("[]"), "expected an object, found a list of 0");
}
