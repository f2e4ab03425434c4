//! Constraints and indexes.

use migrate_core::schema::{
    Action, Constraint, ConstraintBody, ConstraintKind, Deferrable, ExcludeElement, ForeignKey,
    Index, IndexColumn, IndexTarget, NullsOrder,
};
use serde_json::Value as Json;

use super::fields::{Fields, one_of};
use super::{Decode, DecodeError};

impl Decode for Constraint {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let (kind, name) = (fields.required("kind")?, fields.optional("name")?);
        let body = match kind {
            ConstraintKind::PrimaryKey => {
                ConstraintBody::PrimaryKey { columns: fields.required("columns")? }
            }
            ConstraintKind::Unique => ConstraintBody::Unique {
                columns: fields.required("columns")?,
                include: fields.or_default("include")?,
                nulls_not_distinct: fields.or_default("nulls_not_distinct")?,
                deferrable: fields.or_default("deferrable")?,
            },
            ConstraintKind::ForeignKey => ConstraintBody::ForeignKey(ForeignKey {
                columns: fields.required("columns")?,
                table: fields.required("table")?,
                referenced: fields.required("referenced")?,
                match_full: fields.or_default("match_full")?,
                on_delete: fields.or_default("on_delete")?,
                on_update: fields.or_default("on_update")?,
                deferrable: fields.or_default("deferrable")?,
                validated: !fields.or_default::<bool>("not_valid")?,
            }),
            ConstraintKind::Check => ConstraintBody::Check {
                expression: fields.required("expression")?,
                validated: !fields.or_default::<bool>("not_valid")?,
            },
            ConstraintKind::Exclude => ConstraintBody::Exclude {
                method: fields.required("method")?,
                elements: fields.required("elements")?,
                filter: fields.optional("filter")?,
                deferrable: fields.or_default("deferrable")?,
            },
        };
        fields.end(Self { name, body })
    }
}

impl Decode for ConstraintKind {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let words = [
            ("primary_key", Self::PrimaryKey),
            ("unique", Self::Unique),
            ("foreign_key", Self::ForeignKey),
            ("check", Self::Check),
            ("exclude", Self::Exclude),
        ];
        one_of(json, "kind of a constraint", &words)
    }
}

impl Decode for Action {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let words = [
            ("no_action", Self::NoAction),
            ("restrict", Self::Restrict),
            ("cascade", Self::Cascade),
            ("set_null", Self::SetNull),
            ("set_default", Self::SetDefault),
        ];
        one_of(json, "action of a foreign key", &words)
    }
}

impl Decode for Deferrable {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let words = [
            ("no", Self::No),
            ("initially_immediate", Self::InitiallyImmediate),
            ("initially_deferred", Self::InitiallyDeferred),
        ];
        one_of(json, "time at which a constraint is checked", &words)
    }
}

impl Decode for ExcludeElement {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let element = Self {
            expression: fields.required("expression")?,
            operator: fields.required("operator")?,
        };
        fields.end(element)
    }
}

impl Decode for Index {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let index = Self {
            name: fields.required("name")?,
            columns: fields.required("columns")?,
            unique: fields.or_default("unique")?,
            filter: fields.optional("filter")?,
            include: fields.or_default("include")?,
            method: fields.optional("method")?,
            nulls_not_distinct: fields.or_default("nulls_not_distinct")?,
            storage: fields.or_default("storage")?,
            tablespace: fields.optional("tablespace")?,
        };
        fields.end(index)
    }
}

impl Decode for IndexColumn {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let target = if fields.has("column") {
            IndexTarget::Column(fields.required("column")?)
        } else {
            IndexTarget::Expression(fields.required("expression")?)
        };
        let column = Self {
            target,
            descending: fields.or_default("descending")?,
            nulls: fields.optional("nulls")?,
            collation: fields.optional("collation")?,
            operator_class: fields.optional("operator_class")?,
            prefix: fields.optional("prefix")?,
        };
        fields.end(column)
    }
}

impl Decode for NullsOrder {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        one_of(json, "order of NULLs", &[("first", Self::First), ("last", Self::Last)])
    }
}
