//! The ways to say how a revision is undone, and the names its functions may have.

pub(crate) mod automatic {
    use migrate_runtime::prelude::*;

    /// The function's documentation is the message, and wins over the file's.
    #[migration(rev = "automatic", down_rev = "every_verb", labels = ["tidy"], downgrade = auto)]
    pub(crate) fn add_name(op: &mut Op<Tx>) {
        op.add_column("teams", "name", text());
    }
}

pub(crate) mod irreversible {
    use migrate_runtime::prelude::*;

    #[migration(
        rev = "irreversible",
        down_rev = "every_verb",
        depends_on = "tidy",
        downgrade = irreversible("what was deleted is gone")
    )]
    fn upgrade(op: &mut Op) {
        op.delete("sessions").all_rows();
    }
}

pub(crate) mod merge {
    use migrate_runtime::prelude::*;

    #[migration(rev = "merge", down_rev = ["automatic", "irreversible"])]
    fn upgrade(_: &mut Op) {}

    fn downgrade(_: &mut Op) {}
}
