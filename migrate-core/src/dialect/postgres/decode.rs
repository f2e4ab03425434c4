//! Concurrent index builds read back from their written form.

use crate::dialect::decode::{optional_text, read_name, text};
use crate::json::Value;

use super::ConcurrentIndex;

/// An index that is built or dropped concurrently, as [`index_fields`](super::index_fields) writes it.
pub(in crate::dialect) fn read_index(value: &Value) -> Option<ConcurrentIndex> {
    Some(ConcurrentIndex {
        index: read_name(value.get("index")?)?,
        sql: text(value, "sql")?,
        builds: value.get("builds").map_or(Some(false), Value::boolean)?,
        twin: optional_text(value, "twin")?.unwrap_or_default(),
    })
}
