//! Objects beside tables.

use migrate_core::schema::{
    Function, MaterializedView, Sequence, SequenceOptions, SequenceOwner, Trigger, View,
};
use serde_json::Value as Json;

use super::fields::Fields;
use super::{Decode, DecodeError};

impl Decode for View {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let view = Self { name: fields.required("name")?, query: fields.required("query")? };
        fields.end(view)
    }
}

impl Decode for MaterializedView {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let view = Self {
            name: fields.required("name")?,
            query: fields.required("query")?,
            with_data: !fields.or_default::<bool>("no_data")?,
            indexes: fields.or_default("indexes")?,
        };
        fields.end(view)
    }
}

impl Decode for Function {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let function = Self {
            name: fields.required("name")?,
            arguments: fields.required("arguments")?,
            definition: fields.required("definition")?,
        };
        fields.end(function)
    }
}

impl Decode for Sequence {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let sequence = Self {
            name: fields.required("name")?,
            options: fields.or_default("options")?,
            owner: fields.optional("owner")?,
        };
        fields.end(sequence)
    }
}

impl Decode for SequenceOwner {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let owner = Self { table: fields.required("table")?, column: fields.required("column")? };
        fields.end(owner)
    }
}

impl Decode for SequenceOptions {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let options = Self {
            start: fields.optional("start")?,
            increment: fields.optional("increment")?,
            minimum: fields.optional("minimum")?,
            maximum: fields.optional("maximum")?,
            cache: fields.optional("cache")?,
            cycle: fields.optional("cycle")?,
        };
        fields.end(options)
    }
}

impl Decode for Trigger {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let trigger = Self {
            name: fields.required("name")?,
            table: fields.required("table")?,
            event: fields.required("event")?,
            body: fields.required("body")?,
        };
        fields.end(trigger)
    }
}
