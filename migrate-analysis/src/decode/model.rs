//! The models that an exported document lists.

use migrate_core::op::Recorded;
use serde_json::Value as Json;

use super::fields::Fields;
use super::{Decode, DecodeError};

/// A struct of a table, or a function that records what no struct can say.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportedModel {
    /// The crate it is compiled in, as Rust code names it.
    pub crate_name: String,
    /// Its source file, from the workspace's directory.
    pub file: String,
    /// The line of its attribute, from 1.
    pub line: u32,
    /// What it recorded: of a struct the one operation that creates its table.
    pub operations: Vec<Recorded>,
    /// The name that the table had before.
    pub was: Option<String>,
    /// Columns, each with the name that it had before.
    pub columns_were: Vec<(String, String)>,
}

impl Decode for ExportedModel {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let model = Self {
            crate_name: fields.required("crate")?,
            file: fields.required("file")?,
            line: fields.required("line")?,
            operations: fields.required("operations")?,
            was: fields.optional("was")?,
            columns_were: fields.or_default("columns_were")?,
        };
        fields.end(model)
    }
}
