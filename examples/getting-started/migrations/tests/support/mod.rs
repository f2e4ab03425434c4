//! What the tests share: the text of a schema without its layout.

/// A statement of `sqlite_schema` without what SQLite keeps of the way it came about: line breaks,
/// and quotes around names that need none.
pub(crate) fn normalized(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len());
    for character in sql.chars().map(|c| if c.is_whitespace() { ' ' } else { c }) {
        let closes = matches!(character, ' ' | ',' | ')');
        if closes && text.ends_with(' ') {
            text.pop();
        }
        if !(character == ' ' && text.ends_with('(')) {
            text.push(character);
        }
    }
    text.replace('"', "")
}

#[test]
fn layout_means_nothing() {
    assert_eq!(
        normalized("CREATE TABLE \"a\" (\n    id INTEGER\n, b  TEXT DEFAULT ( 1 )\n)"),
        normalized("CREATE TABLE a (id INTEGER, b TEXT DEFAULT (1))"),
    );
}
