//! The first revisions of a new package, which create what its database has already: [`adopt`].

use std::path::{Path, PathBuf};

use migrate_analysis::diff::{self, Answers, Comparison};
use migrate_analysis::initial::{Part, initial, refusal};
use migrate_analysis::render;
use migrate_core::dialect::Dialect;
use migrate_core::graph::Graph;
use migrate_core::op::apply;
use migrate_core::schema::{Origin, Schema};
use migrate_runtime::cli::printer::Printer;

use crate::autogenerate::AutogenerateError;
use crate::catalogue::Catalogue;
use crate::cli::Arguments;
use crate::draft::{self, Content, Draft};
use crate::error::Error;
use crate::exported::{self, ExportError};
use crate::manifest::Package;
use crate::scaffold::InitError;
use crate::{binary, source};

/// A revision that was written.
#[derive(Debug)]
pub(crate) struct Revision {
    pub(crate) id: String,
    pub(crate) file: PathBuf,
}

/// Writes the revisions of a package without any, and marks its database as being at them; an empty database gets none.
///
/// # Errors
///
/// The package cannot be built, the database cannot be read or has revisions, or the revisions do not lead to what
/// it has. The database then is as it was; the package may be half written.
pub(crate) fn adopt(
    package: &Package,
    arguments: &Arguments,
    printer: &mut Printer,
) -> Result<Vec<Revision>, Error> {
    let binary = binary::build_or_find(package, &arguments.cargo, &arguments.output)?;
    let (dialect, live) = read(&binary, package, arguments, printer)?;
    let parts = initial(dialect, &live).map_err(AutogenerateError::Diff)?;
    if let Some(refusal) = refusal(dialect, &parts) {
        printer.warning(format_args!(
            "no new database can be made by these revisions: {}: {}",
            refusal.operation, refusal.cause
        ));
    }
    let revisions = write(package, dialect, parts)?;
    if !revisions.is_empty() {
        let binary = binary::build_or_find(package, &arguments.cargo, &arguments.output)?;
        prove(&binary, package, dialect, &live)?;
        stamp(&binary, package, arguments)?;
    }
    Ok(revisions)
}

/// What the database has, without what migration tools keep for themselves.
fn read(
    binary: &Path,
    package: &Package,
    arguments: &Arguments,
    printer: &mut Printer,
) -> Result<(Dialect, Schema), Error> {
    let settings = exported::history(binary, package)?.settings;
    let mut catalogue = Catalogue::open(binary, &arguments.database, package)?;
    if !catalogue.rows.is_empty() {
        return Err(InitError::AtRevisions(catalogue.rows.clone()).into());
    }
    let dialect = catalogue.dialect;
    let live = catalogue.read(&settings, &dialect.empty_schema())?;
    for note in &live.reading.not_held {
        printer.warning(note);
    }
    for (table, column) in &live.keys_with_null {
        printer.warning(format_args!(
            "column {table}.{column} is of the primary key and takes NULL, which no revision says: there it is NOT NULL"
        ));
    }
    Ok((dialect, live.reading.schema))
}

/// Writes the revisions, each after the one before it.
fn write(package: &Package, dialect: Dialect, parts: Vec<Part>) -> Result<Vec<Revision>, Error> {
    let mut before = dialect.empty_schema();
    let mut drafts: Vec<Draft> = Vec::new();
    let graph = Graph::build([])?;
    for part in parts {
        let functions = render::functions(&part.operations, &before, &[dialect.family()])?;
        let content = Content { cautions: Vec::new(), functions: Some(functions) };
        for operation in &part.operations {
            // They were applied before they were given, so that none fails.
            drop(apply(operation, Origin::caller(), &mut before));
        }
        drafts.push(Draft {
            id: draft::new_id(&graph),
            message: part.message,
            down_revs: drafts.last().map(|draft| draft.id.clone()).into_iter().collect(),
            depends_on: Vec::new(),
            labels: Vec::new(),
            content,
        });
    }
    let mut revisions = Vec::new();
    for draft in drafts {
        let file = draft::write(&draft, &source::read(package)?, &package.versions)?;
        revisions.push(Revision { id: draft.id, file });
    }
    Ok(revisions)
}

/// Holds the revisions, as they were compiled, against the database.
fn prove(binary: &Path, package: &Package, dialect: Dialect, live: &Schema) -> Result<(), Error> {
    let head = exported::history(binary, package)?.schema(dialect.empty_schema())?;
    let families = [dialect.family()];
    let found = diff::diff(&head, live, Comparison::Live(dialect), &families, &Answers::default());
    let found = found.map_err(AutogenerateError::Diff)?;
    let left: Vec<_> = found.operations.iter().map(ToString::to_string).collect();
    if left.is_empty() { Ok(()) } else { Err(InitError::NotAdopted(left).into()) }
}

/// Writes into the version table of the database that it is at the head.
fn stamp(binary: &Path, package: &Package, arguments: &Arguments) -> Result<(), Error> {
    let mut command = binary::command_at_database(binary, package, &arguments.database);
    command.args(["stamp", "head", "--quiet"]);
    let status = command.status().map_err(Error::io("run", binary))?;
    if status.success() {
        return Ok(());
    }
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Err(ExportError::Failed(code.unwrap_or(1)).into())
}
