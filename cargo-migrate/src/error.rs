//! Everything that can end a command, with its hint and its exit code: [`Error`].

use std::io;
use std::path::{Path, PathBuf};

use migrate_analysis::diff::AnswerError;
use migrate_analysis::history::HistoryError;
use migrate_analysis::introspect::IntrospectError;
use migrate_analysis::models::derived::ModelsError;
use migrate_analysis::models::diesel::{ConfigError, ReadError};
use migrate_analysis::render::RenderError;
use migrate_core::graph::GraphError;
use migrate_runtime::cli::CliError;
use migrate_runtime::cli::exit::Exit;
use migrate_runtime::cli::printer::Printer;
use migrate_runtime::cli::report;
use migrate_syntax::{NameError, ScanError};

use crate::autogenerate::{AutogenerateError, count};
use crate::binary::BinaryError;
use crate::commands::{HookError, RebaseError, SchemaError};
use crate::draft::DraftError;
use crate::exported::ExportError;
use crate::linked::LinkedError;
use crate::live::LiveError;
use crate::package::PackageError;
use crate::scaffold::InitError;

/// Why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// What the binary would say too.
    #[error(transparent)]
    Cli(#[from] CliError),
    /// No migrations package, or too many.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// The package has no binary to run.
    #[error(transparent)]
    Binary(#[from] BinaryError),
    /// The binary is not one of this source.
    #[error(transparent)]
    Linked(#[from] LinkedError),
    /// The binary exports nothing that can be read.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// What the binary exports is no history.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// Models and revisions cannot be compared.
    #[error(transparent)]
    Autogenerate(#[from] AutogenerateError),
    /// The models that the binary exports do not fit together.
    #[error(transparent)]
    Models(#[from] ModelsError),
    /// diesel's `schema.rs` cannot be read.
    #[error(transparent)]
    SchemaRs(#[from] ReadError),
    /// `diesel.toml` cannot be read.
    #[error(transparent)]
    DieselToml(#[from] ConfigError),
    /// The operations cannot be written as Rust.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// An answer is not one.
    #[error(transparent)]
    Answer(AnswerError),
    /// The file of answers has a line that is none.
    #[error("in {}: {error}", path.display())]
    AnswersFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with the line.
        error: AnswerError,
    },
    /// An option that is for another.
    #[error(
        "`--against-database`, `--from-database`, `--rename` and `--drop` are for `--autogenerate`"
    )]
    OnlyForAutogenerate,
    /// The catalogue of the database cannot be read.
    #[error(transparent)]
    Introspect(#[from] IntrospectError),
    /// The revisions cannot be tried on a live database.
    #[error(transparent)]
    Live(#[from] LiveError),
    /// A new revision does not fit.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// A revision cannot be given other parents.
    #[error(transparent)]
    Rebase(#[from] RebaseError),
    /// Git gets no hook.
    #[error(transparent)]
    Hook(#[from] HookError),
    /// The schema cannot be written.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// An id or a label is not one.
    #[error(transparent)]
    Name(#[from] NameError),
    /// A new package does not fit.
    #[error(transparent)]
    Init(#[from] InitError),
    /// The source of the revisions cannot be read.
    #[error("{} in the source of the revisions", count(.0.len(), "error"))]
    Scan(Vec<ScanError>),
    /// A target that only a database could resolve.
    #[error("`{0}` counts from the database, and this command reads none")]
    NeedsDatabase(String),
    /// A target that is the base, or a head of a package without revisions, where a revision is wanted.
    #[error("`{0}` names no revision")]
    NoRevision(String),
    /// Alembic's `--autogenerate`.
    /// No editor is set.
    #[error("no editor: neither `VISUAL` nor `EDITOR` is set")]
    NoEditor,
    /// The editor's command line cannot be split into words.
    #[error("`{0}` is not a command: a quote is left open")]
    BadEditor(String),
    /// The editor ended with an error.
    #[error("the editor `{command}` failed: {status}")]
    Editor {
        /// The command, as it was set.
        command: String,
        /// How it ended.
        status: std::process::ExitStatus,
    },
    /// Cargo failed with this exit code, and has said why.
    #[error("cargo failed")]
    Cargo(u8),
    /// Cargo answered something unreadable.
    #[error("cannot read cargo's answer: {0}")]
    CargoAnswer(String),
    /// The system refused.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl From<migrate_runtime::Error> for Error {
    fn from(error: migrate_runtime::Error) -> Self {
        Self::Cli(error.into())
    }
}

impl From<GraphError> for Error {
    fn from(error: GraphError) -> Self {
        Self::Cli(error.into())
    }
}

impl Error {
    /// Makes the system's errors say what was tried, for `map_err`.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { action, path: path.to_owned(), source }
    }

    /// Prints the error to standard error.
    pub(crate) fn report(&self, printer: &mut Printer) {
        match self {
            Self::Cli(error) => report::error(printer, error),
            Self::Scan(errors) => {
                for (index, error) in errors.iter().enumerate() {
                    if index > 0 {
                        printer.error_line("");
                    }
                    report_scan(error, printer);
                }
            }
            // Cargo or the binary has said why.
            Self::Cargo(_) | Self::Export(ExportError::Failed(_)) => {}
            // These say their cause in a sentence of its own.
            Self::Autogenerate(_)
            | Self::Render(_)
            | Self::History(HistoryError::Apply { .. } | HistoryError::Json(_))
            | Self::Models(_)
            | Self::Introspect(_) => {
                report::plain(printer, &with_causes(self), self.hint().as_deref());
            }
            _ => report::plain(printer, &self.to_string(), self.hint().as_deref()),
        }
    }

    /// What to do about it.
    fn hint(&self) -> Option<String> {
        match self {
            Self::Cli(error) => error.hint(),
            Self::Package(error) => error.hint(),
            Self::Binary(error) => Some(error.hint()),
            Self::Linked(error) => Some(error.hint()),
            Self::Export(error) => error.hint(),
            Self::History(error) => error.hint(),
            Self::Live(error) => Some(error.hint().to_owned()),
            Self::Draft(error) => error.hint(),
            Self::Rebase(error) => error.hint(),
            Self::Hook(error) => error.hint(),
            Self::Schema(error) => error.hint(),
            Self::Name(error) => Some(error.hint().to_owned()),
            Self::Init(error) => error.hint(),
            Self::NeedsDatabase(_) => {
                Some("name a revision, `head`, `label@head` or `head-1`".to_owned())
            }
            Self::Autogenerate(error) => error.hint(),
            Self::Models(error) => error.hint(),
            Self::Render(error) => error.hint().map(str::to_owned),
            Self::OnlyForAutogenerate => Some("add `--autogenerate`".to_owned()),
            Self::NoEditor => Some("set one, such as `EDITOR=vim`".to_owned()),
            Self::Introspect(_)
            | Self::SchemaRs(_)
            | Self::DieselToml(_)
            | Self::Answer(_)
            | Self::AnswersFile { .. }
            | Self::Scan(_)
            | Self::NoRevision(_)
            | Self::BadEditor(_)
            | Self::Editor { .. }
            | Self::Cargo(_)
            | Self::CargoAnswer(_)
            | Self::Io { .. } => None,
        }
    }

    /// The exit code for it.
    pub(crate) fn exit(&self) -> u8 {
        let exit = match self {
            Self::Cargo(code) | Self::Export(ExportError::Failed(code)) => return *code,
            Self::Cli(error) => error.exit(),
            Self::Autogenerate(AutogenerateError::Open(_)) => Exit::Different,
            Self::Init(InitError::NoDatabase(_)) => Exit::Connection,
            Self::Linked(_)
            | Self::History(_)
            | Self::Autogenerate(AutogenerateError::OffTheHeads(_))
            | Self::Draft(_)
            | Self::Rebase(_)
            | Self::Scan(_)
            | Self::NoRevision(_)
            | Self::Schema(SchemaError::Sql(_)) => Exit::Revisions,
            Self::Autogenerate(
                AutogenerateError::NoModels(_) | AutogenerateError::NoSchemaFile { .. },
            )
            | Self::Live(_)
            | Self::Package(_)
            | Self::Binary(_)
            | Self::Hook(_)
            | Self::Name(_)
            | Self::Init(_)
            | Self::Schema(
                SchemaError::NoFile { .. }
                | SchemaError::NoOutput(_)
                | SchemaError::NoSection { .. }
                | SchemaError::NotDiesel
                | SchemaError::NoDatabase(_),
            )
            | Self::NeedsDatabase(_)
            | Self::OnlyForAutogenerate
            | Self::Answer(_)
            | Self::AnswersFile { .. }
            | Self::NoEditor
            | Self::BadEditor(_) => Exit::Usage,
            Self::Autogenerate(AutogenerateError::NotAtHeads { .. }) => Exit::NotAtHeads,
            Self::Export(_)
            | Self::Autogenerate(AutogenerateError::Diff(_))
            | Self::Models(_)
            | Self::SchemaRs(_)
            | Self::DieselToml(_)
            | Self::Render(_)
            | Self::Schema(SchemaError::Patch { .. })
            | Self::Introspect(_)
            | Self::Editor { .. }
            | Self::CargoAnswer(_)
            | Self::Io { .. } => Exit::Failed,
        };
        exit.code()
    }
}

/// The message of an error, and below it those of its causes.
fn with_causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    let causes = causes.map(|cause| format!("\n  caused by: {cause}"));
    error.to_string() + &causes.collect::<String>()
}

fn report_scan(error: &ScanError, printer: &mut Printer) {
    let without_help = ScanError { help: None, ..error.clone() };
    report::plain(printer, &without_help.to_string(), error.help.as_deref());
}
