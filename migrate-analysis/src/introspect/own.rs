//! What of a live database is the user's: without the tables that migration tools keep for themselves.

use std::collections::BTreeSet;

use migrate_core::schema::{ObjectRef, Schema};

/// The tables in which other common tools, and other packages of this one, keep which of their migrations are
/// applied, each under the name it takes by default: Alembic, diesel, sqlx, sea-orm, refinery, Flyway, Liquibase,
/// Rails and all who took its name (golang-migrate, dbmate), Django, Knex, `TypeORM`, Prisma, Drizzle, Sequelize,
/// goose, sql-migrate, Piccolo, aerich and `MikroORM`.
const OTHER_TOOLS: [&str; 26] = [
    "alembic_version",
    "__diesel_schema_migrations",
    "_sqlx_migrations",
    "seaql_migrations",
    "refinery_schema_history",
    "flyway_schema_history",
    "databasechangelog",
    "databasechangeloglock",
    "schema_migrations",
    "ar_internal_metadata",
    "django_migrations",
    "knex_migrations",
    "knex_migrations_lock",
    "typeorm_metadata",
    "_prisma_migrations",
    "__drizzle_migrations",
    "sequelizemeta",
    "goose_db_version",
    "gorp_migrations",
    "migrate_version",
    "migrate_log",
    "migrate_revision",
    "migrate_lock",
    "piccolo_migration",
    "aerich",
    "mikro_orm_migrations",
];

/// Takes out of a schema that was read what migration tools keep for themselves: this tool's `own` tables in any
/// schema (namespace), and those of other common tools which `declared` has not.
///
/// What belongs to such a table, its indexes, triggers and the sequences of its columns, goes with it.
///
/// ```
/// use migrate_analysis::introspect::take_out_bookkeeping;
/// use migrate_core::schema::{Schema, Table};
///
/// let mut live = Schema::new();
/// for name in ["users", "app_version", "_sqlx_migrations"] {
///     live.tables.insert(name.into(), Table::new(name));
/// }
/// take_out_bookkeeping(&mut live, &["app_version"], &Schema::new());
/// assert_eq!(live.tables.keys().collect::<Vec<_>>(), [&"users".into()]);
/// ```
pub fn take_out_bookkeeping(live: &mut Schema, own: &[&str], declared: &Schema) {
    let gone: BTreeSet<_> = live
        .tables
        .keys()
        .filter(|name| {
            let is_others = OTHER_TOOLS.contains(&&*name.name.to_lowercase());
            own.contains(&&*name.name) || is_others && !declared.tables.contains_key(name)
        })
        .cloned()
        .collect();
    live.tables.retain(|name, _| !gone.contains(name));
    live.triggers.retain(|(table, _), _| !gone.contains(table));
    live.sequences.retain(|_, sequence| {
        sequence.owner.as_ref().is_none_or(|owner| !gone.contains(&owner.table))
    });
}

/// The schemas (namespaces) that objects of a schema are in, beside the connection's own.
///
/// ```
/// use migrate_analysis::introspect::namespaces;
/// use migrate_core::schema::{QualifiedName, Schema, Table};
///
/// let name = QualifiedName { schema: Some("audit".to_owned()), name: "entries".to_owned() };
/// let mut declared = Schema::new();
/// declared.tables.insert(name.clone(), Table { name, ..Table::new("entries") });
/// assert_eq!(namespaces(&declared), ["audit"]);
/// ```
pub fn namespaces(declared: &Schema) -> Vec<String> {
    let tables = declared.tables.keys().filter_map(|name| name.schema.clone());
    let objects = declared.objects();
    let objects = objects.into_iter().filter_map(|object| match object {
        ObjectRef::Namespace(name) => Some(name),
        ObjectRef::EnumType(name)
        | ObjectRef::View(name)
        | ObjectRef::MaterializedView(name)
        | ObjectRef::Sequence(name)
        | ObjectRef::Function { name, .. } => name.schema,
        // A trigger is in the schema of its table, an extension in none.
        ObjectRef::Trigger { .. } | ObjectRef::Extension(_) => None,
    });
    tables.chain(objects).collect::<BTreeSet<_>>().into_iter().collect()
}
