//! Whatever tables, columns and comments are called, a diagram can be read, and names it right; tables do not overlap.

use migrate_core::schema::{
    Action, Column, ColumnType, Constraint, ConstraintBody, Deferrable, ForeignKey, Schema, Table,
};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;
use regex::Regex;

use super::POSTGRES;
use crate::show::{mermaid, svg};

/// What one of the languages takes for more than a letter.
const WORDS: &[&str] = &[
    "\"",
    "\\",
    "%",
    "%%{init}",
    "~a~",
    "#",
    ";",
    "#34;",
    "<b>",
    "&amp;",
    "]]>",
    "{",
    "}",
    "`",
    "direction TB",
    "pk",
    "FK-",
    "\n",
    "\r",
    "\t",
    "\u{0}",
    "\u{b}",
    "\u{feff}",
    "\u{2028}",
    "\u{ffff}",
    "é",
    "表",
    "🦀",
    "'",
    " ",
    "a",
    "_",
];

fn text() -> impl Strategy<Value = String> {
    let piece =
        prop_oneof![select(WORDS).prop_map(str::to_owned), any::<char>().prop_map(String::from)];
    vec(piece, 1..5).prop_map(|pieces| pieces.concat())
}

/// Tables of any names, whose foreign keys reference any of them.
fn schema() -> impl Strategy<Value = Schema> {
    let table = (text(), text(), vec(any::<proptest::sample::Index>(), 0..4));
    (btree_set(text(), 1..12), vec(table, 12)).prop_map(|(names, tables)| {
        let names: Vec<_> = names.into_iter().collect();
        let mut schema = Schema::new();
        for (name, (column, comment, parents)) in names.iter().zip(tables) {
            let mut table = Table::new(name.as_str());
            let mut own = Column::new(&column, ColumnType::Custom(comment.clone()));
            own.comment = Some(comment.clone());
            table.columns.push(own);
            table.comment = Some(comment);
            for (at, parent) in parents.iter().enumerate() {
                let key = ForeignKey {
                    columns: vec![column.clone()],
                    table: parent.get(&names).as_str().into(),
                    referenced: Vec::new(),
                    match_full: false,
                    on_delete: Action::NoAction,
                    on_update: Action::NoAction,
                    deferrable: Deferrable::No,
                    validated: true,
                };
                let body = ConstraintBody::ForeignKey(key);
                table.constraints.push(Constraint::named(format!("fk_{at}"), body));
            }
            schema.tables.insert(name.as_str().into(), table);
        }
        schema
    })
}

/// The forms of a line by Mermaid's grammar (`erDiagram.jison` of Mermaid 11).
fn forms() -> Vec<Regex> {
    let word = r"[A-Za-z_\x{c0}-\x{10ffff}][A-Za-z0-9_\-\[\]()\x{c0}-\x{10ffff}]*";
    let quoted = r#""[^"%\\\s]+""#;
    let mark = "(PK|FK|UK)";
    let forms = [
        "erDiagram".to_owned(),
        "    %% [^{}%]*".to_owned(),
        format!(r"    {quoted} \{{"),
        format!("        {word} {word}( {mark}(, {mark})*)?( \"[^\"~%]*\")?"),
        r"    \}".to_owned(),
        format!(r"    {quoted} \|[|o](--|\.\.)o[|{{] {quoted} : {quoted}"),
    ];
    forms.iter().map(|form| Regex::new(&format!("^{form}$")).unwrap()).collect()
}

/// A name in quotes as Mermaid shows it.
fn decoded(quoted: &str) -> String {
    let reference = Regex::new("#([0-9]+);").unwrap();
    let each = |found: &regex::Captures<'_>| {
        char::from_u32(found[1].parse().unwrap()).unwrap().to_string()
    };
    reference.replace_all(quoted, each).into_owned()
}

/// A text as XML holds it.
fn held(text: &str) -> String {
    let replaced = text.replace('\r', "\n");
    let is_held = |c: char| {
        matches!(c, '\t' | '\n') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
    };
    replaced.chars().map(|c| if is_held(c) { c } else { '\u{fffd}' }).collect()
}

proptest! {
    #[test]
    fn mermaid_reads_every_name(schema in schema()) {
        let text = mermaid(&schema, POSTGRES);
        let forms = forms();
        for line in text.split_terminator('\n') {
            prop_assert!(forms.iter().any(|form| form.is_match(line)), "{line:?}");
        }
        let entity = Regex::new("(?m)^    \"([^\"]+)\" \\{$").unwrap();
        let found: Vec<_> = entity.captures_iter(&text).map(|found| decoded(&found[1])).collect();
        let names: Vec<_> = schema.tables.keys().map(|name| name.name.clone()).collect();
        prop_assert_eq!(found, names);
    }

    #[test]
    fn a_picture_is_xml_and_names_every_table(schema in schema()) {
        let picture = svg(&schema, POSTGRES, "app");
        let document = roxmltree::Document::parse(&picture).unwrap();
        let tables = || {
            let groups = document.descendants().filter(|node| node.has_tag_name("g"));
            groups.filter(|node| node.children().any(|child| child.attribute("class") == Some("box")))
        };
        let titles = tables().map(|node| node.first_element_child().unwrap().text().unwrap().to_owned());
        let expected = schema.tables.values().map(|table| {
            let comment = table.comment.clone().unwrap();
            held(&format!("{}: {comment}", table.name))
        });
        prop_assert_eq!(titles.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
        let keys: usize = schema.tables.values().map(|table| table.foreign_keys().count()).sum();
        let lines = document.descendants().filter(|node| node.attribute("class").is_some_and(|it| it.starts_with("r ")));
        prop_assert_eq!(lines.count(), keys);
    }

    #[test]
    fn tables_do_not_overlap(schema in schema()) {
        let picture = svg(&schema, POSTGRES, "app");
        let document = roxmltree::Document::parse(&picture).unwrap();
        let number = |node: roxmltree::Node<'_, '_>, name: &str| node.attribute(name).unwrap().parse::<i64>().unwrap();
        let boxes = document.descendants().filter(|node| node.attribute("class") == Some("box"));
        let boxes: Vec<_> = boxes
            .map(|it| ["x", "y", "width", "height"].map(|name| number(it, name)))
            .collect();
        let root = document.root_element();
        for (at, [x, y, width, height]) in boxes.iter().enumerate() {
            prop_assert!(*x > 0 && *y > 0);
            prop_assert!(x + width < number(root, "width") && y + height < number(root, "height"));
            for [other_x, other_y, other_width, other_height] in &boxes[at + 1..] {
                let beside = x + width < *other_x || other_x + other_width < *x;
                let over = y + height < *other_y || other_y + other_height < *y;
                prop_assert!(beside || over, "{boxes:?}");
            }
        }
    }
}
