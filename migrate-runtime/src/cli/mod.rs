//! The command line of a migration binary, and the parts `cargo migrate` shares with it.
//!
//! A migration package's `main.rs` is one call:
//!
//! ```no_run
//! # use migrate_runtime::{Migrations, Settings};
//! # static MIGRATIONS: Migrations = Migrations::new("app-migrations", &[], Settings::DEFAULT);
//! fn main() -> std::process::ExitCode {
//!     migrate_runtime::cli::main(&MIGRATIONS)
//! }
//! ```
//!
//! Only this room prints, reads the environment, or ends the program.

#[doc(hidden)]
mod applied;
pub mod args;
mod backup;
mod blocking;
mod catalogue;
mod commands;
mod connect;
mod current;
mod dotenv;
mod drawing;
#[doc(hidden)]
pub mod environment;
mod error;
#[doc(hidden)]
pub mod exit;
mod export;
#[doc(hidden)]
pub mod graph;
#[doc(hidden)]
pub mod json;
mod live_line;
mod plan;
mod preview;
#[doc(hidden)]
pub mod printer;
mod progress;
#[doc(hidden)]
pub mod redact;
#[doc(hidden)]
pub mod report;
mod restore;
mod reviewed;
mod roles;
mod scratch_database;
mod server_progress;
mod signals;
#[doc(hidden)]
pub mod typing;

use std::process::ExitCode;

use crate::Migrations;

#[doc(hidden)]
pub use commands::{database_beside, database_feature, find_database};
#[doc(hidden)]
pub use error::CliError;
#[doc(hidden)]
pub use export::exported;
#[doc(hidden)]
pub use preview::{databases, dialect_argument, named_dialect};

/// Runs the command line of a migration binary and gives the program's exit code.
pub fn main(migrations: &Migrations) -> ExitCode {
    let typed: Vec<_> = std::env::args_os().collect();
    let parsed = typing::parse::<args::Arguments>(&typed, |command| program(command, migrations));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => return typing::report(&error, &typed),
    };
    let mut printer = printer::Printer::new(&arguments.output);
    match commands::run(migrations, &arguments, &mut printer) {
        Ok(status) => status.into(),
        Err(error) => {
            report::error(&mut printer, &error);
            error.exit_code()
        }
    }
}

/// `--version` tells of the package, whose program this is.
fn program(command: clap::Command, migrations: &Migrations) -> clap::Command {
    let own = concat!("with migrate-runtime ", env!("CARGO_PKG_VERSION"));
    command.name(migrations.package()).version(migrations.version().unwrap_or(own))
}
