//! Models: what the code of an application says its database should be.

pub mod derived;
pub mod diesel;
