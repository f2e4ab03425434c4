//! Operations, and what a function of a revision recorded.

use crate::op::{
    ColumnChange, MysqlColumnChange, OnConflict, Operation, RawUndo, Recorded, RunStep, Script,
    TimeoutKind, needed,
};
use crate::schema::Expr;

use super::{Encode, Encoder, Object, Places, object};

impl Encode for Script {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { operations, transactional } = self;
        out.object(|object| {
            object.value("operations", operations);
            object.unless_default("outside_transaction", &!transactional);
        });
    }
}

impl Encode for Recorded {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { operation, origin } = self;
        out.object(|object| {
            object.value("operation", operation);
            object.value("origin", origin);
        });
    }
}

impl Encode for Operation {
    fn encode(&self, out: &mut Encoder<'_>) {
        out.object(|object| {
            object.value("kind", kind(self));
            fields(self, object);
        });
    }
}

const fn kind(operation: &Operation) -> &'static str {
    match operation {
        Operation::CreateTable { .. } => "create_table",
        Operation::DropTable { .. } => "drop_table",
        Operation::RenameTable { .. } => "rename_table",
        Operation::SetTableComment { .. } => "set_table_comment",
        Operation::AlterTable { .. } => "alter_table",
        Operation::AddColumn { .. } => "add_column",
        Operation::DropColumn { .. } => "drop_column",
        Operation::AlterColumn { .. } => "alter_column",
        Operation::CreateIndex { .. } => "create_index",
        Operation::DropIndex { .. } => "drop_index",
        Operation::RenameIndex { .. } => "rename_index",
        Operation::Reindex { .. } => "reindex",
        Operation::AddConstraint { .. } => "add_constraint",
        Operation::DropConstraint { .. } => "drop_constraint",
        Operation::RenameConstraint { .. } => "rename_constraint",
        Operation::ValidateConstraint { .. } => "validate_constraint",
        Operation::CreateObject(created) => object::create_kind(created),
        Operation::DropObject(dropped) => object::drop_kind(dropped),
        Operation::AlterObject(change) => object::change_kind(change),
        Operation::CreatePartition { .. } => "create_partition",
        Operation::DropPartition { .. } => "drop_partition",
        Operation::AttachPartition { .. } => "attach_partition",
        Operation::DetachPartition { .. } => "detach_partition",
        Operation::Insert { .. } => "insert",
        Operation::Update { .. } => "update",
        Operation::Delete { .. } => "delete",
        Operation::Execute { .. } => "execute",
        Operation::Run(_) => "run",
        Operation::SetTimeout { kind: TimeoutKind::Lock, .. } => "lock_timeout",
        Operation::SetTimeout { kind: TimeoutKind::Statement, .. } => "statement_timeout",
        Operation::LockTable { .. } => "lock_table",
        Operation::IfNeeded(operation) => kind(operation),
    }
}

fn fields(operation: &Operation, object: &mut Object<'_, '_>) {
    match operation {
        Operation::CreateTable { table, if_not_exists } => {
            object.value("table", table);
            object.unless_default("if_not_exists", if_not_exists);
        }
        Operation::DropTable { table } | Operation::LockTable { table } => {
            object.value("table", table);
        }
        Operation::RenameTable { table, to } => {
            object.value("table", table);
            object.value("to", to);
        }
        Operation::SetTableComment { table, comment } => {
            object.value("table", table);
            object.optional("comment", comment.as_ref());
        }
        Operation::AlterTable { table, change } => {
            object.value("table", table);
            object.value("change", change);
        }
        Operation::AddColumn { table, column, constraints } => {
            object.value("table", table);
            object.value("column", column);
            object.unless_default("constraints", constraints);
        }
        Operation::DropColumn { table, column } => {
            object.value("table", table);
            object.value("column", column);
        }
        Operation::AlterColumn { table, column, change } => {
            object.value("table", table);
            object.value("column", column);
            object.value("change", change);
        }
        Operation::CreateIndex { table, index, concurrently } => {
            object.value("table", table);
            object.value("index", index);
            object.unless_default("concurrently", concurrently);
        }
        Operation::DropIndex { table, name, concurrently } => {
            object.value("table", table);
            object.value("name", name);
            object.unless_default("concurrently", concurrently);
        }
        Operation::RenameIndex { table, name, to }
        | Operation::RenameConstraint { table, name, to } => {
            object.value("table", table);
            object.value("name", name);
            object.value("to", to);
        }
        Operation::Reindex { table, index, concurrently } => {
            object.value("table", table);
            object.optional("index", index.as_ref());
            object.unless_default("concurrently", concurrently);
        }
        Operation::AddConstraint { table, constraint } => {
            object.value("table", table);
            object.value("constraint", constraint);
        }
        Operation::DropConstraint { table, name, kind } => {
            object.value("table", table);
            object.value("name", name);
            object.value("constraint_kind", kind);
        }
        Operation::ValidateConstraint { table, name } => {
            object.value("table", table);
            object.value("name", name);
        }
        Operation::CreateObject(created) => object::create_fields(created, object),
        Operation::DropObject(dropped) => object::drop_fields(dropped, object),
        Operation::AlterObject(change) => object::change_fields(change, object),
        Operation::CreatePartition { table, partition }
        | Operation::AttachPartition { table, partition } => {
            object.value("table", table);
            object.value("partition", partition);
        }
        Operation::DropPartition { table, name } => {
            object.value("table", table);
            object.value("name", name);
        }
        Operation::DetachPartition { table, name, concurrently } => {
            object.value("table", table);
            object.value("name", name);
            object.unless_default("concurrently", concurrently);
        }
        Operation::Insert { table, columns, rows, on_conflict } => {
            object.value("table", table);
            object.value("columns", columns);
            object.value("rows", rows);
            object.optional("on_conflict", on_conflict.as_ref());
        }
        Operation::Update { table, set, filter } => {
            object.value("table", table);
            object.value("set", set);
            object.optional("filter", filter.as_ref());
        }
        Operation::Delete { table, filter } => {
            object.value("table", table);
            object.optional("filter", filter.as_ref());
        }
        Operation::Execute { sql, effect, undo } => {
            object.value("sql", sql);
            object.optional("effect", effect.as_ref());
            object.unless_default("undo", undo);
        }
        Operation::Run(step) => run(step, object),
        Operation::SetTimeout { kind: _, milliseconds } => {
            object.value("milliseconds", milliseconds);
        }
        Operation::IfNeeded(operation) => {
            fields(operation, object);
            let key = if needed::creates(operation) { "if_not_exists" } else { "if_exists" };
            object.value(key, &true);
        }
    }
}

/// A function has no text: what it takes and what a script does in its stead is all there is to
/// write. A digest leaves the type out, which Rust and diesel may name otherwise one day.
fn run(step: &RunStep, object: &mut Object<'_, '_>) {
    let is_placed = !matches!(object.places(), Places::LeftOut);
    let connection = is_placed.then(|| step.connection());
    object.optional("connection", connection.as_ref());
    object.optional("offline", step.offline.as_ref());
    object.unless_default("nothing_to_undo", &step.nothing_to_undo);
}

impl Encode for RawUndo {
    fn encode(&self, out: &mut Encoder<'_>) {
        match self {
            Self::Unknown => out.text("unknown"),
            Self::Nothing => out.text("nothing"),
            Self::Sql(sql) => out.entry("sql", sql),
        }
    }
}

impl Encode for ColumnChange {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self {
            rename,
            column_type,
            type_on,
            using,
            nullable,
            default,
            identity,
            generated,
            collation,
            comment,
            mysql,
        } = self;
        out.object(|object| {
            object.optional("rename", rename.as_ref());
            object.optional("type", column_type.as_ref());
            object.unless_default("type_on", type_on);
            object.optional("using", using.as_ref());
            object.optional("not_null", nullable.map(|nullable| !nullable).as_ref());
            object.optional("default", default.as_ref());
            object.optional("identity", identity.as_ref());
            object.optional("generated", generated.as_ref());
            object.optional("collation", collation.as_ref());
            object.optional("comment", comment.as_ref());
            object.unless_default("mysql", mysql);
        });
    }
}

impl Encode for MysqlColumnChange {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { charset, on_update_now, invisible, position } = self;
        out.object(|object| {
            object.optional("charset", charset.as_ref());
            object.optional("on_update_now", on_update_now.as_ref());
            object.optional("invisible", invisible.as_ref());
            object.optional("position", position.as_ref());
        });
    }
}

impl Encode for OnConflict {
    fn encode(&self, out: &mut Encoder<'_>) {
        match self {
            Self::DoNothing { columns } => out.entry("do_nothing", columns),
            Self::DoUpdate { columns } => out.entry("do_update", columns),
        }
    }
}

/// A column and its new value.
impl Encode for (String, Expr) {
    fn encode(&self, out: &mut Encoder<'_>) {
        let (column, value) = self;
        out.object(|object| {
            object.value("column", column);
            object.value("to", value);
        });
    }
}
