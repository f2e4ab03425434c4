//! Models: where a program says which tables it wants.

pub mod diesel;
