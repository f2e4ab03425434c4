//! Tables, and the places that changed them.

use migrate_core::op::TableChange;
use migrate_core::schema::{Origin, Partition, ReplicaIdentity, Table, TableOptions, Touched};
use serde_json::Value as Json;

use super::fields::{Fields, Word, word};
use super::{Decode, DecodeError};

impl Decode for Table {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let table = Self {
            name: fields.required("name")?,
            columns: fields.required("columns")?,
            mysql_order: fields.or_default("mysql_order")?,
            constraints: fields.or_default("constraints")?,
            indexes: fields.or_default("indexes")?,
            comment: fields.optional("comment")?,
            options: fields.or_default("options")?,
            partitions: fields.or_default("partitions")?,
            touched_by: fields.optional("touched_by")?,
        };
        fields.end(table)
    }
}

impl Decode for TableOptions {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let options = Self {
            strict: fields.or_default("strict")?,
            without_rowid: fields.or_default("without_rowid")?,
            partition_by: fields.optional("partition_by")?,
            unlogged: fields.or_default("unlogged")?,
            storage: fields.or_default("storage")?,
            tablespace: fields.optional("tablespace")?,
            replica_identity: fields.or_default("replica_identity")?,
            engine: fields.optional("engine")?,
            charset: fields.optional("charset")?,
            collation: fields.optional("collation")?,
            row_format: fields.optional("row_format")?,
        };
        fields.end(options)
    }
}

impl Decode for ReplicaIdentity {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        match word(json)? {
            Word::Alone(name) if name == "default" => Ok(Self::Default),
            Word::Alone(name) if name == "full" => Ok(Self::Full),
            Word::Alone(name) if name == "nothing" => Ok(Self::Nothing),
            Word::With(key, name) if key == "index" => Decode::decode(name).map(Self::Index),
            Word::Alone(name) | Word::With(name, _) => {
                Err(DecodeError::new(format!("the replica identity `{name}` is not known")))
            }
        }
    }
}

impl Decode for TableChange {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let change = Self {
            strict: fields.optional("strict")?,
            without_rowid: fields.optional("without_rowid")?,
            partition_by: fields.optional("partition_by")?,
            unlogged: fields.optional("unlogged")?,
            storage: fields.or_default("storage")?,
            reset_storage: fields.or_default("reset_storage")?,
            tablespace: fields.optional("tablespace")?,
            replica_identity: fields.optional("replica_identity")?,
            engine: fields.optional("engine")?,
            charset: fields.optional("charset")?,
            collation: fields.optional("collation")?,
            row_format: fields.optional("row_format")?,
        };
        fields.end(change)
    }
}

impl Decode for Partition {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let partition = Self { name: fields.required("name")?, bounds: fields.required("bounds")? };
        fields.end(partition)
    }
}

impl Decode for Touched {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let touched = Self {
            sqlite: fields.optional("sqlite")?,
            postgres: fields.optional("postgres")?,
            mysql: fields.optional("mysql")?,
        };
        fields.end(touched)
    }
}

/// A place in a file; in the revision's own, which is known from elsewhere, where no file is named.
impl Decode for Origin {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let file = fields.or_default::<String>("file")?;
        let origin = Self::new(&file, fields.required("line")?, fields.required("column")?);
        fields.end(origin)
    }
}
