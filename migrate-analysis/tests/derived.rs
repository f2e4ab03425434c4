//! Exported models as one schema: in which order they are applied, and which contradict each other.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use migrate_analysis::diff::Answer;
use migrate_analysis::models::derived::{Models, ModelsError, read};
use migrate_core::op::encode::{Encoder, Places};
use migrate_core::op::{Op, Script, apply, big_int, differences, enumeration, table};
use migrate_core::schema::{Column, ColumnType, Schema, Table};

/// What one model records.
type Record = fn(&mut Op);

/// What models are read as, each of which records this.
fn read_models(models: &[Record]) -> Result<Models, ModelsError> {
    let models: Vec<_> = models
        .iter()
        .enumerate()
        .map(|(number, record)| {
            let mut out = Encoder::new(Places::Named(&|_| None));
            out.object(|object| {
                object.value("crate", "app");
                object.value("file", "src/models.rs");
                object.value("line", &number);
                object.value("operations", &recorded(*record).operations);
            });
            out.into_text()
        })
        .collect();
    let models = serde_json::from_str(&format!("[{}]", models.join(","))).unwrap();
    read(models, Schema::new())
}

fn recorded(record: Record) -> Script {
    let mut op = Op::new();
    record(&mut op);
    Script { operations: op.into_operations(), transactional: true }
}

/// The error and what is behind it.
fn refused(models: &[Record]) -> String {
    use std::error::Error as _;
    let error = read_models(models).unwrap_err();
    let lines = std::iter::successors(error.source(), |source| (*source).source());
    let text = lines.fold(error.to_string(), |text, source| format!("{text}: {source}"));
    // A place is one of this test.
    let is_place = |word: &str| word.starts_with("src/models.rs:");
    let words = text.split(' ').map(|word| if is_place(word) { "PLACE" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

fn authors(op: &mut Op) {
    op.create_table(
        table("authors")
            .column("id", big_int().primary_key())
            .column("best_book", big_int().references("books", "id")),
    );
}

fn books(op: &mut Op) {
    op.create_table(
        table("books")
            .column("id", big_int().primary_key())
            .column("author_id", big_int().references("authors", "id"))
            .column("sequel_of", big_int().references("books", "id"))
            .column("state", enumeration("book_state", ["planned", "sold"])),
    );
}

fn views(op: &mut Op) {
    op.create_view("titles", "SELECT id FROM books");
    op.create_enum("book_state", ["planned", "sold"]);
    op.create_index("ix_books_author", "books", ["author_id"]).filter("author_id > 0");
    op.execute("CREATE TABLE raw (id BIGINT)").effect(|op| {
        op.create_table(table("raw").column("id", big_int()));
    });
}

/// Tables that reference each other in a circle, in any order, and what needs them before them.
#[test]
fn the_order_of_models_means_nothing() {
    let models = read_models(&[authors, books, views]).unwrap();
    for order in [[views, books, authors], [books, views, authors]] {
        let other = read_models(&order).unwrap();
        assert_eq!(differences(&models.schema, &other.schema), [""; 0]);
    }
    let keys = models.schema.tables[&"books".into()].constraints.len();
    assert_eq!(keys, 3, "the primary key and two foreign keys");
    assert!(models.schema.views.contains_key(&"titles".into()));
    assert!(models.schema.tables.contains_key(&"raw".into()));
    assert!(models.places[&"authors".into()].to_string().starts_with("src/models.rs:"));
}

/// A model is what its operations make, one after another, where that can be done.
#[test]
fn models_are_what_their_operations_make() {
    let record: Record = |op| {
        op.create_enum("book_state", ["planned", "sold"]);
        op.create_table(table("authors").column("id", big_int().primary_key()));
        books(op);
    };
    let mut schema = Schema::new();
    for recorded in recorded(record).operations {
        apply(&recorded.operation, recorded.origin, &mut schema).unwrap();
    }
    assert_eq!(differences(&schema, &read_models(&[record]).unwrap().schema), [""; 0]);
}

#[test]
fn models_that_contradict_each_other_are_refused() {
    let cases: [(&[Record], &str); 5] = [
        (&[books], "the model at PLACE does not fit the others: there is no table `authors`"),
        (
            &[authors, books, books],
            "the model at PLACE does not fit the others: table `books` already exists",
        ),
        (
            &[|op| {
                op.delete("users").all_rows();
            }],
            "`delete every row of users` at PLACE does not say what a schema has",
        ),
        (
            &[|op| op.drop_table("users")],
            "`drop table users` at PLACE does not say what a schema has",
        ),
        (
            &[authors, books, |op| {
                op.create_enum("book_state", ["planned"]);
            }],
            "the enum type `book_state` has other labels at PLACE than at its creation",
        ),
    ];
    for (models, expected) in cases {
        assert_eq!(refused(models), expected);
    }
}

/// Former names are answers as long as the head has them, whether or not the table is renamed with its columns.
#[test]
fn former_names_answer_until_they_are_gone() {
    let text = r#"[{
        "crate": "app", "file": "src/models.rs", "line": 3,
        "operations": [{
            "operation": {"kind": "create_table", "table": {"name": ["crm", "users"], "columns": [
                {"name": "email", "type": "text"}, {"name": "phone", "type": "text"}
            ]}},
            "origin": {"line": 4, "column": 8}
        }],
        "was": "people",
        "columns_were": [["email", "mail"], ["phone", "tel"]]
    }]"#;
    let models = read(serde_json::from_str(text).unwrap(), Schema::new()).unwrap();
    let answers = |name: &str, columns: &[&str]| {
        let mut head = Schema::new();
        let mut known = Table::new(("crm", name));
        known.columns.extend(columns.iter().map(|name| Column::new(*name, ColumnType::Text)));
        head.tables.insert(("crm", name).into(), known);
        let answers = models.answers(&head);
        let shown = answers.iter().map(|(subject, answer)| match answer {
            Answer::Renamed(to) => format!("{subject} is {to}"),
            Answer::Dropped => format!("{subject} is dropped"),
        });
        shown.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(
        answers("people", &["mail", "tel"]),
        "table crm.people is users, column crm.users.mail is email, column crm.users.tel is phone"
    );
    assert_eq!(answers("users", &["mail", "phone"]), "column crm.users.mail is email");
    // Both are there: one does not become the other.
    assert_eq!(answers("users", &["mail", "email", "phone"]), "");
    assert_eq!(answers("users", &["email", "phone"]), "");
}
