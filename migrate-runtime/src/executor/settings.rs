//! Where the version table is.

/// Settings of a package's revisions, given to `versions!`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The version table. `alembic_version` takes over a database that Alembic managed.
    pub version_table: &'static str,
    /// The schema the version table is in; none is the connection's default.
    pub version_schema: Option<&'static str>,
}

impl Settings {
    /// The settings of a package that gives none.
    pub const DEFAULT: Self = Self { version_table: "migrate_version", version_schema: None };
}

impl Default for Settings {
    fn default() -> Self {
        Self::DEFAULT
    }
}
