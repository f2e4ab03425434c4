//! The search for what needs an object: views, triggers, functions, and the parts of tables.

use crate::schema::{
    Column, ColumnDefault, ConstraintBody, Function, IndexTarget, QualifiedName, Schema, SqlPart,
    SqlText, Table,
};
use crate::sql_text::{SqlSyntax, Tokens, mentions};

use super::bodies::{has_string_body, string_body};
use super::text::{Certainty, Text};
use super::{Dependent, DependentKind, Target, rows, uses_type};

/// A search for all that needs a target, in the texts for one database.
pub(super) struct Search<'a> {
    pub(super) target: &'a Target,
    pub(super) schema: &'a Schema,
    pub(super) syntax: SqlSyntax,
}

impl<'a> Search<'a> {
    pub(super) fn all(&self) -> Vec<Dependent> {
        self.views().into_iter().chain(self.routines()).chain(self.tables()).collect()
    }

    fn text(&self, sql: &'a str, owner: &'a QualifiedName) -> Text<'a> {
        Text {
            sql,
            syntax: self.syntax,
            namespace: owner.schema.as_deref(),
            watched: None,
            is_query: false,
            expands_star: !matches!(self.syntax, SqlSyntax::Sqlite),
        }
    }

    fn of<'t>(&self, sql: &'t SqlText) -> Option<&'t str> {
        sql.on(self.syntax)
    }

    fn part<'t>(&self, sql: &'t SqlPart) -> Option<&'t str> {
        sql.on(self.syntax)
    }

    /// Whether a query or the body of a routine needs the target.
    fn needs(&self, text: &Text<'_>) -> Option<Certainty> {
        let certain = |needed: bool| needed.then_some(Certainty::Certain);
        match self.target {
            Target::Relation(name) => certain(text.needs_relation(name, self.schema)),
            Target::Column(table, column) => text.needs_column(table, column, self.schema),
            Target::EnumValue(kind, value) => {
                let is_column = |table: &Table, name: &str| {
                    uses_type(table, name, kind)
                        && (text.watched == Some(&table.name)
                            || text.needs_relation(&table.name, self.schema))
                };
                let tables = self.schema.tables_of_type(kind);
                let is_column = |name: &str| tables.iter().any(|table| is_column(table, name));
                certain(!text.compares(is_column, value).is_empty())
            }
            Target::EnumType(name) => certain(text.names_type(name)),
            Target::Sequence(name) => {
                certain(text.takes_numbers(name) || text.needs_relation(name, self.schema))
            }
            Target::Function(name) => certain(text.calls(name)),
            Target::ColumnCount(table) => certain(text.inserts_whole_rows(table, self.schema)),
            Target::NewColumn(table, column) => {
                certain(text.would_mean_column(table, column, self.schema))
            }
        }
    }

    fn views(&self) -> Vec<Dependent> {
        let names = self.names();
        let plain = self.schema.views.with_text_of(&names).into_iter();
        let plain = plain.map(|view| (&view.name, &view.query, false));
        let kept = self.schema.materialized_views.with_text_of(&names).into_iter();
        let kept = kept.map(|view| (&view.name, &view.query, true));
        let needed = plain.chain(kept).filter_map(|(name, query, is_kept)| {
            let certainty = self.needs(&self.text(self.of(query)?, name))?;
            let name = name.clone();
            let kind = if is_kept {
                DependentKind::MaterializedView(name)
            } else {
                DependentKind::View(name)
            };
            Some(Dependent { kind, certainty })
        });
        needed.collect()
    }

    fn routines(&self) -> Vec<Dependent> {
        let names = self.names();
        // The rows of a table are `NEW` and `OLD` in its triggers, which need not name it.
        let watched = match self.target {
            Target::Column(table, _) => Some(table),
            Target::Relation(_)
            | Target::EnumValue(..)
            | Target::EnumType(_)
            | Target::Sequence(_)
            | Target::Function(_)
            | Target::ColumnCount(_)
            | Target::NewColumn(..) => None,
        };
        let own = watched.into_iter().flat_map(|table| self.schema.triggers_of(table));
        let mut triggers: Vec<_> = own.chain(self.schema.triggers.with_text_of(&names)).collect();
        triggers.sort_by_key(|trigger| (&trigger.table, &trigger.name));
        triggers.dedup_by_key(|trigger| (&trigger.table, &trigger.name));
        let triggers = triggers.into_iter().filter_map(|trigger| {
            // A trigger is dropped with the table that it watches.
            if *self.target == Target::Relation(trigger.table.clone()) {
                return None;
            }
            let body = Text {
                watched: Some(&trigger.table),
                expands_star: true,
                ..self.text(self.of(&trigger.body)?, &trigger.table)
            };
            let event = self.part(&trigger.event).map(|sql| Text { sql, ..body });
            let certainty = self.needs(&body).max(event.and_then(|event| self.needs(&event)))?;
            let kind = DependentKind::Trigger(trigger.table.clone(), trigger.name.clone());
            Some(Dependent { kind, certainty })
        });
        let functions = self.functions().into_iter().map(|(function, is_tracked)| {
            let kind = DependentKind::Function { signature: function.signature(), is_tracked };
            Dependent { kind, certainty: Certainty::Certain }
        });
        triggers.chain(functions).collect()
    }

    /// The functions that need the target, and whether the server knows of that.
    pub(super) fn functions(&self) -> Vec<(&'a Function, bool)> {
        let names = match self.target {
            // What a trigger calls has the rows of its table, and need not name it.
            Target::Column(table, column) => vec![table.name.as_str(), column],
            Target::Relation(_)
            | Target::EnumValue(..)
            | Target::EnumType(_)
            | Target::Sequence(_)
            | Target::Function(_)
            | Target::ColumnCount(_)
            | Target::NewColumn(..) => self.names(),
        };
        let functions = self.schema.functions.with_text_of(&names).into_iter();
        let needed = functions.filter_map(|function| {
            let definition = self.of(&function.definition)?;
            if self.function(function).is_some() {
                return Some((function, !has_string_body(definition, self.syntax)));
            }
            let Target::Relation(table) = self.target else { return None };
            let takes_rows = rows::are_in_signature(function, definition, table, self.syntax);
            takes_rows.then_some((function, true))
        });
        needed.collect()
    }

    /// Whether a function needs the target: by its arguments and result, or by its body.
    fn function(&self, function: &Function) -> Option<Certainty> {
        let definition = self.of(&function.definition)?;
        let whole = self.text(definition, &function.name);
        if let Target::EnumType(name) = self.target {
            let listed = Tokens::code(&function.arguments, self.syntax);
            let mut listed = listed.filter_map(|token| token.identifier());
            let argument = listed.any(|word| word.eq_ignore_ascii_case(&name.name));
            return (argument || whole.names_type(name)).then_some(Certainty::Certain);
        }
        // A function that calls itself goes with itself.
        if *self.target == Target::Function(function.name.clone()) {
            return None;
        }
        let watched = self.only_watched(&function.name);
        let body = string_body(definition, self.syntax);
        let declared = body.as_deref().is_some_and(|sql| match self.target {
            Target::Relation(table) => rows::are_declared(sql, table, None),
            Target::Column(table, column) => rows::are_declared(sql, table, Some(column)),
            Target::EnumValue(..)
            | Target::EnumType(_)
            | Target::Sequence(_)
            | Target::Function(_)
            | Target::ColumnCount(_)
            | Target::NewColumn(..) => false,
        });
        if declared {
            return Some(Certainty::Certain);
        }
        let inner = body.as_deref().map(|sql| Text {
            sql,
            watched,
            is_query: false,
            expands_star: false,
            syntax: self.syntax,
            namespace: function.name.schema.as_deref(),
        });
        let certainty = self.needs(inner.as_ref().unwrap_or(&whole))?;
        // A bare name in a body may be a variable.
        (certainty == Certainty::Certain).then_some(certainty)
    }

    /// The one table whose triggers call the function: its rows are `NEW` and `OLD` there.
    fn only_watched(&self, function: &QualifiedName) -> Option<&'a QualifiedName> {
        let callers = self.schema.triggers.with_text_of(&[&function.name]).into_iter();
        let callers = callers.filter(|trigger| {
            let body = self.of(&trigger.body);
            body.is_some_and(|body| self.text(body, &trigger.table).calls(function))
        });
        let mut tables: Vec<_> = callers.map(|trigger| &trigger.table).collect();
        tables.dedup();
        match tables[..] {
            [table] => Some(table),
            _ => None,
        }
    }

    fn tables(&self) -> Vec<Dependent> {
        let mut tables = self.schema.tables.with_text_of(&self.names());
        if let Target::Column(table, _) = self.target
            && let Some(own) = self.schema.tables.get(table)
            && !tables.contains(&own)
        {
            tables.push(own);
            tables.sort_by_key(|table| &table.name);
        }
        tables.into_iter().flat_map(|table| self.parts(table)).collect()
    }

    /// The name that a text has, in any case, where it needs the target.
    fn names(&self) -> Vec<&'a str> {
        vec![match self.target {
            Target::Relation(name)
            | Target::Column(name, _)
            | Target::EnumType(name)
            | Target::Sequence(name)
            | Target::Function(name)
            | Target::ColumnCount(name) => &name.name,
            Target::EnumValue(_, name) | Target::NewColumn(_, name) => name,
        }]
    }

    /// The parts of a table whose expressions need the target.
    fn parts(&self, table: &'a Table) -> Vec<Dependent> {
        let name = &table.name;
        let mut parts = Vec::new();
        let mut add = |certainty: Option<Certainty>, kind: DependentKind| {
            parts.extend(certainty.map(|certainty| Dependent { kind, certainty }));
        };
        for constraint in &table.constraints {
            let expressions: Vec<&SqlPart> = match &constraint.body {
                ConstraintBody::Check { expression, .. } => vec![expression],
                ConstraintBody::Exclude { elements, filter, .. } => {
                    let elements = elements.iter().map(|element| &element.expression);
                    elements.chain(filter).collect()
                }
                ConstraintBody::PrimaryKey { .. }
                | ConstraintBody::Unique { .. }
                | ConstraintBody::ForeignKey(_) => Vec::new(),
            };
            let expressions = expressions.into_iter().filter_map(|sql| self.part(sql));
            let needed = expressions.filter_map(|sql| self.expression(table, sql));
            let label = constraint.name.clone().unwrap_or_default();
            add(needed.max(), DependentKind::Constraint(name.clone(), constraint.kind(), label));
        }
        for index in &table.indexes {
            let expressions = index.columns.iter().filter_map(|part| match &part.target {
                IndexTarget::Expression(sql) => Some(sql),
                IndexTarget::Column(_) => None,
            });
            let expressions = expressions.chain(&index.filter).filter_map(|sql| self.part(sql));
            let needed = expressions.filter_map(|sql| self.expression(table, sql)).max();
            add(needed, DependentKind::Index(name.clone(), index.name.clone()));
        }
        for column in &table.columns {
            let default = match &column.default {
                Some(ColumnDefault::Sql(sql)) => self.part(sql),
                Some(ColumnDefault::Value(_) | ColumnDefault::Now | ColumnDefault::Today)
                | None => None,
            };
            if let Some(sql) = default {
                let needed = match self.target {
                    Target::EnumValue(kind, value) => {
                        let is_value = uses_type(table, &column.name, kind)
                            && !self.text(sql, name).strings(value).is_empty();
                        is_value.then_some(Certainty::Certain)
                    }
                    Target::Relation(_)
                    | Target::Column(..)
                    | Target::EnumType(_)
                    | Target::Sequence(_)
                    | Target::Function(_)
                    | Target::ColumnCount(_)
                    | Target::NewColumn(..) => self.expression(table, sql),
                };
                add(needed, DependentKind::Default(name.clone(), column.name.clone()));
            }
            let generated = column.generated.as_ref().and_then(|it| self.part(&it.expression));
            let needed = generated.and_then(|sql| self.expression(table, sql));
            add(needed, DependentKind::Generated(name.clone(), column.name.clone()));
        }
        add(self.partitioning(table), DependentKind::Partitioning(name.clone()));
        parts
    }

    /// Whether an expression of a table needs the target. Columns of one table are what `apply` asks
    /// for itself.
    fn expression(&self, table: &'a Table, sql: &'a str) -> Option<Certainty> {
        let text = self.text(sql, &table.name);
        let needed = match self.target {
            Target::Relation(_)
            | Target::Column(..)
            | Target::ColumnCount(_)
            | Target::NewColumn(..) => false,
            Target::EnumValue(kind, value) => {
                !text.compares(|column| uses_type(table, column, kind), value).is_empty()
            }
            Target::EnumType(name) => text.names_type(name),
            Target::Sequence(name) => text.takes_numbers(name),
            Target::Function(name) => text.calls(name),
        };
        needed.then_some(Certainty::Certain)
    }

    fn partitioning(&self, table: &'a Table) -> Option<Certainty> {
        let key = table.options.partition_by.as_ref().and_then(|key| self.of(key))?;
        let text = self.text(key, &table.name);
        let needed = match self.target {
            Target::Column(of, column) => *of == table.name && mentions(key, column, self.syntax),
            Target::EnumValue(kind, value) => {
                let by_type = |column: &&Column| {
                    uses_type(table, &column.name, kind) && mentions(key, &column.name, self.syntax)
                };
                let bounds = table.partitions.iter().map(|part| part.bounds.as_str());
                let is_value = |sql| !self.text(sql, &table.name).strings(value).is_empty();
                table.columns.iter().any(|column| by_type(&column))
                    && bounds.chain([key]).any(is_value)
            }
            Target::Function(name) => text.calls(name),
            Target::Relation(_)
            | Target::EnumType(_)
            | Target::Sequence(_)
            | Target::ColumnCount(_)
            | Target::NewColumn(..) => false,
        };
        needed.then_some(Certainty::Certain)
    }
}
