//! The two ways a revision runs, as types: inside a transaction, or statement by statement.

/// The revision runs in a transaction, with its version rows: all of it happens or nothing.
#[derive(Clone, Copy, Debug)]
pub enum Tx {}

/// The revision runs statement by statement, each on its own.
#[derive(Clone, Copy, Debug)]
pub enum NoTx {}

/// [`Tx`] or [`NoTx`]: the argument's type of a revision function says how the revision runs.
pub trait Mode: sealed::Sealed + 'static {
    /// Whether the revision runs in a transaction.
    const TRANSACTIONAL: bool;
}

impl Mode for Tx {
    const TRANSACTIONAL: bool = true;
}

impl Mode for NoTx {
    const TRANSACTIONAL: bool = false;
}

/// What databases refuse inside a transaction needs this of the revision's mode.
#[diagnostic::on_unimplemented(
    message = "this operation cannot run inside a transaction",
    label = "the revision takes `op: &mut Op`, which is `Op<Tx>`: it runs in a transaction",
    note = "take `op: &mut Op<NoTx>` in this revision function, and leave in it only what must run outside a transaction"
)]
pub trait OutsideTransaction: Mode {}

#[diagnostic::do_not_recommend]
impl OutsideTransaction for NoTx {}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Tx {}
    impl Sealed for super::NoTx {}
}
