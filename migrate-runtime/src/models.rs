//! The models that are linked into the program, as `#[derive(Model)]` and `#[models]` register them.

use migrate_core::op::Op;

/// A struct of a table, or a function that records what no struct can say.
#[derive(Debug)]
pub struct RegisteredModel {
    /// The module, whose first name is that of the crate.
    pub module: &'static str,
    /// The source file, as the compiler named it.
    pub file: &'static str,
    /// The line of the attribute, from 1.
    pub line: u32,
    /// Records the table, or what the function says.
    pub record: fn(&mut Op),
    /// The name that the table had before.
    pub was: Option<&'static str>,
    /// Columns, each with the name that it had before.
    pub columns_were: &'static [(&'static str, &'static str)],
}

inventory::collect!(RegisteredModel);

impl RegisteredModel {
    /// All that are linked, in no order.
    #[cfg(feature = "cli")]
    pub fn linked() -> impl Iterator<Item = &'static Self> {
        inventory::iter::<Self>.into_iter()
    }

    /// The crate it is compiled in, as Rust code names it.
    #[cfg(feature = "cli")]
    pub fn crate_name(&self) -> &'static str {
        self.module.split("::").next().unwrap_or(self.module)
    }
}
