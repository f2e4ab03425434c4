//! The exit codes, one for each kind of end.

use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// Another runner is at work.
    Locked,
}

impl Exit {
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
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
