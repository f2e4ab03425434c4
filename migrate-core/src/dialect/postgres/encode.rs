//! Concurrent index builds as they are exported.

use crate::op::encode::Object;

use super::ConcurrentIndex;

/// The keys of an index that is built or dropped concurrently.
pub(in crate::dialect) fn index_fields(concurrent: &ConcurrentIndex, object: &mut Object<'_, '_>) {
    let ConcurrentIndex { index, sql, builds, twin } = concurrent;
    object.value("sql", sql);
    object.value("index", index);
    object.unless_default("builds", builds);
    object.unless_default("twin", twin);
}
