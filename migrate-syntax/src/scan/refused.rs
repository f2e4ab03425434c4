//! What no macro would report: attributes on what is no free function, functions `upgrade` without one, and
//! two ways back.

use proc_macro2::{LineColumn, Span, TokenStream, TokenTree};

use super::attributes::{Attributes, is_nested_deeper, next_brackets, read_attribute};
use super::{DEEPEST, Scan, ScanError, ScannedDowngrade};

impl Scan<'_> {
    pub(super) fn refuse(&mut self, place: Span, message: &str, help: Option<&str>) {
        let LineColumn { line, column } = place.start();
        self.errors.push(ScanError {
            file: self.file.to_owned(),
            line,
            column: column + 1,
            message: message.to_owned(),
            help: help.map(str::to_owned),
            is_compilers: false,
        });
    }
}

/// `#[migration]` on what is no function: no macro sees that of an item which another one removes.
pub(super) fn refuse_migrations(attributes: &Attributes, scan: &mut Scan<'_>) {
    for (pound, _) in &attributes.migrations {
        let help = "write `fn upgrade(op: &mut Op) { .. }` after it";
        scan.refuse(
            *pound,
            "`#[migration]` belongs on a function, and this item is none",
            Some(help),
        );
    }
}

/// `#[cfg_attr(.., migration(..))]`: where the condition does not hold, nothing tells that there is a revision.
pub(super) fn refuse_conditional(found: Vec<Span>, scan: &mut Scan<'_>) {
    for place in found {
        scan.refuse(
            place,
            "`#[migration(..)]` in a `cfg_attr` is lost without a word where its condition does not hold",
            Some("write `#[cfg(..)]` with the condition, and `#[migration(..)]` after it"),
        );
    }
}

pub(super) fn refuse_methods(tokens: TokenStream, scan: &mut Scan<'_>) {
    let mut found = Attributes::default();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        if let TokenTree::Punct(pound) = token
            && pound.as_char() == '#'
            && let Some(group) = next_brackets(&mut tokens)
            && !is_nested_deeper(group.stream(), DEEPEST)
        {
            read_attribute(pound.span(), group.stream(), &mut found);
        }
    }
    for (pound, _) in found.migrations {
        let help = "move the function out of the `impl` or `trait`";
        scan.refuse(
            pound,
            "a revision function is a free function, and this is a method",
            Some(help),
        );
    }
}

/// A function `downgrade` that no revision of its module calls.
pub(super) fn refuse_second_way_back(
    function: Span,
    own: &[ScannedDowngrade],
    scan: &mut Scan<'_>,
) {
    let said = match own.first() {
        Some(ScannedDowngrade::Auto) => "auto",
        Some(ScannedDowngrade::Irreversible(_)) => "irreversible(..)",
        Some(ScannedDowngrade::Function) | None => return,
    };
    if own.contains(&ScannedDowngrade::Function) {
        return;
    }
    let message = format!("`downgrade = {said}` and the function `downgrade` are two ways back");
    let help =
        format!("leave `downgrade = {said}` out to run the function, or remove the function");
    scan.refuse(function, &message, Some(&help));
}

/// A function `upgrade` in a module without a revision: its attribute was forgotten, and it would never run.
pub(super) fn refuse_upgrade_without_attribute(function: Span, scan: &mut Scan<'_>) {
    scan.refuse(
        function,
        "the function `upgrade` has no `#[migration(..)]`, so it is no revision",
        Some(
            "write `#[migration(rev = \"27c6\", down_rev = \"ae10\")]` before it, or give the function \
             another name",
        ),
    );
}

#[cfg(test)]
mod tests {
    use crate::scan::{ScanError, Scanned, scan_text};

    fn scan(text: &str) -> Vec<Scanned> {
        scan_text("versions/a.rs", text).unwrap()
    }

    fn errors(text: &str) -> Vec<String> {
        scan_text("a.rs", text).unwrap_err().iter().map(ScanError::to_string).collect()
    }

    #[test]
    fn an_attribute_stands_on_a_free_function() {
        let none = "`#[migration]` belongs on a function, and this item is none\n  help: write \
                    `fn upgrade(op: &mut Op) { .. }` after it";
        let method = "a revision function is a free function, and this is a method\n  help: move the \
                      function out of the `impl` or `trait`";
        for (item, message) in [
            ("use x;", none),
            ("use x::{a, b};", none),
            ("mod a;", none),
            ("mod a { fn b() {} }", none),
            ("struct A { fn_: u8 }", none),
            ("struct A(u8);", none),
            ("const A: fn() = a;", none),
            ("", none),
        ] {
            let text = format!("\n #[migration(rev = \"a\")] {item}");
            assert_eq!(errors(&text), [format!("a.rs:2:2: {message}")], "{item}");
        }
        let inside = "#[migration(rev = \"a\")] fn up(op: &mut Op) {}";
        for item in ["impl A", "unsafe impl<T> B for A", "pub trait A"] {
            assert_eq!(errors(&format!("{item} {{\n{inside}}}")), [format!("a.rs:2:1: {method}")]);
        }
        assert_eq!(
            errors("#[migration(rev = \"a\")]\n#[migration(rev = \"b\")]\nfn up(op: &mut Op) {}"),
            [
                "a.rs:2:1: a function is one revision, and this is a second `#[migration]` on it\n  help: \
              remove one of the two"
            ]
        );
    }

    #[test]
    fn no_condition_hides_the_attribute() {
        let message = "`#[migration(..)]` in a `cfg_attr` is lost without a word where its condition does not \
                       hold\n  help: write `#[cfg(..)]` with the condition, and `#[migration(..)]` after it";
        let upgrade = "fn upgrade(op: &mut Op) {}";
        for attribute in [
            "cfg_attr(feature = \"a\", migration(rev = \"a\"))",
            "cfg_attr(all(unix, not(test)), inline, migrate_runtime::migration(rev = \"a\"))",
            "cfg_attr(unix, cfg_attr(test, doc = \"x\", migration(rev = \"a\")))",
        ] {
            let errors = errors(&format!("\n#[{attribute}] {upgrade}"));
            assert_eq!(errors, [format!("a.rs:2:1: {message}")], "{attribute}");
        }
    }

    #[test]
    fn one_way_back() {
        let undo = "fn downgrade(op: &mut Op) {}";
        for (said, named) in [("auto", "auto"), ("irreversible(\"gone\")", "irreversible(..)")] {
            let up =
                format!("#[migration(rev = \"a\", downgrade = {said})] fn up(op: &mut Op) {{}}");
            assert_eq!(
                errors(&format!("{up}\n{undo}")),
                [format!(
                    "a.rs:2:4: `downgrade = {named}` and the function `downgrade` are two ways back\n  \
                     help: leave `downgrade = {named}` out to run the function, or remove the function"
                )]
            );
            assert_eq!(scan(&format!("{up}\nmod helpers {{ {undo} }}")).len(), 1);
            let other = "#[migration(rev = \"b\")] fn b(op: &mut Op) {}";
            assert_eq!(scan(&format!("{up}\n{other}\n{undo}")).len(), 2);
        }
    }

    #[test]
    fn a_function_upgrade_has_the_attribute() {
        let upgrade = "fn upgrade(op: &mut Op) {}";
        let message = "the function `upgrade` has no `#[migration(..)]`, so it is no revision\n  help: write \
                       `#[migration(rev = \"27c6\", down_rev = \"ae10\")]` before it, or give the \
                       function another name";
        for (text, place) in [
            (upgrade.to_owned(), "1:4"),
            (format!("/// Adds a column.\n#[inline]\npub {upgrade}"), "3:8"),
            (format!("#![allow(unused)]\nfn downgrade(op: &mut Op) {{}}\n{upgrade}"), "3:4"),
            (format!("mod a {{\n{upgrade} }}"), "2:4"),
            (
                format!(
                    "#[migration(rev = \"a\")] fn up(op: &mut Op) {{}}\nmod b {{\n{upgrade} }}"
                ),
                "3:4",
            ),
        ] {
            assert_eq!(errors(&text), [format!("a.rs:{place}: {message}")], "{text}");
        }
        for text in [
            format!("#[migration(rev = \"a\")] {upgrade}"),
            format!("{upgrade}\n#[migration(rev = \"a\")] fn up(op: &mut Op) {{ upgrade(op) }}"),
            format!("#[cfg_attr(migration, inline)] #[migration(rev = \"a\")] {upgrade}"),
            format!("struct A; impl A {{ {upgrade} }}"),
            format!("macro_rules! a {{ () => {{ {upgrade} }} }}"),
            "fn upgraded() {}".to_owned(),
            "fn help() { fn upgrade() {} }".to_owned(),
        ] {
            scan(&text);
        }
    }
}
