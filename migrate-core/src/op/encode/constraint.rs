//! Constraints and indexes.

use crate::schema::{
    Action, Constraint, ConstraintBody, ConstraintKind, Deferrable, ExcludeElement, ForeignKey,
    Index, IndexColumn, IndexTarget, NullsOrder,
};

use super::{Encode, Encoder};

impl Encode for Constraint {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { name, body } = self;
        out.object(|object| {
            object.value("kind", &self.kind());
            object.optional("name", name.as_ref());
            match body {
                ConstraintBody::PrimaryKey { columns } => object.value("columns", columns),
                ConstraintBody::Unique { columns, include, nulls_not_distinct, deferrable } => {
                    object.value("columns", columns);
                    object.unless_default("include", include);
                    object.unless_default("nulls_not_distinct", nulls_not_distinct);
                    object.unless_default("deferrable", deferrable);
                }
                ConstraintBody::ForeignKey(ForeignKey {
                    columns,
                    table,
                    referenced,
                    match_full,
                    on_delete,
                    on_update,
                    deferrable,
                    validated,
                }) => {
                    object.value("columns", columns);
                    object.value("table", table);
                    object.value("referenced", referenced);
                    object.unless_default("match_full", match_full);
                    object.unless_default("on_delete", on_delete);
                    object.unless_default("on_update", on_update);
                    object.unless_default("deferrable", deferrable);
                    object.unless_default("not_valid", &!validated);
                }
                ConstraintBody::Check { expression, validated } => {
                    object.value("expression", expression);
                    object.unless_default("not_valid", &!validated);
                }
                ConstraintBody::Exclude { method, elements, filter, deferrable } => {
                    object.value("method", method);
                    object.value("elements", elements);
                    object.optional("filter", filter.as_ref());
                    object.unless_default("deferrable", deferrable);
                }
            }
        });
    }
}

impl Encode for ConstraintKind {
    fn encode(&self, out: &mut Encoder<'_>) {
        out.text(match self {
            Self::PrimaryKey => "primary_key",
            Self::Unique => "unique",
            Self::ForeignKey => "foreign_key",
            Self::Check => "check",
            Self::Exclude => "exclude",
        });
    }
}

impl Encode for Action {
    fn encode(&self, out: &mut Encoder<'_>) {
        out.text(match self {
            Self::NoAction => "no_action",
            Self::Restrict => "restrict",
            Self::Cascade => "cascade",
            Self::SetNull => "set_null",
            Self::SetDefault => "set_default",
        });
    }
}

impl Encode for Deferrable {
    fn encode(&self, out: &mut Encoder<'_>) {
        out.text(match self {
            Self::No => "no",
            Self::InitiallyImmediate => "initially_immediate",
            Self::InitiallyDeferred => "initially_deferred",
        });
    }
}

impl Encode for ExcludeElement {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { expression, operator } = self;
        out.object(|object| {
            object.value("expression", expression);
            object.value("operator", operator);
        });
    }
}

impl Encode for Index {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self {
            name,
            columns,
            unique,
            filter,
            include,
            method,
            nulls_not_distinct,
            storage,
            tablespace,
        } = self;
        out.object(|object| {
            object.value("name", name);
            object.value("columns", columns);
            object.unless_default("unique", unique);
            object.optional("filter", filter.as_ref());
            object.unless_default("include", include);
            object.optional("method", method.as_ref());
            object.unless_default("nulls_not_distinct", nulls_not_distinct);
            object.unless_default("storage", storage);
            object.optional("tablespace", tablespace.as_ref());
        });
    }
}

impl Encode for IndexColumn {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { target, descending, nulls, collation, operator_class, prefix } = self;
        out.object(|object| {
            match target {
                IndexTarget::Column(name) => object.value("column", name),
                IndexTarget::Expression(sql) => object.value("expression", sql),
            }
            object.unless_default("descending", descending);
            object.optional("nulls", nulls.as_ref());
            object.optional("collation", collation.as_ref());
            object.optional("operator_class", operator_class.as_ref());
            object.optional("prefix", prefix.as_ref());
        });
    }
}

impl Encode for NullsOrder {
    fn encode(&self, out: &mut Encoder<'_>) {
        out.text(match self {
            Self::First => "first",
            Self::Last => "last",
        });
    }
}
