//! The places of a schema where a text stands that a server prints in its own words.

use migrate_core::schema::{
    ColumnDefault, Constraint, ConstraintBody, Function, Index, IndexTarget, QualifiedName, Schema,
    SqlPart, SqlText,
};

use crate::compare::Object;
use crate::normalize::postgres;

/// A text of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The default of a column.
    Default(QualifiedName, String),
    /// What a column is computed from.
    Generated(QualifiedName, String),
    /// The expression of a check.
    Check(QualifiedName, String),
    /// An element of an exclusion constraint, by its number.
    Element(QualifiedName, String, usize),
    /// The rows that an exclusion constraint holds for.
    ConstraintFilter(QualifiedName, String),
    /// A part of an index, by its number.
    Part(QualifiedName, String, usize),
    /// The rows of an index.
    IndexFilter(QualifiedName, String),
    /// The query of a view.
    View(QualifiedName),
    /// The query of a materialized view.
    MaterializedView(QualifiedName),
    /// What follows the arguments of a function of PostgreSQL, by its arguments in the form of the database.
    Function(QualifiedName, String),
}

/// The places of an object that have a text in a schema.
pub(super) fn places(object: &Object, schema: &Schema) -> Vec<Place> {
    let named = |table: &QualifiedName, name: &str| (table.clone(), name.to_owned());
    let all = match object {
        Object::Column(table, name) => {
            let (table, name) = named(table, name);
            vec![Place::Default(table.clone(), name.clone()), Place::Generated(table, name)]
        }
        Object::Constraint(table, name) => {
            let body = constraint(schema, table, name).map(|it| &it.body);
            let elements = match body {
                Some(ConstraintBody::Exclude { elements, .. }) => elements.len(),
                _ => 0,
            };
            let (table, name) = named(table, name);
            let elements = (0..elements).map(|at| Place::Element(table.clone(), name.clone(), at));
            elements
                .chain([
                    Place::Check(table.clone(), name.clone()),
                    Place::ConstraintFilter(table.clone(), name.clone()),
                ])
                .collect()
        }
        Object::Index(holder, name) => {
            let parts = index(schema, holder, name).map_or(0, |index| index.columns.len());
            let (holder, name) = named(holder, name);
            let parts = (0..parts).map(|at| Place::Part(holder.clone(), name.clone(), at));
            parts.chain([Place::IndexFilter(holder.clone(), name.clone())]).collect()
        }
        Object::View(name) => vec![Place::View(name.clone())],
        Object::MaterializedView(name) => vec![Place::MaterializedView(name.clone())],
        Object::Function(name, arguments) => {
            vec![Place::Function(name.clone(), arguments.clone())]
        }
        Object::Table(_)
        | Object::Partition(..)
        | Object::Enum(_)
        | Object::Sequence(_)
        | Object::Trigger(..)
        | Object::Extension(_)
        | Object::Namespace(_) => Vec::new(),
    };
    all.into_iter().filter(|place| place.text(schema).is_some()).collect()
}

impl Place {
    /// The text there.
    pub(super) fn text<'s>(&self, schema: &'s Schema) -> Option<&'s SqlText> {
        let part = match self {
            Self::Default(table, name) => {
                match schema.tables.get(table)?.column(name)?.default.as_ref()? {
                    ColumnDefault::Sql(text) => text,
                    ColumnDefault::Value(_) | ColumnDefault::Now | ColumnDefault::Today => {
                        return None;
                    }
                }
            }
            Self::Generated(table, name) => {
                &schema.tables.get(table)?.column(name)?.generated.as_ref()?.expression
            }
            Self::Check(table, name) => match &constraint(schema, table, name)?.body {
                ConstraintBody::Check { expression, .. } => expression,
                _ => return None,
            },
            Self::Element(table, name, at) => match &constraint(schema, table, name)?.body {
                ConstraintBody::Exclude { elements, .. } => &elements.get(*at)?.expression,
                _ => return None,
            },
            Self::ConstraintFilter(table, name) => match &constraint(schema, table, name)?.body {
                ConstraintBody::Exclude { filter, .. } => filter.as_ref()?,
                _ => return None,
            },
            Self::Part(holder, name, at) => {
                match &index(schema, holder, name)?.columns.get(*at)?.target {
                    IndexTarget::Expression(text) => text,
                    IndexTarget::Column(_) => return None,
                }
            }
            Self::IndexFilter(holder, name) => index(schema, holder, name)?.filter.as_ref()?,
            Self::View(name) => return Some(&schema.views.get(name)?.query),
            Self::MaterializedView(name) => {
                return Some(&schema.materialized_views.get(name)?.query);
            }
            Self::Function(name, arguments) => {
                return Some(&function(schema, name, arguments)?.definition);
            }
        };
        Some(part.sql())
    }

    /// Puts another text there, where one is.
    pub(super) fn set(&self, schema: &mut Schema, text: SqlText) {
        if let Some(place) = self.text_mut(schema) {
            *place = text;
        }
    }

    fn text_mut<'s>(&self, schema: &'s mut Schema) -> Option<&'s mut SqlText> {
        let part: &mut SqlPart = match self {
            Self::Default(table, name) => {
                let table = schema.tables.get_mut(table)?;
                let column = table.columns.iter_mut().find(|column| column.name == *name)?;
                match column.default.as_mut()? {
                    ColumnDefault::Sql(text) => text,
                    ColumnDefault::Value(_) | ColumnDefault::Now | ColumnDefault::Today => {
                        return None;
                    }
                }
            }
            Self::Generated(table, name) => {
                let table = schema.tables.get_mut(table)?;
                let column = table.columns.iter_mut().find(|column| column.name == *name)?;
                &mut column.generated.as_mut()?.expression
            }
            Self::Check(table, name)
            | Self::Element(table, name, _)
            | Self::ConstraintFilter(table, name) => {
                let constraints = &mut schema.tables.get_mut(table)?.constraints;
                let constraint = constraints.iter_mut().find(|it| it.is_named(name))?;
                match (&mut constraint.body, self) {
                    (ConstraintBody::Check { expression, .. }, Self::Check(..)) => expression,
                    (ConstraintBody::Exclude { elements, .. }, Self::Element(_, _, at)) => {
                        &mut elements.get_mut(*at)?.expression
                    }
                    (ConstraintBody::Exclude { filter, .. }, Self::ConstraintFilter(..)) => {
                        filter.as_mut()?
                    }
                    _ => return None,
                }
            }
            Self::Part(holder, name, _) | Self::IndexFilter(holder, name) => {
                let indexes = if schema.tables.contains_key(holder) {
                    &mut schema.tables.get_mut(holder)?.indexes
                } else {
                    &mut schema.materialized_views.get_mut(holder)?.indexes
                };
                let index = indexes.iter_mut().find(|index| index.name == *name)?;
                match self {
                    Self::Part(_, _, at) => match &mut index.columns.get_mut(*at)?.target {
                        IndexTarget::Expression(text) => text,
                        IndexTarget::Column(_) => return None,
                    },
                    _ => index.filter.as_mut()?,
                }
            }
            Self::View(name) => return Some(&mut schema.views.get_mut(name)?.query),
            Self::MaterializedView(name) => {
                return Some(&mut schema.materialized_views.get_mut(name)?.query);
            }
            Self::Function(name, arguments) => {
                let Function { name, arguments, .. } = function(schema, name, arguments)?;
                let key = (name.clone(), arguments.clone());
                return Some(&mut schema.functions.get_mut(&key)?.definition);
            }
        };
        Some(part.sql_mut())
    }
}

/// A function by its arguments in the form of the database.
pub(super) fn function<'s>(
    schema: &'s Schema,
    name: &QualifiedName,
    arguments: &str,
) -> Option<&'s Function> {
    let mut functions = schema.functions.values();
    functions.find(|it| it.name == *name && postgres::arguments(&it.arguments) == arguments)
}

fn constraint<'s>(schema: &'s Schema, table: &QualifiedName, name: &str) -> Option<&'s Constraint> {
    schema.tables.get(table)?.constraint(name)
}

fn index<'s>(schema: &'s Schema, holder: &QualifiedName, name: &str) -> Option<&'s Index> {
    let of_table = schema.tables.get(holder).map(|table| &table.indexes);
    let of_view = || schema.materialized_views.get(holder).map(|view| &view.indexes);
    of_table.or_else(of_view)?.iter().find(|index| index.name == name)
}
