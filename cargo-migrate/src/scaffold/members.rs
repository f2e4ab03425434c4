//! Adds a member to a workspace, leaving its `Cargo.toml` as it is formatted: [`with_member`].

use std::path::Path;

use glob::{MatchOptions, Pattern};
use toml_edit::{Array, DocumentMut, RawString, TableLike, Value};

use super::InitError;

/// The text of the manifest with a new member; none if a glob makes it one already.
///
/// A package without a workspace becomes the root of one.
pub(super) fn with_member(
    mut document: DocumentMut,
    member: &str,
) -> Result<Option<String>, InitError> {
    let workspace = document.entry("workspace").or_insert_with(toml_edit::table);
    let workspace = workspace.as_table_like_mut().ok_or(InitError::NotAList("members"))?;
    let is_around = |excluded: &&str| Path::new(member).starts_with(trimmed(excluded));
    if let Some(excluded) = strings(workspace, "exclude")?.into_iter().find(is_around) {
        let excluded = excluded.to_owned();
        return Err(InitError::Excluded { member: member.to_owned(), excluded });
    }
    if strings(workspace, "members")?.into_iter().any(|pattern| covers(pattern, member)) {
        return Ok(None);
    }
    let members = workspace.entry("members").or_insert(toml_edit::value(Array::new()));
    let members = members.as_array_mut().ok_or(InitError::NotAList("members"))?;
    insert(members, member);
    Ok(Some(document.to_string()))
}

fn strings<'w>(workspace: &'w dyn TableLike, key: &'static str) -> Result<Vec<&'w str>, InitError> {
    let Some(item) = workspace.get(key) else { return Ok(Vec::new()) };
    let array = item.as_array().ok_or(InitError::NotAList(key))?;
    array.iter().map(|value| value.as_str().ok_or(InitError::NotAList(key))).collect()
}

/// Whether cargo takes a directory for one that the pattern names.
fn covers(pattern: &str, member: &str) -> bool {
    let options = MatchOptions { require_literal_separator: true, ..MatchOptions::new() };
    Pattern::new(trimmed(pattern)).is_ok_and(|pattern| pattern.matches_with(member, options))
}

fn trimmed(path: &str) -> &str {
    path.strip_prefix("./").unwrap_or(path).trim_end_matches('/')
}

/// Inserts a member: in its place if the members are sorted, and on its own line if they are.
fn insert(members: &mut Array, member: &str) {
    let names: Vec<_> = members.iter().filter_map(Value::as_str).collect();
    let sorted = names.is_sorted();
    let place = if sorted { names.partition_point(|&name| name < member) } else { names.len() };
    let first = members.get(0).map(|value| text(value.decor().prefix()).to_owned());
    let indent = first.as_deref().and_then(|prefix| prefix.rsplit_once('\n'));
    let (prefix, suffix) = match indent {
        Some((_, indent)) => on_own_line(members, place, indent),
        None => on_same_line(members, place),
    };
    members.insert_formatted(place, Value::from(member).decorated(prefix, suffix));
}

/// The white space around a new value on a line of its own. A comment behind the value before
/// it stays there.
fn on_own_line(members: &mut Array, place: usize, indent: &str) -> (String, String) {
    let open_end = place == members.len() && !members.trailing_comma();
    let following = match members.get(place) {
        Some(next) => text(next.decor().prefix()).to_owned(),
        None if open_end => take_suffix(members, place - 1),
        None => text(Some(members.trailing())).to_owned(),
    };
    let (comment, rest) = first_line(&following);
    let prefix = format!("{comment}\n{indent}");
    if open_end {
        return (prefix, rest.to_owned());
    }
    match members.get_mut(place) {
        Some(next) => next.decor_mut().set_prefix(rest),
        None => members.set_trailing(rest),
    }
    (prefix, String::new())
}

/// The white space around a new value on the line of the others.
fn on_same_line(members: &mut Array, place: usize) -> (String, String) {
    match members.get_mut(place) {
        Some(next) if place == 0 => {
            let prefix = text(next.decor().prefix()).to_owned();
            next.decor_mut().set_prefix(" ");
            (prefix, String::new())
        }
        Some(_) => (" ".to_owned(), String::new()),
        None if place == 0 => (String::new(), String::new()),
        None => (" ".to_owned(), take_suffix(members, place - 1)),
    }
}

fn take_suffix(members: &mut Array, place: usize) -> String {
    let Some(value) = members.get_mut(place) else { return String::new() };
    let suffix = text(value.decor().suffix()).to_owned();
    value.decor_mut().set_suffix("");
    suffix
}

fn first_line(text: &str) -> (&str, &str) {
    text.find('\n').map_or((text, ""), |end| text.split_at(end))
}

fn text(raw: Option<&RawString>) -> &str {
    raw.and_then(RawString::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(manifest: &str) -> Option<String> {
        with_member(manifest.parse().unwrap(), "db/m").unwrap()
    }

    #[test]
    fn manifests_before_and_after() {
        for (before, after) in [
            // A package becomes the root of a workspace.
            (
                "[package]\nname = \"a\"\n\n[dependencies]\n",
                "[package]\nname = \"a\"\n\n[dependencies]\n\n[workspace]\nmembers = [\"db/m\"]\n",
            ),
            (
                "[package]\nname = \"a\"\n\n[workspace]\n",
                "[package]\nname = \"a\"\n\n[workspace]\nmembers = [\"db/m\"]\n",
            ),
            // On one line.
            ("[workspace]\nmembers = []\n", "[workspace]\nmembers = [\"db/m\"]\n"),
            (
                "[workspace]\nmembers = [\"a\"] # b\n",
                "[workspace]\nmembers = [\"a\", \"db/m\"] # b\n",
            ),
            ("[workspace]\nmembers = [\"x\"]\n", "[workspace]\nmembers = [\"db/m\", \"x\"]\n"),
            (
                "[workspace]\nmembers = [\"a\",\"x\"]\n",
                "[workspace]\nmembers = [\"a\", \"db/m\",\"x\"]\n",
            ),
            ("[workspace]\nmembers = [ \"x\" ]\n", "[workspace]\nmembers = [ \"db/m\", \"x\" ]\n"),
            ("[workspace]\nmembers = [ \"a\" ]\n", "[workspace]\nmembers = [ \"a\", \"db/m\" ]\n"),
            ("[workspace]\nmembers = [\"a\",]\n", "[workspace]\nmembers = [\"a\", \"db/m\",]\n"),
            (
                "[workspace]\nmembers = [\"x\", \"a\"]\n",
                "[workspace]\nmembers = [\"x\", \"a\", \"db/m\"]\n",
            ),
            // On lines of their own.
            (
                "[workspace]\nmembers = [\n    \"a\",\n    \"x\",\n]\nresolver = \"3\"\n",
                "[workspace]\nmembers = [\n    \"a\",\n    \"db/m\",\n    \"x\",\n]\nresolver = \"3\"\n",
            ),
            (
                "[workspace]\nmembers = [\n\t\"a\", # one\n\t# two\n\t\"x\", # three\n]\n",
                "[workspace]\nmembers = [\n\t\"a\", # one\n\t\"db/m\",\n\t# two\n\t\"x\", # three\n]\n",
            ),
            (
                "[workspace]\nmembers = [\n    \"a\", # one\n    # end\n]\n",
                "[workspace]\nmembers = [\n    \"a\", # one\n    \"db/m\",\n    # end\n]\n",
            ),
            (
                "[workspace]\nmembers = [\n    \"a\"\n]\n",
                "[workspace]\nmembers = [\n    \"a\",\n    \"db/m\"\n]\n",
            ),
            (
                "[workspace]\nmembers = [ # all\n  \"x\"\n]\n",
                "[workspace]\nmembers = [ # all\n  \"db/m\",\n  \"x\"\n]\n",
            ),
            // Other ways to write the table.
            (
                "workspace = { members = [\"a\"] }\n",
                "workspace = { members = [\"a\", \"db/m\"] }\n",
            ),
            ("workspace.members = [\"a\"]\n", "workspace.members = [\"a\", \"db/m\"]\n"),
            // Patterns that do not reach so deep.
            ("[workspace]\nmembers = [\"*\"]\n", "[workspace]\nmembers = [\"*\", \"db/m\"]\n"),
            (
                "[workspace]\nmembers = [\"a\"]\nexclude = [\"db/mm\"]\n",
                "[workspace]\nmembers = [\"a\", \"db/m\"]\nexclude = [\"db/mm\"]\n",
            ),
        ] {
            let added = added(before);
            assert_eq!(added.as_deref(), Some(after), "{before}");
            after.parse::<DocumentMut>().unwrap();
        }
    }

    #[test]
    fn a_member_already() {
        for pattern in ["db/m", "db/*", "./db/*", "db/m/", "*/m", "**"] {
            assert_eq!(added(&format!("[workspace]\nmembers = [\"{pattern}\"]\n")), None);
        }
    }

    #[test]
    fn refusals() {
        for (manifest, error) in [
            ("exclude = [\"db\"]", "the workspace excludes `db/m`: its `exclude` has `db`"),
            (
                "members = [\"db/*\"]\nexclude = [\"./db/m/\"]",
                "the workspace excludes `db/m`: its `exclude` has `./db/m/`",
            ),
            ("members = 1", "`members` of the workspace is not a list of strings"),
            ("members = [1]", "`members` of the workspace is not a list of strings"),
            ("exclude = \"a\"", "`exclude` of the workspace is not a list of strings"),
        ] {
            let document = format!("[workspace]\n{manifest}\n").parse().unwrap();
            assert_eq!(with_member(document, "db/m").unwrap_err().to_string(), error);
        }
    }
}
