//! Handles of the verbs that ask whether something is there.

use crate::op::{Mode, Op};

/// Drops of what may not be there.
#[must_use = "nothing is dropped until it is named: `.drop_table(..)`, `.drop_column(..)`, .."]
#[derive(Debug)]
pub struct IfExists<'a, M: Mode> {
    pub(in crate::op) op: &'a mut Op<M>,
}

/// Additions of what may be there already.
#[must_use = "nothing is added until it is named: `.add_column(..)`"]
#[derive(Debug)]
pub struct IfNotExists<'a, M: Mode> {
    pub(in crate::op) op: &'a mut Op<M>,
}
