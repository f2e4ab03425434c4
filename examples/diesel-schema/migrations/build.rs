//! Stops the build when the revisions do not make a chain, and makes cargo notice new ones.

fn main() {
    migrate_runtime::build::verify("src/versions");
}
