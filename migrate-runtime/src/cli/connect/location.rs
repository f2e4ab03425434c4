//! What a URL names: which database, and where.

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use crate::cli::environment::UrlSource;
use migrate_core::dialect::{Dialect, mysql, postgres, sqlite};

use super::server_url::ServerUrl;
use super::{ConnectError, mysql_url, postgres_url};

/// A database, as a URL names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Location {
    /// A file, with the parameters after `?` that SQLite knows, such as `mode=ro`
    /// (<https://www.sqlite.org/uri.html>).
    SqliteFile(PathBuf, Option<String>),
    /// A database that is gone with the program.
    SqliteMemory,
    /// `postgres://` or `postgresql://`.
    Postgres(ServerUrl),
    /// `mariadb://`.
    Mariadb(ServerUrl),
    /// `mysql://`, which may be a MariaDB too.
    Mysql(ServerUrl),
}

/// Which kind of database, as far as a URL says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
    /// MariaDB.
    Mariadb,
    /// MySQL, or a MariaDB that is spoken to as one.
    Mysql,
}

impl fmt::Display for Product {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
            Self::Mariadb => "MariaDB",
            Self::Mysql => "MySQL",
        })
    }
}

impl Location {
    /// Which kind of database it is.
    pub(in crate::cli) const fn product(&self) -> Product {
        match self {
            Self::SqliteFile(..) | Self::SqliteMemory => Product::Sqlite,
            Self::Postgres(_) => Product::Postgres,
            Self::Mariadb(_) => Product::Mariadb,
            Self::Mysql(_) => Product::Mysql,
        }
    }

    /// The file, if it does not exist yet.
    pub(in crate::cli) fn missing_file(&self) -> Option<&Path> {
        match self {
            Self::SqliteFile(path, _) => (!path.exists()).then_some(path),
            Self::SqliteMemory | Self::Postgres(_) | Self::Mariadb(_) | Self::Mysql(_) => None,
        }
    }

    /// Another database of the same server by its name; of SQLite by its file.
    pub(in crate::cli) fn beside(&self, name: &str) -> Self {
        let beside = |url: &ServerUrl| ServerUrl {
            text: url.text_with_database(name),
            database: Some(name.to_owned()),
            ..url.clone()
        };
        match self {
            Self::SqliteFile(..) | Self::SqliteMemory => {
                Self::SqliteFile(PathBuf::from(name), None)
            }
            Self::Postgres(url) => Self::Postgres(beside(url)),
            Self::Mariadb(url) => Self::Mariadb(beside(url)),
            Self::Mysql(url) => Self::Mysql(beside(url)),
        }
    }

    /// The address that leads there, with the user and the password.
    pub(in crate::cli) fn url(&self) -> String {
        match self {
            Self::SqliteFile(path, _) => format!("sqlite://{}", path.display()),
            Self::SqliteMemory => "sqlite://:memory:".to_owned(),
            Self::Postgres(url) | Self::Mariadb(url) | Self::Mysql(url) => url.text.clone(),
        }
    }

    /// The name of the database on its server, if the URL says one.
    pub(in crate::cli) fn database(&self) -> Option<&str> {
        match self {
            Self::SqliteFile(..) | Self::SqliteMemory => None,
            Self::Postgres(url) | Self::Mariadb(url) | Self::Mysql(url) => url.database.as_deref(),
        }
    }

    /// The oldest version of it that SQL is written for.
    pub(in crate::cli) const fn oldest_dialect(&self) -> Dialect {
        match self.product() {
            Product::Sqlite => Dialect::Sqlite(sqlite::Version::OLDEST),
            Product::Postgres => Dialect::Postgres(postgres::Version::OLDEST),
            Product::Mariadb => Dialect::Mysql(mysql::Version::OLDEST_MARIADB),
            Product::Mysql => Dialect::Mysql(mysql::Version::OLDEST_MYSQL),
        }
    }
}

/// Reads a URL: `postgres://`, `postgresql://`, `mysql://`, `mariadb://`, and for SQLite as diesel
/// and sqlx write it: `sqlite://path`, `sqlite:path`, `file:path` or a path; the first three may
/// have parameters.
///
/// A relative path in a `.env` file is relative to that file, so that the same database is meant
/// from every directory below it.
pub(in crate::cli) fn locate(url: &str, source: &UrlSource) -> Result<Location, ConnectError> {
    let url = url.trim();
    if url.starts_with(QUOTES) || url.ends_with(QUOTES) {
        return Err(quoted(if url.starts_with(QUOTES) { "begins" } else { "ends" }));
    }
    let (path, parameters) = match url.split_once(':') {
        Some((scheme @ ("postgres" | "postgresql"), rest)) => {
            return postgres_url::read(url, after_slashes(scheme, rest)?).map(Location::Postgres);
        }
        Some(("mysql", rest)) => {
            return mysql_url::read("mysql", after_slashes("mysql", rest)?).map(Location::Mysql);
        }
        Some(("mariadb", rest)) => {
            let rest = after_slashes("mariadb", rest)?;
            return mysql_url::read("mariadb", rest).map(Location::Mariadb);
        }
        Some(("sqlite" | "sqlite3" | "file", rest)) => {
            let rest = rest.strip_prefix("//").unwrap_or(rest);
            if names_user(rest) {
                return Err(no_path("a SQLite URL names a file, and this one a user on a server"));
            }
            rest.split_once('?').map_or((rest, None), |(path, rest)| (path, Some(rest)))
        }
        Some((scheme, rest)) if rest.starts_with("//") && is_scheme(scheme) => {
            return Err(ConnectError::Scheme { scheme: scheme.to_owned() });
        }
        _ if is_words(url) => return Err(ConnectError::Words),
        // A file whose name looks like an address can still be given, as `sqlite:NAME`.
        _ if url.contains("//") && (url.contains("://") || url.contains('@')) => {
            return Err(no_path("it does not begin with a scheme such as `postgres://`"));
        }
        _ if names_user(url) => {
            return Err(no_path(
                "it names a user on a server, without a scheme such as `postgres://`",
            ));
        }
        _ if names_server(url) => {
            return Err(no_path("it names a server, without a scheme such as `postgres://`"));
        }
        _ if url.contains(QUOTES) => return Err(quoted("has")),
        // One letter is a drive of Windows, not a scheme.
        Some((scheme, _)) if scheme.len() > 1 && is_scheme(scheme) => {
            return Err(ConnectError::Scheme { scheme: scheme.to_owned() });
        }
        _ => (url, None),
    };
    if url == ":memory:" || path == ":memory:" {
        return Ok(Location::SqliteMemory);
    }
    if path.is_empty() {
        return Err(ConnectError::NoFile);
    }
    let base = match source {
        UrlSource::File(file) => file.parent().unwrap_or(Path::new("")),
        UrlSource::Argument | UrlSource::Environment => Path::new(""),
    };
    Ok(Location::SqliteFile(base.join(path), parameters.map(str::to_owned)))
}

const QUOTES: [char; 3] = ['"', '\'', '`'];

/// `docker --env-file` leaves the quotes of a value in it.
fn quoted(verb: &str) -> ConnectError {
    let preposition = if verb == "has" { "" } else { " with" };
    ConnectError::Unreadable {
        reason: format!("it {verb}{preposition} a quote"),
        hint: Some(
            "leave the quote out; a SQLite file that has one in its name is `sqlite:NAME`"
                .to_owned(),
        ),
    }
}

fn no_path(reason: &str) -> ConnectError {
    ConnectError::Unreadable {
        reason: reason.to_owned(),
        hint: Some(
            "write `postgres://user:password@host/database`, `mysql://..`, `mariadb://..` or \
             `sqlite://path/to/file.db`"
                .to_owned(),
        ),
    }
}

/// Whether it has `user:password@`, as no file's name has by chance: `C:\a@b.db` is a path of Windows,
/// and `/a:b@c` one of all others.
fn names_user(text: &str) -> bool {
    let Some((user, after)) = text.split_once(':') else { return false };
    let is_drive = user.len() == 1 && after.starts_with(['\\', '/']);
    let is_path = user.starts_with(['/', '.']);
    after.contains('@') && !is_drive && !is_path
}

/// Whether a text begins with an IP address, with `localhost`, or with a host and its port.
fn names_server(text: &str) -> bool {
    let server = text.split(['/', '?']).next().unwrap_or(text);
    let is_number = |port: &str| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
    let (host, port) = match server.rsplit_once(':') {
        Some((host, port)) if is_number(port) => (host, Some(port)),
        _ => (server, None),
    };
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<IpAddr>().is_ok() || (port.is_some() && !host.is_empty())
}

fn is_scheme(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

fn after_slashes<'u>(scheme: &str, rest: &'u str) -> Result<&'u str, ConnectError> {
    rest.strip_prefix("//").ok_or_else(|| ConnectError::Unreadable {
        reason: format!("`{scheme}:` is not followed by `//`"),
        hint: Some(format!("write `{scheme}://user:password@host/database`")),
    })
}

/// Whether it is what libpq takes besides URLs, such as `host=localhost dbname=app`, and not the
/// path of a file.
fn is_words(text: &str) -> bool {
    text.split_whitespace().next().and_then(|word| word.split_once('=')).is_some_and(|(name, _)| {
        matches!(name, "host" | "hostaddr" | "port" | "dbname" | "user" | "password" | "service")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> Result<Location, ConnectError> {
        locate(url, &UrlSource::Argument)
    }

    #[test]
    fn sqlite_urls_are_read_as_diesel_and_sqlx_write_them() {
        let file = |path: &str| Some(Location::SqliteFile(PathBuf::from(path), None));
        let with = |path: &str, parameters: &str| {
            Some(Location::SqliteFile(PathBuf::from(path), Some(parameters.to_owned())))
        };
        for (url, location) in [
            ("app.db", file("app.db")),
            ("sqlite://app.db", file("app.db")),
            ("sqlite:app.db", file("app.db")),
            ("sqlite:///srv/app.db", file("/srv/app.db")),
            ("sqlite://app.db?mode=rwc", with("app.db", "mode=rwc")),
            ("file:app.db?mode=ro&cache=private", with("app.db", "mode=ro&cache=private")),
            ("what?.db", file("what?.db")),
            ("a=b.db", file("a=b.db")),
            ("file:data/app.db", file("data/app.db")),
            ("C:\\data\\app.db", file("C:\\data\\app.db")),
            (":memory:", Some(Location::SqliteMemory)),
            ("sqlite::memory:", Some(Location::SqliteMemory)),
            ("sqlite://", None),
            ("", None),
        ] {
            assert_eq!(read(url).ok(), location, "{url}");
        }
    }

    #[test]
    fn a_scheme_says_which_database_it_is() {
        for (url, product) in [
            ("postgres://host/app", Product::Postgres),
            ("postgresql://host/app", Product::Postgres),
            ("mysql://host/app", Product::Mysql),
            ("mariadb://host/app", Product::Mariadb),
            ("app.db", Product::Sqlite),
            (":memory:", Product::Sqlite),
        ] {
            assert_eq!(read(url).unwrap().product(), product, "{url}");
        }
    }

    #[test]
    fn what_is_no_url_is_refused_with_what_to_write() {
        for (url, message, hint) in [
            ("oracle://u:secret@h/d", "`oracle` databases are not supported", "URLs begin with"),
            ("postgresql+psycopg2://u:secret@h/d", "`postgresql+psycopg2`", "`postgresql://..`"),
            ("host=localhost password=secret", "which is no URL", "write `postgres://"),
            ("postgres:secret", "is not followed by `//`", "write `postgres://"),
        ] {
            let error = read(url).unwrap_err();
            assert!(error.to_string().contains(message), "{url}: {error}");
            assert!(error.hint().is_some_and(|text| text.contains(hint)), "{url}: {error:?}");
            assert!(!format!("{error:?} {error} {:?}", error.hint()).contains("secret"), "{url}");
        }
    }

    #[test]
    fn what_may_be_an_address_is_no_file() {
        for (url, message) in [
            ("\"postgres://u:secret@h/d\"", "begins with a quote"),
            ("'postgres://u:secret@h/d'", "begins with a quote"),
            ("postgres://u:secret@h/d\"", "ends with a quote"),
            ("it's.db", "has a quote"),
            ("postgres//u:secret@h/d", "does not begin with a scheme"),
            ("postgres ://u:secret@h/d", "does not begin with a scheme"),
            ("//u:secret@h/d", "does not begin with a scheme"),
            ("postgres:/u:secret@h/d", "is not followed by `//`"),
            ("pg:u:secret@h/d", "names a user on a server"),
            ("u:secret@h/d", "names a user on a server"),
            ("sqlite://u:secret@h/d", "names a file"),
            ("sqlite:u:se/cret@h/d", "names a file"),
            ("Postgres://u:secret@h/d", "`Postgres` databases are not supported"),
            ("127.0.0.1/app", "names a server"),
            ("127.0.0.1:5432/app", "names a server"),
            ("[::1]:5432/app", "names a server"),
            ("localhost", "names a server"),
            ("localhost/app?sslmode=require", "names a server"),
            ("localhost:5432/app", "names a server"),
            ("db.example.com:5432/app", "names a server"),
        ] {
            let error = read(url).unwrap_err();
            let story = format!("{error} {error:?} {:?}", error.hint());
            assert!(story.contains(message), "{url}: {story}");
            assert!(!story.contains("cret"), "{url}: {story}");
        }
        let hint = read("Postgres://h/d").unwrap_err().hint().unwrap();
        assert_eq!(hint, "write the scheme in small letters: `postgres://..`");
    }

    #[test]
    fn odd_names_of_files_are_names() {
        for (url, path) in [
            (" app.db\n", "app.db"),
            ("sqlite:it's.db", "it's.db"),
            ("data/me@home.db", "data/me@home.db"),
            ("sqlite:127.0.0.1/app.db", "127.0.0.1/app.db"),
            ("data/127.0.0.1", "data/127.0.0.1"),
            ("localhost.db", "localhost.db"),
            ("sqlite:///srv/a:b@c.db", "/srv/a:b@c.db"),
            ("C:\\data\\me@home.db", "C:\\data\\me@home.db"),
        ] {
            assert_eq!(read(url).ok(), Some(Location::SqliteFile(path.into(), None)), "{url}");
        }
    }

    #[test]
    fn a_relative_path_in_a_file_starts_at_the_file() {
        let source = UrlSource::File(PathBuf::from("/srv/app/.env"));
        let location = locate("sqlite://app.db", &source).unwrap();
        assert_eq!(location, Location::SqliteFile(PathBuf::from("/srv/app/app.db"), None));
    }
}
