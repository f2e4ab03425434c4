//! `schema`: the schema that revisions lead to, for diesel, as SQL, as JSON or as a diagram.

use std::path::{Path, PathBuf};
use std::{fs, io};

use migrate_analysis::history::History;
use migrate_analysis::models::diesel::{self, PatchError, PrintSchema};
use migrate_analysis::show::{self, Document, SqlError};
use migrate_core::dialect::Dialect;
use migrate_core::op::Script;
use migrate_core::schema::Schema;
use migrate_runtime::cli::exit::Exit;
use migrate_runtime::cli::printer::Printer;
use migrate_runtime::cli::{dialect_argument, report};

use crate::cli::{Arguments, SchemaArguments, SchemaFormat};
use crate::diesel_toml::Nearest;
use crate::error::Error;
use crate::manifest::{Models, Package};
use crate::{binary, databases, exported, files, linked, paths, rustfmt, source};

/// The section of `diesel.toml` that has no key.
const DEFAULT: &str = "default";

/// Why a schema could not be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SchemaError {
    /// Nothing names the file of diesel's schema.
    #[error("nothing says where the `schema.rs` of package `{package}` is")]
    NoFile {
        /// The package.
        package: String,
    },
    /// Only diesel's schema has a file of its own.
    #[error("`{0}` needs a file")]
    NoOutput(&'static str),
    /// `diesel.toml` has no such section.
    #[error("there is no `[print_schema.{key}]` in {}", describe(diesel_toml.as_deref()))]
    NoSection {
        /// The section.
        key: String,
        /// The file, if there is one.
        diesel_toml: Option<PathBuf>,
    },
    /// An option that is diesel's alone.
    #[error("`--schema-key` is for `--format diesel`")]
    NotDiesel,
    /// The package compiles no database.
    #[error("package `{0}` is for no database")]
    NoDatabase(String),
    /// A patch file does not fit.
    #[error("in {}: {error}", path.display())]
    Patch {
        /// The patch file.
        path: PathBuf,
        /// Why not.
        error: PatchError,
    },
    /// The schema has no statements.
    #[error(transparent)]
    Sql(#[from] SqlError),
}

fn describe(diesel_toml: Option<&Path>) -> String {
    diesel_toml.map_or_else(|| "a `diesel.toml`".to_owned(), |path| path.display().to_string())
}

impl SchemaError {
    /// What to do about it.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::NoFile { .. } => Some(
                "say `file = \"src/schema.rs\"` in `[print_schema]` of `diesel.toml`, or name one: `--output FILE`"
                    .to_owned(),
            ),
            Self::NoOutput(_) => Some("name it: `--output FILE`".to_owned()),
            Self::NoDatabase(_) => Some("name one: `--dialect postgres`".to_owned()),
            Self::NoSection { .. } | Self::NotDiesel | Self::Patch { .. } | Self::Sql(_) => None,
        }
    }
}

/// A schema as text, and the file that it belongs to.
struct Written {
    /// None for standard output.
    path: Option<PathBuf>,
    text: String,
}

/// Writes the schema, or holds its file against it.
pub(super) fn run(
    schema: &SchemaArguments,
    arguments: &Arguments,
    package: &Package,
    printer: &mut Printer,
) -> Result<Exit, Error> {
    let SchemaArguments { format, at, dialect, output, write, check, schema_key } = schema;
    let has_own_file = *format == SchemaFormat::Diesel;
    for (is_typed, option) in [(*write, "--write"), (*check, "--check")] {
        if is_typed && !has_own_file && output.is_none() {
            return Err(SchemaError::NoOutput(option).into());
        }
    }
    if schema_key.is_some() && !has_own_file {
        return Err(SchemaError::NotDiesel.into());
    }
    let dialects = databases::of_package(package, &arguments.cargo, dialect.as_slice())?;
    let first = *dialects.first().ok_or_else(|| SchemaError::NoDatabase(package.name.clone()))?;
    let binary = binary::build_or_find(package, &arguments.cargo, &arguments.output)?;
    let (history, source) = exported::schema_history(&binary, package, || source::read(package))?;
    linked::check_exported(&source, history.graph(), package, &arguments.cargo)?;
    let revisions = source::select(history.graph(), at)?;
    let revisions: Vec<_> = revisions.into_iter().map(|revision| revision.id.clone()).collect();
    let found = history.schema_at(&revisions, first.empty_schema())?;
    let path = output.clone();
    let written = match format {
        SchemaFormat::Diesel => of_diesel(&found, first, schema, package, printer)?,
        SchemaFormat::Sql => {
            vec![Written { path, text: show::sql(&found, first).map_err(SchemaError::from)? }]
        }
        SchemaFormat::Json => {
            let text = document(&history, &revisions, &found, dialect.is_some().then_some(first));
            vec![Written { path, text }]
        }
        SchemaFormat::Mermaid => vec![Written { path, text: show::mermaid(&found, first) }],
        SchemaFormat::Svg => {
            vec![Written { path, text: show::svg(&found, first, &package.name) }]
        }
    };
    let rewrite = if output.is_some() {
        "the same command without `--check` writes it"
    } else {
        "`cargo migrate schema --write` writes it"
    };
    let mut exit = Exit::Success;
    for Written { path, text } in &written {
        match path {
            None => printer.raw_result(text),
            Some(path) if *check => {
                if !is_current(path, text, rewrite, printer)? {
                    exit = Exit::Different;
                }
            }
            Some(path) => {
                let verb = if files::update(path, text)? { "Wrote" } else { "Unchanged" };
                printer.status(verb, paths::from_here(path).display());
            }
        }
    }
    Ok(exit)
}

/// The schema as JSON; of all databases where none is named.
fn document(
    history: &History<Script>,
    revisions: &[String],
    found: &Schema,
    dialect: Option<Dialect>,
) -> String {
    let argument = dialect.map(dialect_argument);
    let chosen = dialect.map(|dialect| found.clone().on(dialect.family()));
    show::json(&Document {
        package: &history.package,
        revisions,
        dialect: argument.as_deref(),
        schema: chosen.as_ref().unwrap_or(found),
    })
}

/// diesel's schema of a package as the texts of its files, where `path` is the one that has no settings of its own.
pub(crate) fn diesel_files(
    found: &Schema,
    dialect: Dialect,
    path: &Path,
    package: &Package,
    printer: &mut Printer,
) -> Result<Vec<(PathBuf, String)>, Error> {
    let arguments = SchemaArguments {
        format: SchemaFormat::Diesel,
        at: "heads".to_owned(),
        dialect: None,
        output: None,
        write: true,
        check: false,
        schema_key: None,
    };
    let package = Package { models: Some(Models::Schema(path.to_owned())), ..package.clone() };
    let written = of_diesel(found, dialect, &arguments, &package, printer)?;
    Ok(written.into_iter().filter_map(|Written { path, text }| Some((path?, text))).collect())
}

/// diesel's schema, once for each section of `diesel.toml` that is wanted.
fn of_diesel(
    found: &Schema,
    dialect: Dialect,
    arguments: &SchemaArguments,
    package: &Package,
    printer: &mut Printer,
) -> Result<Vec<Written>, Error> {
    let SchemaArguments { output, write, check, schema_key, format: _, at: _, dialect: _ } =
        arguments;
    let own_file = match &package.models {
        Some(Models::Schema(path)) => Some(path),
        None | Some(Models::Crate(_) | Models::Database) => None,
    };
    let folder = own_file.and_then(|path| path.parent()).unwrap_or(&package.directory);
    let nearest = Nearest::read(folder)?;
    let settings = PrintSchema::default();
    let sections: Vec<(&str, &PrintSchema)> = match &nearest {
        Some(nearest) => {
            nearest.config.sections.iter().map(|(key, section)| (key.as_str(), section)).collect()
        }
        None => vec![(DEFAULT, &settings)],
    };
    let to_own_files = (*write || *check) && output.is_none();
    let file_of = |key: &str, section: &PrintSchema| {
        let named = nearest.as_ref().zip(section.file.as_ref());
        let named = named.map(|(nearest, file)| nearest.beside(file));
        named.or_else(|| own_file.filter(|_| key == DEFAULT).cloned())
    };
    let mut written = Vec::new();
    for (key, section) in sections {
        let path = if to_own_files { file_of(key, section) } else { output.clone() };
        let is_wanted = match schema_key {
            Some(wanted) => key == wanted,
            None if to_own_files => path.is_some(),
            None => key == DEFAULT,
        };
        if !is_wanted {
            continue;
        }
        if to_own_files && path.is_none() {
            return Err(SchemaError::NoFile { package: package.name.clone() }.into());
        }
        let diesel::Written { text, left_out } = diesel::write(found, dialect, section);
        for table in left_out {
            printer.warning(format_args!("{table}: it is left out"));
        }
        let text = rustfmt::as_configured(&text, folder).unwrap_or_else(|| {
            printer.warning(
                "the layout is not that of the project's `rustfmt.toml`, because there is no rustfmt: \
                 `rustup component add rustfmt` installs it",
            );
            text
        });
        let changes = nearest.as_ref().map(|nearest| nearest.patch(section)).transpose()?.flatten();
        let text = match changes {
            Some((path, changes)) => diesel::patched(&text, &changes)
                .map_err(|error| SchemaError::Patch { path, error })?,
            None => text,
        };
        written.push(Written { path, text });
    }
    match (&written[..], schema_key) {
        ([], Some(key)) => {
            let diesel_toml = nearest.map(|nearest| nearest.path);
            Err(SchemaError::NoSection { key: key.clone(), diesel_toml }.into())
        }
        ([], None) => Err(SchemaError::NoFile { package: package.name.clone() }.into()),
        _ => Ok(written),
    }
}

/// Whether a file has the text; says the first line that differs.
fn is_current(
    path: &Path,
    text: &str,
    rewrite: &str,
    printer: &mut Printer,
) -> Result<bool, Error> {
    let name = paths::from_here(path);
    let known = match fs::read(path) {
        Ok(known) => String::from_utf8_lossy(&known).into_owned(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let message = format!("{} does not exist", name.display());
            report::plain(printer, &message, Some(rewrite));
            return Ok(false);
        }
        Err(error) => return Err(Error::io("read", path)(error)),
    };
    if known == text {
        printer.status("Checked", format_args!("{} is what the revisions lead to", name.display()));
        return Ok(true);
    }
    let message = format!(
        "{} is not what the revisions lead to: {}",
        name.display(),
        first_difference(&known, text)
    );
    report::plain(printer, &message, Some(rewrite));
    Ok(false)
}

/// The first line that two texts do not share.
fn first_difference(known: &str, text: &str) -> String {
    let (mut old, mut new) = (known.lines(), text.lines());
    let mut number = 0;
    loop {
        number += 1;
        return match (old.next(), new.next()) {
            (Some(old), Some(new)) if old == new => continue,
            (Some(old), Some(new)) => {
                format!("line {number} is `{}`, and would be `{}`", old.trim(), new.trim())
            }
            (Some(old), None) => format!("line {number}, `{}`, would not be in it", old.trim()),
            (None, Some(new)) => format!("line {number}, `{}`, is not in it", new.trim()),
            (None, None) => "the ends of its lines are others".to_owned(),
        };
    }
}
