//! Names of a live database as a declared schema writes them, where the database takes both for one.

use std::collections::{BTreeMap, BTreeSet};

use migrate_core::schema::{
    Column, ColumnType, Constraint, ConstraintBody, MaterializedView, Object, ObjectRef, Objects,
    QualifiedName, Schema, Sequence, SequenceOwner, Table, View,
};

/// Which names a database takes for one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Names {
    /// The connection's own schema (namespace), in which a name without one is looked for.
    pub own: Option<String>,
    /// Whether names of tables and views in capitals and in small letters are one: on SQLite, and on MariaDB and MySQL by
    /// `lower_case_table_names`, which is usual on Windows and macOS
    /// (<https://dev.mysql.com/doc/refman/8.4/en/identifier-case-sensitivity.html>).
    pub fold_case: bool,
}

impl Names {
    /// The form that all names of one object have.
    fn form(&self, name: &QualifiedName) -> QualifiedName {
        let fold = |text: &str| if self.fold_case { text.to_lowercase() } else { text.to_owned() };
        let own = self.own.as_deref().map(fold);
        QualifiedName {
            schema: name.schema.as_deref().map(fold).filter(|schema| own.as_ref() != Some(schema)),
            name: fold(&name.name),
        }
    }
}

/// Gives the objects of a schema that was read the names that `declared` has for them.
pub(super) fn write_as(live: &mut Schema, declared: &Schema, names: &Names) {
    let known = names_of(declared);
    let mut forms: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for name in &known {
        forms.entry(names.form(name)).or_default().push(name);
    }
    // Two names of one object are a mistake in `declared`, which the database will tell.
    forms.retain(|_, names| names.len() == 1);
    if let Some(own) = names.own.as_ref().filter(|own| declared.namespaces.contains(*own)) {
        live.namespaces.insert(own.clone());
    }
    // What refers to an object may write it in a form of its own.
    rename(live, &|name| {
        if let Some([declared]) = forms.get(&names.form(name)).map(Vec::as_slice) {
            (*declared).clone_into(name);
        }
    });
}

/// The names of tables, partitions and objects beside tables.
fn names_of(schema: &Schema) -> BTreeSet<QualifiedName> {
    let partitions = schema.tables.values().flat_map(|table| &table.partitions);
    let columns = schema.tables.values().flat_map(|table| &table.columns);
    let kinds = columns.flat_map(Column::types).filter_map(ColumnType::enumeration);
    let objects = schema.objects().into_iter().filter_map(|object| match object {
        ObjectRef::EnumType(name)
        | ObjectRef::View(name)
        | ObjectRef::MaterializedView(name)
        | ObjectRef::Sequence(name)
        | ObjectRef::Function { name, .. } => Some(name),
        ObjectRef::Trigger { .. } | ObjectRef::Extension(_) | ObjectRef::Namespace(_) => None,
    });
    let tables = schema.tables.keys().cloned();
    let partitions = partitions.map(|partition| partition.name.clone());
    let kinds = kinds.map(|kind| kind.name.clone());
    tables.chain(partitions).chain(kinds).chain(objects).collect()
}

/// Changes every name of a schema that was read, but for those in its texts.
fn rename(schema: &mut Schema, change: &dyn Fn(&mut QualifiedName)) {
    let tables: Objects<_, _> = std::mem::take(&mut schema.tables)
        .into_values()
        .map(|mut table| {
            rename_in_table(&mut table, change);
            (table.name.clone(), table)
        })
        .collect();
    schema.tables = tables;
    let objects: Vec<_> =
        schema.objects().into_iter().filter_map(|it| schema.object(&it)).collect();
    // A view takes along what is on it.
    for object in &objects {
        schema.remove(&object.reference());
    }
    for mut object in objects {
        match &mut object {
            Object::EnumType(kind) => change(&mut kind.name),
            Object::View(View { name, query: _ })
            | Object::MaterializedView(MaterializedView {
                name,
                query: _,
                with_data: _,
                indexes: _,
            }) => {
                change(name);
            }
            Object::Function(function) => change(&mut function.name),
            Object::Sequence(Sequence { name, options: _, owner }) => {
                change(name);
                if let Some(SequenceOwner { table, column: _ }) = owner {
                    change(table);
                }
            }
            Object::Trigger(trigger) => change(&mut trigger.table),
            Object::Extension(_) | Object::Namespace(_) => {}
        }
        schema.insert(object);
    }
}

fn rename_in_table(table: &mut Table, change: &dyn Fn(&mut QualifiedName)) {
    let Table {
        name,
        columns,
        constraints,
        partitions,
        indexes: _,
        comment: _,
        options: _,
        mysql_order: _,
        touched_by: _,
    } = table;
    change(name);
    for column in columns {
        rename_in_type(&mut column.column_type, change);
    }
    for Constraint { name: _, body } in constraints {
        match body {
            ConstraintBody::ForeignKey(key) => change(&mut key.table),
            ConstraintBody::PrimaryKey { .. }
            | ConstraintBody::Unique { .. }
            | ConstraintBody::Check { .. }
            | ConstraintBody::Exclude { .. } => {}
        }
    }
    for partition in partitions {
        change(&mut partition.name);
    }
}

fn rename_in_type(column_type: &mut ColumnType, change: &dyn Fn(&mut QualifiedName)) {
    match column_type {
        ColumnType::Enumeration(kind) => change(&mut kind.name),
        ColumnType::Array(element) => rename_in_type(element, change),
        // No other type has a name of its own that a schema holds.
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use migrate_core::schema::{Action, Deferrable, ForeignKey};

    use super::*;

    fn schema(names: &[(&str, Option<&str>)]) -> Schema {
        let mut schema = Schema::new();
        for (name, references) in names {
            let name = qualified(name);
            let mut table = Table { name: name.clone(), ..Table::new("t") };
            if let Some(other) = references {
                let key = ForeignKey {
                    columns: vec!["a".to_owned()],
                    table: qualified(other),
                    referenced: vec!["id".to_owned()],
                    match_full: false,
                    on_delete: Action::NoAction,
                    on_update: Action::NoAction,
                    deferrable: Deferrable::No,
                    validated: true,
                };
                table.constraints.push(Constraint::named("fk", ConstraintBody::ForeignKey(key)));
            }
            schema.tables.insert(name, table);
        }
        schema
    }

    fn qualified(name: &str) -> QualifiedName {
        name.split_once('.').map_or_else(|| name.into(), QualifiedName::from)
    }

    fn written(
        live: &[(&str, Option<&str>)],
        declared: &[(&str, Option<&str>)],
        names: &Names,
    ) -> Vec<String> {
        let mut live = schema(live);
        write_as(&mut live, &schema(declared), names);
        let tables = live.tables.values().map(|table| {
            let keys = table.foreign_keys().map(|(_, key)| format!(" -> {}", key.table));
            format!("{}{}", table.name, keys.collect::<String>())
        });
        tables.collect()
    }

    #[test]
    fn the_own_schema_and_none_are_one() {
        let names = Names { own: Some("public".to_owned()), fold_case: false };
        let live = [("a", None), ("b", Some("a")), ("theirs", None), ("audit.a", None)];
        let declared =
            [("public.a", None), ("b", Some("public.a")), ("audit.a", None), ("public.new", None)];
        assert_eq!(
            written(&live, &declared, &names),
            ["b -> public.a", "theirs", "audit.a", "public.a"]
        );
        // Declared twice, it is left to the database to say which one is too many.
        let both = [("public.a", None), ("a", None)];
        assert_eq!(written(&[("a", None)], &both, &names), ["a"]);
    }

    #[test]
    fn capitals_are_small_letters_where_the_database_says_so() {
        let live = [("users", None), ("posts", Some("users")), ("shop.orders", None)];
        let declared = [("Users", None), ("Posts", Some("Users")), ("Shop.Orders", None)];
        let folds = Names { own: None, fold_case: true };
        assert_eq!(written(&live, &declared, &folds), ["Posts -> Users", "Users", "Shop.Orders"]);
        let exact = Names::default();
        assert_eq!(written(&live, &declared, &exact), ["posts -> users", "users", "shop.orders"]);
    }
}
