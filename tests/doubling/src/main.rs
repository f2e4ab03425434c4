//! A migration binary whose second revision doubles a number: run twice, it shows.

mod slow;

use std::process::ExitCode;

migrate_runtime::versions!("src/versions");

fn main() -> ExitCode {
    migrate_runtime::cli::main(&MIGRATIONS)
}
