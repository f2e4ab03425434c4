//! The migration binary, which `cargo migrate` builds and which can be shipped as it is.

use std::process::ExitCode;

fn main() -> ExitCode {
    migrate_runtime::cli::main(&diesel_schema_migrations::MIGRATIONS)
}
