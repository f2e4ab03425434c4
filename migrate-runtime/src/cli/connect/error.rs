//! Why a database cannot be reached, and what to do about it.

use std::fmt;

use std::path::PathBuf;

use super::location::Product;

/// Why the database cannot be reached; never says a URL's user, password or parameters.
#[derive(Debug)]
pub enum ConnectError {
    /// The URL's scheme is of no database.
    Scheme {
        /// The word before the colon.
        scheme: String,
    },
    /// The URL's scheme is of a database that is not compiled in.
    NotCompiledIn {
        /// The database.
        product: Product,
    },
    /// It is a list of words as libpq takes it (`host=.. dbname=..`).
    Words,
    /// The URL is empty or has no file.
    NoFile,
    /// The URL of a server on which a connection must be in a database names none.
    NoDatabase {
        /// The URL's scheme.
        scheme: &'static str,
    },
    /// The URL is no URL of this database.
    Unreadable {
        /// What is wrong, without what is in it.
        reason: String,
        /// What to write.
        hint: Option<String>,
    },
    /// The file is not there, and the command only reads.
    Missing(PathBuf),
    /// The database refused.
    Open {
        /// The file.
        path: PathBuf,
        /// The reason.
        message: String,
    },
    /// There is no server, or it refused.
    Server {
        /// The server and the database on it.
        server: String,
        /// The reason, as the client library or the server says it.
        message: String,
        /// What to do about it.
        hint: Option<String>,
    },
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scheme { scheme } => write!(f, "`{scheme}` databases are not supported"),
            Self::NotCompiledIn { product } => {
                write!(f, "{product} is not compiled into this program")
            }
            Self::Words => {
                f.write_str("the database is given as `name=value` words, which is no URL")
            }
            Self::NoFile => f.write_str("the database URL names no file"),
            Self::NoDatabase { .. } => f.write_str("the database URL names no database"),
            Self::Unreadable { reason, .. } => {
                write!(f, "the database URL cannot be read: {reason}")
            }
            Self::Missing(path) => write!(f, "there is no database {}", path.display()),
            Self::Open { path, message } => {
                write!(f, "cannot open database {}: {message}", path.display())
            }
            Self::Server { server, message, .. } => {
                write!(f, "cannot connect to {server}: {message}")
            }
        }
    }
}

impl std::error::Error for ConnectError {}

/// How to write the characters that mean something in a URL.
pub(super) const SPECIAL_CHARACTERS: &str = "in a user or password write `@` as `%40`, `/` as `%2F` \
     and `%` as `%25`, in a user also `:` as `%3A`";

/// What to do where the name of a host has no address.
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(super) const UNKNOWN_HOST: &str =
    "is the host in the URL spelt right, and can this machine look it up?";

impl ConnectError {
    /// The URL has a character that means something else where it stands.
    pub(super) fn special_character(reason: &str) -> Self {
        Self::Unreadable { reason: reason.to_owned(), hint: Some(SPECIAL_CHARACTERS.to_owned()) }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Scheme { scheme } => Some(scheme_hint(scheme)),
            Self::NotCompiledIn { product } => Some(feature_hint(*product)),
            Self::Words => Some("write `postgres://user:password@host/database`".into()),
            Self::NoFile => Some("write `sqlite://path/to/file.db`".into()),
            Self::NoDatabase { scheme } => {
                Some(format!("write `{scheme}://user:password@host/database`"))
            }
            Self::Missing(_) => Some("`upgrade` makes it".into()),
            Self::Open { message, .. } if message.starts_with("database is locked") => Some(
                "another program writes to it; run again when it has finished, or wait longer with \
                 `--lock-timeout`"
                    .into(),
            ),
            Self::Open { path, .. } => {
                let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty())?;
                (!directory.exists())
                    .then(|| format!("make the directory {} first", directory.display()))
            }
            Self::Unreadable { hint, .. } | Self::Server { hint, .. } => hint.clone(),
        }
    }
}

fn scheme_hint(scheme: &str) -> String {
    // SQLAlchemy names the driver too.
    match scheme.split_once('+') {
        Some((database @ ("postgresql" | "postgres" | "mysql" | "mariadb" | "sqlite"), driver)) => {
            format!("leave `+{driver}` out: `{database}://..`")
        }
        _ if scheme.chars().any(|c| c.is_ascii_uppercase()) => {
            format!("write the scheme in small letters: `{}://..`", scheme.to_ascii_lowercase())
        }
        _ => "URLs begin with `postgres://`, `mysql://`, `mariadb://` or `sqlite://`; a path \
              alone is a SQLite file"
            .to_owned(),
    }
}

fn feature_hint(product: Product) -> String {
    let (feature, needs) = match product {
        Product::Sqlite => ("sqlite", "it needs nothing else"),
        Product::Postgres => (
            "postgres",
            "on Debian it needs `libpq-dev`; `postgres-bundled`, with libpq compiled in, needs \
             `libssl-dev` and `pkg-config`",
        ),
        Product::Mariadb | Product::Mysql => {
            ("mysql", "on Debian it needs `libmariadb-dev` and `pkg-config`")
        }
    };
    format!(
        "write `features = [\"{feature}\"]` for `migrate-runtime` in the migrations package's \
         Cargo.toml; {needs}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_compiled_in_is_said_with_its_feature() {
        for (product, feature, package) in [
            (Product::Sqlite, "[\"sqlite\"]", "nothing"),
            (Product::Postgres, "[\"postgres\"]", "`libpq-dev`"),
            (Product::Mariadb, "[\"mysql\"]", "`libmariadb-dev`"),
            (Product::Mysql, "[\"mysql\"]", "`libmariadb-dev`"),
        ] {
            let error = ConnectError::NotCompiledIn { product };
            assert_eq!(error.to_string(), format!("{product} is not compiled into this program"));
            let hint = error.hint().unwrap();
            assert!(hint.contains(feature) && hint.contains(package), "{hint}");
        }
    }
}
