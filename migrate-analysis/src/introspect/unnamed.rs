//! Constraints of a live database that have no name there, named as a revision names them.

use std::collections::{BTreeMap, BTreeSet};

use migrate_core::dialect::Dialect;
use migrate_core::op::conventional;
use migrate_core::schema::{Constraint, ConstraintBody, Schema, Table};

use crate::normalize::normalize;

/// Begins the names that constraints have while they are compared: no database takes it in a name.
const UNNAMED: char = '\0';

/// Gives each constraint of a schema that was read, and that has no name, the name of the constraint in `declared`
/// which says the same; where none does, the name that the builder would give it. So does a constraint with the name
/// of another one of its table.
///
/// SQLite alone keeps constraints without a name, or several of one name. A revision finds one without a name by what
/// it says, so that the name is no lie.
///
/// ```
/// use migrate_analysis::introspect::name_constraints;
/// use migrate_core::dialect::{Dialect, Family};
/// use migrate_core::schema::{Constraint, ConstraintBody, Schema, Table};
///
/// let mut users = Table::new("users");
/// let body = ConstraintBody::PrimaryKey { columns: vec!["id".to_owned()] };
/// users.constraints.push(Constraint { name: None, body });
/// let mut live = Schema::new();
/// live.tables.insert("users".into(), users);
///
/// let sqlite = Dialect::parse(Family::Sqlite, "3.53.0").unwrap();
/// name_constraints(&mut live, &Schema::new(), sqlite);
/// let users = live.tables.get(&"users".into()).unwrap();
/// assert_eq!(users.constraints[0].name.as_deref(), Some("pk_users"));
/// ```
pub fn name_constraints(live: &mut Schema, declared: &Schema, dialect: Dialect) {
    if !live.tables.values().any(has_unnamed) {
        return;
    }
    for table in live.tables.values_mut() {
        let mut names = BTreeSet::new();
        for (place, constraint) in table.constraints.iter_mut().enumerate() {
            let is_own = constraint.name.as_ref().is_some_and(|name| names.insert(name.clone()));
            if !is_own {
                constraint.name = Some(format!("{UNNAMED}{place}"));
            }
        }
    }
    let form = normalize(dialect, live.clone());
    let declared = normalize(dialect, declared.clone().on(dialect.family()));
    for table in live.tables.values_mut() {
        let declared = declared.tables.get(&table.name).map(|table| &table.constraints[..]);
        let form = form.tables.get(&table.name).map(|table| &table.constraints[..]);
        name_in(table, form.unwrap_or_default(), declared.unwrap_or_default());
    }
}

/// Whether a constraint has no name, or that of another one of the table.
fn has_unnamed(table: &Table) -> bool {
    let mut names = BTreeSet::new();
    table.constraints.iter().any(|it| it.name.as_ref().is_none_or(|name| !names.insert(name)))
}

/// Names the constraints of a table, of which `form` and `declared` are in the form in which they are compared.
fn name_in(table: &mut Table, form: &[Constraint], declared: &[Constraint]) {
    let names = table.constraints.iter().filter_map(|it| it.name.clone());
    let mut taken: Vec<String> = names.filter(|name| !is_unnamed(name)).collect();
    let bodies: BTreeMap<_, _> =
        form.iter().filter_map(|it| Some((it.name.clone()?, &it.body))).collect();
    let table_name = table.name.name.clone();
    for constraint in &mut table.constraints {
        let Some(placeholder) = constraint.name.clone().filter(|name| is_unnamed(name)) else {
            continue;
        };
        let body = bodies.get(&placeholder).copied();
        let same = declared.iter().filter(|it| Some(&it.body) == body);
        let count = |name: &String, of: &mut dyn Iterator<Item = &String>| {
            of.filter(|it| *it == name).count()
        };
        // The revisions may have a name several times, as for the labels of an enum type in two columns.
        let is_free = |name: &String| {
            let declared = &mut declared.iter().filter_map(|it| it.name.as_ref());
            count(name, &mut taken.iter()) < count(name, declared)
        };
        let same = same.filter_map(|it| it.name.clone()).find(is_free);
        let name = same.unwrap_or_else(|| free_name(&table_name, &constraint.body, &taken));
        taken.push(name.clone());
        constraint.name = Some(name);
    }
}

fn is_unnamed(name: &str) -> bool {
    name.starts_with(UNNAMED)
}

/// The builder's name for a constraint, with a number behind it where the table has it already.
fn free_name(table: &str, body: &ConstraintBody, taken: &[String]) -> String {
    let (columns, referenced) = match body {
        ConstraintBody::Unique { columns, .. } => (&columns[..], None),
        ConstraintBody::ForeignKey(key) => (&key.columns[..], Some(&*key.table.name)),
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Check { .. }
        | ConstraintBody::Exclude { .. } => (&[][..], None),
    };
    let columns = columns.iter().map(String::as_str);
    let parts: Vec<_> =
        [prefix(body), table].into_iter().chain(columns).chain(referenced).collect();
    let first = conventional(&parts);
    let numbered = (2..).map(|number: u32| conventional(&[&*first, &*number.to_string()]));
    let mut names = std::iter::once(first.clone()).chain(numbered);
    names.find(|name| !taken.contains(name)).unwrap_or(first)
}

const fn prefix(body: &ConstraintBody) -> &'static str {
    match body {
        ConstraintBody::PrimaryKey { .. } => "pk",
        ConstraintBody::Unique { .. } => "uq",
        ConstraintBody::ForeignKey(_) => "fk",
        ConstraintBody::Check { .. } => "ck",
        ConstraintBody::Exclude { .. } => "ex",
    }
}

#[cfg(test)]
mod tests {
    use migrate_core::schema::{Action, Deferrable, Family, ForeignKey};

    use super::*;

    fn check(expression: &str) -> ConstraintBody {
        ConstraintBody::Check { expression: expression.into(), validated: true }
    }

    fn unique(columns: &[&str]) -> ConstraintBody {
        ConstraintBody::Unique {
            columns: columns.iter().map(|&column| column.to_owned()).collect(),
            include: Vec::new(),
            nulls_not_distinct: false,
            deferrable: Deferrable::No,
        }
    }

    fn schema(constraints: Vec<Constraint>) -> Schema {
        let mut table = Table::new("t");
        table.constraints = constraints;
        let mut schema = Schema::new();
        schema.tables.insert("t".into(), table);
        schema
    }

    /// The names of live constraints, in their order.
    fn named(live: Vec<Constraint>, declared: Vec<Constraint>) -> Vec<String> {
        let mut live = schema(live);
        let sqlite = Dialect::parse(Family::Sqlite, "3.53.0").unwrap();
        name_constraints(&mut live, &schema(declared), sqlite);
        let table = live.tables.get(&"t".into()).unwrap();
        table.constraints.iter().map(|it| it.name.clone().unwrap()).collect()
    }

    fn unnamed(body: ConstraintBody) -> Constraint {
        Constraint { name: None, body }
    }

    #[test]
    fn the_name_is_that_of_the_declared_constraint_which_says_the_same() {
        let live = vec![unnamed(check("a>0")), unnamed(unique(&["a"])), unnamed(check("b > 0"))];
        let declared = vec![
            Constraint::named("positive_b", check("(b > 0)")),
            Constraint::named("positive_a", check("A > 0")),
        ];
        assert_eq!(named(live, declared), ["positive_a", "uq_t_a", "positive_b"]);
    }

    #[test]
    fn no_two_constraints_get_one_name() {
        let live = vec![
            unnamed(check("a > 0")),
            unnamed(check("a > 0")),
            Constraint::named("ck_t_2", check("a > 1")),
            unnamed(check("a < 9")),
        ];
        let declared = vec![Constraint::named("positive", check("a > 0"))];
        assert_eq!(named(live, declared), ["positive", "ck_t", "ck_t_2", "ck_t_3"]);
        let twice = ["a > 0", "b > 0"].map(|text| Constraint::named("enum_mood", check(text)));
        assert_eq!(named(twice.to_vec(), Vec::new()), ["enum_mood", "ck_t"]);
        assert_eq!(named(twice.to_vec(), twice.to_vec()), ["enum_mood", "enum_mood"]);
    }

    #[test]
    fn names_are_those_of_the_builder() {
        let key = ForeignKey {
            columns: vec!["author_id".to_owned()],
            table: "users".into(),
            referenced: vec!["id".to_owned()],
            match_full: false,
            on_delete: Action::NoAction,
            on_update: Action::NoAction,
            deferrable: Deferrable::No,
            validated: true,
        };
        let live = vec![
            unnamed(ConstraintBody::PrimaryKey { columns: vec!["id".to_owned()] }),
            unnamed(unique(&["a", "b"])),
            unnamed(ConstraintBody::ForeignKey(key)),
        ];
        assert_eq!(named(live, Vec::new()), ["pk_t", "uq_t_a_b", "fk_t_author_id_users"]);
    }
}
