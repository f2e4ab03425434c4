//! `roles --sql`: roles with no more rights than they need, as the SQL that makes them.
//!
//! Three of them: one that runs the migrations, one of the application, one that looks at what is applied. Who may
//! write the table of what is kept of revisions decides what a downgrade runs, so the application may only read it
//! where the database can tell that table from others.

use crate::Migrations;
use crate::executor::{Settings, ensure_statements, log_table, revision_table, version_table};
use migrate_core::dialect::{Dialect, mysql, postgres};

use super::args::{DatabaseOptions, ScriptOptions};
use super::commands::locate_database;
use super::error::CliError;
use super::exit::Exit;
use super::preview;
use super::printer::Printer;

/// What an application does with rows.
const ROWS: &str = "SELECT, INSERT, UPDATE, DELETE";

/// Prints the SQL for the database of the URL, which is not asked.
pub(super) fn roles(
    migrations: &Migrations,
    sql: bool,
    prefix: Option<&str>,
    script: &ScriptOptions,
    database: &DatabaseOptions,
    printer: &mut Printer,
) -> Result<Exit, CliError> {
    let usage = |message: &str, hint: &str| {
        Err(CliError::Usage { message: message.to_owned(), hint: Some(hint.to_owned()) })
    };
    if !sql {
        return usage(
            "roles are made by who may make them, and not by this program",
            "give `--sql`, and run what is printed with the database's own shell",
        );
    }
    let dialect = preview::offline_dialect(script, database)?;
    let location = locate_database(database)?;
    let Some(name) = location.database() else {
        return match dialect {
            Dialect::Sqlite(_) => usage(
                "SQLite has no roles: who may write the file may change all that is in it",
                "run migrations and application as users of the system, in one group that the file belongs to",
            ),
            Dialect::Postgres(_) | Dialect::Mysql(_) => usage(
                "the URL does not name the database that the roles are for",
                "write `postgres://host/database`, or `mysql://host/database`; nothing connects there",
            ),
        };
    };
    let prefix = prefix.unwrap_or(name);
    let roles = ["migrate", "app", "read"].map(|role| format!("{prefix}_{role}"));
    // <https://dev.mysql.com/doc/refman/8.4/en/user-names.html>; PostgreSQL cuts names after 63 bytes.
    let (longest, length) = match dialect {
        Dialect::Mysql(_) => (32, prefix.chars().count()),
        Dialect::Postgres(_) | Dialect::Sqlite(_) => (63, prefix.len()),
    };
    if length + "_migrate".len() > longest {
        return usage("the names of the roles would be too long", "give a short `--prefix`");
    }
    let script = match dialect {
        Dialect::Postgres(_) => on_postgres(dialect, migrations.settings(), name, &roles),
        Dialect::Mysql(_) => on_mysql(dialect, migrations.settings(), name, &roles),
        Dialect::Sqlite(_) => {
            return usage(
                "SQLite has no roles, and the URL names a server",
                "leave `--dialect` out, or name the server's",
            );
        }
    };
    printer.raw_result(&script);
    Ok(Exit::Success)
}

/// The three tables that the runner keeps.
fn own_tables(dialect: Dialect, settings: &Settings) -> [String; 3] {
    [version_table, log_table, revision_table].map(|table| table(dialect, settings))
}

fn on_postgres(
    dialect: Dialect,
    settings: &Settings,
    database: &str,
    roles: &[String; 3],
) -> String {
    let name = postgres::quote(database);
    let [migrate, app, read] = roles.each_ref().map(|role| postgres::quote(role));
    let tables = own_tables(dialect, settings).join(", ");
    let ensure = ensure_statements(dialect, settings).map(|sql| format!("{sql};\n")).concat();
    let make = roles.each_ref().map(|role| {
        let (text, role) = (postgres::string(role), postgres::quote(role));
        format!(
            "    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {text}) THEN\n        \
             CREATE ROLE {role} LOGIN;\n    END IF;\n"
        )
    });
    let version_schema = settings.version_schema().filter(|schema| *schema != "public");
    let own_schema = version_schema.map_or_else(String::new, |schema| {
        let schema = postgres::quote(schema);
        format!(
            "CREATE SCHEMA IF NOT EXISTS {schema} AUTHORIZATION {migrate};\n\
             GRANT USAGE ON SCHEMA {schema} TO {app}, {read};\n"
        )
    });
    format!(
        "-- Roles for the database {name}. Run this in it with psql, as its owner who may make roles, or as a superuser.\n\
         -- Then give each a password: \\password {migrate}\n\
         BEGIN;\n\
         DO $migrate$\nBEGIN\n{make}END\n$migrate$;\n\
         -- What is made and given in a role's name needs a member of it.\n\
         GRANT {migrate} TO CURRENT_USER;\n\
         REVOKE CREATE ON SCHEMA public FROM PUBLIC;\n\
         \n\
         -- {migrate} runs the migrations, and owns what they make; so it must own what is there.\n\
         GRANT CONNECT, CREATE, TEMPORARY ON DATABASE {name} TO {migrate};\n\
         GRANT USAGE, CREATE ON SCHEMA public TO {migrate};\n\
         {own_schema}{take}\
         SET LOCAL ROLE {migrate};\n{ensure}RESET ROLE;\n\
         \n\
         -- {app} is the application: it reads and changes rows, and neither alters nor owns a table. What it may do with\n\
         -- the tables that are there, it may with those that a later upgrade makes.\n\
         GRANT CONNECT ON DATABASE {name} TO {app};\n\
         GRANT USAGE ON SCHEMA public TO {app};\n\
         GRANT {ROWS} ON ALL TABLES IN SCHEMA public TO {app};\n\
         GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app};\n\
         ALTER DEFAULT PRIVILEGES FOR ROLE {migrate} GRANT {ROWS} ON TABLES TO {app};\n\
         ALTER DEFAULT PRIVILEGES FOR ROLE {migrate} GRANT USAGE, SELECT ON SEQUENCES TO {app};\n\
         ALTER DEFAULT PRIVILEGES FOR ROLE {migrate} GRANT USAGE ON SCHEMAS TO {app};\n\
         -- Who may write these decides what a downgrade runs.\n\
         REVOKE ALL ON {tables} FROM {app};\n\
         GRANT SELECT ON {tables} TO {app};\n\
         \n\
         -- {read} looks at what is applied: `current`, `history --applied`, `upgrade --plan`.\n\
         GRANT CONNECT ON DATABASE {name} TO {read};\n\
         GRANT USAGE ON SCHEMA public TO {read};\n\
         GRANT SELECT ON {tables} TO {read};\n\
         COMMIT;\n",
        make = make.concat(),
        take = take_over(&roles[0]),
    )
}

/// Gives what is in the schema `public` to a role, but for what an extension or a column owns.
fn take_over(role: &str) -> String {
    let role = postgres::quote(role);
    let free = |catalogue: &str, oid: &str| {
        format!(
            "NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '{catalogue}'::regclass\n            \
             AND d.objid = {oid} AND d.deptype IN ('a', 'i', 'e'))"
        )
    };
    let kinds = [
        (
            "TABLE %s",
            "c.oid::regclass",
            "pg_class c",
            "c.relnamespace",
            format!("c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')\n        AND {}", {
                // A partition depends on its table, and has an owner of its own.
                format!("(c.relispartition OR {})", free("pg_class", "c.oid"))
            }),
        ),
        (
            "ROUTINE %s",
            "p.oid::regprocedure",
            "pg_proc p",
            "p.pronamespace",
            free("pg_proc", "p.oid"),
        ),
        (
            "TYPE %s",
            "t.oid::regtype",
            "pg_type t",
            "t.typnamespace",
            "(t.typtype IN ('e', 'd', 'r') OR EXISTS (SELECT FROM pg_class c\n            \
                 WHERE c.oid = t.typrelid AND c.relkind = 'c'))\n        AND NOT EXISTS (\
                 SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass\n            \
                 AND d.objid = t.oid AND d.deptype = 'e')"
                .to_owned(),
        ),
    ];
    let loops = kinds.map(|(kind, name, from, schema, filter)| {
        format!(
            "    FOR it IN SELECT {name} AS name FROM {from} WHERE {schema} = 'public'::regnamespace\n        \
             AND {filter} LOOP\n        EXECUTE format('ALTER {kind} OWNER TO {owner}', it.name);\n    END LOOP;\n",
            // The name stands in a text, and `format` reads it.
            owner = role.replace('\'', "''").replace('%', "%%"),
        )
    });
    format!("DO $migrate$\nDECLARE it record;\nBEGIN\n{}END\n$migrate$;\n", loops.concat())
}

fn on_mysql(dialect: Dialect, settings: &Settings, database: &str, roles: &[String; 3]) -> String {
    /// All that an operation of a revision may need, and no more of the server than its database.
    const MIGRATE: &str = "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX, REFERENCES, \
         CREATE VIEW, SHOW VIEW, TRIGGER, CREATE ROUTINE, ALTER ROUTINE, EXECUTE, EVENT, LOCK TABLES, \
         CREATE TEMPORARY TABLES";
    let [migrate, app, read] = roles.each_ref().map(|role| format!("{}@'%'", mysql::string(role)));
    let name = mysql::quote(database);
    let all = |database: &str| format!("{}.*", mysql::quote(&without_patterns(database)));
    let own = settings.version_schema().filter(|schema| *schema != database);
    let tables = own_tables(dialect, settings);
    let ensure = ensure_statements(dialect, settings).map(|sql| format!("{sql};\n")).concat();
    let reading = |role: &str| {
        tables.each_ref().map(|table| format!("GRANT SELECT ON {table} TO {role};\n")).concat()
    };
    let make = [&migrate, &app, &read]
        .map(|role| format!("CREATE USER IF NOT EXISTS {role} ACCOUNT LOCK;\n"))
        .concat();
    let (own_database, of_app) = match own {
        Some(schema) => {
            let database = format!("CREATE DATABASE IF NOT EXISTS {};\n", mysql::quote(schema));
            let granted = format!("GRANT {MIGRATE} ON {} TO {migrate};\n", all(schema));
            (database + &granted, reading(&app))
        }
        // A right on all tables cannot leave some out.
        None => (
            String::new(),
            "-- That includes the version table, and who may write it decides what a downgrade runs: in a database of its\n\
             -- own, `versions!(\"src/versions\", version_schema = \"..\")`, it is not the application's.\n"
                .to_owned(),
        ),
    };
    format!(
        "-- Roles for the database {name}. Run this with the server's shell, as an administrator.\n\
         -- Then give each a password: ALTER USER {migrate} IDENTIFIED BY '..' ACCOUNT UNLOCK;\n\
         {make}\
         USE {name};\n\
         \n\
         -- {migrate} runs the migrations.\n\
         GRANT {MIGRATE} ON {} TO {migrate};\n\
         {own_database}{ensure}\
         \n\
         -- {app} is the application: it reads and changes rows, and alters no table. What it may do with the tables that are\n\
         -- there, it may with those that a later upgrade makes.\n\
         GRANT {ROWS}, EXECUTE ON {} TO {app};\n\
         {of_app}\
         \n\
         -- {read} looks at what is applied: `current`, `history --applied`, `upgrade --plan`.\n\
         {}",
        all(database),
        all(database),
        reading(&read),
    )
}

/// The name of a database where a pattern is expected
/// (<https://dev.mysql.com/doc/refman/8.4/en/grant.html#grant-database-privileges>).
fn without_patterns(database: &str) -> String {
    database.replace('\\', "\\\\").replace('_', "\\_").replace('%', "\\%")
}
