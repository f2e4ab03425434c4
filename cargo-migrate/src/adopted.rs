//! The first revisions and the models of a new package, which say what its database has already: [`adopt`].

use std::path::{Path, PathBuf};

use migrate_analysis::diff::{self, Answers, Comparison};
use migrate_analysis::history::History;
use migrate_analysis::initial::{Part, initial, refusal};
use migrate_analysis::introspect::{Namespace, RawObject};
use migrate_analysis::render;
use migrate_core::dialect::Dialect;
use migrate_core::graph::Graph;
use migrate_core::op::Script;
use migrate_core::op::apply;
use migrate_core::schema::{Origin, Schema};
use migrate_runtime::cli::dialect_argument;
use migrate_runtime::cli::printer::Printer;

use crate::autogenerate::{self, AutogenerateError};
use crate::catalogue::Catalogue;
use crate::cli::{Arguments, CompareArguments};
use crate::draft::{self, Content, Draft};
use crate::error::Error;
use crate::exported::{self, ExportError};
use crate::manifest::{Models, Package};
use crate::package::PackageError;
use crate::scaffold::{self, InitError, NewModels, NewPackage, NewStructs, Project, Written};
use crate::{binary, commands, databases, files, manifest, rustfmt, source};

/// A revision that was written.
#[derive(Debug)]
pub(crate) struct Revision {
    pub(crate) id: String,
    pub(crate) file: PathBuf,
}

/// The models that are written when it is known what the database has.
#[derive(Debug)]
pub(crate) enum Later {
    /// None, or those that are there.
    Nothing,
    /// A crate of structs.
    Structs(NewStructs),
    /// diesel's `schema.rs`.
    Schema(PathBuf),
}

/// A package that begins with what its database has.
#[derive(Debug)]
pub(crate) struct Adopted {
    /// The package, with the models that were written.
    pub(crate) package: NewPackage,
    /// Its revisions, in their order.
    pub(crate) revisions: Vec<Revision>,
    /// The files of models that were written.
    pub(crate) models: Vec<PathBuf>,
}

/// Writes the revisions of a package without any, and its models, and marks its database as being at them; an empty
/// database gets none.
///
/// # Errors
///
/// The package cannot be built, the database cannot be read or has revisions, or revisions or models do not say what
/// it has. The database then is as it was; the package may be half written.
pub(crate) fn adopt(
    new: NewPackage,
    later: &Later,
    namespaces: &[String],
    project: &Project,
    written: &mut Written,
    arguments: &Arguments,
    printer: &mut Printer,
) -> Result<Adopted, Error> {
    let package = manifest_of(&new)?;
    let binary = binary::build_or_find(&package, &arguments.cargo, &arguments.output)?;
    let (dialect, live, raw) = read(&binary, &package, namespaces, arguments, printer)?;
    let parts = initial(dialect, &live, &raw).map_err(AutogenerateError::Diff)?;
    if let Some(refusal) = refusal(dialect, &parts) {
        printer.warning(format_args!(
            "no new database can be made by these revisions: {}: {}",
            refusal.operation, refusal.cause
        ));
    }
    if parts.is_empty() {
        return Ok(Adopted { package: new, revisions: Vec::new(), models: Vec::new() });
    }
    let (revisions, head) = write(&package, dialect, &parts)?;
    let new = NewPackage { databases: version_in_need(&new, dialect, &parts)?, ..new };
    let is_found = new.models.is_some();
    let (new, models) = match later {
        Later::Nothing => (scaffold::rewrite(new)?, Vec::new()),
        Later::Structs(structs) => {
            let operations: Vec<_> = parts.into_iter().flat_map(|part| part.operations).collect();
            let text = rustfmt::formatted(&render::models(&operations, &head)?, &package.directory);
            let file = structs.directory.join("src/lib.rs");
            (scaffold::add_structs(structs, &text, new, project, written)?, vec![file])
        }
        Later::Schema(path) => {
            let mut files = Vec::new();
            for (file, text) in commands::diesel_files(&head, dialect, path, &package, printer)? {
                // The files of other sections may be there, and stay as they are.
                if !file.exists() {
                    written.adds_file(&file);
                    let name = file.file_name().unwrap_or_default().to_string_lossy();
                    files::create_below(file.parent().unwrap_or(&file), &name, &text)?;
                    files.push(file);
                }
            }
            let named = scaffold::as_named(&new.directory, path.clone())?;
            let models = Some(NewModels::Diesel(named));
            (scaffold::rewrite(NewPackage { models, ..new })?, files)
        }
    };
    let package = manifest_of(&new)?;
    let binary = binary::build_or_find(&package, &arguments.cargo, &arguments.output)?;
    let (history, ()) = exported::schema_history(&binary, &package, || Ok(()))?;
    prove(&history, dialect, &live, printer)?;
    prove_models(&package, &history, dialect, is_found, printer)?;
    stamp(&binary, &package, arguments)?;
    Ok(Adopted { package: new, revisions, models })
}

/// The database in its version, as `databases` names it, where an older one, or another of the same feature, cannot do
/// what the revisions do: they are not for those.
fn version_in_need(
    new: &NewPackage,
    dialect: Dialect,
    parts: &[Part],
) -> Result<Option<String>, Error> {
    let oldest = databases::of_feature(new.database)?;
    let is_for_all = oldest.into_iter().all(|oldest| refusal(oldest, parts).is_none());
    let is_possible = refusal(dialect, parts).is_none();
    Ok((!is_for_all && is_possible).then(|| dialect_argument(dialect)))
}

fn manifest_of(new: &NewPackage) -> Result<Package, Error> {
    Ok(manifest::read(&new.directory.join("Cargo.toml"))?.ok_or(PackageError::None)?)
}

/// What the database has, without what migration tools keep for themselves; beside its schema what raw SQL alone makes.
fn read(
    binary: &Path,
    package: &Package,
    namespaces: &[String],
    arguments: &Arguments,
    printer: &mut Printer,
) -> Result<(Dialect, Schema, Vec<RawObject>), Error> {
    let (history, ()) = exported::schema_history(binary, package, || Ok(()))?;
    let settings = history.settings;
    let mut catalogue = Catalogue::open(binary, &arguments.database, package)?;
    if !catalogue.rows.is_empty() {
        return Err(InitError::AtRevisions(catalogue.rows.clone()).into());
    }
    let dialect = catalogue.dialect;
    let live_namespaces = catalogue.namespaces()?;
    let is_live = |name: &&String| live_namespaces.iter().any(|live| live.name == **name);
    if let Some(missing) = namespaces.iter().find(|name| !is_live(name)) {
        return Err(InitError::NoSchema(missing.clone()).into());
    }
    let is_left_out =
        |it: &&Namespace| it.has_relations && !it.is_own && !namespaces.contains(&it.name);
    let left_out: Vec<_> = live_namespaces.iter().filter(is_left_out).collect();
    if !left_out.is_empty() {
        let options: Vec<_> = left_out.iter().map(|it| format!("--schema {}", it.name)).collect();
        let noun = if left_out.len() == 1 { "schema is" } else { "schemas are" };
        let count = left_out.len();
        printer.warning(format_args!(
            "{count} other {noun} left out: `{}` takes what is there as well",
            options.join(" ")
        ));
    }
    let live = catalogue.read_beside(namespaces, &settings, &dialect.empty_schema())?;
    let raw = catalogue.raw_objects(namespaces, &live.reading)?;
    for note in &live.reading.not_held {
        if raw.iter().any(|object| note.is_of(object.kind.name(), &object.name)) {
            printer.warning(format_args!(
                "{} is made by no operation: raw SQL in a revision makes it, and it is not compared",
                note.object()
            ));
        } else {
            printer.warning(note);
        }
    }
    for (table, column) in &live.keys_with_null {
        printer.warning(format_args!(
            "column {table}.{column} is of the primary key and takes NULL, which no revision says: there it is NOT NULL"
        ));
    }
    Ok((dialect, live.reading.schema, raw))
}

/// Writes the revisions, each after the one before it; gives the schema after them too.
fn write(
    package: &Package,
    dialect: Dialect,
    parts: &[Part],
) -> Result<(Vec<Revision>, Schema), Error> {
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
            message: part.message.clone(),
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
    Ok((revisions, before))
}

/// Holds the revisions, as they were compiled, against the database; says what may differ.
fn prove(
    history: &History<Script>,
    dialect: Dialect,
    live: &Schema,
    printer: &mut Printer,
) -> Result<(), Error> {
    let head = history.schema(dialect.empty_schema())?;
    let families = [dialect.family()];
    let found = diff::diff(&head, live, Comparison::Live(dialect), &families, &Answers::default());
    let found = found.map_err(AutogenerateError::Diff)?;
    let operations = found.operations.iter().map(ToString::to_string);
    let left: Vec<_> = operations.chain(found.kept.iter().map(ToString::to_string)).collect();
    if !left.is_empty() {
        return Err(InitError::NotAdopted(left).into());
    }
    for unknown in &found.unknown {
        printer.warning(unknown);
    }
    Ok(())
}

/// Holds the models, as they were compiled, against the revisions. Those that were there before may say otherwise.
fn prove_models(
    package: &Package,
    history: &History<Script>,
    dialect: Dialect,
    is_found: bool,
    printer: &mut Printer,
) -> Result<(), Error> {
    match package.models {
        None | Some(Models::Database) => return Ok(()),
        Some(Models::Schema(_) | Models::Crate(_)) => {}
    }
    let options = CompareArguments::default();
    let found = autogenerate::compare_offline(package, history, &options, &[dialect])?;
    let operations = found.operations.iter().map(ToString::to_string);
    let questions = found.questions.iter().map(ToString::to_string);
    let left: Vec<_> = operations.chain(questions).collect();
    if left.is_empty() {
        return Ok(());
    }
    if !is_found {
        return Err(InitError::NotModelled(left).into());
    }
    printer.warning(format_args!(
        "the models say otherwise than the database: {}: `cargo migrate check` says what",
        autogenerate::count(left.len(), "difference")
    ));
    Ok(())
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
