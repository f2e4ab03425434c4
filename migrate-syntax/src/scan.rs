//! The revisions of source text, found without compiling it: [`scan_text`] and [`scan_directory`].
//!
//! A file is lexed, never parsed: of its tokens only those at the top level, and those at the top
//! level of its inline modules, are looked at. An attribute, its documentation and its `cfg`s are
//! tokens there; strings, comments and the bodies of functions are single tokens, so
//! that `#[migration(` inside them is not seen.

mod attributes;
mod error;
mod refused;
#[cfg(test)]
mod tests;

use std::fs;
use std::mem;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::LitStr;

use crate::attribute::{Attribute, Downgrade};
use crate::docs::{doc_text, first_paragraph};
use crate::files;
use attributes::{
    Attributes, is_nested_deeper, next_brackets, next_is_exclamation, read_attribute,
};
pub use error::ScanError;
use error::{bad_attribute, of_whole_file, unlexable};
use refused::{
    refuse_conditional, refuse_methods, refuse_migrations, refuse_second_way_back,
    refuse_upgrade_without_attribute,
};

/// The deepest that modules, and brackets in an attribute, may be nested: as deep as the compiler lets
/// macros go. A reader that follows them further would run out of stack.
const DEEPEST: usize = 128;

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
    /// Whether the function, or a module or file around it, has a `cfg` or `cfg_attr`.
    pub cfg: bool,
    /// The predicates of those `cfg`s, all of which must hold for the revision to be compiled.
    pub conditions: Vec<String>,
    /// Whether the function does nothing: it is to be filled in yet, or joins branches.
    pub empty: bool,
    /// Whether the attribute is written as a path, or something in its module may bring it into scope.
    pub imported: bool,
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

/// Finds the revisions of one source text. A text without any is a helper module, not an error, as long as
/// it has no function `upgrade`.
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
    Import,
    Other,
}

fn scan_module(tokens: TokenStream, mut module: Scope<'_>, scan: &mut Scan<'_>) {
    let mut outer = Attributes::default();
    let mut item_kind = Item::Other;
    let mut downgrade = None;
    let mut upgrade = None;
    let mut has_attribute = false;
    let mut own = Vec::new();
    let mut functions = Vec::new();
    let mut may_import = false;
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
                        refuse_conditional(mem::take(&mut owner.conditional), scan);
                    }
                    has_attribute |= !outer.migrations.is_empty();
                }
            }
            TokenTree::Ident(word) => {
                if word == "fn"
                    && let Some(TokenTree::Ident(name)) = tokens.peek()
                {
                    if name == "downgrade" {
                        downgrade.get_or_insert(name.span());
                    }
                    // A `cfg_attr` may hold the attribute.
                    if name == "upgrade" && outer.migrations.is_empty() && !outer.cfg {
                        upgrade.get_or_insert(name.span());
                    }
                }
                item_kind = match (item_kind, word.to_string().as_str()) {
                    (Item::Other, "mod") => Item::Module,
                    (Item::Other, "impl" | "trait") => Item::Methods,
                    (Item::Other, "fn") => Item::Function,
                    (Item::Other, "use") => Item::Import,
                    (kind, _) => kind,
                };
                may_import |= item_kind == Item::Import && word == "migration";
            }
            TokenTree::Group(names) if item_kind == Item::Import => {
                may_import |= imports(names.stream());
            }
            TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => {
                let attributes = mem::take(&mut outer);
                let depth = module.depth + 1;
                let item = Scope { attributes, around: Some(&module), depth };
                if item_kind == Item::Function {
                    let before = scan.revisions.len();
                    read_revisions(&item, body.stream().is_empty(), scan);
                    functions.extend(before..scan.revisions.len());
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
                    Item::Function | Item::Import | Item::Other => {}
                }
                item_kind = Item::Other;
            }
            TokenTree::Punct(end) if end.as_char() == ';' => {
                refuse_migrations(&mem::take(&mut outer), scan);
                item_kind = Item::Other;
            }
            // A macro of items may import anything.
            TokenTree::Punct(mark) if mark.as_char() == '!' && item_kind == Item::Other => {
                may_import = true;
            }
            TokenTree::Punct(star) if star.as_char() == '*' && item_kind == Item::Import => {
                may_import = true;
            }
            TokenTree::Punct(_) | TokenTree::Group(_) | TokenTree::Literal(_) => {}
        }
    }
    for at in functions {
        scan.revisions[at].imported |= may_import;
    }
    refuse_migrations(&outer, scan);
    if let Some(function) = downgrade {
        refuse_second_way_back(function, &own, scan);
    }
    if let Some(function) = upgrade.filter(|_| !has_attribute) {
        refuse_upgrade_without_attribute(function, scan);
    }
}

/// Whether the names in the braces of a `use` may be `migration`, or all of a module.
fn imports(names: TokenStream) -> bool {
    names.into_iter().any(|token| match token {
        TokenTree::Group(inner) => imports(inner.stream()),
        TokenTree::Ident(name) => name == "migration",
        TokenTree::Punct(star) => star.as_char() == '*',
        TokenTree::Literal(_) => false,
    })
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
                    imported: item.attributes.is_path,
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
