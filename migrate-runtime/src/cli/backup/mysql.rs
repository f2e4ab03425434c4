//! A database of MariaDB or MySQL copied by the server's dump program and brought back by its shell.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use migrate_core::dialect::{Dialect, mysql};

use crate::cli::connect::{Product, ServerUrl, client};
use crate::executor::{
    Backup, BackupError, CancelToken, Driver, Subject, begin, first_value, private_file,
};

use super::program::{self, Program};

const CHARACTER_SET: &str = "character_set";
const COLLATION: &str = "collation";

/// Copies the database into a directory, as SQL.
pub(super) fn back_up(
    driver: &mut dyn Driver,
    subject: &Subject<'_>,
    url: &ServerUrl,
    directory: &Path,
    cancel: &CancelToken,
) -> Result<Backup, BackupError> {
    let product = product(subject.dialect);
    let dump = program(product, Role::Dump)?;
    refuse_older(&dump, subject.dialect, product)?;
    let query = "SELECT DATABASE(), @@character_set_database, @@collation_database";
    let row = driver.query(query)?.into_iter().flatten().flatten().collect::<Vec<_>>();
    let [name, charset, collation] = <[String; 3]>::try_from(row).unwrap_or_default();
    let partial = begin(directory, Backup::of(subject.dialect, &name, subject.rows), "sql")?;
    let options = OptionFile::write(&partial.path().with_extension("options"), url, product)?;
    let mut command = Command::new(dump.name);
    command
        .arg(options.argument())
        .args(["--single-transaction", "--routines", "--triggers", "--events"])
        .args(["--hex-blob", "--skip-dump-date", "--no-tablespaces"])
        .args(["--default-character-set=utf8mb4", "--max-allowed-packet=1G"])
        .args(matches!(product, Product::Mysql).then_some("--set-gtid-purged=OFF"))
        // Older ones have no such option and refuse: without it the history would be lost.
        .args(has_history(driver)?.then_some("--dump-history"))
        .args(["--", &name])
        .stdin(Stdio::null())
        .stdout(partial.open()?);
    program::run(dump.name, &mut command, cancel)?;
    partial.finish(vec![(CHARACTER_SET.to_owned(), charset), (COLLATION.to_owned(), collation)])
}

/// Brings the database to a backup: what is in it is dropped, then the copy is read. These servers commit each of it, so
/// that after an error the database is in between.
pub(super) fn restore(
    driver: &mut dyn Driver,
    url: &ServerUrl,
    backup: &Backup,
    cancel: &CancelToken,
) -> Result<(), BackupError> {
    let product = product(driver.dialect()?);
    // Whatever can be found to be wrong is, before anything is dropped.
    let shell = program(product, Role::Shell)?;
    let file = fs::File::open(&backup.file).map_err(|error| BackupError::File {
        doing: "read",
        path: backup.file.clone(),
        error,
    })?;
    let options = std::env::temp_dir().join(format!("migrate-restore-{}", std::process::id()));
    let options = OptionFile::write(&options, url, product)?;
    let name = first_value(driver.query("SELECT DATABASE()")?).unwrap_or_default();
    let mut command = Command::new(shell.name);
    command
        .arg(options.argument())
        // Bodies of routines keep their comments, and texts their zeros and line ends.
        .args(["--batch", "--comments", "--binary-mode"])
        .args(["--default-character-set=utf8mb4", "--max-allowed-packet=1G"])
        .arg(format!("--database={name}"))
        .stdin(file)
        .stdout(Stdio::null());
    let between = "the database is in between: restore it again";
    clear(driver, &name, backup).map_err(|error| BackupError::Program {
        program: shell.name.to_owned(),
        message: error.to_string(),
        state: Some(between),
    })?;
    program::run(shell.name, &mut command, cancel).map_err(|error| {
        let message = match error {
            BackupError::Program { message, .. } => message,
            error => error.to_string(),
        };
        BackupError::Program { program: shell.name.to_owned(), message, state: Some(between) }
    })
}

/// Drops all that is in the database, and gives it the character set that it had.
fn clear(driver: &mut dyn Driver, name: &str, backup: &Backup) -> Result<(), BackupError> {
    let keys = first_value(driver.query("SELECT CAST(@@foreign_key_checks AS CHAR)")?);
    driver.execute("SET SESSION foreign_key_checks = 0")?;
    let cleared = drop_all(driver);
    driver
        .execute(&format!("SET SESSION foreign_key_checks = {}", keys.as_deref().unwrap_or("1")))?;
    cleared?;
    if let (Some(charset), Some(collation)) =
        (backup.property(CHARACTER_SET), backup.property(COLLATION))
    {
        let words = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if words(charset) && words(collation) {
            let name = mysql::quote(name);
            let alter =
                format!("ALTER DATABASE {name} CHARACTER SET {charset} COLLATE {collation}");
            driver.execute(&alter)?;
        }
    }
    Ok(())
}

fn drop_all(driver: &mut dyn Driver) -> Result<(), BackupError> {
    let queries = [
        "SELECT 'EVENT', EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()",
        // The body of a package goes with it.
        "SELECT ROUTINE_TYPE, ROUTINE_NAME FROM information_schema.ROUTINES \
         WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_TYPE <> 'PACKAGE BODY'",
        "SELECT CASE TABLE_TYPE WHEN 'VIEW' THEN 'VIEW' WHEN 'SEQUENCE' THEN 'SEQUENCE' \
         ELSE 'TABLE' END, TABLE_NAME FROM information_schema.TABLES \
         WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_TYPE <> 'VIEW'",
    ];
    for query in queries {
        for row in driver.query(query)? {
            let [kind, name] = <[_; 2]>::try_from(row).unwrap_or_default();
            let (kind, name) = (kind.unwrap_or_default(), name.unwrap_or_default());
            driver.execute(&format!("DROP {kind} {}", mysql::quote(&name)))?;
        }
    }
    Ok(())
}

/// Whether a table keeps the history of its rows, which only MariaDB has.
fn has_history(driver: &mut dyn Driver) -> Result<bool, BackupError> {
    let query = "SELECT TABLE_NAME FROM information_schema.TABLES \
                 WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'SYSTEM VERSIONED' LIMIT 1";
    Ok(!driver.query(query)?.is_empty())
}

/// What the server is, whatever the URL says.
const fn product(dialect: Dialect) -> Product {
    match dialect {
        Dialect::Mysql(mysql::Version { server: mysql::Server::Mysql, .. }) => Product::Mysql,
        Dialect::Mysql(_) | Dialect::Sqlite(_) | Dialect::Postgres(_) => Product::Mariadb,
    }
}

#[derive(Clone, Copy)]
enum Role {
    Dump,
    Shell,
}

/// The program of the server's own kind: MariaDB's and MySQL's write what the other does not read.
fn program(product: Product, role: Role) -> Result<Program, BackupError> {
    const OF_MARIADB: &str =
        "MariaDB's programs of the server's version or a newer one (`mariadb-client` on Debian)";
    const OF_MYSQL: &str = "MySQL's own programs of the server's version or a newer one (`mysql-client` of Oracle's repository)";
    let (names, install): (&[&str], _) = match (product, role) {
        (Product::Mysql, Role::Dump) => (&["mysqldump"], OF_MYSQL),
        (Product::Mysql, Role::Shell) => (&["mysql"], OF_MYSQL),
        (_, Role::Dump) => (&["mariadb-dump", "mysqldump"], OF_MARIADB),
        (_, Role::Shell) => (&["mariadb", "mysql"], OF_MARIADB),
    };
    let found = program::find(names, install)?;
    if found.version.contains("MariaDB") == matches!(product, Product::Mysql) {
        return Err(BackupError::WrongProgram {
            program: found.name.to_owned(),
            version: found.version,
            server: product.to_string(),
            install,
        });
    }
    Ok(found)
}

fn refuse_older(dump: &Program, server: Dialect, product: Product) -> Result<(), BackupError> {
    let Dialect::Mysql(version) = server else { return Ok(()) };
    match dump.numbers(&["from", "Distrib", "Ver"])[..] {
        [major, minor, ..] if (major, minor) < (version.major, version.minor) => {
            Err(BackupError::WrongProgram {
                program: dump.name.to_owned(),
                version: dump.version.clone(),
                server: server.to_string(),
                install: match product {
                    Product::Mysql => "MySQL's programs of the server's version",
                    Product::Mariadb | Product::Sqlite | Product::Postgres => {
                        "MariaDB's programs of the server's version"
                    }
                },
            })
        }
        _ => Ok(()),
    }
}

/// The address and the password, for a program that would show them in the list of processes; nobody else can read
/// the file, and it is gone with this value.
struct OptionFile(PathBuf);

impl OptionFile {
    fn write(path: &Path, url: &ServerUrl, product: Product) -> Result<Self, BackupError> {
        let failed = |error| BackupError::File { doing: "write", path: path.to_owned(), error };
        // Of a program that was killed.
        drop(fs::remove_file(path));
        let mut file = private_file(path).map_err(failed)?;
        let made = Self(path.to_owned());
        file.write_all(client::mysql(url, product).as_bytes()).map_err(failed)?;
        Ok(made)
    }

    /// The argument that names it, which must be the first; no other file is read.
    fn argument(&self) -> std::ffi::OsString {
        let mut argument = std::ffi::OsString::from("--defaults-file=");
        argument.push(&self.0);
        argument
    }
}

impl Drop for OptionFile {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.0));
    }
}
