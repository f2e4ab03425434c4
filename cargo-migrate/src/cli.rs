//! The arguments of `cargo migrate`: those of every migration binary, those that make source, and
//! cargo's own. See [`Arguments`].

mod schema;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use migrate_runtime::cli::args::{
    DatabaseCommand, DatabaseOptions, GraphCommand, Output, STYLES, ToolCommand,
};
use migrate_runtime::cli::typing::{hide, target};
use migrate_runtime::cli::{exit, typing};

use crate::manifest::{Models, Package};

pub(crate) use schema::{SchemaArguments, SchemaFormat};

/// Bring a database to the schema its revisions describe.
#[derive(Clone, Debug, Parser)]
#[command(
    name = "cargo-migrate",
    bin_name = "cargo migrate",
    no_binary_name = true,
    version,
    styles = STYLES,
    after_help = exit::help(&[(101, "cargo could not build the migrations package")]),
    disable_help_subcommand = true
)]
pub(crate) struct Arguments {
    /// Which package to build, and how.
    #[command(flatten)]
    pub(crate) cargo: CargoOptions,
    /// How to print.
    #[command(flatten)]
    pub(crate) output: Output,
    /// Where the database is.
    #[command(flatten)]
    pub(crate) database: DatabaseOptions,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Which package to build, and how: options that the migration binary does not know.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Cargo")]
#[expect(clippy::struct_excessive_bools, reason = "one for each flag of cargo's")]
pub(crate) struct CargoOptions {
    /// The migrations package
    #[arg(short, long, global = true, value_name = "NAME")]
    pub(crate) package: Option<String>,
    /// Do without a package: `downgrade`, `current`, `plan --downgrade`, `apply` and `history --applied` know what the
    /// database keeps of its revisions
    #[arg(
        long,
        global = true,
        conflicts_with_all = ["package", "manifest_path", "features", "all_features", "no_default_features"]
    )]
    pub(crate) no_package: bool,
    /// The version table, where a package names one of its own
    #[arg(long, global = true, value_name = "NAME", requires = "no_package")]
    pub(crate) version_table: Option<String>,
    /// The schema that the version table is in, where a package names one
    #[arg(long, global = true, value_name = "NAME", requires = "no_package")]
    pub(crate) version_schema: Option<String>,
    /// The `Cargo.toml` to look from, instead of the nearest one
    #[arg(long, global = true, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
    /// Build with optimizations
    #[arg(long, global = true, conflicts_with = "profile")]
    pub(crate) release: bool,
    /// Build with this profile
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Features of the migrations package to build with
    #[arg(short = 'F', long, global = true, value_name = "FEATURES")]
    pub(crate) features: Vec<String>,
    /// Build with all features of the migrations package
    #[arg(long, global = true)]
    pub(crate) all_features: bool,
    /// Build without the default features of the migrations package
    #[arg(long, global = true)]
    pub(crate) no_default_features: bool,
    /// Where cargo puts what it builds
    #[arg(long, global = true, value_name = "DIRECTORY")]
    pub(crate) target_dir: Option<PathBuf>,
    /// Fail if `Cargo.lock` would change
    #[arg(long, global = true)]
    pub(crate) locked: bool,
    /// Build without the network
    #[arg(long, global = true)]
    pub(crate) offline: bool,
    /// The same as `--locked --offline`
    #[arg(long, global = true)]
    pub(crate) frozen: bool,
    /// Run the binary that was built last, whatever has changed since
    #[arg(long, global = true)]
    pub(crate) no_build: bool,
}

/// What `cargo migrate` can do.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Command {
    /// What makes or opens source.
    #[command(flatten)]
    Source(SourceCommand),
    /// What compares models, revisions and databases.
    #[command(flatten)]
    Analysis(AnalysisCommand),
    /// What needs the database.
    #[command(flatten)]
    Database(DatabaseCommand),
    /// What needs the revisions alone.
    #[command(flatten)]
    Graph(GraphCommand),
    /// What another program asks for.
    #[command(flatten)]
    Tool(ToolCommand),
}

/// What makes or opens source.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum SourceCommand {
    /// Make a migrations package in this project or workspace
    Init(InitArguments),
    /// Make a new revision
    Revision(RevisionArguments),
    /// Make a revision that joins heads
    Merge(MergeArguments),
    /// Put a revision after others than it comes after, as long as no database has it
    Rebase(RebaseArguments),
    /// Open revisions in your editor
    Edit(EditArguments),
    /// Have git run `switch` after a change of the branch
    Hook,
}

/// What compares models, revisions and databases.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum AnalysisCommand {
    /// Check that each revision can be applied, and that its way back leads back, without a database or on one
    Verify(VerifyArguments),
    /// Check that the revisions lead to what the models say
    Check(CheckArguments),
    /// Show what the database has otherwise than the revisions it is at, and take that over into a revision
    Drift(DriftArguments),
    /// Write the schema of the revisions for diesel, as SQL, JSON or a diagram, without a database
    Schema(SchemaArguments),
}

/// The arguments of `drift`.
#[derive(Clone, Debug, Args)]
pub(crate) struct DriftArguments {
    /// Write a revision of what the database has otherwise, so that other databases get it too; this one is not
    /// touched, and `stamp` says that it has it. To bring the database back to the models instead:
    /// `revision --autogenerate --against-database`
    #[arg(long)]
    pub(crate) fix: bool,
    /// What the revision does, in a few words
    #[arg(short, long, value_name = "TEXT", requires = "fix")]
    pub(crate) message: Option<String>,
    /// What was renamed: `users=people`, `users.name=full_name`, a label of an enum type likewise
    #[arg(long, value_name = "OLD=NEW", requires = "fix")]
    pub(crate) rename: Vec<String>,
    /// What was dropped, where it might have been renamed: `users`, `users.name`
    #[arg(long, value_name = "NAME", requires = "fix")]
    pub(crate) drop: Vec<String>,
}

/// The arguments of `check`.
#[derive(Clone, Debug, Args)]
pub(crate) struct CheckArguments {
    /// What is compared, and what is known of it
    #[command(flatten)]
    pub(crate) compare: CompareArguments,
    /// Print the differences as annotations of a build server
    #[arg(long, value_enum, value_name = "SERVER")]
    pub(crate) annotate: Option<CheckFormat>,
}

/// A build server that reads annotations from the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// GitHub's workflow commands
    Github,
}

/// What is compared with what, and what is known of it.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Models")]
pub(crate) struct CompareArguments {
    /// Compare the models with the database, instead of with the schema after all revisions
    #[arg(long, conflicts_with = "from_database")]
    pub(crate) against_database: bool,
    /// Take the database as the model
    #[arg(long)]
    pub(crate) from_database: bool,
    /// What was renamed: `users=people`, `users.name=full_name`, a label of an enum type likewise
    #[arg(long, value_name = "OLD=NEW")]
    pub(crate) rename: Vec<String>,
    /// What is dropped, where it might have been renamed: `users`, `users.name`
    #[arg(long, value_name = "NAME")]
    pub(crate) drop: Vec<String>,
    /// Whether the database must be at the heads, also where it is the model.
    #[arg(skip)]
    pub(crate) at_heads: bool,
}

impl CompareArguments {
    /// Whether any of them was typed.
    pub(crate) fn is_typed(&self) -> bool {
        let Self { against_database, from_database, rename, drop, at_heads: _ } = self;
        *against_database || *from_database || !rename.is_empty() || !drop.is_empty()
    }

    /// Whether a live database is needed.
    pub(crate) fn needs_database(&self, package: &Package) -> bool {
        let is_model = matches!(package.models, Some(Models::Database));
        self.against_database || self.from_database || is_model
    }
}

/// The arguments of `verify`.
#[derive(Clone, Debug, Args)]
pub(crate) struct VerifyArguments {
    /// Revisions, `head`, `label@head`; otherwise all, and that there is one head
    #[arg(value_name = "REVISION", value_parser = target)]
    pub(crate) revisions: Vec<String>,
    /// Verify for `sqlite`, `postgres`, `mariadb` or `mysql`, with a version such as `postgres:15`; otherwise for
    /// the databases of the package
    #[arg(long, value_name = "DATABASE[:VERSION]", value_delimiter = ',')]
    pub(crate) dialect: Vec<String>,
    /// Run each revision up, down and up again too, with rows in its tables: in a database of their own, which is made
    /// beside the one of this URL and dropped in the end
    #[arg(long, value_name = "URL")]
    pub(crate) live: Option<String>,
}

/// The arguments of `init`.
#[derive(Clone, Debug, Args)]
pub(crate) struct InitArguments {
    /// The directory of the new package; otherwise `migrations` beside the nearest `Cargo.toml`
    pub(crate) path: Option<PathBuf>,
    /// The name of the new package; otherwise that of the project, and `-migrations`
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// A checkout of `migrate-runtime` to depend on, instead of the published crate
    #[arg(long, value_name = "PATH")]
    pub(crate) runtime_path: Option<PathBuf>,
    /// Write the first revisions and the models from what the database has, and mark it as being at them
    #[arg(long)]
    pub(crate) from_database: bool,
    /// What says from then on how the database should be; otherwise diesel's `schema.rs` where a `diesel.toml` or such a
    /// file is around, else structs
    #[arg(long, value_name = "WHAT", requires = "from_database")]
    pub(crate) models: Option<InitModels>,
    /// Take this schema of PostgreSQL too, or this database of MariaDB and MySQL, beside the connection's own; several
    /// times for several
    #[arg(long, value_name = "NAME", requires = "from_database")]
    pub(crate) schema: Vec<String>,
}

/// What says how an adopted database should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InitModels {
    /// A crate with `#[derive(Model)]` on a struct for each table
    Structs,
    /// diesel's `schema.rs`, which is written where there is none
    Diesel,
    /// The database itself
    Database,
    /// Nothing
    None,
}

/// The arguments of `revision`.
#[derive(Clone, Debug, Args)]
pub(crate) struct RevisionArguments {
    /// What the revision does, in a few words
    #[arg(short, long, value_name = "TEXT")]
    pub(crate) message: Option<String>,
    /// Write what leads from the revisions to the models
    #[arg(long)]
    pub(crate) autogenerate: bool,
    /// What is compared, and what is known of it
    #[command(flatten)]
    pub(crate) compare: CompareArguments,
    /// What the revision comes after: a revision, `label@head`, `base`; several make a merge
    #[arg(long, value_name = "REVISION", default_value = "head", value_parser = target)]
    pub(crate) head: Vec<String>,
    /// Allow a `--head` that is followed by another revision already: a new branch begins
    #[arg(long)]
    pub(crate) splice: bool,
    /// Give the branch that begins here a label
    #[arg(long, value_name = "LABEL")]
    pub(crate) branch_label: Vec<String>,
    /// The id of the revision; otherwise a random one
    #[arg(long, value_name = "ID")]
    pub(crate) rev_id: Option<String>,
    /// A revision or label that must be applied before, without being a parent
    #[arg(long, value_name = "REVISION", value_parser = target)]
    pub(crate) depends_on: Vec<String>,
}

/// The arguments of `merge`.
#[derive(Clone, Debug, Args)]
pub(crate) struct MergeArguments {
    /// The heads to join
    #[arg(default_value = "heads", value_name = "REVISIONS", value_parser = target)]
    pub(crate) heads: Vec<String>,
    /// What the revision does; otherwise it names the heads
    #[arg(short, long, value_name = "TEXT")]
    pub(crate) message: Option<String>,
    /// Give the branch that begins here a label
    #[arg(long, value_name = "LABEL")]
    pub(crate) branch_label: Vec<String>,
    /// The id of the revision; otherwise a random one
    #[arg(long, value_name = "ID")]
    pub(crate) rev_id: Option<String>,
}

/// The arguments of `rebase`.
#[derive(Clone, Debug, Args)]
pub(crate) struct RebaseArguments {
    /// The revision to move
    #[arg(value_name = "REVISION", value_parser = target)]
    pub(crate) revision: String,
    /// What it is to come after: a revision, `label@head`, `base`; several make a merge
    #[arg(long, value_name = "REVISION", required = true, value_parser = target)]
    pub(crate) onto: Vec<String>,
}

/// The arguments of `edit`.
#[derive(Clone, Debug, Args)]
pub(crate) struct EditArguments {
    /// A revision, `head`, `heads`, `label@head`
    #[arg(default_value = "head", value_name = "REVISION", value_parser = target)]
    pub(crate) target: String,
}

/// Reads the arguments.
pub(crate) fn parse(typed: &[OsString]) -> Result<Arguments, clap::Error> {
    typing::parse(typed, with_fitting_help)
}

/// Leaves what means nothing to a command out of its help.
fn with_fitting_help(command: clap::Command) -> clap::Command {
    const WITHOUT_DATABASE: [&str; 4] = ["merge", "edit", "heads", "branches"];
    const BUILD: [&str; 10] = [
        "release",
        "profile",
        "features",
        "all_features",
        "no_default_features",
        "target_dir",
        "locked",
        "offline",
        "frozen",
        "no_build",
    ];
    let command = hide(command, &WITHOUT_DATABASE, &BUILD);
    let command = hide(command, &WITHOUT_DATABASE, &["database-url"]);
    let command = hide(command, &["verify", "schema"], &["database-url"]);
    let command = hide(command, &["init"], &BUILD);
    hide(command, &["init"], &["package", "manifest_path"])
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Arguments::command().debug_assert();
        with_fitting_help(Arguments::command()).debug_assert();
    }

    #[test]
    fn help_shows_what_fits_the_command() {
        let help = |name: &str| {
            let typed = [OsString::from(name), "--help".into()];
            parse(&typed).unwrap_err().to_string()
        };
        for (command, shown, hidden) in [
            ("init", &["--name", "--database-url"][..], &["--release", "--package"][..]),
            ("heads", &["--package", "--single"], &["--database-url", "--frozen"]),
            ("verify", &["--package", "--dialect", "--release"], &["--database-url"]),
            (
                "schema",
                &["--at", "mermaid", "--release"],
                &["--database-url", "possible values: text"],
            ),
            ("rebase", &["--package", "--database-url", "--release"], &[]),
            ("upgrade", &["--package", "--database-url", "--no-build"], &[]),
        ] {
            let help = help(command);
            assert!(shown.iter().all(|option| help.contains(option)), "{help}");
            assert!(!hidden.iter().any(|option| help.contains(option)), "{help}");
        }
        // Options that are hidden are still taken, as they are before the command.
        assert!(parse(&["heads".into(), "--release".into()]).is_ok());
        assert!(parse(&["--release".into(), "heads".into()]).is_ok());
    }
}
