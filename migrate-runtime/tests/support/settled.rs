//! What only the server knows: whether what it stored is what it makes of the declared text.
//!
//! Where a comparison says Unknown, the declared text is given to the server once more, beside the
//! object it has, and both are read as the server prints them.

use migrate_analysis::compare::{Difference, Object, Verdict};
use migrate_runtime::dialect::{Action, Dialect, lower, postgres};
use migrate_runtime::executor::Driver;
use migrate_runtime::op::{Operation, Recorded};
use migrate_runtime::schema::{ConstraintBody, Index, Origin, QualifiedName, Schema, SqlText};

/// Whether a difference is none: its verdict is Unknown, and the server makes the same of both texts.
pub(crate) fn is_settled(
    connection: &mut dyn Driver,
    dialect: Dialect,
    difference: &Difference,
    declared: &Schema,
) -> bool {
    let Verdict::Unknown(_) = difference.verdict else { return false };
    let Some(question) = question(dialect, &difference.object, declared) else { return false };
    connection.begin().expect("a transaction");
    let mut printed = |query: &str| connection.query(query).expect("a definition");
    let stored = printed(&question.stored);
    connection.execute(&question.again).expect("the declared text");
    let mut printed = |query: &str| connection.query(query).expect("a definition");
    let again = printed(&question.declared);
    connection.rollback().expect("the end of the transaction");
    !stored.is_empty() && stored == again
}

/// How the server is asked.
struct Question {
    /// The query that prints the stored object.
    stored: String,
    /// The statement that makes the declared one.
    again: String,
    /// The query that prints what it has made.
    declared: String,
}

fn question(dialect: Dialect, object: &Object, declared: &Schema) -> Option<Question> {
    match dialect {
        Dialect::Postgres(_) => {}
        // MariaDB cannot take back what changes the schema, and nothing there is unknown.
        Dialect::Sqlite(_) | Dialect::Mysql(_) => return None,
    }
    let declared = &declared.clone().on(dialect.family());
    let text = |sql: &SqlText| dialect.text(sql).unwrap_or_default().to_owned();
    match object {
        Object::View(name) => {
            let query = text(&declared.views.get(name)?.query);
            Some(view_question(name, &format!("CREATE VIEW declared_again AS {query}")))
        }
        Object::MaterializedView(name) => {
            let query = text(&declared.materialized_views.get(name)?.query);
            let query = query.trim().trim_end_matches(';');
            let again = format!("CREATE MATERIALIZED VIEW declared_again AS {query}");
            Some(view_question(name, &format!("{again} WITH NO DATA")))
        }
        Object::Function(name, _) => {
            // No case has two functions of one name.
            let function = declared.functions.values().find(|function| function.name == *name)?;
            let definition = text(&function.definition);
            let again = format!(
                "CREATE OR REPLACE FUNCTION {}({}) {definition}",
                quoted(name),
                function.arguments
            );
            let printed = format!(
                "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = {}",
                dialect.string(&name.name)
            );
            Some(Question { stored: printed.clone(), again, declared: printed })
        }
        Object::Constraint(table, name) => {
            let constraint = declared.tables.get(table)?.constraint(name)?;
            let ConstraintBody::Check { expression, .. } = &constraint.body else { return None };
            let printed = |name: &str| {
                format!(
                    "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = {}",
                    dialect.string(name)
                )
            };
            let table = quoted(table);
            let again =
                format!("ALTER TABLE {table} ADD CONSTRAINT declared_again CHECK ({expression})");
            Some(Question { stored: printed(name), again, declared: printed("declared_again") })
        }
        Object::Index(holder, name) => {
            let of_table = || declared.tables.get(holder).map(|table| &table.indexes);
            let of_view = || declared.materialized_views.get(holder).map(|view| &view.indexes);
            let mut indexes = of_table().or_else(of_view)?.iter();
            let index = indexes.find(|index| index.name == *name)?.clone();
            let index = Index { name: "declared_again".to_owned(), ..index };
            let table = holder.clone();
            let operation = Operation::CreateIndex { table, index, concurrently: false };
            let script = [Recorded { operation, origin: Origin::caller() }];
            let statements = lower(dialect, &script, &mut declared.clone()).ok()?.statements;
            let again = statements.into_iter().find_map(|statement| match statement.action {
                Action::Sql(sql) => Some(sql),
                _ => None,
            })?;
            let printed = |name: &str| {
                format!(
                    "SELECT pg_get_expr(indexprs, indrelid), pg_get_expr(indpred, indrelid) \
                     FROM pg_index WHERE indexrelid = {}::regclass",
                    dialect.string(&dialect.quote(name))
                )
            };
            Some(Question { stored: printed(name), again, declared: printed("declared_again") })
        }
        _ => None,
    }
}

fn view_question(name: &QualifiedName, again: &str) -> Question {
    let printed =
        |name: &str| format!("SELECT pg_get_viewdef({}::regclass)", postgres_string(name));
    Question {
        stored: printed(&quoted(name)),
        again: again.to_owned(),
        declared: printed("declared_again"),
    }
}

fn postgres_string(text: &str) -> String {
    Dialect::Postgres(postgres::Version(15)).string(text)
}

fn quoted(name: &QualifiedName) -> String {
    let quote = |part: &String| Dialect::Postgres(postgres::Version(15)).quote(part);
    name.schema.iter().chain([&name.name]).map(quote).collect::<Vec<_>>().join(".")
}
