//! The first revisions of a database that is older than its revisions: [`initial`] gives what creates all it has.

mod plain;

use migrate_core::dialect::{Dialect, LowerError, lower};
use migrate_core::op::{Operation, Recorded};
use migrate_core::schema::{Object, Origin, Schema};

use crate::diff::{Answers, Comparison, DiffError, diff_beside};
use crate::introspect::{RawObject, name_constraints, require_keys};

use plain::{in_plain_words, say_plainly};

/// The most operations of one revision: a file of a hundred tables is as long as a person reads.
const LARGEST: usize = 100;

/// What one of the first revisions does.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What it is about, in a few words.
    pub message: String,
    /// What it does, in order.
    pub operations: Vec<Operation>,
}

/// What the operations of a revision create, in the order in which a database takes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Theme {
    /// Schemas (namespaces), extensions, enum types and sequences.
    Types,
    /// Tables with their indexes.
    Tables,
    /// Foreign keys of tables that reference each other in a circle.
    ForeignKeys,
    /// Views and functions.
    Views,
    /// Triggers.
    Triggers,
}

/// What creates all that a live database has, as one revision or, where that would be too long, as several by
/// theme. The same schema gives the same parts.
///
/// What no operation makes is made by raw SQL, in its place, as far as `raw` has it.
///
/// The operations are applied and held against `live` before they are given, but for what [`require_keys`] and
/// [`name_constraints`] say otherwise.
///
/// # Errors
///
/// The schema cannot be made by operations, such as one with a foreign key to a table that is not there.
///
/// ```
/// use migrate_analysis::initial::initial;
/// use migrate_core::dialect::{Dialect, Family};
/// use migrate_core::schema::{Column, ColumnType, Schema, Table};
///
/// let mut users = Table::new("users");
/// users.columns.push(Column::new("id", ColumnType::BigInt));
/// let mut live = Schema::new();
/// live.tables.insert("users".into(), users);
///
/// let sqlite = Dialect::parse(Family::Sqlite, "3.53.0").unwrap();
/// let parts = initial(sqlite, &live, &[]).unwrap();
/// assert_eq!(parts.len(), 1);
/// assert_eq!(parts[0].message, "create the schema");
/// ```
pub fn initial(dialect: Dialect, live: &Schema, raw: &[RawObject]) -> Result<Vec<Part>, DiffError> {
    let mut live = live.clone();
    let raw = in_plain_words(raw, &live, dialect);
    let empty = dialect.empty_schema();
    require_keys(&mut live);
    name_constraints(&mut live, &empty, dialect);
    say_plainly(&mut live, dialect);
    let families = [dialect.family()];
    let (comparison, answers) = (Comparison::Live(dialect), Answers::default());
    let found = diff_beside(&empty, &live, comparison, &families, &answers, &raw)?;
    Ok(parts(found.operations, LARGEST))
}

/// Why a new database cannot be made by these parts; none where it can.
///
/// A database may have what its own statements make in other ways alone, such as a `serial` that counts from 1000.
pub fn refusal(dialect: Dialect, parts: &[Part]) -> Option<LowerError> {
    let mut schema = dialect.empty_schema();
    let origin = Origin::caller();
    parts.iter().find_map(|part| {
        let operations = part.operations.iter().cloned();
        let script: Vec<_> = operations.map(|operation| Recorded { operation, origin }).collect();
        lower(dialect, &script, &mut schema).err()
    })
}

/// The operations in parts of no more than `largest`, each of one theme; all as one part if they are few.
fn parts(operations: Vec<Operation>, largest: usize) -> Vec<Part> {
    if operations.is_empty() {
        return Vec::new();
    }
    if operations.len() <= largest {
        return vec![Part { message: "create the schema".to_owned(), operations }];
    }
    let themes = themes(&operations);
    let mut operations = operations.into_iter();
    let mut parts = Vec::new();
    for group in themes.chunk_by(|one, other| one == other) {
        let count = group.len().div_ceil(largest);
        for number in 1..=count {
            let length = largest.min(group.len() - (number - 1) * largest);
            let theme = words(group[0]);
            let message = match count {
                1 => format!("create {theme}"),
                count => format!("create {theme} ({number} of {count})"),
            };
            parts.push(Part { message, operations: operations.by_ref().take(length).collect() });
        }
    }
    parts
}

/// The theme of each operation. The order is kept, so that what comes before an operation of an earlier theme, such
/// as a function in the default of a column, is of that theme as well.
fn themes(operations: &[Operation]) -> Vec<Theme> {
    // Raw SQL is of the theme that it comes after.
    let mut latest = Theme::Types;
    let themes = operations.iter().map(|operation| {
        if !matches!(operation, Operation::Execute { .. }) {
            latest = theme(operation);
        }
        latest
    });
    let mut themes: Vec<_> = themes.collect();
    let mut earliest = Theme::Triggers;
    for theme in themes.iter_mut().rev() {
        earliest = earliest.min(*theme);
        *theme = earliest;
    }
    themes
}

fn theme(operation: &Operation) -> Theme {
    match operation {
        Operation::CreateObject(object) => match object {
            Object::Namespace(_)
            | Object::Extension(_)
            | Object::EnumType(_)
            | Object::Sequence(_) => Theme::Types,
            Object::Function(_) | Object::View(_) | Object::MaterializedView(_) => Theme::Views,
            Object::Trigger(_) => Theme::Triggers,
        },
        Operation::AddConstraint { .. } => Theme::ForeignKeys,
        // All else that a creation needs is of a table: a partition, a sequence that is given to a column.
        _ => Theme::Tables,
    }
}

const fn words(theme: Theme) -> &'static str {
    match theme {
        Theme::Types => "types",
        Theme::Tables => "tables",
        Theme::ForeignKeys => "foreign keys",
        Theme::Views => "views and functions",
        Theme::Triggers => "triggers",
    }
}

#[cfg(test)]
mod tests {
    use migrate_core::op::{Op, big_int, table, text};

    use super::*;

    /// The messages of the parts, each with its number of operations.
    fn cut(record: impl FnOnce(&mut Op), largest: usize) -> Vec<String> {
        let mut op: Op = Op::new();
        record(&mut op);
        let operations = op.into_operations().into_iter().map(|it| it.operation).collect();
        let parts = parts(operations, largest).into_iter();
        parts.map(|part| format!("{}: {}", part.message, part.operations.len())).collect()
    }

    fn shop(op: &mut Op) {
        op.create_enum("state", ["open", "paid"]);
        for name in ["a", "b", "c"] {
            op.create_table(table(name).column("id", big_int().primary_key()));
        }
        op.create_foreign_key("fk", "a", ["id"], "b", ["id"]);
        op.create_view("v", "SELECT id FROM a");
        op.create_view("w", "SELECT id FROM b");
    }

    #[test]
    fn few_operations_are_one_revision() {
        assert_eq!(cut(shop, 7), ["create the schema: 7"]);
        assert!(cut(|_| (), 7).is_empty());
    }

    #[test]
    fn many_operations_are_revisions_by_theme() {
        assert_eq!(
            cut(shop, 2),
            [
                "create types: 1",
                "create tables (1 of 2): 2",
                "create tables (2 of 2): 1",
                "create foreign keys: 1",
                "create views and functions: 2",
            ]
        );
    }

    #[test]
    fn what_a_table_needs_is_before_it_whatever_its_theme() {
        let needed = |op: &mut Op| {
            op.create_view("v", "SELECT 1 AS one");
            op.create_table(table("a").column("one", text()));
            op.create_view("w", "SELECT one FROM a");
        };
        assert_eq!(cut(needed, 2), ["create tables: 2", "create views and functions: 1"]);
    }
}
