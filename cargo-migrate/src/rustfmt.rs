//! The package's own layout of source: what its rustfmt makes of a text.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// The text as rustfmt leaves it with the settings of a directory; as it is where there is no rustfmt, which is a
/// component that not everyone installs.
pub(crate) fn formatted(text: &str, directory: &Path) -> String {
    run(text, directory).unwrap_or_else(|| text.to_owned())
}

/// The text as rustfmt leaves it, where the folder or one above it has settings of rustfmt; diesel gives its text to
/// rustfmt as well. Without settings the text has rustfmt's own layout already, and nothing needs to be installed.
///
/// None where there are settings and no rustfmt.
pub(crate) fn as_configured(text: &str, folder: &Path) -> Option<String> {
    let is_configured = folder.ancestors().any(|folder| {
        ["rustfmt.toml", ".rustfmt.toml"].iter().any(|name| folder.join(name).is_file())
    });
    if is_configured { run(text, folder) } else { Some(text.to_owned()) }
}

fn run(text: &str, directory: &Path) -> Option<String> {
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .current_dir(directory)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    // It reads all before it writes, so that neither waits for the other.
    child.stdin.take()?.write_all(text.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    let formatted = String::from_utf8(output.stdout).ok()?;
    (output.status.success() && !formatted.is_empty()).then_some(formatted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_laid_out_or_left_as_it_is() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert_eq!(formatted("fn  a( ) { }", here), "fn a() {}\n");
        assert_eq!(formatted("fn a(", here), "fn a(");
        assert_eq!(formatted("fn  a( ) { }", Path::new("no/such/directory")), "fn  a( ) { }");
    }
    #[test]
    fn settings_above_a_folder_count() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("src");
        std::fs::create_dir(&inside).unwrap();
        let text = "mod a {\n    fn b() {}\n}\n";
        assert_eq!(as_configured(text, &inside).unwrap(), text);
        for name in ["rustfmt.toml", ".rustfmt.toml"] {
            let file = folder.path().join(name);
            std::fs::write(&file, "tab_spaces = 2").unwrap();
            assert_eq!(as_configured(text, &inside).unwrap(), "mod a {\n  fn b() {}\n}\n");
            std::fs::remove_file(&file).unwrap();
        }
    }
}
