//! The revisions of source text, found without compiling it: [`scan_text`] and [`scan_directory`].
//!
//! A file is lexed, never parsed: of its tokens only those at the top level, and those at the top
//! level of its inline modules, are looked at. An attribute, its documentation and its `cfg`s stand
//! there as they were written; strings, comments and the bodies of functions are single tokens, so
//! that `#[migration(` inside them is not seen.

mod refused;

use std::fmt;
use std::fs;
use std::iter::Peekable;
use std::mem;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use proc_macro2::{
    Delimiter, Group, LexError, LineColumn, Span, TokenStream, TokenTree, token_stream,
};
use syn::{Lit, LitStr};

use crate::attribute::{Attribute, Downgrade};
use crate::docs::{doc_text, first_paragraph};
use crate::files::{self, Problem};

/// The deepest that modules, and brackets in an attribute, may be nested: as deep as the compiler lets
/// macros go. A reader that follows them further would run out of stack.
const DEEPEST: usize = 128;

use refused::{refuse_methods, refuse_migrations, refuse_second_way_back};

/// A revision as its source says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scanned {
    /// The id.
    pub rev: String,
    /// The parents.
    pub down_revs: Vec<String>,
    /// Revisions or labels that must be applied before.
    pub depends_on: Vec<String>,
    /// Branch labels.
    pub labels: Vec<String>,
    /// How the revision is undone.
    pub downgrade: ScannedDowngrade,
    /// The first paragraph of [`Scanned::doc`], on one line.
    pub message: String,
    /// The doc comment of the function; without one, that of the module or file around it.
    pub doc: String,
    /// The file, as it was given to the scanner.
    pub file: PathBuf,
    /// The line of the attribute, from 1. Inside a procedural macro it means nothing.
    pub line: usize,
    /// Whether the function has a `cfg` or `cfg_attr`, or on a module or file around it.
    pub cfg: bool,
    /// The predicates of those `cfg`s, all of which must hold for the revision to be compiled.
    pub conditions: Vec<String>,
    /// Whether the function does nothing: it is to be filled in yet, or joins branches.
    pub empty: bool,
}

/// How a scanned revision is undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScannedDowngrade {
    /// By the function `downgrade` beside it.
    Function,
    /// By its own operations, reversed.
    Auto,
    /// Not at all, for this reason.
    Irreversible(String),
}

/// What is wrong with a source file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanError {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1; 0 when the error is of the whole file.
    pub line: usize,
    /// The column in characters, from 1; 0 when the error is of the whole file.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// The right form.
    pub help: Option<String>,
}

impl fmt::Display for ScanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file.display())?;
        if self.line > 0 {
            write!(f, "{}:{}:", self.line, self.column)?;
        }
        write!(f, " {}", self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "\n  help: {help}"))
    }
}

impl std::error::Error for ScanError {}

/// Finds the revisions of every source file of a directory, in the order of [`source_files`](crate::source_files).
///
/// An error in one file does not hide those in another.
pub fn scan_directory(dir: impl AsRef<Path>) -> Result<Vec<Scanned>, Vec<ScanError>> {
    let mut revisions = Vec::new();
    let mut errors = Vec::new();
    let mut files = Vec::new();
    files::list(dir.as_ref(), &mut files, &mut |path, problem| {
        errors.push(of_whole_file(path, problem));
    });
    for file in files {
        match fs::read_to_string(&file) {
            Ok(text) => match scan_text(&file, &text) {
                Ok(found) => revisions.extend(found),
                Err(found) => errors.extend(found),
            },
            Err(error) => errors.push(of_whole_file(&file, error.into())),
        }
    }
    if errors.is_empty() { Ok(revisions) } else { Err(errors) }
}

/// Finds the revisions of one source text. A text without any is a helper module, not an error.
pub fn scan_text(path: impl AsRef<Path>, text: &str) -> Result<Vec<Scanned>, Vec<ScanError>> {
    let path = path.as_ref();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let tokens =
        TokenStream::from_str(text).map_err(|error| vec![unlexable(path, text, &error)])?;
    let mut scan = Scan { file: path, revisions: Vec::new(), errors: Vec::new() };
    let file = Scope { attributes: Attributes::default(), around: None, depth: 0 };
    scan_module(tokens, file, &mut scan);
    if scan.errors.is_empty() { Ok(scan.revisions) } else { Err(scan.errors) }
}

/// One file being scanned.
struct Scan<'a> {
    file: &'a Path,
    revisions: Vec<Scanned>,
    errors: Vec<ScanError>,
}

/// What the attributes of an item say, of which a module's hold for what is inside it too.
#[derive(Default)]
struct Attributes {
    docs: Vec<String>,
    cfg: bool,
    conditions: Vec<String>,
    migrations: Vec<(Span, TokenStream)>,
}

/// An item, or the file, with the modules around it.
struct Scope<'a> {
    attributes: Attributes,
    around: Option<&'a Scope<'a>>,
    /// How many modules are around it.
    depth: usize,
}

impl<'a> Scope<'a> {
    /// This scope and those around it, from the inside out.
    fn outwards(&self) -> impl Iterator<Item = &Scope<'a>> {
        std::iter::successors(Some(self), |scope| scope.around)
    }

    fn doc(&self) -> String {
        let texts = self.outwards().map(|scope| doc_text(&scope.attributes.docs));
        texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
    }

    fn cfg(&self) -> bool {
        self.outwards().any(|scope| scope.attributes.cfg)
    }

    fn conditions(&self) -> Vec<String> {
        self.outwards().flat_map(|scope| scope.attributes.conditions.iter().cloned()).collect()
    }
}

/// What an item is, by the words in front of its body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    Module,
    Function,
    /// An `impl` or a `trait`, whose functions are methods.
    Methods,
    Other,
}

fn scan_module(tokens: TokenStream, mut module: Scope<'_>, scan: &mut Scan<'_>) {
    let mut outer = Attributes::default();
    let mut item_kind = Item::Other;
    let mut downgrade = None;
    let mut own = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(pound) if pound.as_char() == '#' => {
                let inner = next_is_exclamation(&mut tokens);
                if let Some(group) = next_brackets(&mut tokens) {
                    let owner = if inner { &mut module.attributes } else { &mut outer };
                    if is_nested_deeper(group.stream(), DEEPEST) {
                        scan.refuse(
                            pound.span(),
                            "brackets are nested too deep in this attribute",
                            None,
                        );
                    } else {
                        read_attribute(pound.span(), group.stream(), owner);
                    }
                }
            }
            TokenTree::Ident(word) => {
                if word == "fn"
                    && let Some(TokenTree::Ident(name)) = tokens.peek()
                    && name == "downgrade"
                {
                    downgrade.get_or_insert(name.span());
                }
                item_kind = match (item_kind, word.to_string().as_str()) {
                    (Item::Other, "mod") => Item::Module,
                    (Item::Other, "impl" | "trait") => Item::Methods,
                    (Item::Other, "fn") => Item::Function,
                    (kind, _) => kind,
                };
            }
            TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => {
                let attributes = mem::take(&mut outer);
                let depth = module.depth + 1;
                let item = Scope { attributes, around: Some(&module), depth };
                if item_kind == Item::Function {
                    let before = scan.revisions.len();
                    read_revisions(&item, body.stream().is_empty(), scan);
                    own.extend(scan.revisions[before..].iter().map(|it| it.downgrade.clone()));
                } else {
                    refuse_migrations(&item.attributes, scan);
                }
                match item_kind {
                    Item::Module if depth > DEEPEST => {
                        scan.refuse(body.span_open(), "modules are nested too deep", None);
                    }
                    Item::Module => scan_module(body.stream(), item, scan),
                    Item::Methods => refuse_methods(body.stream(), scan),
                    Item::Function | Item::Other => {}
                }
                item_kind = Item::Other;
            }
            TokenTree::Punct(end) if end.as_char() == ';' => {
                refuse_migrations(&mem::take(&mut outer), scan);
                item_kind = Item::Other;
            }
            _ => {}
        }
    }
    refuse_migrations(&outer, scan);
    if let Some(function) = downgrade {
        refuse_second_way_back(function, &own, scan);
    }
}

/// Whether brackets are nested in more than so many others; not a recursion, which the answer protects.
fn is_nested_deeper(tokens: TokenStream, most: usize) -> bool {
    let mut around = vec![tokens.into_iter()];
    while let Some(innermost) = around.last_mut() {
        match innermost.next() {
            None => drop(around.pop()),
            Some(TokenTree::Group(_)) if around.len() > most => return true,
            Some(TokenTree::Group(group)) => around.push(group.stream().into_iter()),
            Some(_) => {}
        }
    }
    false
}

fn next_is_exclamation(tokens: &mut Peekable<token_stream::IntoIter>) -> bool {
    tokens.next_if(|next| matches!(next, TokenTree::Punct(p) if p.as_char() == '!')).is_some()
}

fn next_brackets(tokens: &mut Peekable<token_stream::IntoIter>) -> Option<Group> {
    let Some(TokenTree::Group(group)) = tokens.peek() else { return None };
    let brackets = (group.delimiter() == Delimiter::Bracket).then(|| group.clone());
    if brackets.is_some() {
        tokens.next();
    }
    brackets
}

/// Reads what is between the brackets of `#[..]`.
fn read_attribute(pound: Span, tokens: TokenStream, owner: &mut Attributes) {
    let mut last_segment = None;
    let mut argument = None;
    for token in tokens {
        match token {
            TokenTree::Ident(segment) => last_segment = Some(segment),
            TokenTree::Punct(_) => {}
            literal_or_group => {
                argument = Some(literal_or_group);
                break;
            }
        }
    }
    let Some(name) = last_segment else { return };
    match argument {
        Some(TokenTree::Literal(text)) if name == "doc" => {
            if let Lit::Str(text) = Lit::new(text) {
                owner.docs.push(text.value());
            }
        }
        Some(TokenTree::Group(group)) if name == "cfg" => {
            owner.cfg = true;
            owner.conditions.push(group.stream().to_string());
        }
        Some(_) if name == "cfg_attr" => owner.cfg = true,
        Some(TokenTree::Group(group)) if name == "migration" => {
            owner.migrations.push((pound, group.stream()));
        }
        None if name == "migration" => owner.migrations.push((pound, TokenStream::new())),
        _ => {}
    }
}

fn read_revisions(item: &Scope<'_>, empty: bool, scan: &mut Scan<'_>) {
    if let [_, again, ..] = item.attributes.migrations.as_slice() {
        let message = "a function is one revision, and this is a second `#[migration]` on it";
        scan.refuse(again.0, message, Some("remove one of the two"));
        return;
    }
    for (pound, tokens) in &item.attributes.migrations {
        match Attribute::parse_at(tokens.clone(), *pound) {
            Ok(attribute) => {
                let doc = item.doc();
                scan.revisions.push(Scanned {
                    rev: attribute.rev.value(),
                    down_revs: values(&attribute.down_revs),
                    depends_on: values(&attribute.depends_on),
                    labels: values(&attribute.labels),
                    downgrade: attribute.downgrade.into(),
                    message: first_paragraph(&doc),
                    doc,
                    file: scan.file.to_owned(),
                    line: pound.start().line,
                    cfg: item.cfg(),
                    conditions: item.conditions(),
                    empty,
                });
            }
            Err(errors) => {
                let errors = errors.into_iter().map(|error| bad_attribute(scan.file, &error));
                scan.errors.extend(errors);
            }
        }
    }
}

impl From<Downgrade> for ScannedDowngrade {
    fn from(downgrade: Downgrade) -> Self {
        match downgrade {
            Downgrade::Function => Self::Function,
            Downgrade::Auto => Self::Auto,
            Downgrade::Irreversible(reason) => Self::Irreversible(reason.value()),
        }
    }
}

fn values(literals: &[LitStr]) -> Vec<String> {
    literals.iter().map(LitStr::value).collect()
}

fn bad_attribute(file: &Path, error: &syn::Error) -> ScanError {
    let text = error.to_string();
    let (message, help) = match text.split_once("\nhelp: ") {
        Some((message, help)) => (message.to_owned(), Some(help.to_owned())),
        None => (text, None),
    };
    let LineColumn { line, column } = error.span().start();
    ScanError { file: file.to_owned(), line, column: column + 1, message, help }
}

/// Says what stopped the lexer, from the character it stopped at.
fn unlexable(file: &Path, text: &str, error: &LexError) -> ScanError {
    let LineColumn { line, column } = error.span().start();
    let rest = text.lines().nth(line.saturating_sub(1)).unwrap_or_default().chars().skip(column);
    let rest: String = rest.collect();
    let message = match rest.chars().next() {
        Some(open @ ('(' | '[' | '{')) => format!("this `{open}` is never closed"),
        Some(close @ (')' | ']' | '}')) => format!("this `{close}` closes nothing that is open"),
        Some('/') => "this comment never ends".to_owned(),
        Some('\'') => "this character or lifetime is not Rust".to_owned(),
        Some(_) if rest.trim_start_matches(['b', 'c', 'r', '#']).starts_with('"') => {
            "this string never ends, or is not Rust".to_owned()
        }
        Some(other) => format!("unexpected `{}`", other.escape_debug()),
        None => "this is not Rust source".to_owned(),
    };
    ScanError { file: file.to_owned(), line, column: column + 1, message, help: None }
}

fn of_whole_file(path: &Path, Problem { message, help, .. }: Problem) -> ScanError {
    let help = help.map(str::to_owned);
    ScanError { file: path.to_owned(), line: 0, column: 0, message, help }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::source_files;

    fn scan(text: &str) -> Vec<Scanned> {
        scan_text("versions/a.rs", text).unwrap()
    }

    fn errors(text: &str) -> Vec<String> {
        scan_text("a.rs", text).unwrap_err().iter().map(ScanError::to_string).collect()
    }

    #[test]
    fn whole_revision() {
        let text = r#"//! Add the user role column.
//! It defaults to `member`.
//!
//! Needed by billing.

use migrate_runtime::prelude::*;

#[migration(rev = "1f3c", down_rev = ["ae10", "27c6"], depends_on = "d", labels = ["users"])]
fn upgrade(op: &mut Op) {
    op.add_column("users", "role", varchar(100));
}

fn downgrade(op: &mut Op) {
    op.drop_column("users", "role");
}
"#;
        let expected = Scanned {
            rev: "1f3c".to_owned(),
            down_revs: vec!["ae10".to_owned(), "27c6".to_owned()],
            depends_on: vec!["d".to_owned()],
            labels: vec!["users".to_owned()],
            downgrade: ScannedDowngrade::Function,
            message: "Add the user role column. It defaults to `member`.".to_owned(),
            doc: "Add the user role column.\nIt defaults to `member`.\n\nNeeded by billing."
                .to_owned(),
            file: PathBuf::from("versions/a.rs"),
            line: 8,
            cfg: false,
            conditions: Vec::new(),
            empty: false,
        };
        assert_eq!(scan(text), std::slice::from_ref(&expected));
        let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        assert_eq!(scan(&windows), [expected]);
    }

    #[test]
    fn downgrades() {
        let found = scan(
            r#"
            #[migration(rev = "a", downgrade = auto)] fn a(op: &mut Op) {}
            #[migration(rev = "b", downgrade = irreversible("gone"))] fn b(op: &mut Op) {}
            "#,
        );
        assert_eq!(found[0].downgrade, ScannedDowngrade::Auto);
        assert_eq!(found[1].downgrade, ScannedDowngrade::Irreversible("gone".to_owned()));
        assert_eq!((found[0].line, found[1].line), (2, 3));
    }

    #[test]
    fn nearest_documentation_wins() {
        let found = scan(
            r#"
            //! The file.
            #[migration(rev = "a")] fn upgrade(op: &mut Op) {}
            /// The function.
            #[migration(rev = "b")]
            #[doc(hidden)]
            fn b(op: &mut Op) {}
            /** The module. */
            pub(crate) mod inside {
                //! More of it.
                #[::migrate_runtime::migration(rev = "c")] fn c(op: &mut Op) {}
                mod deeper { #[doc = "Deep."] #[migration(rev = "d")] fn d(op: &mut Op) {} }
            }
            mod elsewhere;
            mod plain { #[migration(rev = "e")] fn e(op: &mut Op) {} }
            "#,
        );
        let messages: Vec<_> = found.iter().map(|r| (r.rev.as_str(), r.message.as_str())).collect();
        assert_eq!(
            messages,
            [
                ("a", "The file."),
                ("b", "The function."),
                ("c", "The module. More of it."),
                ("d", "Deep."),
                ("e", "The file."),
            ]
        );
    }

    #[test]
    fn conditions_around_a_revision() {
        let found = scan(
            r#"
            #![cfg(unix)]
            #[cfg(feature = "x")]
            mod inside {
                #![cfg(not(test))]
                #[migration(rev = "a")] #[cfg(debug_assertions)] fn a(op: &mut Op) {}
            }
            #[cfg_attr(test, allow(dead_code))] #[migration(rev = "b")] fn b(op: &mut Op) {}
            "#,
        );
        assert!(found[0].cfg && found[1].cfg);
        let conditions: Vec<String> =
            found[0].conditions.iter().map(|c| c.replace(' ', "")).collect();
        assert_eq!(conditions, ["debug_assertions", "feature=\"x\"", "not(test)", "unix"]);
        assert_eq!(found[1].conditions, ["unix"]);
        assert!(!scan(r#"#[migration(rev = "a")] fn a(op: &mut Op) {}"#)[0].cfg);
    }

    #[test]
    fn attributes_belong_to_their_own_item() {
        let found = scan(
            r#"
            #[cfg(test)] use a::b;
            #[cfg(test)] const C: u8 = { 1 };
            /// Not this. #[migration(rev = "x")]
            struct D;
            #[migration(rev = "a")] pub fn a(op: &mut Op) {}
            "#,
        );
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].cfg, found[0].doc.as_str()), (false, ""));
    }

    #[test]
    fn an_attribute_on_no_function_is_an_error() {
        for (text, place) in [
            ("#[migration(rev = \"a\")] use x;", "1:1"),
            ("fn f() {}\n#[migration(rev = \"a\")]\nstruct A { b: u8 }\nfn g() {}", "2:1"),
            ("mod m { #[migration(rev = \"a\")] mod n { fn f() {} } }", "1:9"),
            ("fn f() {}\n#[migration(rev = \"a\")]", "2:1"),
        ] {
            let message = "`#[migration]` belongs on a function, and this item is none";
            let help = "write `fn upgrade(op: &mut Op) { .. }` after it";
            assert_eq!(
                errors(text),
                [format!("a.rs:{place}: {message}\n  help: {help}")],
                "{text}"
            );
        }
    }

    #[test]
    fn nesting_has_an_end() {
        let modules = |depth: usize| {
            let inside = "#[migration(rev = \"a\")] fn f(op: &mut Op) {}";
            format!("{}{inside}{}", "mod m { ".repeat(depth), "}".repeat(depth))
        };
        assert_eq!(scan(&modules(DEEPEST)).len(), 1);
        for depth in [DEEPEST + 1, 20_000] {
            let found = errors(&modules(depth));
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].ends_with(": modules are nested too deep"), "{found:?}");
        }
        for name in ["migration", "cfg", "doc"] {
            let attribute = |depth: usize| {
                let (open, close) = ("(".repeat(depth), ")".repeat(depth));
                format!("#[{name}{open}rev{close}] fn f(op: &mut Op) {{}}")
            };
            let message = "a.rs:1:1: brackets are nested too deep in this attribute";
            assert_eq!(errors(&attribute(20_000)), [message]);
        }
        let body = format!("fn f() {{ {}{} }}", "(".repeat(20_000), ")".repeat(20_000));
        assert_eq!(scan(&body), []);
    }

    /// Twice the source takes about twice the time; a second is far above it, and far below what
    /// comparing each with each would take.
    #[test]
    fn long_sources_are_read_at_once() {
        let start = std::time::Instant::now();
        let parents: Vec<String> = (0..16_000).map(|n| format!("\"p{n}\"")).collect();
        let one =
            format!("#[migration(rev = \"a\", down_rev = [{}])] fn f() {{}}", parents.join(", "));
        assert_eq!(scan(&one)[0].down_revs.len(), 16_000);
        let many = (0..16_000)
            .map(|n| format!("mod m{n} {{ #[migration(rev = \"r{n}\")] fn f() {{}} }}"))
            .collect::<Vec<_>>();
        assert_eq!(scan(&many.join("\n")).len(), 16_000);
        assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    }

    #[test]
    fn text_that_only_looks_like_a_revision() {
        let found = scan(
            r###"
            // #[migration(rev = "a")] fn a(op: &mut Op) {}
            /* #[migration(rev = "a")] /* nested */ fn a(op: &mut Op) {} */
            const A: &str = "#[migration(rev = \"a\")] fn a() {}";
            const B: &str = r##"" #[migration(rev = "a")] fn a() {} "# "##;
            const C: (char, u8) = ('"', b'"');
            fn helper<'a>(x: &'a str) { let migration = 1; }
            macro_rules! revision { () => { #[migration(rev = "a")] fn a(op: &mut Op) {} } }
            "###,
        );
        assert_eq!(found, []);
    }

    #[test]
    fn attribute_errors_have_places() {
        assert_eq!(
            errors(
                "//! Doc.\n\n#[migration(rev = \"é é\",\n    down_revision = \"a\")]\nfn upgrade(op: &mut Op) {}\n"
            ),
            [
                "a.rs:4:5: unknown key `down_revision`\n  help: write `down_rev = \"ae10\"` or `down_rev = [\"ae10\", \"27c6\"]`",
                "a.rs:3:19: revision id `é é` contains `é`\n  help: use the letters A-Z and a-z, digits, `_` and `.`",
            ]
        );
        let missing = "a.rs:2:1: `rev` is missing\n  help: write `rev = \"27c6\"`";
        assert_eq!(errors("\n#[migration] fn upgrade(op: &mut Op) {}"), [missing]);
        assert_eq!(errors("\n#[migration()] fn upgrade(op: &mut Op) {}"), [missing]);
    }

    #[test]
    fn lexer_errors_have_places() {
        for (text, expected) in [
            ("fn a() {\n    b(;\n}\n", "a.rs:3:1: this `}` closes nothing that is open"),
            ("fn a() {\n", "a.rs:1:8: this `{` is never closed"),
            ("\u{feff}é }", "a.rs:1:3: this `}` closes nothing that is open"),
            (
                "fn a() {}\nconst B: &str = \"b;\n",
                "a.rs:2:17: this string never ends, or is not Rust",
            ),
            ("const B: &str = r#\"b\";", "a.rs:1:17: this string never ends, or is not Rust"),
            ("fn a() {} /* b", "a.rs:1:11: this comment never ends"),
            ("const B: char = '", "a.rs:1:17: this character or lifetime is not Rust"),
            ("fn a() {\r\n  \\\r\n}", "a.rs:2:3: unexpected `\\\\`"),
        ] {
            assert_eq!(errors(text), [expected], "{text}");
        }
    }

    #[test]
    fn mutated_sources_never_panic() {
        let source = "//! Doc.\n#[cfg(x)] mod a { #[migration(rev = \"a\", down_rev = [\"b\"])] fn f(op: &mut Op) {} }\n";
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut random = move |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state % u64::try_from(below).unwrap()).unwrap()
        };
        for _ in 0..5_000 {
            let mut bytes = source.as_bytes().to_vec();
            for _ in 0..=random(6) {
                let place = random(bytes.len() + 1);
                match random(3) {
                    0 => bytes.insert(place, u8::try_from(random(256)).unwrap()),
                    1 => drop(bytes.drain(place..bytes.len().min(place + 1))),
                    _ => bytes.truncate(place),
                }
            }
            drop(scan_text("a.rs", &String::from_utf8_lossy(&bytes)));
        }
    }

    #[test]
    fn directory() {
        let dir = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &[u8]| {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let revision = |rev: &str| format!("#[migration(rev = \"{rev}\")] fn f(op: &mut Op) {{}}");
        write("b.rs", revision("b").as_bytes());
        write("a.rs", revision("a").as_bytes());
        write("archive/c.rs", revision("c").as_bytes());
        write("helpers.rs", b"pub fn help() {}");
        for skipped in [".hidden.rs", ".hidden/d.rs", "e.txt", "f.rs.bak"] {
            write(skipped, revision("skipped").as_bytes());
        }
        let found = scan_directory(dir.path()).unwrap();
        let revs: Vec<&str> = found.iter().map(|revision| revision.rev.as_str()).collect();
        assert_eq!(revs, ["a", "c", "b"]);
        assert_eq!(found[1].file, dir.path().join("archive/c.rs"));
        assert_eq!(source_files(dir.path()).unwrap().len(), 4);

        write("a.rs", b"fn broken(");
        write("b.rs", b"\xff");
        let errors = scan_directory(dir.path()).unwrap_err();
        let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
        assert_eq!(
            messages,
            ["this `(` is never closed", "cannot be read: stream did not contain valid UTF-8"]
        );
    }

    #[test]
    fn missing_directory() {
        let dir = Path::new("no/such/versions");
        let error = scan_directory(dir).unwrap_err().remove(0).to_string();
        assert!(error.starts_with("no/such/versions: cannot be read: "), "{error}");
        let error = source_files(dir).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
        assert!(error.to_string().starts_with("no/such/versions cannot be read: "), "{error}");
    }
}
