//! The one written form of operations and of what they are made of: JSON, always the same for the
//! same value.
//!
//! Digests, which users' logs keep for years, are made of it, and another program reads it. So:
//!
//! * keys are in a fixed order, without spaces between them;
//! * what has its default is left out, so that a new field with a default changes nothing that was
//!   written before;
//! * every field is named in the code that writes it: a field that is added does not compile until
//!   somebody has said how it is written;
//! * a value that is written otherwise than before is another format: [`FORMAT`] and the form of
//!   [`digest`](super::digest()) are raised.
//!
//! `docs/export.md` lists the keys.

mod column;
mod constraint;
mod encoder;
mod object;
mod operation;
mod table;
mod value;

pub use encoder::{Encode, Encoder, Object, Places};

/// The number of the form that is described here.
pub const FORMAT: u32 = 1;
