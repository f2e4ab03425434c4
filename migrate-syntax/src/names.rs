//! What a revision id and a label may look like: [`check_revision_id`] and [`check_label`].
//!
//! Names are typed on the command line next to the signs of the target language (`ae10+2`,
//! `billing@head`, `ae10:27c6`), so they may hold none of those signs and be none of its words.

use std::fmt;

/// The longest name, in characters: the version column is `VARCHAR(255)`.
pub const MAX_LENGTH: usize = 255;

/// The keywords of the target language.
pub const RESERVED: [&str; 4] = ["head", "heads", "base", "current"];

/// Which name is meant, for the words of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// The `rev` of a revision, or a reference to one.
    RevisionId,
    /// A branch label.
    Label,
}

impl fmt::Display for NameKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RevisionId => "revision id",
            Self::Label => "label",
        })
    }
}

/// Why a name is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameError {
    /// It has no characters.
    Empty {
        /// Which name it is.
        kind: NameKind,
    },
    /// It is one of [`RESERVED`].
    Reserved {
        /// Which name it is.
        kind: NameKind,
        /// The name.
        name: String,
    },
    /// It holds a character that names do not have.
    Character {
        /// Which name it is.
        kind: NameKind,
        /// The name.
        name: String,
        /// The first refused character.
        character: char,
    },
    /// It is longer than [`MAX_LENGTH`].
    TooLong {
        /// Which name it is.
        kind: NameKind,
        /// Its length in characters.
        length: usize,
    },
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty { kind } => write!(f, "a {kind} cannot be empty"),
            Self::Reserved { kind, name } => {
                write!(f, "`{name}` cannot be a {kind}: it is a keyword of the target language")
            }
            Self::Character { kind, name, character } => write!(
                f,
                "{kind} `{}` contains `{}`",
                name.escape_debug(),
                character.escape_debug()
            ),
            Self::TooLong { kind, length } => {
                write!(f, "a {kind} has at most {MAX_LENGTH} characters, this one has {length}")
            }
        }
    }
}

impl std::error::Error for NameError {}

impl NameError {
    /// What to write instead, as one lowercase sentence fragment.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Empty { kind: NameKind::RevisionId } => "write an id such as `ae1027a6acf5`",
            Self::Empty { kind: NameKind::Label } => "write a label such as `billing`",
            Self::Reserved { .. } => {
                "`head`, `heads`, `base` and `current` name places in the graph, choose another name"
            }
            Self::Character { character: '+' | '-', .. } => {
                "`ae10+2` and `ae10-1` are steps from a revision, use `_` or `.` instead"
            }
            Self::Character { character: '@', .. } => {
                "`billing@head` is the head of a branch, use `_` or `.` instead"
            }
            Self::Character { character: ':', .. } => {
                "`ae10:27c6` is a range of revisions, use `_` or `.` instead"
            }
            Self::Character { .. } => "use the letters A-Z and a-z, digits, `_` and `.`",
            Self::TooLong { .. } => "the version column is `VARCHAR(255)`",
        }
    }
}

/// Checks the id of a revision.
///
/// ```
/// use migrate_syntax::check_revision_id;
///
/// assert!(check_revision_id("ae1027a6acf5").is_ok());
/// let error = check_revision_id("ae10-users").unwrap_err();
/// assert_eq!(error.to_string(), "revision id `ae10-users` contains `-`");
/// ```
pub fn check_revision_id(id: &str) -> Result<(), NameError> {
    check(NameKind::RevisionId, id)
}

/// Checks a branch label.
pub fn check_label(label: &str) -> Result<(), NameError> {
    check(NameKind::Label, label)
}

fn check(kind: NameKind, name: &str) -> Result<(), NameError> {
    if name.is_empty() {
        return Err(NameError::Empty { kind });
    }
    if RESERVED.contains(&name) {
        return Err(NameError::Reserved { kind, name: name.to_owned() });
    }
    if let Some(character) = name.chars().find(|&c| !is_name_character(c)) {
        return Err(NameError::Character { kind, name: name.to_owned(), character });
    }
    if name.len() > MAX_LENGTH {
        return Err(NameError::TooLong { kind, length: name.len() });
    }
    Ok(())
}

fn is_name_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_names() {
        let longest = "a".repeat(255);
        for name in
            ["1", "a", "_", "ae1027a6acf5", "v1.2_users", "Head", "head1", "based", &longest]
        {
            assert_eq!(check_revision_id(name), Ok(()), "{name}");
            assert_eq!(check_label(name), Ok(()), "{name}");
        }
    }

    #[test]
    fn bad_revision_ids() {
        let too_long = "a".repeat(256);
        for (id, message, hint) in [
            ("", "a revision id cannot be empty", "`ae1027a6acf5`"),
            (
                "head",
                "`head` cannot be a revision id: it is a keyword of the target language",
                "`heads`",
            ),
            (
                "current",
                "`current` cannot be a revision id: it is a keyword of the target language",
                "graph",
            ),
            ("ae10-2", "revision id `ae10-2` contains `-`", "`ae10-1` are steps"),
            ("+1", "revision id `+1` contains `+`", "`ae10+2`"),
            ("a@b", "revision id `a@b` contains `@`", "`billing@head`"),
            ("a:b", "revision id `a:b` contains `:`", "range"),
            ("a b", "revision id `a b` contains ` `", "use the letters"),
            ("a\nb", "revision id `a\\nb` contains `\\n`", "use the letters"),
            ("añb", "revision id `añb` contains `ñ`", "use the letters"),
            (
                &too_long,
                "a revision id has at most 255 characters, this one has 256",
                "VARCHAR(255)",
            ),
        ] {
            let error = check_revision_id(id).unwrap_err();
            assert_eq!(error.to_string(), message);
            assert!(error.hint().contains(hint), "{} / {hint}", error.hint());
        }
    }

    #[test]
    fn bad_labels_are_called_labels() {
        for (label, message) in [
            ("", "a label cannot be empty"),
            ("base", "`base` cannot be a label: it is a keyword of the target language"),
            ("-1", "label `-1` contains `-`"),
        ] {
            assert_eq!(check_label(label).unwrap_err().to_string(), message);
        }
    }
}
