//! A short fingerprint of a whole plan: what would run, and where it begins.

use migrate_core::dialect::Dialect;
use migrate_core::graph::Direction;
use migrate_core::op::encode::{Encode, Encoder, Places};
use migrate_core::op::fnv_1a;

use super::PreparedRevision;

/// Changes when a plan is written otherwise than before, so that the digests of two releases are never alike.
const FORM: &str = "1";

/// The fingerprint of what would run on a database whose version table has these rows: the operations and the
/// statements of each revision, whatever the lines of the source that they are from.
pub fn plan_digest(
    dialect: Dialect,
    rows: &[String],
    revisions: &[PreparedRevision<'_>],
) -> String {
    let mut out = Encoder::new(Places::LeftOut);
    out.object(|object| {
        object.value("database", dialect.name());
        object.key("rows").list(rows);
        object.key("revisions").list(&revisions.iter().map(Planned).collect::<Vec<_>>());
    });
    format!("{FORM}:{:016x}", fnv_1a(out.into_text().as_bytes()))
}

struct Planned<'p, 'g>(&'p PreparedRevision<'g>);

impl Encode for Planned<'_, '_> {
    fn encode(&self, out: &mut Encoder<'_>) {
        let PreparedRevision {
            revision,
            direction,
            // Of the digest.
            operations: _,
            statements,
            transactional,
            // It tells why it is outside a transaction, of an error.
            by_choice: _,
            commits,
            relies_on_keys,
            digest,
            // Said of the plan, and no part of it.
            warning: _,
            losses: _,
            // With the version of the package in it, and its own place in the source.
            record: _,
            change,
        } = self.0;
        let direction = match direction {
            Direction::Up => "upgrade",
            Direction::Down => "downgrade",
        };
        out.object(|object| {
            object.value("revision", &revision.id);
            object.value("direction", direction);
            object.value("transactional", transactional);
            object.value("commits", commits);
            object.value("relies_on_keys", relies_on_keys);
            object.value("digest", digest);
            object.key("delete").list(&change.delete);
            object.key("insert").list(&change.insert);
            object.value("statements", statements);
        });
    }
}
