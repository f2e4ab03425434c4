//! Why there is no history, or no schema of it.

use migrate_core::dialect::LowerError;
use migrate_core::graph::GraphError;
use migrate_core::op::encode::FORMAT;

use crate::decode::DecodeError;

/// Why a document is no history, or its revisions have no schema.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HistoryError {
    /// The text is not JSON.
    #[error("the exported document is not JSON")]
    Json(#[from] serde_json::Error),
    /// The document is of another format.
    #[error("the exported document is of format {found}, and format {FORMAT} is read")]
    Format {
        /// The format of the document.
        found: u64,
    },
    /// The document is not as its format says.
    #[error("the exported document cannot be read: {0}")]
    Document(#[from] DecodeError),
    /// A revision is not as the format says.
    #[error("revision `{revision}` of the exported document cannot be read: {reason}")]
    Revision {
        /// The id, or the place where there is none.
        revision: String,
        /// What is wrong.
        reason: DecodeError,
    },
    /// The revisions do not fit together, or there is none of an id.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// An operation does not fit the schema that the revisions before it make.
    #[error("revision `{revision}` does not fit the revisions before it")]
    Apply {
        /// The revision.
        revision: String,
        /// The operation, its place, and what is wrong.
        source: Box<LowerError>,
    },
}

impl HistoryError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Format { found } if *found < u64::from(FORMAT) => {
                Some("update the migrations package: `cargo update -p migrate-runtime`".to_owned())
            }
            Self::Format { .. } => {
                Some("update this program: `cargo install cargo-migrate`".to_owned())
            }
            Self::Graph(error) => error.hint(),
            Self::Apply { source, .. } => source.cause.hint(),
            Self::Json(_) | Self::Document(_) | Self::Revision { .. } => None,
        }
    }
}
