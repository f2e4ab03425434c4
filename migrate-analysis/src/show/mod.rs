//! A schema as text for people and for other programs.
//!
//! * [`sql`] gives the statements that create it;
//! * [`json`] gives one document;
//! * [`mermaid`] and [`svg`] draw its tables and foreign keys, which `diagram` takes out of it.
//!
//! The same schema gives the same bytes, on every machine. `schema.rs` is written by
//! [`models::diesel`](crate::models::diesel).

mod diagram;
mod json;
mod mermaid;
mod sql;
mod svg;
#[cfg(test)]
mod tests;

pub use json::{Document, json};
pub use mermaid::mermaid;
pub use sql::{SqlError, sql};
pub use svg::svg;
