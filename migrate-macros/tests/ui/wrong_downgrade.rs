//! A downgrade that is there, and is not a revision function.
use migrate_runtime::prelude::*;

mod no_argument {
    use super::*;

    #[migration(rev = "27c6")]
    fn upgrade(op: &mut Op) {
        op.drop_column("users", "role");
    }

    fn downgrade() {}
}

mod result {
    use super::*;

    #[migration(rev = "c2ba", down_rev = "27c6")]
    fn upgrade(op: &mut Op) {
        op.drop_column("users", "name");
    }

    fn downgrade(op: &mut Op) -> Result<(), String> {
        op.add_column("users", "name", text());
        Ok(())
    }
}

fn main() {}
