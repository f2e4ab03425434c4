//! Verification of a versions directory while a package is built.
//!
//! A migration package's `build.rs` is one call:
//!
//! ```no_run
//! migrate_runtime::build::verify("src/versions");
//! ```

use std::path::{Path, PathBuf};
use std::{env, fmt, fs};

use migrate_syntax::{ScanError, Scanned, modules, scan_directory, source_files};

use migrate_core::graph::{Graph, GraphError, Site};
use migrate_core::revision::{Revision, Timeouts};

/// Why a versions directory cannot be built.
#[derive(Debug)]
pub enum VerifyError {
    /// Files that could not be read.
    Scan(Vec<ScanError>),
    /// Revisions that do not make a graph.
    Graph(GraphError),
    /// Several heads where the project wants one, each with its place.
    Heads(Vec<String>),
}

impl VerifyError {
    /// What is wrong, and what to try, for each thing that is.
    fn problems(&self) -> Vec<(String, Option<String>)> {
        match self {
            Self::Scan(errors) => errors
                .iter()
                .map(|error| {
                    let bare = ScanError { help: None, ..error.clone() };
                    (bare.to_string(), error.help.clone())
                })
                .collect(),
            Self::Graph(error) => vec![(error.to_string(), error.hint())],
            Self::Heads(heads) => {
                let (count, heads) = (heads.len(), heads.join(", "));
                let message = format!(
                    "the revisions have {count} heads, and this project wants one: {heads}"
                );
                vec![(message, Some("join them with `cargo migrate merge heads`".to_owned()))]
            }
        }
    }
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, (message, hint)) in self.problems().iter().enumerate() {
            let separator = if number == 0 { "" } else { "\n" };
            write!(f, "{separator}{message}")?;
            if let Some(hint) = hint {
                write!(f, "\n  hint: {hint}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for VerifyError {}

/// What a project demands of its revisions.
#[derive(Clone, Debug)]
pub struct Verify {
    directory: PathBuf,
    single_head: bool,
}

impl Verify {
    /// Demands that the revisions of a directory make a graph.
    pub fn new(directory: impl AsRef<Path>) -> Self {
        Self { directory: directory.as_ref().to_owned(), single_head: false }
    }

    /// Demands one head as well.
    #[must_use]
    pub const fn single_head(mut self) -> Self {
        self.single_head = true;
        self
    }

    /// Looks whether the revisions are as demanded.
    pub fn check(&self) -> Result<Graph, VerifyError> {
        let scanned = scan_directory(&self.directory).map_err(VerifyError::Scan)?;
        let imports = require_imports(&scanned);
        let graph = Graph::build(scanned.into_iter().map(revision)).map_err(VerifyError::Graph)?;
        let heads: Vec<_> = graph.heads().map(|head| Site::of(head).to_string()).collect();
        if self.single_head && heads.len() > 1 {
            return Err(VerifyError::Heads(heads));
        }
        imports?;
        Ok(graph)
    }

    /// Does what [`verify`] does.
    pub fn run(&self) {
        directive(format_args!("cargo::rerun-if-changed={}", self.directory.display()));
        // `versions!` asks it; compilers that do not know it would warn.
        directive(format_args!("cargo::rustc-check-cfg=cfg(rust_analyzer)"));
        if let Err(error) = list_modules(&self.directory) {
            let line = error.to_string().replace('\n', " ");
            directive(format_args!("cargo::warning=no list of the revisions for editors: {line}"));
        }
        let Err(error) = self.check() else { return };
        for (message, hint) in left_to_the_compiler(error).problems() {
            // Cargo takes a line for an error, and begins each with the package's name.
            let hint = hint.map_or_else(String::new, |hint| format!("; hint: {hint}"));
            let line = format!("{message}{hint}").replace('\n', " ");
            directive(format_args!("cargo::error={line}"));
        }
    }
}

/// Writes the file that shows editors the revisions of a directory; one that is the same already is left
/// alone. A directory that cannot be read is reported by the check.
#[allow(
    clippy::disallowed_methods,
    reason = "a build script writes to `OUT_DIR`, and cargo says where"
)]
fn list_modules(directory: &Path) -> std::io::Result<()> {
    let (Some(out), Some(root)) = (env::var_os("OUT_DIR"), env::var_os("CARGO_MANIFEST_DIR"))
    else {
        return Ok(());
    };
    let (Some(name), root) = (directory.to_str(), Path::new(&root).join(directory)) else {
        return Ok(());
    };
    let Ok(files) = source_files(&root) else { return Ok(()) };
    let named = files.into_iter().filter_map(|file| {
        let name = modules::name_below(&root, &file)?;
        Some((file, name))
    });
    let text = modules::listing(&named.collect::<Vec<_>>());
    let path = Path::new(&out).join(modules::listing_name(name));
    if fs::read_to_string(&path).is_ok_and(|earlier| earlier == text) {
        return Ok(());
    }
    fs::write(path, text)
}

/// Whether each `#[migration]` is a name that is in scope: the compiler does not say where it comes from.
fn require_imports(scanned: &[Scanned]) -> Result<(), VerifyError> {
    let errors: Vec<_> = scanned
        .iter()
        .filter(|revision| !revision.imported)
        .map(|revision| ScanError {
            file: revision.file.clone(),
            line: revision.line,
            column: 1,
            message: "nothing brings `#[migration]` into scope".to_owned(),
            help: Some("write `use migrate_runtime::prelude::*;` above it".to_owned()),
            is_compilers: false,
        })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(VerifyError::Scan(errors)) }
}

/// The error without what the compiler refuses too: it comes to it next, and shows the source with it.
fn left_to_the_compiler(error: VerifyError) -> VerifyError {
    match error {
        VerifyError::Scan(mut errors) => {
            errors.retain(|error| !error.is_compilers);
            VerifyError::Scan(errors)
        }
        other => other,
    }
}

/// Stops the build with file and line when the revisions do not make a graph: an unknown parent, an
/// id used twice, a cycle. Makes cargo notice files that are added, removed or renamed, and editors after
/// the next `cargo check`: for them the modules are listed in a file below `OUT_DIR`, of which
/// `versions!` tells rust-analyzer alone.
///
/// A mistake inside a file, such as a wrong key in `#[migration(..)]`, is left to the compiler,
/// which shows the source with it.
///
/// For a project that wants one head, write `Verify::new("src/versions").single_head().run()`.
pub fn verify(directory: impl AsRef<Path>) {
    Verify::new(directory).run();
}

/// What the graph needs of a scanned revision.
pub fn revision(scanned: Scanned) -> Revision {
    Revision {
        id: scanned.rev,
        down_revs: scanned.down_revs,
        depends_on: scanned.depends_on,
        labels: scanned.labels,
        message: scanned.message,
        doc: scanned.doc,
        file: scanned.file.display().to_string(),
        line: u32::try_from(scanned.line).unwrap_or(u32::MAX),
        // They matter where a revision runs.
        timeouts: Timeouts::UNSAID,
    }
}

/// Cargo reads a build script's standard output.
#[expect(clippy::print_stdout, reason = "standard output is how a build script speaks to cargo")]
fn directive(line: fmt::Arguments<'_>) {
    println!("{line}");
}
