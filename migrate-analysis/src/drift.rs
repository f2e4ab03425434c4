//! What a live database has otherwise than the revisions say, object by object.

use std::fmt;

use migrate_core::dialect::Dialect;
use migrate_core::op::{ColumnChange, Operation, describe};
use migrate_core::schema::{
    Column, Constraint, EnumType, Index, ObjectRef, QualifiedName, Schema, SqlText, Table,
};

use crate::compare::{Object, Verdict, compare, words};
use crate::diff::{column, table_options, with_partitions};
use crate::introspect::{NotHeld, Reading};
use crate::normalize::normalize;
use crate::spelling::Spellings;

/// What was found of a database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drift {
    /// The objects that are not known to be equal, in the order of their kinds and names.
    pub findings: Vec<Finding>,
    /// What the database has and a schema has no place for: it was compared with nothing.
    pub not_held: Vec<NotHeld>,
}

/// An object that is not known to be equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which one.
    pub object: Object,
    /// In what way.
    pub state: State,
}

/// How an object of the database is against that of the revisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// The revisions have it, the database has not.
    Missing,
    /// The database has it, the revisions have not.
    Unexpected,
    /// Both have it, and it differs: what would change it into that of the revisions, as far as that can be said
    /// in a line.
    Different(Vec<String>),
    /// It may differ, and this is why that is not known.
    Unknown(String),
}

impl Drift {
    /// Whether anything is known to differ.
    ///
    /// What is unknown alone is no difference.
    pub fn is_known(&self) -> bool {
        self.findings.iter().any(|finding| match finding.state {
            State::Missing | State::Unexpected | State::Different(_) => true,
            State::Unknown(_) => false,
        })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let object = &self.object;
        match &self.state {
            State::Missing => write!(f, "{object} is missing in the database"),
            State::Unexpected => write!(f, "{object} is in no revision"),
            State::Different(changes) if changes.is_empty() => write!(f, "{object} differs"),
            State::Different(changes) => write!(f, "{object} differs: {}", changes.join(", ")),
            State::Unknown(why) => write!(f, "{object} may differ: {why}"),
        }
    }
}

/// Holds what was read of a database against the schema that the revisions make; `spellings` is what the database said
/// of texts in which both differ, if it was asked.
///
/// ```
/// use migrate_analysis::drift::{State, drift};
/// use migrate_analysis::introspect::Reading;
/// use migrate_analysis::spelling::Spellings;
/// use migrate_core::dialect::{Dialect, Family};
/// use migrate_core::schema::{Schema, Table};
///
/// let mut declared = Schema::new();
/// declared.tables.insert("users".into(), Table::new("users"));
/// let live = Reading::default();
/// let sqlite = Dialect::parse(Family::Sqlite, "3.53.0").unwrap();
/// let found = drift(sqlite, &declared, live, &Spellings::default());
/// assert_eq!(found.findings[0].to_string(), "table users is missing in the database");
/// ```
pub fn drift(dialect: Dialect, declared: &Schema, live: Reading, spellings: &Spellings) -> Drift {
    let Reading { schema: live, not_held, names: _, inherited: _ } = live;
    let declared = &with_partitions(declared, &live);
    let differences = compare(dialect, &spellings.reworded(declared, &live), &live);
    let differences = differences.into_iter().map(|difference| spellings.judged(difference));
    let form = |schema: &Schema| normalize(dialect, schema.clone());
    let texts = [&live, declared].map(|schema| schema.clone().on(dialect.family()));
    let sides = Sides { declared: &form(declared), live: &form(&live), texts: texts.each_ref() };
    let findings = differences.filter_map(|difference| {
        let object = difference.object;
        let state = match difference.verdict {
            Verdict::Equal => return None,
            Verdict::Unknown(why) => State::Unknown(why),
            Verdict::Different => sides.state(&object),
        };
        // The enum type says it, where it is an object of its own.
        (!sides.differs_by_its_enum(&object)).then_some(Finding { object, state })
    });
    Drift { findings: findings.collect(), not_held }
}

/// Both schemas in the form in which the database gives them back.
struct Sides<'a> {
    declared: &'a Schema,
    live: &'a Schema,
    /// The live schema and the declared one as they were read and declared: forms may leave out what differs.
    texts: [&'a Schema; 2],
}

impl Sides<'_> {
    fn state(&self, object: &Object) -> State {
        match (has(self.declared, object), has(self.live, object)) {
            (true, false) => State::Missing,
            (false, true) => State::Unexpected,
            (true, true) | (false, false) => State::Different(self.changes(object)),
        }
    }

    /// A column that both have.
    fn columns(&self, table: &QualifiedName, name: &str) -> Option<(Column, Column)> {
        let of = |schema: &Schema| schema.tables.get(table)?.column(name).cloned();
        of(self.live).zip(of(self.declared))
    }

    /// Whether the object is a column that differs by the labels of an enum type alone which is an object too.
    fn differs_by_its_enum(&self, object: &Object) -> bool {
        let Object::Column(table, name) = object else { return false };
        let Some((mut live, declared)) = self.columns(table, name) else { return false };
        let is_object = declared.column_type.enumeration().is_some_and(|kind| {
            [self.live, self.declared].iter().all(|schema| schema.enums.contains_key(&kind.name))
        });
        if !is_object || labels_that_differ(&live, &declared).is_none() {
            return false;
        }
        live.column_type.clone_from(&declared.column_type);
        live == declared
    }

    /// What would change the object of the database into that of the revisions.
    fn changes(&self, object: &Object) -> Vec<String> {
        match object {
            Object::Column(table, name) => {
                let Some((mut live, declared)) = self.columns(table, name) else {
                    return Vec::new();
                };
                let labels = labels_that_differ(&live, &declared);
                if labels.is_some() {
                    live.column_type.clone_from(&declared.column_type);
                }
                let change = column::change(&live, &declared, &declared);
                if change == ColumnChange::default() {
                    return labels.into_iter().collect();
                }
                let (table, column) = (table.clone(), name.clone());
                let alter = Operation::AlterColumn { table, column, change };
                labels.into_iter().chain(after_colon(&describe(&alter, self.live))).collect()
            }
            Object::Constraint(table, name) => {
                let text = |schema: &Schema| {
                    let constraint = schema.tables.get(table)?.constraint(name)?;
                    Some(words::constraint(&constraint.body))
                };
                self.both(text)
            }
            Object::Enum(name) => self.both(|schema| schema.enum_type(name).map(labels)),
            Object::Table(name) => self.of_table(name),
            Object::View(name) => {
                let query = |schema: &Schema| Some(whole(&schema.views.get(name)?.query));
                let [live, declared] = self.texts.map(query);
                both(live, declared)
            }
            Object::MaterializedView(name) => {
                let query =
                    |schema: &Schema| Some(whole(&schema.materialized_views.get(name)?.query));
                let [live, declared] = self.texts.map(query);
                both(live, declared)
            }
            Object::Index(holder, name) => {
                let text = |schema: &Schema| index(schema, holder, name).map(words::index);
                self.both(text)
            }
            Object::Partition(table, name) => {
                let bounds = |schema: &Schema| {
                    let mut partitions = schema.tables.get(table)?.partitions.iter();
                    partitions.find(|it| it.name == *name).map(|it| it.bounds.clone())
                };
                self.both(bounds)
            }
            Object::Function(name, arguments) => {
                let key = (name.clone(), arguments.clone());
                let text = |schema: &Schema| Some(schema.functions.get(&key)?.definition.clone());
                excerpts(text(self.live), text(self.declared))
            }
            Object::Sequence(name) => {
                let text = |schema: &Schema| schema.sequences.get(name).map(words::sequence);
                self.both(text)
            }
            Object::Trigger(table, name) => {
                let key = (table.clone(), name.clone());
                let event = |schema: &Schema| Some(schema.triggers.get(&key)?.event.to_string());
                let body = |schema: &Schema| Some(schema.triggers.get(&key)?.body.clone());
                let mut changes = both(event(self.live), event(self.declared));
                changes.extend(excerpts(body(self.live), body(self.declared)));
                changes
            }
            // These are there or not.
            Object::Extension(_) | Object::Namespace(_) => Vec::new(),
        }
    }

    /// What an object says on both sides as one change: in the form of the database or, where that leaves out what
    /// differs, as it is written. Nothing where both say the same.
    fn both(&self, says: impl Fn(&Schema) -> Option<String>) -> Vec<String> {
        for [live, declared] in [[self.live, self.declared], self.texts] {
            let (Some(live), Some(declared)) = (says(live), says(declared)) else { continue };
            if live != declared {
                return vec![format!("{live} -> {declared}")];
            }
        }
        Vec::new()
    }

    /// What would change the comment and the options of the table in the database into those of the revisions.
    fn of_table(&self, name: &QualifiedName) -> Vec<String> {
        let tables = self.live.tables.get(name).zip(self.declared.tables.get(name));
        let Some((live, declared)) = tables else { return Vec::new() };
        let change = table_options::change(&live.options, &declared.options);
        let table = name.clone();
        let alter = Operation::AlterTable { table, change };
        let comment = (live.comment != declared.comment).then(|| "comment".to_owned());
        comment.into_iter().chain(after_colon(&describe(&alter, self.live))).collect()
    }
}

/// The labels of an enum type.
fn labels(kind: &EnumType) -> String {
    format!("({})", kind.values.join(", "))
}

/// The labels of the enum type of two columns as one change, where they differ in nothing else of their types.
fn labels_that_differ(live: &Column, declared: &Column) -> Option<String> {
    let [one, other] = [live, declared].map(|column| &column.column_type);
    // What is printed of a type has the name of an enum type alone.
    let is_same = one != other && one.to_string() == other.to_string();
    let (one, other) = one.enumeration().zip(other.enumeration()).filter(|_| is_same)?;
    Some(format!("{} -> {}", labels(one), labels(other)))
}

/// The index of a table or a materialized view.
fn index<'s>(schema: &'s Schema, holder: &QualifiedName, name: &str) -> Option<&'s Index> {
    let of_table = schema.tables.get(holder).map(|table| &table.indexes);
    let of_view = || schema.materialized_views.get(holder).map(|view| &view.indexes);
    of_table.or_else(of_view)?.iter().find(|index| index.name == name)
}

/// What a description says after the operation.
fn after_colon(description: &str) -> Option<String> {
    description.split_once(": ").map(|(_, changes)| changes.to_owned())
}

/// The two texts as one change; nothing where they are the same.
fn both(live: Option<String>, declared: Option<String>) -> Vec<String> {
    let (Some(live), Some(declared)) = (live, declared) else { return Vec::new() };
    if live == declared { Vec::new() } else { vec![format!("{live} -> {declared}")] }
}

/// A text of SQL in a line.
fn whole(text: &SqlText) -> String {
    let words: Vec<_> = text.texts().flat_map(str::split_whitespace).collect();
    format!("`{}`", words.join(" "))
}

/// The words around the first that differs in two texts of SQL.
fn excerpts(live: Option<SqlText>, declared: Option<SqlText>) -> Vec<String> {
    /// How many words are shown before the first that differs, and from it on.
    const BEFORE: usize = 3;
    const AFTER: usize = 8;
    let words = |text: SqlText| -> Vec<String> {
        text.texts().flat_map(str::split_whitespace).map(str::to_owned).collect()
    };
    let (Some(live), Some(declared)) = (live.map(words), declared.map(words)) else {
        return Vec::new();
    };
    let alike = live.iter().zip(&declared).take_while(|(one, other)| one == other).count();
    let shown = |words: &[String]| {
        let (from, to) = (alike.saturating_sub(BEFORE), words.len().min(alike + AFTER));
        let before = if from > 0 { ".. " } else { "" };
        let after = if to < words.len() { " .." } else { "" };
        format!("`{before}{}{after}`", words[from..to].join(" "))
    };
    both(Some(shown(&live)), Some(shown(&declared)))
}

/// Whether a schema in normal form has an object.
pub(crate) fn has(schema: &Schema, object: &Object) -> bool {
    let table = |name: &QualifiedName| schema.tables.get(name);
    match object {
        Object::Table(name) => table(name).is_some(),
        Object::Column(holder, name) => table(holder).is_some_and(|it| it.column(name).is_some()),
        Object::Constraint(holder, name) => {
            table(holder).is_some_and(|it| has_constraint(it, name))
        }
        Object::Index(holder, name) => {
            let is_named = |index: &Index| index.name == *name;
            let of_view = schema.materialized_views.get(holder).map(|view| &view.indexes);
            let of_table = table(holder).map(|table| &table.indexes);
            of_table.or(of_view).is_some_and(|indexes| indexes.iter().any(is_named))
        }
        Object::Partition(holder, name) => {
            table(holder).is_some_and(|it| it.partitions.iter().any(|it| it.name == *name))
        }
        Object::Enum(name) => schema.enum_type(name).is_some(),
        Object::View(name) => schema.views.contains_key(name),
        Object::MaterializedView(name) => schema.materialized_views.contains_key(name),
        Object::Function(name, arguments) => {
            schema.functions.contains_key(&(name.clone(), arguments.clone()))
        }
        Object::Sequence(name) => schema.sequences.contains_key(name),
        Object::Trigger(table, name) => {
            let trigger = ObjectRef::Trigger { table: table.clone(), name: name.clone() };
            schema.object(&trigger).is_some()
        }
        Object::Extension(name) => schema.extensions.contains(name),
        Object::Namespace(name) => schema.namespaces.contains(name),
    }
}

/// Whether a table has a constraint of that name or, without one, one that demands that.
fn has_constraint(table: &Table, key: &str) -> bool {
    let is_it = |constraint: &Constraint| match &constraint.name {
        Some(name) => name == key,
        None => words::constraint(&constraint.body) == key,
    };
    table.constraints.iter().any(is_it)
}

#[cfg(test)]
mod tests {
    use migrate_core::dialect::Family;
    use migrate_core::op::{Op, apply, asc, desc, enumeration, integer, table};

    use super::*;

    fn found(declared: fn(&mut Op), live: fn(&mut Op)) -> Vec<String> {
        found_on(Dialect::parse(Family::Postgres, "150004").unwrap(), declared, live)
    }

    fn found_on(dialect: Dialect, declared: fn(&mut Op), live: fn(&mut Op)) -> Vec<String> {
        let schema = |record: fn(&mut Op)| {
            let mut op: Op = Op::new();
            record(&mut op);
            let mut schema = dialect.empty_schema();
            for recorded in op.into_operations() {
                apply(&recorded.operation, recorded.origin, &mut schema).unwrap();
            }
            schema
        };
        let live = Reading { schema: schema(live), ..Reading::default() };
        let found = drift(dialect, &schema(declared), live, &Spellings::default()).findings;
        found.iter().map(ToString::to_string).collect()
    }

    fn t(op: &mut Op) {
        op.create_table(table("t").column("id", integer()).column("c", integer()));
    }

    #[test]
    fn what_differs_is_shown_on_both_sides() {
        let declared = |op: &mut Op| {
            t(op);
            op.create_table_comment("t", "x");
            op.create_index("ix", "t", [asc("c")]).unique().filter("c > 0");
            op.create_function(
                "f",
                "v integer",
                "RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETURN v * 2; END $$",
            );
            op.create_trigger(
                "tr",
                "t",
                "BEFORE UPDATE OF c",
                "FOR EACH ROW EXECUTE FUNCTION f('a')",
            );
            op.create_sequence("s").increment_by(2);
            op.create_view("v", "SELECT id FROM t WHERE c > 0");
        };
        let live = |op: &mut Op| {
            t(op);
            op.create_index("ix", "t", [desc("c")]).unique();
            op.create_function(
                "f",
                "v integer",
                "RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETURN v * 3; END $$",
            );
            op.create_trigger("tr", "t", "BEFORE UPDATE", "FOR EACH ROW EXECUTE FUNCTION f('b')");
            op.create_sequence("s").max_value(9);
            op.create_view("v", "SELECT id FROM t");
        };
        assert_eq!(
            found(declared, live),
            [
                "table t differs: comment",
                "index ix of t differs: UNIQUE (c DESC) -> UNIQUE (c) WHERE c > 0",
                "view v differs: `SELECT id FROM t` -> `SELECT id FROM t WHERE c > 0`",
                "function f(v integer) differs: `.. RETURN v * 3; END $$` -> `.. RETURN v * 2; END $$`",
                "sequence s differs: MAXVALUE 9 -> INCREMENT BY 2",
                "trigger tr of t differs: BEFORE UPDATE -> BEFORE UPDATE OF c, `.. ROW EXECUTE FUNCTION f('b')` -> \
                 `.. ROW EXECUTE FUNCTION f('a')`",
            ]
        );
    }

    #[test]
    fn labels_of_an_enum_type_are_shown_once() {
        fn mood<const N: usize>(op: &mut Op, labels: [&str; N], default: &str) {
            op.create_enum("mood", labels);
            let mood = || enumeration("mood", labels);
            op.create_table(table("t").column("a", mood()).column("b", mood().default(default)));
        }
        assert_eq!(
            found(|op| mood(op, ["sad", "ok"], "ok"), |op| mood(op, ["sad", "fine"], "fine")),
            [
                "column t.b differs: (sad, fine) -> (sad, ok), DEFAULT 'fine' -> 'ok'",
                "enum type mood differs: (sad, fine) -> (sad, ok)",
            ]
        );
        // It is none of its own on MariaDB.
        let mariadb = Dialect::parse(Family::Mysql, "10.11.19-MariaDB").unwrap();
        assert_eq!(
            found_on(mariadb, |op| mood(op, ["a"], "a"), |op| mood(op, ["b"], "b")),
            [
                "column t.a differs: (b) -> (a)",
                "column t.b differs: (b) -> (a), DEFAULT 'b' -> 'a'"
            ]
        );
    }
}
