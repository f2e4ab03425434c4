//! What a package's models have otherwise than its revisions: the comparison behind `check` and
//! `revision --autogenerate`.
//!
//! * [`models`](mod@models) reads the models, whichever they are;
//! * [`answers`](mod@answers) knows what was renamed and what was dropped, and asks where it does not;
//! * [`cautions`](mod@cautions) says what of the operations loses rows, or may fail on them;
//! * [`left_out`](mod@left_out) says what a revision of a database leaves out of it.

pub(crate) mod answers;
pub(crate) mod cautions;
pub(crate) mod left_out;
pub(crate) mod models;

use std::path::PathBuf;

use migrate_analysis::diff::{self, Diff, DiffError};
use migrate_analysis::history::{History, Upgrade};
use migrate_analysis::introspect::{NotHeld, Reading};
use migrate_analysis::spelling::{self, Spellings};
use migrate_core::dialect::Dialect;
use migrate_core::graph::Site;
use migrate_core::op::Script;
use migrate_core::schema::{Family, Schema};
use migrate_runtime::cli::printer::Printer;

use crate::catalogue::Catalogue;
use crate::cli::{Arguments, CompareArguments};
use crate::error::Error;
use crate::manifest::Package;
use crate::session::Scratch;
use crate::{binary, databases, exported, linked, source};

use models::{Model, Source};

/// Why models and revisions could not be compared.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AutogenerateError {
    /// Nothing says what the database should be.
    #[error("the package `{0}` has no models to compare with")]
    NoModels(String),
    /// The `schema.rs` that is named is not written yet, or has another name.
    #[error("`models` of package `{package}` names {}, which does not exist", file.display())]
    NoSchemaFile {
        /// The package.
        package: String,
        /// The file, as a person finds it.
        file: PathBuf,
    },
    /// The database is not where the revisions end.
    #[error("the database is at {}, and the revisions end at {}", listed(at), listed(heads))]
    NotAtHeads {
        /// The rows of the version table.
        at: Vec<String>,
        /// The heads.
        heads: Vec<String>,
    },
    /// The new revision comes not after all others.
    #[error(
        "the new revision would not come after {0}, and models are compared with all revisions"
    )]
    OffTheHeads(Site),
    /// What is gone was renamed or dropped, and nobody said which.
    #[error("{}", asked(.0))]
    Open(Vec<diff::Question>),
    /// The difference could not be written as operations.
    #[error(transparent)]
    Diff(#[from] DiffError),
}

impl AutogenerateError {
    /// What to do about it.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::NoModels(_) => Some(
                "say where they are in `[package.metadata.migrate]` of its Cargo.toml: `models = \"../src/schema.rs\"` \
                 for diesel's, `models = \"app_models\"` for a crate with `#[derive(Model)]`; or compare with a \
                 database: `--from-database`"
                    .to_owned(),
            ),
            Self::NoSchemaFile { .. } => Some(
                "`cargo migrate schema --write` writes what the revisions lead to there; or name the file that is \
                 there in `[package.metadata.migrate]` of its Cargo.toml"
                    .to_owned(),
            ),
            Self::NotAtHeads { .. } => {
                Some(
                    "run `cargo migrate upgrade` first, or `cargo migrate stamp` where `drift --fix` wrote the revision of \
                     this database; or leave the option out"
                        .to_owned(),
                )
            }
            Self::OffTheHeads(_) => {
                Some("join the heads first: `cargo migrate merge`".to_owned())
            }
            Self::Open(questions) => questions.first().map(answers::hint),
            Self::Diff(_) => None,
        }
    }
}

/// What was compared, and what came of it.
#[derive(Debug)]
pub(crate) struct Comparison {
    /// The schema before the operations.
    pub(crate) before: Schema,
    /// The databases that the operations are for.
    pub(crate) dialects: Vec<Dialect>,
    /// What of the database before the operations no operation says; nothing of a schema that revisions make.
    pub(crate) not_held: Vec<NotHeld>,
    /// What no operation says of the database that is the model; nothing of other models.
    pub(crate) left_out: Vec<NotHeld>,
    /// What leads to the models, with no question left open.
    pub(crate) found: Diff,
}

/// Compares the schema after all revisions, or that of the live database, with the models.
///
/// # Errors
///
/// One of both cannot be read, or a question stays open.
pub(crate) fn compare(
    package: &Package,
    arguments: &Arguments,
    options: &CompareArguments,
    printer: &mut Printer,
) -> Result<Comparison, Error> {
    let binary = binary::build_or_find(package, &arguments.cargo, &arguments.output)?;
    let (history, (revisions, models)) = exported::schema_history(&binary, package, || {
        Ok((source::read(package)?, Source::read(package, options)?))
    })?;
    linked::check_exported(&revisions, history.graph(), package, &arguments.cargo)?;
    let mut catalogue = if options.needs_database(package) {
        Some(Catalogue::open(&binary, &arguments.database, package)?)
    } else {
        None
    };
    let dialects = match &catalogue {
        Some(catalogue) => vec![catalogue.dialect],
        None => databases::of_package(package, &arguments.cargo, &[])?,
    };
    let head = history.schema(empty(&dialects))?;
    let reading = match &mut catalogue {
        Some(catalogue) => Some(read_live(catalogue, &history, &head, printer)?),
        None => None,
    };
    let live = reading.as_ref().map(|reading| &reading.schema);
    let linked = history.models.as_ref();
    let mut model = models.model(package, linked, &dialects, live)?;
    let live = live.map(|live| claimed(&model, live.clone(), &head, &dialects, printer));
    let mut texts =
        Texts { live: live.clone(), scratch: Scratch::new(&binary, &arguments.database, package) };
    let (before, form) = before(options, &history, catalogue.as_ref(), head, live, &mut texts)?;
    if let (Some(reading), Some(catalogue)) = (&reading, &catalogue)
        && let Some(schema) = model.schema_mut()
    {
        *schema = reading.with_inherited(catalogue.dialect, &before, schema);
    }
    let spellings = match (form, model.schema_mut()) {
        (diff::Comparison::Live(dialect), Some(schema)) => {
            let spellings = texts.ask(dialect, &before, schema);
            *schema = spellings.reworded(schema, &before);
            spellings
        }
        (diff::Comparison::Live(_) | diff::Comparison::Declared, _) => Spellings::default(),
    };
    let sides =
        Sides { before: &before, model: &model, form, dialects: &dialects, spellings: &spellings };
    let (found, notes) = sides.answered(options, package, printer)?;
    for note in &notes {
        printer.warning(note);
    }
    for unknown in &found.unknown {
        printer.warning(spellings.judged(unknown.clone()));
    }
    for kept in &found.kept {
        printer.warning(kept);
    }
    let not_held = reading.map(|reading| reading.not_held).unwrap_or_default();
    let left_out = match &model {
        Model::Database(_) => not_held.clone(),
        Model::Structs(_) | Model::Diesel(_) => Vec::new(),
    };
    let not_held = if options.against_database { not_held } else { Vec::new() };
    Ok(Comparison { before, dialects, not_held, left_out, found })
}

/// Compares the schema after all revisions with the models, without a database and without asking.
///
/// # Errors
///
/// One of both cannot be read.
pub(crate) fn compare_offline<R: Upgrade>(
    package: &Package,
    history: &History<R>,
    options: &CompareArguments,
    dialects: &[Dialect],
) -> Result<Diff, Error> {
    let head = history.schema(empty(dialects))?;
    let source = Source::read(package, options)?;
    let model = source.model(package, history.models.as_ref(), dialects, None)?;
    let answers = answers::given(options, &model, package, &head)?;
    let found = model.diff(&head, diff::Comparison::Declared, dialects, &answers);
    Ok(found.map_err(AutogenerateError::Diff)?.0)
}

/// What is compared, and how.
struct Sides<'a> {
    before: &'a Schema,
    model: &'a Model,
    form: diff::Comparison,
    dialects: &'a [Dialect],
    /// What the database says of texts in which both differ.
    spellings: &'a Spellings,
}

impl Sides<'_> {
    /// Compares until no question is open; gives what a person should know of it too.
    fn answered(
        &self,
        options: &CompareArguments,
        package: &Package,
        printer: &mut Printer,
    ) -> Result<(Diff, Vec<String>), Error> {
        let mut answers = answers::given(options, self.model, package, self.before)?;
        answers.insert_different(self.spellings.different().iter().cloned());
        loop {
            let found = self.model.diff(self.before, self.form, self.dialects, &answers);
            let (found, notes) = found.map_err(AutogenerateError::Diff)?;
            let Some(question) = found.questions.first() else { return Ok((found, notes)) };
            match answers::ask(question, printer)? {
                Some(answer) => answers.insert(question.subject.clone(), answer),
                None => return Err(AutogenerateError::Open(found.questions).into()),
            }
        }
    }
}

/// What is compared with the models, and how.
fn before(
    options: &CompareArguments,
    history: &History<Script>,
    catalogue: Option<&Catalogue>,
    head: Schema,
    live: Option<Schema>,
    texts: &mut Texts<'_>,
) -> Result<(Schema, diff::Comparison), Error> {
    if let Some(catalogue) = catalogue.filter(|_| options.against_database || options.at_heads) {
        require_heads(catalogue, history)?;
    }
    let Some((catalogue, live)) = catalogue.zip(live).filter(|_| options.against_database) else {
        // A model that was read from a database is in the words of the database.
        let form = match catalogue {
            Some(catalogue) => diff::Comparison::Live(catalogue.dialect),
            None => diff::Comparison::Declared,
        };
        return Ok((head, form));
    };
    let words = texts.ask(catalogue.dialect, &head, &live).reworded(&live, &head);
    let live = diff::reworded(catalogue.dialect, &words, &head);
    Ok((live, diff::Comparison::Live(catalogue.dialect)))
}

/// What a database has otherwise is of no revision only where it has all of them.
fn require_heads(
    catalogue: &Catalogue,
    history: &History<Script>,
) -> Result<(), AutogenerateError> {
    let (mut at, mut heads) = (catalogue.rows.clone(), history.heads());
    at.sort();
    heads.sort();
    if at == heads { Ok(()) } else { Err(AutogenerateError::NotAtHeads { at, heads }) }
}

/// The database, to be asked whether texts are the same; none where nothing is compared with one.
struct Texts<'a> {
    live: Option<Schema>,
    scratch: Scratch<'a>,
}

impl Texts<'_> {
    /// What the database says of the texts in which two schemas differ.
    fn ask(&mut self, dialect: Dialect, one: &Schema, other: &Schema) -> Spellings {
        let Some(live) = &self.live else { return Spellings::default() };
        spelling::ask(dialect, live, (one, other), &mut |group| self.scratch.run(group))
    }
}

/// The schema of the database; says what of it is compared with nothing.
fn read_live(
    catalogue: &mut Catalogue,
    history: &History<Script>,
    declared: &Schema,
    printer: &mut Printer,
) -> Result<Reading, Error> {
    let live = catalogue.read(&history.settings, declared)?;
    for note in &live.reading.not_held {
        printer.warning(note);
    }
    Ok(live.reading)
}

/// The live schema without what no revision made and no model has, of which a person is told.
fn claimed(
    model: &Model,
    live: Schema,
    head: &Schema,
    dialects: &[Dialect],
    printer: &mut Printer,
) -> Schema {
    let Some(dialect) = dialects.first() else { return live };
    let (live, others) = diff::claimed(*dialect, &live, head, model.objects(*dialect));
    if !others.is_empty() {
        let others: Vec<_> = others.iter().map(ToString::to_string).collect();
        printer.warning(format_args!(
            "no revision made it and no model has it, so it is left as it is: {}",
            others.join(", ")
        ));
    }
    live
}

/// The schema of an empty database: texts and names are read by the rules of the databases, where these are the same,
/// as those of MariaDB and MySQL are.
pub(crate) fn empty(dialects: &[Dialect]) -> Schema {
    match dialects {
        [first, others @ ..] if others.iter().all(|it| it.syntax() == first.syntax()) => {
            first.empty_schema()
        }
        _ => Schema::new(),
    }
}

/// The families of some databases, each once.
pub(crate) fn families(dialects: &[Dialect]) -> Vec<Family> {
    let mut families: Vec<_> = dialects.iter().map(|dialect| dialect.family()).collect();
    families.dedup();
    families
}

/// The open questions as one message.
fn asked(questions: &[diff::Question]) -> String {
    let sentences = questions.iter().map(|question| match question.reason {
        diff::Reason::Gone => format!("{question}: was it renamed, or is it dropped?"),
        diff::Reason::Generated => format!("{question}: are they dropped?"),
    });
    sentences.collect::<Vec<_>>().join("\n")
}

fn listed(revisions: &[String]) -> String {
    match revisions {
        [] => "no revision".to_owned(),
        revisions => revisions.join(", "),
    }
}

pub(crate) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
