//! Enum types are made when they are first used, and dropped when nothing uses them any longer.

use snapbox::{assert_data_eq, str};

use super::{refusal, written};
use crate::op::{Op, array, enumeration, integer, table, text};

fn nothing(_: &mut Op) {}

fn people(op: &mut Op) {
    op.create_table(
        table("people")
            .column("id", integer())
            .column("mood", enumeration("mood", ["sad", "happy"]).default("sad")),
    );
}

#[test]
fn a_type_comes_and_goes_with_its_columns() {
    let actual = written(nothing, |op| {
        op.create_table(
            table("people")
                .column("mood", enumeration("mood", ["sad", "happy"]))
                .column("moods", array(enumeration("mood", ["sad", "happy"]))),
        );
        op.create_table(table("pets").column("mood", enumeration("mood", ["sad", "happy"])));
        op.add_column("pets", "size", enumeration(("app", "size"), ["small", "large"]));
        op.drop_table("people");
        op.drop_column("pets", "size");
        op.drop_table("pets");
    });
    assert_data_eq!(
        actual,
        str![[r#"
CREATE TYPE mood AS ENUM ('sad', 'happy')
CREATE TABLE people (
    mood mood,
    moods mood[]
)
CREATE TABLE pets (
    mood mood
)
CREATE TYPE app.size AS ENUM ('small', 'large')
ALTER TABLE pets ADD COLUMN size app.size
DROP TABLE people
ALTER TABLE pets DROP COLUMN size
DROP TYPE app.size
DROP TABLE pets
DROP TYPE mood
"#]]
    );
}

#[test]
fn a_type_of_create_enum_stays_until_drop_enum() {
    let actual = written(nothing, |op| {
        op.create_enum("mood", ["sad", "happy"]);
        op.create_table(table("people").column("mood", enumeration("mood", ["sad", "happy"])));
        op.drop_table("people");
        op.drop_enum("mood");
    });
    assert_data_eq!(
        actual,
        str![[r#"
CREATE TYPE mood AS ENUM ('sad', 'happy')
CREATE TABLE people (
    mood mood
)
DROP TABLE people
DROP TYPE mood
"#]]
    );
}

#[test]
fn a_column_that_changes_its_type_brings_one_and_leaves_the_other() {
    let actual = written(people, |op| {
        op.alter_column("people", "mood").set_type(enumeration("temper", ["sad", "gay"]));
        op.alter_column("people", "mood").set_type(text());
        op.alter_column("people", "mood").set_type(enumeration("mood", ["sad", "glad"]));
        op.drop_column("people", "mood");
        op.add_column("people", "mood", enumeration("mood", ["low", "high"]));
    });
    assert_data_eq!(
        actual,
        str![[r#"
CREATE TYPE temper AS ENUM ('sad', 'gay')
ALTER TABLE people
    ALTER COLUMN mood DROP DEFAULT,
    ALTER COLUMN mood TYPE temper USING mood::TEXT::temper,
    ALTER COLUMN mood SET DEFAULT 'sad'
DROP TYPE mood
ALTER TABLE people
    ALTER COLUMN mood DROP DEFAULT,
    ALTER COLUMN mood TYPE TEXT,
    ALTER COLUMN mood SET DEFAULT 'sad'
DROP TYPE temper
CREATE TYPE mood AS ENUM ('sad', 'glad')
ALTER TABLE people
    ALTER COLUMN mood DROP DEFAULT,
    ALTER COLUMN mood TYPE mood USING mood::mood,
    ALTER COLUMN mood SET DEFAULT 'sad'
ALTER TABLE people DROP COLUMN mood
DROP TYPE mood
CREATE TYPE mood AS ENUM ('low', 'high')
ALTER TABLE people ADD COLUMN mood mood
"#]]
    );
}

#[test]
fn a_table_that_may_be_there_has_its_type_there_too() {
    let actual = written(nothing, |op| {
        op.create_table(
            table("people").column("mood", enumeration("mood", ["sad"])).if_not_exists(),
        );
        op.create_table(
            table("people").column("mood", enumeration("mood", ["sad"])).if_not_exists(),
        );
    });
    assert_data_eq!(
        actual,
        str![[r#"
DO $$ BEGIN CREATE TYPE mood AS ENUM ('sad'); EXCEPTION WHEN duplicate_object THEN NULL; END $$
CREATE TABLE IF NOT EXISTS people (
    mood mood
)
"#]]
    );
}

#[test]
fn a_type_that_only_columns_name_takes_words_too() {
    let actual = written(people, |op| {
        op.add_enum_value("mood", "content").after("sad");
        op.rename_enum_value("mood", "sad", "blue");
        op.add_column("people", "other", enumeration("mood", ["blue", "content", "happy"]));
    });
    assert_data_eq!(
        actual,
        str![[r#"
ALTER TYPE mood ADD VALUE 'content' AFTER 'sad'
ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'
ALTER TABLE people ADD COLUMN other mood
"#]]
    );
}

#[test]
fn one_name_is_one_type() {
    let refusals = [
        refusal(people, |op| op.add_column("people", "other", enumeration("mood", ["sad"]))),
        refusal(people, |op| op.create_enum("mood", ["sad", "happy"])),
    ];
    assert_data_eq!(
        refusals.join("\n"),
        str![[r#"
cannot add column people.other enumeration(mood): enum type `mood` has the values sad, happy, and the column is to have sad
hint: change the values of the type with `op.add_enum_value(..)`, or give the type of this column another name
cannot create enum mood: enum type `mood` exists already: it was created with a column that uses it
hint: leave `op.create_enum(..)` out, or put it before the first column of the type
"#]]
    );
}

#[test]
fn a_type_has_a_name_that_nothing_else_has() {
    let refusals = [
        refusal(nothing, |op| op.create_enum("path", ["a"])),
        refusal(people, |op| op.add_column("people", "a", enumeration("people", ["a"]))),
        refusal(nothing, |op| {
            op.create_table(table("kind").column("a", enumeration("kind", ["a"])));
        }),
    ];
    assert_data_eq!(
        refusals.join("\n"),
        str![[r#"
cannot create enum path: PostgreSQL has a type `path` of its own, which the name would mean
hint: give the enum type another name, or put its schema before the name: `("public", ..)`
cannot add column people.a enumeration(people): `people` is an enum type and a table or view, and on PostgreSQL they share names
hint: give one of them another name
cannot create table kind: `kind` is an enum type and a table or view, and on PostgreSQL they share names
hint: give one of them another name
"#]]
    );
    let refused = [
        refusal(nothing, |op| op.create_table(table("a").column("a", enumeration("text", ["a"])))),
        refusal(people, |op| op.create_enum("people", ["a"])),
        refusal(people, |op| op.create_view("mood", "SELECT 1")),
        refusal(people, |op| op.rename_table("people", "mood")),
    ];
    for refusal in refused {
        assert!(refusal.contains("of its own") || refusal.contains("share names"), "{refusal}");
    }
    written(people, |op| {
        op.create_enum(("public", "path"), ["a"]);
        op.create_enum(("app", "people"), ["a"]);
    });
}
