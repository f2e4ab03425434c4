//! The exit codes, one for each kind of end: the one list that help and README show.

use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Exit {
    /// Done.
    Success,
    /// A revision or the database failed.
    Failed,
    /// The arguments are wrong; clap exits with the same code.
    Usage,
    /// No such revision, or the revisions do not fit together.
    Revisions,
    /// The database cannot be reached.
    Connection,
    /// A revision cannot be planned; nothing ran.
    Plan,
    /// The database is not at its heads.
    NotAtHeads,
    /// There are several heads.
    SeveralHeads,
    /// Another runner is at work, or another program holds a lock that is needed.
    Locked,
    /// Something is wrong with the revisions, found by looking for it.
    NotVerified,
    /// Models, revisions and database do not agree.
    Different,
    /// The database has revisions that the program does not have.
    Ahead,
    /// A revision was interrupted, and is not gone on with.
    Interrupted,
    /// There is no backup, and nothing ran.
    Backup,
}

impl Exit {
    /// Every end, in the order of the codes.
    const ALL: [Self; 14] = [
        Self::Success,
        Self::Failed,
        Self::Usage,
        Self::Revisions,
        Self::Connection,
        Self::Plan,
        Self::NotAtHeads,
        Self::SeveralHeads,
        Self::Locked,
        Self::NotVerified,
        Self::Different,
        Self::Ahead,
        Self::Interrupted,
        Self::Backup,
    ];

    /// The number the shell sees.
    pub const fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Revisions => 3,
            Self::Connection => 4,
            Self::Plan => 5,
            Self::NotAtHeads => 6,
            Self::SeveralHeads => 7,
            Self::Locked => 8,
            Self::NotVerified => 9,
            Self::Different => 10,
            Self::Ahead => 11,
            Self::Interrupted => 12,
            Self::Backup => 13,
        }
    }

    /// What it means, for people.
    const fn meaning(self) -> &'static str {
        match self {
            Self::Success => "done",
            Self::Failed => "a revision or the database failed",
            Self::Usage => "the arguments are wrong",
            Self::Revisions => "no such revision, or the revisions do not fit together",
            Self::Connection => "the database cannot be reached",
            Self::Plan => "a revision cannot be planned; nothing ran",
            Self::NotAtHeads => "the database is not at its heads (`current --check-heads`)",
            Self::SeveralHeads => "there are several heads (`heads --single`)",
            Self::Locked => {
                "another runner is at work (`--no-wait`, `--wait`), or a table was locked for too long (`--lock-timeout`)"
            }
            Self::NotVerified => "the revisions do not do what they say (`verify`)",
            Self::Different => {
                "models, revisions and database do not agree (`check`, `drift`, `schema --check`)"
            }
            Self::Ahead => "the database has revisions that the program does not have",
            Self::Interrupted => {
                "a revision was interrupted outside a transaction, and must be finished first"
            }
            Self::Backup => {
                "no backup could be made, and nothing ran; or none could be restored (`--backup`, `restore`)"
            }
        }
    }
}

/// What the exit codes mean, for `--help`; `of_cargo` are codes of `cargo migrate` alone.
pub fn help(of_cargo: &[(u8, &str)]) -> String {
    let own = Exit::ALL.map(|exit| (exit.code(), exit.meaning()));
    // 128 and the number of the signal, as shells have it.
    let signals = [(130, "SIGINT stopped the run"), (143, "SIGTERM stopped the run")];
    let lines = own.iter().chain(of_cargo).chain(&signals);
    let lines: Vec<_> = lines.map(|(code, meaning)| format!("\n  {code:<3}  {meaning}")).collect();
    format!("Exit codes:{}", lines.concat())
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::Exit;

    #[test]
    fn every_code_is_its_place_in_the_list() {
        for (place, exit) in Exit::ALL.into_iter().enumerate() {
            assert_eq!(usize::from(exit.code()), place, "{exit:?}");
        }
    }

    #[test]
    fn the_readme_has_the_same_list() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
        let readme = std::fs::read_to_string(path).unwrap();
        let rows = readme.lines().skip_while(|line| *line != "| exit code | meaning |").skip(2);
        let rows: Vec<_> = rows.take(Exit::ALL.len()).collect();
        let expected = Exit::ALL.map(|exit| format!("| {} | {} |", exit.code(), exit.meaning()));
        assert_eq!(rows, expected);
    }
}
