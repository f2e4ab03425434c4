//! Primary keys of SQLite that take NULL.

use migrate_core::schema::{QualifiedName, Schema};

/// Takes the columns of each primary key for NOT NULL, as a revision has them, and gives those that are not.
///
/// SQLite takes NULL in a primary key that is not the row's number and says no NOT NULL, by a mistake that it keeps for
/// the databases which rest on it (<https://www.sqlite.org/lang_createtable.html#the_primary_key>); no other database does.
///
/// ```
/// use migrate_analysis::introspect::require_keys;
/// use migrate_core::schema::{Column, ColumnType, Constraint, ConstraintBody, Schema, Table};
///
/// let mut sessions = Table::new("sessions");
/// sessions.columns.push(Column::new("token", ColumnType::Text));
/// let body = ConstraintBody::PrimaryKey { columns: vec!["token".to_owned()] };
/// sessions.constraints.push(Constraint { name: None, body });
/// let mut live = Schema::new();
/// live.tables.insert("sessions".into(), sessions);
/// assert_eq!(require_keys(&mut live), [("sessions".into(), "token".to_owned())]);
/// assert_eq!(require_keys(&mut live), []);
/// ```
pub fn require_keys(live: &mut Schema) -> Vec<(QualifiedName, String)> {
    let mut found = Vec::new();
    let takes_null = |schema: &Schema, name: &QualifiedName| {
        let table = schema.tables.get(name)?;
        let key = table.primary_key();
        let columns = table.columns.iter().filter(|it| it.nullable && key.contains(&it.name));
        Some(columns.map(|column| column.name.clone()).collect::<Vec<_>>())
    };
    let names: Vec<_> = live.tables.keys().cloned().collect();
    for name in names {
        let columns = takes_null(live, &name).unwrap_or_default();
        if columns.is_empty() {
            continue;
        }
        if let Some(table) = live.tables.get_mut(&name) {
            for column in table.columns.iter_mut().filter(|it| columns.contains(&it.name)) {
                column.nullable = false;
            }
        }
        found.extend(columns.into_iter().map(|column| (name.clone(), column)));
    }
    found
}
