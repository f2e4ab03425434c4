//! What else of a schema needs an object: read once, for every database, from the schema alone.
//!
//! What a dependent means for a drop or a rename is the dialects' question: one server refuses, one
//! takes it along, and one goes on and leaves it broken.

mod relations;
mod result;
mod text;
mod value;

use std::fmt;

use crate::schema::{
    Column, ColumnDefault, ConstraintBody, ConstraintKind, Function, IndexTarget, QualifiedName,
    Schema, SqlText, Table,
};
use crate::sql_text::{SqlSyntax, TokenKind, Tokens, mentions};

pub use text::Certainty;
use text::Text;
pub(crate) use value::rename_value;

/// What is dropped or renamed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A table, a partition or a view of any kind.
    Relation(QualifiedName),
    /// A column of a table.
    Column(QualifiedName, String),
    /// A value of an enum type.
    EnumValue(QualifiedName, String),
    /// An enum type.
    EnumType(QualifiedName),
    /// A sequence.
    Sequence(QualifiedName),
    /// A function, whatever its arguments.
    Function(QualifiedName),
    /// The number of columns of a table, which a new one changes.
    ColumnCount(QualifiedName),
}

/// Something that needs the target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependent {
    /// What it is.
    pub kind: DependentKind,
    /// How sure it is.
    pub certainty: Certainty,
}

/// What needs the target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DependentKind {
    /// A view.
    View(QualifiedName),
    /// A materialized view.
    MaterializedView(QualifiedName),
    /// A trigger and the table or view it watches.
    Trigger(QualifiedName, String),
    /// A function by its name and arguments.
    Function {
        /// The name and the arguments.
        signature: String,
        /// Whether the server reads the body when the function is created, and so knows what it needs.
        is_tracked: bool,
    },
    /// A check or an exclusion constraint of a table.
    Constraint(QualifiedName, ConstraintKind, String),
    /// An index of a table or a materialized view.
    Index(QualifiedName, String),
    /// The default of a column.
    Default(QualifiedName, String),
    /// A generated column.
    Generated(QualifiedName, String),
    /// The partition key of a table, or the bounds of its partitions.
    Partitioning(QualifiedName),
}

impl fmt::Display for DependentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::View(name) => write!(f, "view `{name}`"),
            Self::MaterializedView(name) => write!(f, "materialized view `{name}`"),
            Self::Trigger(table, name) => write!(f, "trigger `{name}` of table `{table}`"),
            Self::Function { signature, .. } => write!(f, "function `{signature}`"),
            Self::Constraint(table, kind, name) => write!(f, "{kind} `{name}` of table `{table}`"),
            Self::Index(table, name) => write!(f, "index `{name}` of table `{table}`"),
            Self::Default(table, column) => {
                write!(f, "the default of column `{column}` of table `{table}`")
            }
            Self::Generated(table, column) => {
                write!(f, "generated column `{column}` of table `{table}`")
            }
            Self::Partitioning(table) => write!(f, "the partitioning of table `{table}`"),
        }
    }
}

/// Everything that needs the target, by the texts for one database.
pub(crate) fn dependents(target: &Target, schema: &Schema, syntax: SqlSyntax) -> Vec<Dependent> {
    // Another kind of object is another thing to search, or needs nothing else.
    let Schema {
        views: _,
        materialized_views: _,
        triggers: _,
        functions: _,
        tables: _,
        enums: _,
        sequences: _,
        extensions: _,
        namespaces: _,
    } = schema;
    let search = Search { target, schema, syntax };
    search.views().into_iter().chain(search.routines()).chain(search.tables()).collect()
}

/// A text of a view or a trigger with a column under another name wherever it is surely meant;
/// `owner` is the view, or the table that the trigger watches.
pub(crate) fn rename_column_in_text(
    sql: &str,
    owner: &QualifiedName,
    table: &QualifiedName,
    (from, to): (&str, &str),
    schema: &Schema,
) -> Option<String> {
    let text = Text {
        sql,
        syntax: SqlSyntax::Sqlite,
        namespace: owner.schema.as_deref(),
        watched: Some(owner),
        expands_star: false,
    };
    text.with_renamed_column(table, (from, to), schema)
}

struct Search<'a> {
    target: &'a Target,
    schema: &'a Schema,
    syntax: SqlSyntax,
}

impl<'a> Search<'a> {
    fn text(&self, sql: &'a str, owner: &'a QualifiedName) -> Text<'a> {
        Text {
            sql,
            syntax: self.syntax,
            namespace: owner.schema.as_deref(),
            watched: None,
            expands_star: !matches!(self.syntax, SqlSyntax::Sqlite),
        }
    }

    fn of<'t>(&self, sql: &'t SqlText) -> Option<&'t str> {
        match (sql, self.syntax) {
            (SqlText::Common(text), _) => Some(text),
            (SqlText::PerDialect { sqlite, .. }, SqlSyntax::Sqlite) => sqlite.as_deref(),
            (SqlText::PerDialect { postgres, .. }, SqlSyntax::Postgres) => postgres.as_deref(),
            (SqlText::PerDialect { mysql, .. }, SqlSyntax::Mysql(_)) => mysql.as_deref(),
        }
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
                let is_column =
                    |name: &str| self.schema.tables.values().any(|table| is_column(table, name));
                certain(!text.compares(is_column, value).is_empty())
            }
            Target::EnumType(name) => certain(text.names_type(name)),
            Target::Sequence(name) => {
                certain(text.takes_numbers(name) || text.needs_relation(name, self.schema))
            }
            Target::Function(name) => certain(text.calls(name)),
            Target::ColumnCount(table) => certain(text.inserts_whole_rows(table, self.schema)),
        }
    }

    fn views(&self) -> Vec<Dependent> {
        let plain = self.schema.views.values().map(|view| (&view.name, &view.query, false));
        let kept = self.schema.materialized_views.values();
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
        let triggers = self.schema.triggers.values().filter_map(|trigger| {
            // A trigger is dropped with the table that it watches.
            if *self.target == Target::Relation(trigger.table.clone()) {
                return None;
            }
            let body = Text {
                watched: Some(&trigger.table),
                expands_star: true,
                ..self.text(self.of(&trigger.body)?, &trigger.table)
            };
            let event = Text { sql: &trigger.event, ..body };
            let certainty = self.needs(&body).max(self.needs(&event))?;
            let kind = DependentKind::Trigger(trigger.table.clone(), trigger.name.clone());
            Some(Dependent { kind, certainty })
        });
        let functions = self.schema.functions.values().filter_map(|function| {
            let certainty = self.function(function)?;
            let is_tracked = !has_string_body(self.of(&function.definition)?, self.syntax);
            let kind = DependentKind::Function { signature: function.signature(), is_tracked };
            Some(Dependent { kind, certainty })
        });
        triggers.chain(functions).collect()
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
        let inner = body.as_deref().map(|sql| Text {
            sql,
            watched,
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
        let callers = self.schema.triggers.values().filter(|trigger| {
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
        self.schema.tables.values().flat_map(|table| self.parts(table)).collect()
    }

    /// The parts of a table whose expressions need the target.
    fn parts(&self, table: &'a Table) -> Vec<Dependent> {
        let name = &table.name;
        let mut parts = Vec::new();
        let mut add = |certainty: Option<Certainty>, kind: DependentKind| {
            parts.extend(certainty.map(|certainty| Dependent { kind, certainty }));
        };
        for constraint in &table.constraints {
            let expressions: Vec<&str> = match &constraint.body {
                ConstraintBody::Check { expression, .. } => vec![expression],
                ConstraintBody::Exclude { elements, filter, .. } => {
                    let elements = elements.iter().map(|element| &*element.expression);
                    elements.chain(filter.as_deref()).collect()
                }
                ConstraintBody::PrimaryKey { .. }
                | ConstraintBody::Unique { .. }
                | ConstraintBody::ForeignKey(_) => Vec::new(),
            };
            let needed = expressions.into_iter().filter_map(|sql| self.expression(table, sql));
            let label = constraint.name.clone().unwrap_or_default();
            add(needed.max(), DependentKind::Constraint(name.clone(), constraint.kind(), label));
        }
        for index in &table.indexes {
            let expressions = index.columns.iter().filter_map(|part| match &part.target {
                IndexTarget::Expression(text) => Some(&**text),
                IndexTarget::Column(_) => None,
            });
            let expressions = expressions.chain(index.filter.as_deref());
            let needed = expressions.filter_map(|sql| self.expression(table, sql)).max();
            add(needed, DependentKind::Index(name.clone(), index.name.clone()));
        }
        for column in &table.columns {
            if let Some(ColumnDefault::Sql(sql)) = &column.default {
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
                    | Target::ColumnCount(_) => self.expression(table, sql),
                };
                add(needed, DependentKind::Default(name.clone(), column.name.clone()));
            }
            let generated = column.generated.as_ref();
            let needed = generated.and_then(|it| self.expression(table, &it.expression));
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
            Target::Relation(_) | Target::Column(..) | Target::ColumnCount(_) => false,
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
            | Target::ColumnCount(_) => false,
        };
        needed.then_some(Certainty::Certain)
    }
}

/// Whether a column of the table is of the enum type.
fn uses_type(table: &Table, column: &str, kind: &QualifiedName) -> bool {
    let named = |known: &&Column| known.name.eq_ignore_ascii_case(column);
    table.columns.iter().find(named).is_some_and(|column| column.uses(kind))
}

/// The body of a function that is a string, which the server reads only when it is called.
fn string_body(definition: &str, syntax: SqlSyntax) -> Option<String> {
    if !matches!(syntax, SqlSyntax::Postgres) {
        return None;
    }
    let tokens = Tokens::code(definition, syntax).collect::<Vec<_>>();
    tokens.windows(2).find_map(|pair| {
        let is_body = pair[0].is_keyword("AS") && pair[1].kind == TokenKind::String;
        pair[1].string().filter(|_| is_body)
    })
}

/// Whether the server does not know what the function needs: PostgreSQL reads only a body of
/// `BEGIN ATOMIC` or `RETURN` beforehand
/// (<https://www.postgresql.org/docs/current/sql-createfunction.html>), MariaDB and MySQL none.
fn has_string_body(definition: &str, syntax: SqlSyntax) -> bool {
    !matches!(syntax, SqlSyntax::Postgres) || string_body(definition, syntax).is_some()
}
