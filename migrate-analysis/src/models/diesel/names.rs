//! The Rust name that `diesel print-schema` gives a table or a column.

/// Words that the table's module cannot have for a name of its own: keywords of Rust, old and new, and names
/// that `table!` gives to items beside the columns.
const RESERVED: [&str; 56] = [
    "Self",
    "abstract",
    "alignof",
    "as",
    "become",
    "bool",
    "box",
    "break",
    "columns",
    "const",
    "continue",
    "crate",
    "do",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "if",
    "impl",
    "in",
    "is_nullable",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "offsetof",
    "override",
    "priv",
    "proc",
    "pub",
    "pure",
    "ref",
    "return",
    "self",
    "sizeof",
    "static",
    "struct",
    "super",
    "table",
    "trait",
    "true",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
];

fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name) || name.starts_with("__") && !name.ends_with('_')
}

/// The Rust name of a table.
pub(super) fn of_table(name: &str) -> String {
    rust_name(name, None)
}

/// The Rust name of a column in a table with this Rust name, which no column may share.
pub(super) fn of_column(name: &str, table: &str) -> String {
    rust_name(name, Some(table))
}

fn rust_name(name: &str, taken: Option<&str>) -> String {
    if is_reserved(name) || taken == Some(name) {
        return format!("{name}_");
    }
    if is_identifier(name) {
        return name.to_owned();
    }
    let mut mapped = String::with_capacity(name.len());
    for c in name.chars() {
        let c = if c.is_ascii_alphanumeric() { c } else { '_' };
        if c != '_' || !mapped.ends_with('_') {
            mapped.push(c);
        }
    }
    // diesel gives these names as they are, and its file does not compile.
    if mapped.starts_with(|c: char| c.is_ascii_digit()) {
        mapped.insert(0, '_');
    }
    if mapped.chars().all(|c| c == '_') { format!("{mapped}unnamed") } else { mapped }
}

/// Whether Rust takes the name as it is.
pub(super) fn is_free_identifier(name: &str) -> bool {
    is_identifier(name) && !is_reserved(name)
}

fn is_identifier(name: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.chars().all(is_letter)
        && name.chars().any(|c| c != '_')
        && !name.starts_with(|c: char| c.is_ascii_digit())
}

/// The name, with underscores after it until no other has it.
pub(super) fn unique<'n>(
    mut name: String,
    others: &(impl Iterator<Item = &'n String> + Clone),
) -> String {
    while others.clone().any(|other| *other == name) {
        name.push('_');
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_name_in_rust_gets_another() {
        for (sql, rust) in [
            ("users", "users"),
            ("type", "type_"),
            ("self", "self_"),
            ("__hidden", "__hidden_"),
            ("__hidden_", "__hidden_"),
            ("created at", "created_at"),
            ("a::b>>>c", "a_b_c"),
            ("größe", "gr_e"),
            ("Users", "Users"),
            ("2024 sales", "_2024_sales"),
            ("名前", "_unnamed"),
        ] {
            assert_eq!(of_table(sql), rust);
        }
        assert_eq!(of_column("users", "users"), "users_");
        assert_eq!(of_column("users", "posts"), "users");
    }
}
