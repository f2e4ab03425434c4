//! `cargo migrate`: finds the migrations package, builds its binary, and hands the arguments on.
//!
//! What the binary can do is defined in `migrate_runtime::cli`; what needs no database is done
//! here, on the source of the revisions, without building anything.
//!
//! * [`cli`] defines the arguments, [`arguments`] parts those that are not the binary's;
//! * [`commands`] has one short function for each command;
//! * [`package`] finds the migrations package, [`manifest`] reads what it says, [`binary`] builds and runs it, [`source`] reads it;
//! * [`linked`] holds the revisions of the source against those of the binary;
//! * [`exported`] asks the binary what its revisions recorded, [`catalogue`] what its database has, [`databases`] knows the databases they are for;
//! * [`autogenerate`] holds the models against the revisions;
//! * [`diesel_toml`] finds and reads diesel's settings;
//! * [`draft`] makes a new revision, whose text is that of [`template`], laid out by [`rustfmt`];
//! * [`scaffold`] makes a new migrations package, [`adopted`] its first revisions from what a database has.

mod adopted;
mod arguments;
mod autogenerate;
mod binary;
mod cargo;
mod catalogue;
mod cli;
mod commands;
mod databases;
mod diesel_toml;
mod draft;
mod error;
mod exported;
mod files;
mod linked;
mod live;
mod manifest;
mod outside;
mod package;
mod paths;
mod rustfmt;
mod scaffold;
mod session;
mod slug;
mod source;
mod template;

use std::process::ExitCode;

use migrate_runtime::cli::printer::Printer;
use migrate_runtime::cli::typing;

fn main() -> ExitCode {
    let typed = arguments::typed(std::env::args_os());
    let split = arguments::split(&typed);
    let all: Vec<_> = split.all().cloned().collect();
    let arguments = match cli::parse(&all) {
        Ok(arguments) => arguments,
        Err(error) => return typing::report(&error, &typed),
    };
    let mut printer = Printer::new(&arguments.output);
    commands::run(&arguments, &split.for_binary, &mut printer).unwrap_or_else(|error| {
        error.report(&mut printer);
        error.exit().into()
    })
}
