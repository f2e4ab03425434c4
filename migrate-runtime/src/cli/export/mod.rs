//! `export`: what the program recorded and would run, as one document for another program.

mod document;
mod files;
mod models;
mod plan;

pub use document::exported;
pub(super) use document::{export, require_format};
