//! Operations, and what a function of a revision recorded.

use migrate_core::op::{
    ColumnChange, EnumPosition, MysqlColumnChange, ObjectChange, OnConflict, Operation, RawUndo,
    Recorded, RunStep, Script, TimeoutKind,
};
use migrate_core::schema::{Expr, Object, ObjectRef};
use serde_json::Value as Json;

use super::fields::{Fields, Word, word};
use super::{Decode, DecodeError};

impl Decode for Script {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let script = Self {
            operations: fields.required("operations")?,
            transactional: !fields.or_default::<bool>("outside_transaction")?,
        };
        fields.end(script)
    }
}

impl Decode for Recorded {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let recorded =
            Self { operation: fields.required("operation")?, origin: fields.required("origin")? };
        fields.end(recorded)
    }
}

impl Decode for Operation {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let kind: String = fields.required("kind")?;
        let operation = operation(&kind, &mut fields).map_err(|error| error.within(&kind))?;
        let is_conditional =
            fields.or_default("if_not_exists")? || fields.or_default("if_exists")?;
        let operation =
            if is_conditional { Self::IfNeeded(Box::new(operation)) } else { operation };
        fields.end(operation)
    }
}

impl Decode for RawUndo {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        match word(json)? {
            Word::Alone(name) if name == "nothing" => Ok(Self::Nothing),
            Word::With(key, sql) if key == "sql" => Decode::decode(sql).map(Self::Sql),
            Word::Alone(name) | Word::With(name, _) => {
                Err(DecodeError::new(format!("the way back `{name}` of raw SQL is not known")))
            }
        }
    }
}

fn operation(kind: &str, fields: &mut Fields) -> Result<Operation, DecodeError> {
    Ok(match kind {
        "create_table" => Operation::CreateTable {
            table: fields.required("table")?,
            if_not_exists: fields.or_default("if_not_exists")?,
        },
        "drop_table" => Operation::DropTable { table: fields.required("table")? },
        "rename_table" => {
            Operation::RenameTable { table: fields.required("table")?, to: fields.required("to")? }
        }
        "set_table_comment" => Operation::SetTableComment {
            table: fields.required("table")?,
            comment: fields.optional("comment")?,
        },
        "alter_table" => Operation::AlterTable {
            table: fields.required("table")?,
            change: fields.required("change")?,
        },
        "add_column" => Operation::AddColumn {
            table: fields.required("table")?,
            column: fields.required("column")?,
            constraints: fields.or_default("constraints")?,
        },
        "drop_column" => Operation::DropColumn {
            table: fields.required("table")?,
            column: fields.required("column")?,
        },
        "alter_column" => Operation::AlterColumn {
            table: fields.required("table")?,
            column: fields.required("column")?,
            change: fields.required("change")?,
        },
        "create_index" => Operation::CreateIndex {
            table: fields.required("table")?,
            index: fields.required("index")?,
            concurrently: fields.or_default("concurrently")?,
        },
        "drop_index" => Operation::DropIndex {
            table: fields.required("table")?,
            name: fields.required("name")?,
            concurrently: fields.or_default("concurrently")?,
        },
        "rename_index" => Operation::RenameIndex {
            table: fields.required("table")?,
            name: fields.required("name")?,
            to: fields.required("to")?,
        },
        "reindex" => Operation::Reindex {
            table: fields.required("table")?,
            index: fields.optional("index")?,
            concurrently: fields.or_default("concurrently")?,
        },
        "add_constraint" => Operation::AddConstraint {
            table: fields.required("table")?,
            constraint: fields.required("constraint")?,
        },
        "drop_constraint" => Operation::DropConstraint {
            table: fields.required("table")?,
            name: fields.required("name")?,
            kind: fields.required("constraint_kind")?,
        },
        "rename_constraint" => Operation::RenameConstraint {
            table: fields.required("table")?,
            name: fields.required("name")?,
            to: fields.required("to")?,
        },
        "validate_constraint" => Operation::ValidateConstraint {
            table: fields.required("table")?,
            name: fields.required("name")?,
        },
        "create_partition" => Operation::CreatePartition {
            table: fields.required("table")?,
            partition: fields.required("partition")?,
        },
        "drop_partition" => Operation::DropPartition {
            table: fields.required("table")?,
            name: fields.required("name")?,
        },
        "attach_partition" => Operation::AttachPartition {
            table: fields.required("table")?,
            partition: fields.required("partition")?,
        },
        "detach_partition" => Operation::DetachPartition {
            table: fields.required("table")?,
            name: fields.required("name")?,
            concurrently: fields.or_default("concurrently")?,
        },
        "insert" => Operation::Insert {
            table: fields.required("table")?,
            columns: fields.required("columns")?,
            rows: fields.required("rows")?,
            on_conflict: fields.optional("on_conflict")?,
        },
        "update" => Operation::Update {
            table: fields.required("table")?,
            set: fields.required("set")?,
            filter: fields.optional("filter")?,
        },
        "delete" => Operation::Delete {
            table: fields.required("table")?,
            filter: fields.optional("filter")?,
        },
        "execute" => Operation::Execute {
            sql: fields.required("sql")?,
            effect: fields.optional("effect")?,
            undo: fields.or_default("undo")?,
        },
        "lock_timeout" => timeout(TimeoutKind::Lock, fields)?,
        "statement_timeout" => timeout(TimeoutKind::Statement, fields)?,
        "lock_table" => Operation::LockTable { table: fields.required("table")? },
        "run" => {
            let connections = fields.or_default::<String>("connection")?;
            let mut step = RunStep::opaque(&connections, fields.optional("offline")?);
            step.nothing_to_undo = fields.or_default("nothing_to_undo")?;
            Operation::Run(step)
        }
        _ => return object_operation(kind, fields),
    })
}

fn timeout(kind: TimeoutKind, fields: &mut Fields) -> Result<Operation, DecodeError> {
    Ok(Operation::SetTimeout { kind, milliseconds: fields.required("milliseconds")? })
}

/// An operation on an object beside tables.
fn object_operation(kind: &str, fields: &mut Fields) -> Result<Operation, DecodeError> {
    let created = |object| Ok(Operation::CreateObject(object));
    let dropped = |object| Ok(Operation::DropObject(object));
    let changed = |change| Ok(Operation::AlterObject(change));
    match kind {
        "create_schema" => created(Object::Namespace(fields.required("name")?)),
        "create_extension" => {
            let name = fields.required("name")?;
            if fields.or_default("if_not_exists")? {
                changed(ObjectChange::EnsureExtension(name))
            } else {
                created(Object::Extension(name))
            }
        }
        "create_enum" => created(Object::EnumType(fields.required("enum")?)),
        "create_sequence" => created(Object::Sequence(fields.required("sequence")?)),
        "create_function" => {
            let function = fields.required("function")?;
            if fields.or_default("replace")? {
                changed(ObjectChange::ReplaceFunction(function))
            } else {
                created(Object::Function(function))
            }
        }
        "create_view" => created(Object::View(fields.required("view")?)),
        "create_materialized_view" => created(Object::MaterializedView(fields.required("view")?)),
        "create_trigger" => created(Object::Trigger(fields.required("trigger")?)),
        "drop_schema" => dropped(ObjectRef::Namespace(fields.required("name")?)),
        "drop_extension" => dropped(ObjectRef::Extension(fields.required("name")?)),
        "drop_enum" => dropped(ObjectRef::EnumType(fields.required("name")?)),
        "drop_sequence" => dropped(ObjectRef::Sequence(fields.required("name")?)),
        "drop_function" => dropped(ObjectRef::Function {
            name: fields.required("name")?,
            arguments: fields.required("arguments")?,
        }),
        "drop_view" => dropped(ObjectRef::View(fields.required("name")?)),
        "drop_materialized_view" => dropped(ObjectRef::MaterializedView(fields.required("name")?)),
        "drop_trigger" => dropped(ObjectRef::Trigger {
            table: fields.required("table")?,
            name: fields.required("name")?,
        }),
        "add_enum_value" => changed(ObjectChange::AddEnumValue {
            name: fields.required("name")?,
            value: fields.required("value")?,
            position: enum_position(fields)?,
        }),
        "rename_enum_value" => changed(ObjectChange::RenameEnumValue {
            name: fields.required("name")?,
            from: fields.required("from")?,
            to: fields.required("to")?,
        }),
        "rename_enum" => changed(ObjectChange::RenameEnum {
            name: fields.required("name")?,
            to: fields.required("to")?,
        }),
        "set_enum_values" => changed(ObjectChange::SetEnumValues {
            name: fields.required("name")?,
            values: fields.required("values")?,
            replaced: fields.or_default("replaced")?,
        }),
        "alter_sequence" => changed(ObjectChange::AlterSequence {
            name: fields.required("name")?,
            options: fields.required("options")?,
            owner: fields.optional("owner")?,
        }),
        "refresh_materialized_view" => changed(ObjectChange::RefreshMaterializedView {
            name: fields.required("name")?,
            concurrently: fields.or_default("concurrently")?,
        }),
        _ => Err(DecodeError::new("the operation is not known")),
    }
}

fn enum_position(fields: &mut Fields) -> Result<EnumPosition, DecodeError> {
    let before = fields.optional("before")?.map(EnumPosition::Before);
    let after = fields.optional("after")?.map(EnumPosition::After);
    match (before, after) {
        (None, None) => Ok(EnumPosition::Last),
        (Some(position), None) | (None, Some(position)) => Ok(position),
        (Some(_), Some(_)) => Err(DecodeError::new("a value is before another or after one")),
    }
}

impl Decode for ColumnChange {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let change = Self {
            rename: fields.optional("rename")?,
            column_type: fields.optional("type")?,
            type_on: fields.or_default("type_on")?,
            using: fields.optional("using")?,
            nullable: fields.optional("not_null")?.map(|not_null: bool| !not_null),
            default: fields.optional("default")?,
            identity: fields.optional("identity")?,
            generated: fields.optional("generated")?,
            collation: fields.optional("collation")?,
            comment: fields.optional("comment")?,
            mysql: fields.or_default("mysql")?,
        };
        fields.end(change)
    }
}

impl Decode for MysqlColumnChange {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let change = Self {
            charset: fields.optional("charset")?,
            on_update_now: fields.optional("on_update_now")?,
            invisible: fields.optional("invisible")?,
            position: fields.optional("position")?,
        };
        fields.end(change)
    }
}

impl Decode for OnConflict {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        match word(json)? {
            Word::With(key, columns) if key == "do_nothing" => {
                Decode::decode(columns).map(|columns| Self::DoNothing { columns })
            }
            Word::With(key, columns) if key == "do_update" => {
                Decode::decode(columns).map(|columns| Self::DoUpdate { columns })
            }
            Word::With(key, _) | Word::Alone(key) => {
                Err(DecodeError::new(format!("`{key}` on a conflict is not known")))
            }
        }
    }
}

/// A column and its new value.
impl Decode for (String, Expr) {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let set = (fields.required("column")?, fields.required("to")?);
        fields.end(set)
    }
}
