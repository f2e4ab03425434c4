//! The revisions of a package as its migration binary exports them: [`History`].
//!
//! What the functions of the revisions recorded is all here, so that another program can simulate, compare
//! and judge them. Nothing of it is written as SQL; what would run is in the document's plan.

mod document;
mod error;
mod origins;

use std::collections::BTreeMap;

use migrate_core::dialect::LowerError;
use migrate_core::graph::Graph;
use migrate_core::op::{Operation, Script, apply};
use migrate_core::revision::Revision;
use migrate_core::schema::{Origin, Schema};

pub use error::HistoryError;

/// The revisions of a package, each with what its functions recorded.
///
/// ```
/// use migrate_analysis::history::History;
/// use migrate_core::schema::Schema;
///
/// let history = History::read(
///     r#"{"format_version":1,"runtime_version":"0.1.0","package":"app-migrations",
///     "settings":{"version_table":"migrate_version","log_table":"migrate_version_log"},"revisions":[
///     {"revision":"1975ea83b712","down_revs":[],"message":"users","doc":"Users.",
///     "file":"src/versions/1975ea83b712_users.rs","line":3,"upgrade":{"operations":[
///     {"operation":{"kind":"create_table","table":{"name":"users","columns":[{"name":"id","type":"big_int"}]}},
///     "origin":{"line":5,"column":8}}]},"downgrade":{"kind":"irreversible","reason":"the first"}}]}"#,
/// )?;
/// assert_eq!(history.heads(), ["1975ea83b712"]);
/// let schema = history.schema(Schema::new())?;
/// assert!(schema.tables.contains_key(&"users".into()));
/// # Ok::<(), migrate_analysis::history::HistoryError>(())
/// ```
///
/// `R` is what is known of each revision: all that it recorded, or of a document of the schema alone
/// ([`read_schema_only`](Self::read_schema_only)) the [`Script`] of its upgrade, without what changes rows alone.
#[derive(Clone, Debug)]
pub struct History<R = Recording> {
    /// The migrations package.
    pub package: String,
    /// The version of `migrate-runtime` that its binary was built with.
    pub runtime_version: String,
    /// Where its revisions are written down.
    pub settings: Settings,
    /// The models that are linked into its binary, for [`derived::read`](crate::models::derived::read); none where
    /// there is no model.
    pub models: Option<serde_json::Value>,
    graph: Graph,
    recordings: BTreeMap<String, R>,
}

/// The tables in which a package writes down its revisions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The version table.
    pub version_table: String,
    /// The schema (namespace) it is in; none for the one that the database takes by default.
    pub version_schema: Option<String>,
    /// The log.
    pub log_table: String,
    /// The table of what is kept of each applied revision; none of a runtime that keeps nothing.
    pub revision_table: Option<String>,
    /// The journal of revisions outside transactions; none of a runtime that keeps none.
    pub journal_table: Option<String>,
    /// The table of the runner lock, where that is a row.
    pub lock_table: Option<String>,
}

/// What the functions of a revision recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    /// The upgrade.
    pub upgrade: Script,
    /// The way back.
    pub downgrade: Downgrade,
}

/// What is known of a revision, at least what its upgrade does to the schema.
pub trait Upgrade {
    /// The upgrade.
    fn upgrade(&self) -> &Script;
}

impl Upgrade for Recording {
    fn upgrade(&self) -> &Script {
        &self.upgrade
    }
}

impl Upgrade for Script {
    fn upgrade(&self) -> &Script {
        self
    }
}

/// The way back of a revision.
#[derive(Clone, Debug, PartialEq)]
pub enum Downgrade {
    /// What `fn downgrade` recorded.
    Function(Script),
    /// `downgrade = auto`, with the operations that the binary derived.
    Auto(Script),
    /// `downgrade = auto`, and an operation has no opposite.
    Refused {
        /// Why not.
        reason: String,
        /// What to do about it.
        hint: Option<String>,
        /// The operation's place.
        origin: Origin,
    },
    /// `downgrade = irreversible("..")`, with its reason.
    Irreversible(String),
}

impl History {
    /// Reads what `export --format-version 1` prints; the plan, where there is one, is passed over.
    ///
    /// # Errors
    ///
    /// The text is no such document, is of another format or of the schema alone, or has a key that is not known; or
    /// its revisions do not fit together.
    pub fn read(text: &str) -> Result<Self, HistoryError> {
        document::read(text)
    }

    /// The history of revisions that were recorded in this program.
    ///
    /// ```
    /// use migrate_analysis::history::{Downgrade, History, Recording};
    /// use migrate_core::op::{Op, Script, integer, table};
    /// use migrate_core::revision::Revision;
    ///
    /// let mut op: Op = Op::new();
    /// op.create_table(table("users").column("id", integer().primary_key()));
    /// let upgrade = Script { operations: op.into_operations(), transactional: true };
    /// let recording = Recording { upgrade, downgrade: Downgrade::Irreversible("the first".to_owned()) };
    /// let history = History::new("app-migrations", [(Revision::new("a"), recording)])?;
    /// assert_eq!(history.heads(), ["a"]);
    /// # Ok::<(), migrate_analysis::history::HistoryError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The revisions do not fit together.
    pub fn new(
        package: &str,
        revisions: impl IntoIterator<Item = (Revision, Recording)>,
    ) -> Result<Self, HistoryError> {
        Self::of(package, revisions)
    }

    /// The same history with other names of source files, where `name` gives one: the document has them from the
    /// package's directory, and people may look from elsewhere.
    ///
    /// # Errors
    ///
    /// None that [`read`](Self::read) has not found.
    pub fn with_files(self, name: &dyn Fn(&str) -> Option<String>) -> Result<Self, HistoryError> {
        let Self { package, runtime_version, settings, models, graph, mut recordings } = self;
        let revisions = graph.revisions().filter_map(|revision| {
            let mut recording = recordings.remove(&revision.id)?;
            origins::rename(&mut recording, name);
            let file = name(&revision.file).unwrap_or_else(|| revision.file.clone());
            Some((Revision { file, ..revision.clone() }, recording))
        });
        let history = Self::new(&package, revisions.collect::<Vec<_>>())?;
        Ok(Self { runtime_version, settings, models, ..history })
    }
}

impl History<Script> {
    /// Reads what `export --format-version 1 --schema-only` prints: enough for schemas, and a part of all that there
    /// is.
    ///
    /// ```
    /// use migrate_analysis::history::History;
    /// use migrate_core::schema::Schema;
    ///
    /// let history = History::read_schema_only(
    ///     r#"{"format_version":1,"runtime_version":"0.1.0","package":"app-migrations",
    ///     "settings":{"version_table":"migrate_version","log_table":"migrate_version_log"},"schema_only":true,
    ///     "revisions":[{"revision":"1975ea83b712","down_revs":[],"message":"users",
    ///     "file":"src/versions/1975ea83b712_users.rs","line":3,"upgrade":{"operations":[
    ///     {"operation":{"kind":"create_table","table":{"name":"users","columns":[{"name":"id","type":"big_int"}]}},
    ///     "origin":{"line":5,"column":8}}]}}]}"#,
    /// )?;
    /// assert!(history.schema(Schema::new())?.tables.contains_key(&"users".into()));
    /// # Ok::<(), migrate_analysis::history::HistoryError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As of [`read`](History::read); a document with ways back is one of another kind.
    pub fn read_schema_only(text: &str) -> Result<Self, HistoryError> {
        document::read(text)
    }
}

impl<R: Upgrade> History<R> {
    fn of(
        package: &str,
        revisions: impl IntoIterator<Item = (Revision, R)>,
    ) -> Result<Self, HistoryError> {
        let mut recordings = BTreeMap::new();
        let mut all = Vec::new();
        for (revision, recording) in revisions {
            recordings.insert(revision.id.clone(), recording);
            all.push(revision);
        }
        Ok(Self {
            package: package.to_owned(),
            runtime_version: String::new(),
            settings: Settings::default(),
            models: None,
            graph: Graph::build(all)?,
            recordings,
        })
    }

    /// The graph of the revisions.
    pub const fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The ids of the revisions that nothing needs, sorted.
    pub fn heads(&self) -> Vec<String> {
        self.graph.heads().map(|revision| revision.id.clone()).collect()
    }

    /// What a revision recorded; none for an unknown id.
    pub fn recording(&self, id: &str) -> Option<&R> {
        self.recordings.get(id)
    }

    /// The revisions with what they recorded, each after all that it needs.
    pub fn revisions(&self) -> impl DoubleEndedIterator<Item = (&Revision, &R)> {
        self.graph
            .revisions()
            .filter_map(|revision| Some((revision, self.recording(&revision.id)?)))
    }

    /// The schema at the heads.
    ///
    /// # Errors
    ///
    /// As of [`schema_at`](Self::schema_at).
    pub fn schema(&self, empty: Schema) -> Result<Schema, HistoryError> {
        self.schema_at(&self.heads(), empty)
    }

    /// The schema of a database whose version table has these rows, simulated as a plan does it. No row is
    /// the base, which is `empty`: [`Schema::new`], or [`Dialect::empty_schema`] where texts are read by the
    /// rules of one database.
    ///
    /// # Errors
    ///
    /// No revision has one of the ids, or an operation does not fit the schema before it.
    ///
    /// [`Dialect::empty_schema`]: migrate_core::dialect::Dialect::empty_schema
    pub fn schema_at(&self, rows: &[String], empty: Schema) -> Result<Schema, HistoryError> {
        let mut schema = empty;
        for revision in self.graph.applied(rows)? {
            if let Some(recording) = self.recording(&revision.id) {
                fold(revision, recording.upgrade(), &mut schema)?;
            }
        }
        Ok(schema)
    }
}

/// Applies what an upgrade does to the schema.
fn fold(revision: &Revision, script: &Script, schema: &mut Schema) -> Result<(), HistoryError> {
    for recorded in script.operations.iter().filter(|it| !concerns_rows(&it.operation)) {
        apply(&recorded.operation, recorded.origin, schema).map_err(|cause| {
            HistoryError::Apply {
                revision: revision.id.clone(),
                source: Box::new(LowerError::of(recorded, cause.into())),
            }
        })?;
    }
    Ok(())
}

/// Whether an operation changes rows alone, which are no part of a schema: a plan does not check again those
/// of an applied revision.
const fn concerns_rows(operation: &Operation) -> bool {
    matches!(
        operation,
        Operation::Insert { .. } | Operation::Update { .. } | Operation::Delete { .. }
    )
}
