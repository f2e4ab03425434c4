//! Tables, and the places that changed them.

use crate::op::TableChange;
use crate::schema::{Origin, Partition, ReplicaIdentity, Table, TableOptions, Touched};

use super::{Encode, Encoder, Places};

impl Encode for Table {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self {
            name,
            columns,
            mysql_order,
            constraints,
            indexes,
            comment,
            options,
            partitions,
            touched_by,
        } = self;
        let is_placed = !matches!(out.places(), Places::LeftOut);
        out.object(|object| {
            object.value("name", name);
            object.value("columns", columns);
            object.unless_default("mysql_order", mysql_order);
            object.unless_default("constraints", constraints);
            object.unless_default("indexes", indexes);
            object.optional("comment", comment.as_ref());
            object.unless_default("options", options);
            object.unless_default("partitions", partitions);
            object.optional("touched_by", touched_by.as_ref().filter(|_| is_placed));
        });
    }
}

impl Encode for TableOptions {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self {
            strict,
            without_rowid,
            partition_by,
            unlogged,
            storage,
            tablespace,
            replica_identity,
            engine,
            charset,
            collation,
            row_format,
        } = self;
        out.object(|object| {
            object.unless_default("strict", strict);
            object.unless_default("without_rowid", without_rowid);
            object.optional("partition_by", partition_by.as_ref());
            object.unless_default("unlogged", unlogged);
            object.unless_default("storage", storage);
            object.optional("tablespace", tablespace.as_ref());
            object.unless_default("replica_identity", replica_identity);
            object.optional("engine", engine.as_ref());
            object.optional("charset", charset.as_ref());
            object.optional("collation", collation.as_ref());
            object.optional("row_format", row_format.as_ref());
        });
    }
}

impl Encode for ReplicaIdentity {
    fn encode(&self, out: &mut Encoder<'_>) {
        match self {
            Self::Default => out.text("default"),
            Self::Full => out.text("full"),
            Self::Nothing => out.text("nothing"),
            Self::Index(name) => out.entry("index", name),
        }
    }
}

impl Encode for TableChange {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self {
            strict,
            without_rowid,
            partition_by,
            unlogged,
            storage,
            reset_storage,
            tablespace,
            replica_identity,
            engine,
            charset,
            collation,
            row_format,
        } = self;
        out.object(|object| {
            object.optional("strict", strict.as_ref());
            object.optional("without_rowid", without_rowid.as_ref());
            object.optional("partition_by", partition_by.as_ref());
            object.optional("unlogged", unlogged.as_ref());
            object.unless_default("storage", storage);
            object.unless_default("reset_storage", reset_storage);
            object.optional("tablespace", tablespace.as_ref());
            object.optional("replica_identity", replica_identity.as_ref());
            object.optional("engine", engine.as_ref());
            object.optional("charset", charset.as_ref());
            object.optional("collation", collation.as_ref());
            object.optional("row_format", row_format.as_ref());
        });
    }
}

impl Encode for Partition {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { name, bounds } = self;
        out.object(|object| {
            object.value("name", name);
            object.value("bounds", bounds);
        });
    }
}

impl Encode for Touched {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { sqlite, postgres, mysql } = self;
        out.object(|object| {
            object.optional("sqlite", sqlite.as_ref());
            object.optional("postgres", postgres.as_ref());
            object.optional("mysql", mysql.as_ref());
        });
    }
}

impl Encode for Origin {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { file, line, column } = self;
        let places = out.places();
        out.object(|object| {
            match places {
                Places::AsRecorded => object.value("file", file.as_str()),
                Places::Named(name) => object.optional("file", name(*file).as_deref().as_ref()),
                Places::LeftOut => return,
            }
            object.value("line", line);
            object.value("column", column);
        });
    }
}
