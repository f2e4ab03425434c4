//! A database of PostgreSQL copied by `pg_dump` and brought back by `psql`.

use std::path::Path;
use std::process::{Command, Stdio};

use migrate_core::dialect::Dialect;

use crate::cli::connect::ServerUrl;
use crate::cli::connect::client;
use crate::executor::{Backup, BackupError, CancelToken, Driver, Subject, begin, first_value};

use super::program::{self, Program};

const INSTALL: &str =
    "PostgreSQL's programs of the server's version or a newer one (`postgresql-client` on Debian)";

/// Copies the database into a directory, as SQL.
pub(super) fn back_up(
    driver: &mut dyn Driver,
    subject: &Subject<'_>,
    url: &ServerUrl,
    directory: &Path,
    cancel: &CancelToken,
) -> Result<Backup, BackupError> {
    let dump = program::find(&["pg_dump"], INSTALL)?;
    refuse_older(&dump, subject.dialect)?;
    let (address, password) = client::postgres(url)?;
    let name = first_value(driver.query("SELECT current_database()::text")?).unwrap_or_default();
    let partial = begin(directory, Backup::of(subject.dialect, &name, subject.rows), "sql")?;
    let mut command = Command::new(dump.name);
    command
        .args(["--format=plain", "--no-password"])
        .arg(format!("--dbname={address}"))
        .stdin(Stdio::null())
        .stdout(partial.open()?);
    program::run(dump.name, with_password(&mut command, password), cancel)?;
    partial.finish(Vec::new())
}

/// Brings the database to a backup: in one transaction everything goes and is made again, so that it is as it was after
/// an error.
pub(super) fn restore(
    url: &ServerUrl,
    backup: &Backup,
    cancel: &CancelToken,
) -> Result<(), BackupError> {
    let shell = program::find(&["psql"], INSTALL)?;
    let (address, password) = client::postgres(url)?;
    let mut command = Command::new(shell.name);
    command
        .args(["--no-psqlrc", "--quiet", "--no-password", "--single-transaction"])
        .args(["--set=ON_ERROR_STOP=1", "--command=SET client_min_messages = warning"])
        .arg(format!("--command={CLEAR}"))
        .arg("--file")
        .arg(&backup.file)
        .arg(format!("--dbname={address}"))
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    let ran = program::run(shell.name, with_password(&mut command, password), cancel);
    ran.map_err(|error| match error {
        BackupError::Program { program, message, .. } => {
            let state = Some("all was rolled back, and the database is as it was");
            BackupError::Program { program, message, state }
        }
        error => error,
    })
}

fn with_password(command: &mut Command, password: Option<String>) -> &mut Command {
    match password {
        Some(password) => command.env("PGPASSWORD", password),
        None => command,
    }
}

/// `pg_dump` refuses a newer server by itself; this says it before a file is made, with what to install.
fn refuse_older(dump: &Program, server: Dialect) -> Result<(), BackupError> {
    let own = dump.numbers(&["PostgreSQL)"]).first().copied();
    match server {
        Dialect::Postgres(version) if own.is_some_and(|own| own < version.0) => {
            Err(BackupError::WrongProgram {
                program: dump.name.to_owned(),
                version: dump.version.clone(),
                server: server.to_string(),
                install: INSTALL,
            })
        }
        Dialect::Postgres(_) | Dialect::Sqlite(_) | Dialect::Mysql(_) => Ok(()),
    }
}

/// Drops all that `pg_dump` writes of a database, but for the schema `public`: its owner may be the server's
/// administrator (before PostgreSQL 15), and what is in it need not be.
///
/// Default privileges go first: what is made anew would get them, and a copy relies on there being none.
///
/// What is left is looked for anew after each drop, because one takes others along. What is a part of another
/// object, such as the sequence of an identity column, cannot be dropped alone, and goes with it
/// (<https://www.postgresql.org/docs/current/catalog-pg-depend.html>).
const CLEAR: &str = "DO $migrate$
DECLARE it record; kind text; name text;
BEGIN
FOR it IN SELECT DISTINCT d.defaclobjtype AS type, d.defaclrole AS role, n.nspname AS schema, a.grantee
    FROM pg_default_acl d CROSS JOIN aclexplode(d.defaclacl) a
    LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
    WHERE pg_has_role(d.defaclrole, 'USAGE') LOOP
    EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I %s REVOKE ALL ON %s FROM %s CASCADE',
        pg_get_userbyid(it.role), coalesce('IN SCHEMA ' || quote_ident(it.schema), ''),
        CASE it.type WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
            WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END,
        CASE it.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(it.grantee)) END);
END LOOP;
FOR it IN SELECT d.defaclobjtype AS type, d.defaclrole AS role FROM pg_default_acl d
    WHERE d.defaclnamespace = 0 AND pg_has_role(d.defaclrole, 'USAGE') LOOP
    EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %1$I GRANT ALL ON %2$s TO %1$I%3$s',
        pg_get_userbyid(it.role),
        CASE it.type WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
            WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END,
        CASE WHEN it.type IN ('f', 'T') THEN ', PUBLIC' ELSE '' END);
END LOOP;
FOR it IN SELECT evtname FROM pg_event_trigger LOOP
    EXECUTE format('DROP EVENT TRIGGER IF EXISTS %I', it.evtname);
END LOOP;
FOR it IN SELECT pubname FROM pg_publication LOOP
    EXECUTE format('DROP PUBLICATION %I', it.pubname);
END LOOP;
FOR it IN SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' LOOP
    EXECUTE format('DROP EXTENSION IF EXISTS %I CASCADE', it.extname);
END LOOP;
FOR it IN SELECT fdwname FROM pg_foreign_data_wrapper LOOP
    EXECUTE format('DROP FOREIGN DATA WRAPPER %I CASCADE', it.fdwname);
END LOOP;
FOR it IN SELECT nspname FROM pg_namespace
    WHERE nspname NOT IN ('public', 'information_schema') AND nspname !~ '^pg_' LOOP
    EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', it.nspname);
END LOOP;
IF to_regnamespace('public') IS NULL THEN
    CREATE SCHEMA public;
END IF;
FOR it IN SELECT DISTINCT a.grantee FROM pg_namespace n CROSS JOIN aclexplode(n.nspacl) a
    WHERE n.nspname = 'public' AND a.grantee <> n.nspowner AND pg_has_role(n.nspowner, 'USAGE') LOOP
    EXECUTE format('REVOKE ALL ON SCHEMA public FROM %s CASCADE',
        CASE it.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(it.grantee)) END);
END LOOP;
IF EXISTS (SELECT FROM pg_namespace WHERE nspname = 'public' AND nspacl IS NOT NULL
    AND pg_has_role(nspowner, 'USAGE')) THEN
    EXECUTE 'GRANT USAGE' || CASE WHEN current_setting('server_version_num')::int < 150000
        THEN ', CREATE' ELSE '' END || ' ON SCHEMA public TO PUBLIC';
END IF;
LOOP
    SELECT d.classid, d.objid INTO it FROM pg_depend d
    WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = 'public'::regnamespace
    AND d.deptype = 'n' AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = d.classid
        AND i.objid = d.objid AND i.objsubid = 0 AND i.deptype IN ('i', 'P', 'S'))
    LIMIT 1;
    EXIT WHEN NOT FOUND;
    SELECT i.type, i.identity INTO kind, name FROM pg_identify_object(it.classid, it.objid, 0) i;
    kind := CASE kind WHEN 'composite type' THEN 'type' WHEN 'statistics object' THEN 'statistics'
        ELSE kind END;
    EXECUTE format('DROP %s %s CASCADE', kind, name);
END LOOP;
PERFORM lo_unlink(oid) FROM pg_largeobject_metadata;
END $migrate$";
