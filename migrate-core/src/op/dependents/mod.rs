//! What else of a schema needs an object: read once, for every database, from the schema alone.
//!
//! What a dependent means for a drop or a rename is the dialects' question: one server refuses, one
//! takes it along, and one goes on and leaves it broken.

mod bodies;
mod columns;
mod common;
mod items;
mod relations;
mod rename;
mod result;
mod rows;
mod scopes;
mod search;
mod text;
mod value;
mod words;

use std::fmt;

use crate::schema::{
    Column, ConstraintKind, Function, ObjectRef, QualifiedName, Schema, SqlText, Table,
};
use crate::sql_text::SqlSyntax;

#[cfg(feature = "sqlite")]
pub(crate) use rename::Doubt;
pub(crate) use rename::Renamed;
use search::Search;
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
    /// The column that a table is given: what has its name and means something else.
    NewColumn(QualifiedName, String),
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
///
/// ```
/// use migrate_core::op::{DependentKind, Target, dependents};
/// use migrate_core::schema::{Schema, View};
/// use migrate_core::sql_text::SqlSyntax;
///
/// let mut schema = Schema::new();
/// schema.views.insert("names".into(), View { name: "names".into(), query: "SELECT name FROM users".into() });
/// let users = Target::Relation("users".into());
/// let [found] = &dependents(&users, &schema, SqlSyntax::Sqlite)[..] else { unreachable!() };
/// assert_eq!(found.kind, DependentKind::View("names".into()));
/// ```
pub fn dependents(target: &Target, schema: &Schema, syntax: SqlSyntax) -> Vec<Dependent> {
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
        syntax: _,
        stale: _,
        outgrown: _,
    } = schema;
    Search { target, schema, syntax }.all()
}

/// The columns of a table or view; none where they are not known.
pub(crate) fn columns_of(
    relation: &QualifiedName,
    schema: &Schema,
    syntax: SqlSyntax,
) -> Option<Vec<String>> {
    if let Some(table) = schema.tables.get(relation) {
        return Some(table.columns.iter().map(|column| column.name.clone()).collect());
    }
    let query = schema.views.get(relation)?.query.on(syntax)?;
    columns::result_names(query, syntax)
}

/// Where a text that may be renamed in stands.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place<'a> {
    /// The query of the view.
    Query(&'a QualifiedName),
    /// A trigger of the table or view.
    Trigger(&'a QualifiedName),
}

impl<'a> Place<'a> {
    fn text(self, sql: &'a str, syntax: SqlSyntax) -> Text<'a> {
        let (owner, is_query) = match self {
            Self::Query(view) => (view, true),
            Self::Trigger(table) => (table, false),
        };
        Text {
            sql,
            syntax,
            namespace: owner.schema.as_deref(),
            watched: (!is_query).then_some(owner),
            is_query,
            expands_star: is_query && !matches!(syntax, SqlSyntax::Sqlite),
        }
    }
}

/// The views in whose results a `*` stands for the columns of a table or a view, by the rules of
/// [`Schema::syntax`]; SQLite, which reads a view's text each time, has none.
///
/// ```
/// use migrate_core::op::views_of_all_columns;
/// use migrate_core::schema::{ObjectRef, Schema, View};
/// use migrate_core::sql_text::SqlSyntax;
///
/// let mut schema = Schema { syntax: SqlSyntax::Postgres, ..Schema::new() };
/// schema.views.insert("v".into(), View { name: "v".into(), query: "SELECT * FROM t".into() });
/// assert_eq!(views_of_all_columns(&"t".into(), &schema), [ObjectRef::View("v".into())]);
/// assert_eq!(views_of_all_columns(&"u".into(), &schema), []);
/// ```
pub fn views_of_all_columns(relation: &QualifiedName, schema: &Schema) -> Vec<ObjectRef> {
    let has_all = |name: &QualifiedName, query: &SqlText| {
        let query = query.on(schema.syntax);
        let text = query.map(|sql| Place::Query(name).text(sql, schema.syntax));
        text.is_some_and(|text| text.results_have_all_of(relation, schema))
    };
    let names = [relation.name.as_str()];
    let plain = schema.views.with_text_of(&names).into_iter();
    let plain = plain.filter(|view| has_all(&view.name, &view.query));
    let kept = schema.materialized_views.with_text_of(&names).into_iter();
    let kept = kept.filter(|view| has_all(&view.name, &view.query));
    let plain = plain.map(|view| ObjectRef::View(view.name.clone()));
    plain.chain(kept.map(|view| ObjectRef::MaterializedView(view.name.clone()))).collect()
}

/// The functions whose bodies the server has read, and that need the target: they follow a rename there, and their
/// texts here do not.
pub(crate) fn tracked_functions(target: &Target, schema: &Schema) -> Vec<ObjectRef> {
    let needed = Search { target, schema, syntax: schema.syntax }.functions();
    needed.into_iter().filter(|(_, is_tracked)| *is_tracked).map(|(it, _)| reference(it)).collect()
}

/// The functions whose bodies the server has read, with a `*` for the columns of a table or a view.
pub(crate) fn functions_of_all_columns(
    relation: &QualifiedName,
    schema: &Schema,
) -> Vec<ObjectRef> {
    let syntax = schema.syntax;
    let has_all = |function: &&Function| {
        function.definition.on(syntax).is_some_and(|sql| {
            let place = Place::Query(&function.name);
            !bodies::has_string_body(sql, syntax)
                && place.text(sql, syntax).results_have_all_of(relation, schema)
        })
    };
    let functions = schema.functions.with_text_of(&[relation.name.as_str()]).into_iter();
    functions.filter(has_all).map(reference).collect()
}

fn reference(function: &Function) -> ObjectRef {
    let Function { name, arguments, .. } = function;
    ObjectRef::Function { name: name.clone(), arguments: arguments.clone() }
}

/// A text of a view or a trigger with a column of a table under another name.
pub(crate) fn rename_column_in_text(
    sql: &str,
    (place, syntax): (Place<'_>, SqlSyntax),
    table: &QualifiedName,
    names: (&str, &str),
    schema: &Schema,
) -> Renamed {
    place.text(sql, syntax).with_renamed_column(table, names, schema)
}

/// A text of a view or a trigger with a relation under another name.
pub(crate) fn rename_relation_in_text(
    sql: &str,
    (place, syntax): (Place<'_>, SqlSyntax),
    name: &QualifiedName,
    to: &str,
    schema: &Schema,
) -> Renamed {
    place.text(sql, syntax).with_renamed_relation(name, to, schema)
}

/// Whether a column of the table is of the enum type.
fn uses_type(table: &Table, column: &str, kind: &QualifiedName) -> bool {
    let named = |known: &&Column| known.name.eq_ignore_ascii_case(column);
    table.columns.iter().find(named).is_some_and(|column| column.uses(kind))
}
