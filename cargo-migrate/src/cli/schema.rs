//! The arguments of `schema`, which has a `--format` of its own.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::{EnumValueParser, TypedValueParser as _};
use clap::error::ErrorKind;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches, ValueEnum};
use migrate_runtime::cli::args::Format;
use migrate_runtime::cli::typing::target;

/// The arguments of `schema`.
#[derive(Clone, Debug, Args)]
pub(crate) struct SchemaArguments {
    /// The form of the schema.
    #[command(flatten)]
    pub(crate) format: SchemaFormat,
    /// The revisions whose schema it is: a revision, `head`, `heads`, `label@head`, `base`
    #[arg(long, default_value = "heads", value_name = "REVISION", value_parser = target)]
    pub(crate) at: String,
    /// Write it for `sqlite`, `postgres`, `mariadb` or `mysql`, with a version such as `postgres:15`; otherwise for
    /// the first database of the package, and as JSON for all
    #[arg(long, value_name = "DATABASE[:VERSION]")]
    pub(crate) dialect: Option<String>,
    /// Write it to this file, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Write diesel's schema to the files that `diesel.toml` names, or to the `schema.rs` of the models
    #[arg(long, conflicts_with = "output")]
    pub(crate) write: bool,
    /// Exit with code 10 unless the file has the schema already, and write nothing
    #[arg(long, conflicts_with = "write")]
    pub(crate) check: bool,
    /// The section `[print_schema.KEY]` of `diesel.toml`; otherwise `[print_schema]`, and with `--write` and `--check` all
    #[arg(long, value_name = "KEY")]
    pub(crate) schema_key: Option<String>,
}

/// The form of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaFormat {
    /// diesel's `schema.rs`, as `diesel print-schema` writes it
    Diesel,
    /// The statements that create it
    Sql,
    /// One JSON document
    Json,
    /// A diagram that GitHub draws in Markdown
    Mermaid,
    /// A picture
    Svg,
}

/// The id and the name of the option, which are those of the program's own: clap leaves that one out where a command
/// has another of its id, as long as the values of both have one type.
const FORMAT: &str = "format";

impl SchemaFormat {
    /// The form of everything else that is printed.
    const fn of_output(self) -> Format {
        match self {
            Self::Json => Format::Json,
            Self::Diesel | Self::Sql | Self::Mermaid | Self::Svg => Format::Text,
        }
    }
}

impl Args for SchemaFormat {
    fn augment_args(command: Command) -> Command {
        let parser = EnumValueParser::<Self>::new().map(Self::of_output);
        let format = Arg::new(FORMAT).long(FORMAT).value_name("FORM").value_parser(parser);
        command.arg(format.default_value("diesel").help("The form of the schema"))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for SchemaFormat {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let typed = matches.get_raw(FORMAT).and_then(Iterator::last).and_then(OsStr::to_str);
        Self::from_str(typed.unwrap_or_default(), false).map_err(|_| {
            let message = "the forms of a schema are `diesel`, `sql`, `json`, `mermaid` and `svg`";
            clap::Error::raw(ErrorKind::InvalidValue, message)
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
