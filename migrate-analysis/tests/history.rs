//! Exported documents as histories: read whole or not at all, and the schema at each revision.

use migrate_analysis::history::{Downgrade, History, HistoryError, Settings};
use migrate_core::op::Operation;
use migrate_core::schema::{Origin, Schema};

/// A document with these revisions.
fn document(revisions: &[String]) -> String {
    format!(
        r#"{{"format_version":1,"runtime_version":"0.1.0","package":"m","settings":{{"version_table":"v","version_schema":"s","log_table":"l","revision_table":"r","journal_table":"j","lock_table":"k"}},"revisions":[{}]}}"#,
        revisions.join(",\n")
    )
}

/// A revision whose upgrade has these operations, the first at line 5, column 8 of its own file.
fn revision(id: &str, parents: &[&str], operations: &[&str], downgrade: &str) -> String {
    let operations = operations.iter().enumerate().map(|(at, operation)| {
        format!(r#"{{"operation":{operation},"origin":{{"line":{},"column":8}}}}"#, at + 5)
    });
    let operations = operations.collect::<Vec<_>>().join(",");
    format!(
        r#"{{"revision":"{id}","down_revs":{parents:?},"message":"m","doc":"d","file":"src/versions/{id}.rs","line":3,"upgrade":{{"operations":[{operations}]}},"downgrade":{downgrade}}}"#
    )
}

const IRREVERSIBLE: &str = r#"{"kind":"irreversible","reason":"why"}"#;

fn create(table: &str) -> String {
    format!(
        r#"{{"kind":"create_table","table":{{"name":"{table}","columns":[{{"name":"id","type":"integer"}}]}}}}"#
    )
}

fn tables(schema: &Schema) -> Vec<String> {
    schema.tables.keys().map(ToString::to_string).collect()
}

fn rows(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

#[test]
fn a_document_is_read() {
    let derived = r#"{"kind":"auto","script":{"operations":[{"operation":{"kind":"drop_table","table":"t"},"origin":{"file":"src/lib.rs","line":9,"column":1}}],"outside_transaction":true}}"#;
    let refused = r#"{"kind":"refused","reason":"r","hint":"h","origin":{"line":5,"column":8}}"#;
    let history = History::read(&document(&[
        revision("a", &[], &[&create("t")], derived),
        revision("b", &["a"], &[&create("u")], refused),
        revision("c", &["a"], &[&create("w")], IRREVERSIBLE),
    ]))
    .unwrap();
    assert_eq!((history.package.as_str(), history.runtime_version.as_str()), ("m", "0.1.0"));
    let settings = Settings {
        version_table: "v".to_owned(),
        version_schema: Some("s".to_owned()),
        log_table: "l".to_owned(),
        revision_table: Some("r".to_owned()),
        journal_table: Some("j".to_owned()),
        lock_table: Some("k".to_owned()),
    };
    assert_eq!(history.settings, settings);
    assert_eq!(history.heads(), ["b", "c"]);
    let ids: Vec<_> = history.revisions().map(|(revision, _)| revision.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "c"]);

    let a = history.recording("a").unwrap();
    assert_eq!(a.upgrade.operations[0].origin, Origin::new("src/versions/a.rs", 5, 8));
    let Downgrade::Auto(script) = &a.downgrade else { panic!("{:?}", a.downgrade) };
    assert!(!script.transactional);
    assert_eq!(script.operations[0].origin, Origin::new("src/lib.rs", 9, 1));
    let refused = Downgrade::Refused {
        reason: "r".to_owned(),
        hint: Some("h".to_owned()),
        origin: Origin::new("src/versions/b.rs", 5, 8),
    };
    assert_eq!(history.recording("b").unwrap().downgrade, refused);
    let irreversible = Downgrade::Irreversible("why".to_owned());
    assert_eq!(history.recording("c").unwrap().downgrade, irreversible);
    assert_eq!(history.recording("d"), None);
}

#[test]
fn the_raw_sql_that_touched_a_table_is_in_the_file_that_has_it() {
    let touched = r#"{"kind":"create_table","table":{"name":"t","columns":[],"touched_by":{"postgres":{"line":7,"column":8},"mysql":{"file":"x.rs","line":1,"column":2}}}}"#;
    let conditional =
        touched.replace("\"t\"", "\"u\"").replace("}}}}", "}}},\"if_not_exists\":true}");
    let effect = format!(r#"{{"kind":"execute","sql":"..","effect":[{touched}]}}"#);
    let history = revision("a", &[], &[touched, &conditional, &effect], IRREVERSIBLE);
    let history = History::read(&document(&[history])).unwrap();
    for recorded in &history.recording("a").unwrap().upgrade.operations {
        let table = match &recorded.operation {
            Operation::CreateTable { table, .. } => table,
            Operation::Execute { effect: Some(effect), .. } => match &effect[..] {
                [Operation::CreateTable { table, .. }] => table,
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        };
        let touched = table.touched_by.unwrap();
        assert_eq!(touched.postgres, Some(Origin::new("src/versions/a.rs", 7, 8)));
        assert_eq!(touched.mysql, Some(Origin::new("x.rs", 1, 2)));
    }
}

#[test]
fn files_may_be_named_from_elsewhere() {
    let elsewhere = r#"{"kind":"function","script":{"operations":[{"operation":{"kind":"drop_table","table":"t"},"origin":{"file":"lib/src/lib.rs","line":9,"column":1}}]}}"#;
    let history = History::read(&document(&[revision("a", &[], &[&create("t")], elsewhere)]));
    let name = |file: &str| file.starts_with("src/").then(|| format!("migrations/{file}"));
    let history = history.unwrap().with_files(&name).unwrap();
    assert_eq!(history.runtime_version, "0.1.0");
    let (revision, recording) = history.revisions().next().unwrap();
    assert_eq!(revision.file, "migrations/src/versions/a.rs");
    let origin = recording.upgrade.operations[0].origin;
    assert_eq!(origin, Origin::new("migrations/src/versions/a.rs", 5, 8));
    let Downgrade::Function(script) = &recording.downgrade else { panic!("{recording:?}") };
    assert_eq!(script.operations[0].origin, Origin::new("lib/src/lib.rs", 9, 1));
}

#[test]
fn the_schema_at_each_revision_is_that_of_all_it_needs() {
    let history = History::read(&document(&[
        revision("a", &[], &[&create("t")], IRREVERSIBLE),
        revision("b", &["a"], &[&create("u")], IRREVERSIBLE),
        revision("c", &["a"], &[&create("w")], IRREVERSIBLE),
        revision("d", &["b", "c"], &[r#"{"kind":"drop_table","table":"t"}"#], IRREVERSIBLE),
    ]))
    .unwrap();
    let at = |ids: &[&str]| tables(&history.schema_at(&rows(ids), Schema::new()).unwrap());
    assert_eq!(at(&[]), [""; 0]);
    assert_eq!(at(&["a"]), ["t"]);
    assert_eq!(at(&["b"]), ["t", "u"]);
    assert_eq!(at(&["c"]), ["t", "w"]);
    assert_eq!(at(&["b", "c"]), ["t", "u", "w"]);
    assert_eq!(tables(&history.schema(Schema::new()).unwrap()), ["u", "w"]);
    let error = history.schema_at(&rows(&["x"]), Schema::new()).unwrap_err();
    assert!(matches!(error, HistoryError::Graph(_)), "{error}");
}

#[test]
fn an_operation_that_does_not_fit_is_named_with_its_place() {
    let drop = r#"{"kind":"drop_table","table":"users"}"#;
    let history =
        History::read(&document(&[revision("a", &[], &[&create("user"), drop], IRREVERSIBLE)]));
    let error = history.unwrap().schema(Schema::new()).unwrap_err();
    assert_eq!(error.to_string(), "revision `a` does not fit the revisions before it");
    assert_eq!(error.hint().as_deref(), Some("did you mean `user`?"));
    let HistoryError::Apply { source, .. } = error else { panic!("{error}") };
    assert_eq!(source.to_string(), "cannot drop table users: there is no table `users`");
    assert_eq!(source.origin.to_string(), "src/versions/a.rs:6:8");
}

#[test]
fn rows_of_applied_revisions_are_not_checked_again() {
    let insert = r#"{"kind":"insert","table":"gone","columns":["a"],"rows":[[1]]}"#;
    let history = History::read(&document(&[revision("a", &[], &[insert], IRREVERSIBLE)]));
    assert_eq!(history.unwrap().schema(Schema::new()).unwrap(), Schema::new());
}

/// The same document of the schema alone.
fn schema_document(revisions: &[String]) -> String {
    let revisions: Vec<_> = revisions
        .iter()
        .map(|revision| {
            let way_back = format!(",\"downgrade\":{IRREVERSIBLE}");
            revision.replace(r#""doc":"d","#, "").replace(&way_back, "")
        })
        .collect();
    document(&revisions).replace("\"revisions\"", "\"schema_only\":true,\"revisions\"")
}

#[test]
fn a_document_of_the_schema_alone_has_the_same_schema() {
    let revisions = [
        revision("a", &[], &[&create("t")], IRREVERSIBLE),
        revision("b", &["a"], &[&create("u")], IRREVERSIBLE),
    ];
    let whole = History::read(&document(&revisions)).unwrap();
    let schema_only = History::read_schema_only(&schema_document(&revisions)).unwrap();
    assert_eq!(schema_only.heads(), ["b"]);
    assert_eq!(schema_only.recording("b"), whole.recording("b").map(|b| &b.upgrade));
    for rows in [rows(&[]), rows(&["a"]), rows(&["b"])] {
        let found = schema_only.schema_at(&rows, Schema::new()).unwrap();
        assert_eq!(found, whole.schema_at(&rows, Schema::new()).unwrap());
    }
}

#[test]
fn neither_document_is_read_as_the_other() {
    let revisions = [revision("a", &[], &[&create("t")], IRREVERSIBLE)];
    let (whole, schema_only) = (document(&revisions), schema_document(&revisions));
    let error = "the exported document cannot be read: it is";
    assert_eq!(
        History::read(&schema_only).unwrap_err().to_string(),
        format!("{error} of the schema alone")
    );
    assert_eq!(
        History::read_schema_only(&whole).unwrap_err().to_string(),
        format!("{error} not of the schema alone")
    );
}

/// Revisions are read by several threads; the error that is said is that of the first.
#[test]
fn the_first_of_many_errors_is_said() {
    let mut revisions: Vec<_> = (0..1000)
        .map(|at| revision(&format!("r{at}"), &[], &[&create("t")], IRREVERSIBLE))
        .collect();
    for at in [300, 900] {
        revisions[at] = revisions[at].replace("create_table", "create_tables");
    }
    let error = History::read(&document(&revisions)).unwrap_err().to_string();
    assert!(error.starts_with("revision `r300` of the exported document"), "{error}");
}

#[test]
fn half_a_document_is_none() {
    let whole = document(&[revision("a", &[], &[&create("t")], IRREVERSIBLE)]);
    let error = |text: &str| History::read(text).unwrap_err().to_string();
    for (from, to, expected) in [
        ("{\"format_version\":1", "[\"format_version\",1", "the exported document is not JSON"),
        (
            "\"format_version\":1",
            "\"format_version\":2",
            "the exported document is of format 2, and format 1 is read",
        ),
        (
            "\"format_version\":1,",
            "",
            "the exported document cannot be read: the key `format_version` is missing",
        ),
        (
            "\"package\":\"m\"",
            "\"package\":\"m\",\"more\":1",
            "the exported document cannot be read: the key `more` is not known",
        ),
        (
            "\"log_table\":\"l\"",
            "\"log_table\":\"l\",\"more\":1",
            "the exported document cannot be read: settings: the key `more` is not known",
        ),
        ("\"revisions\":[", "\"revisions\":{\"a\":[", "the exported document is not JSON"),
        (
            "\"revisions\":",
            "\"revisions\":7,\"models\":",
            "the exported document cannot be read: revisions: expected a list, found 7",
        ),
        (
            "\"revisions\":",
            "\"models\":",
            "the exported document cannot be read: the key `revisions` is missing",
        ),
        (
            "\"line\":3",
            "\"line\":3,\"more\":1",
            "revision `a` of the exported document cannot be read: the key `more` is not known",
        ),
        (
            "\"revision\":\"a\",",
            "",
            "revision `[0]` of the exported document cannot be read: the key `revision` is missing",
        ),
        (
            "\"kind\":\"create_table\"",
            "\"kind\":\"create_tables\"",
            "revision `a` of the exported document cannot be read: \
             upgrade.operations[0].operation.create_tables: the operation is not known",
        ),
        (
            "\"kind\":\"irreversible\"",
            "\"kind\":\"lost\"",
            "revision `a` of the exported document cannot be read: downgrade: the way back `lost` is not known",
        ),
        (
            "\"down_revs\":[]",
            "\"down_revs\":[\"z\"]",
            "`a` (src/versions/a.rs:3) names the parent `z`, which does not exist",
        ),
    ] {
        assert!(whole.contains(from), "{from}");
        assert_eq!(error(&whole.replacen(from, to, 1)), expected);
    }
    let with_plan =
        whole.strip_suffix('}').unwrap().to_owned() + r#","plan":{"dialect":"sqlite"}}"#;
    assert_eq!(History::read(&with_plan).unwrap().heads(), ["a"]);
}
