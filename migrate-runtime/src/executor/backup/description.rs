//! What is written down of a backup: its name, its description, the fingerprint of its file.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use migrate_core::dialect::Dialect;
use migrate_core::json::{Value, push_text};

/// The form of a description; another one is not read.
pub(super) const FORMAT: u32 = 1;

/// A backup that was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Backup {
    /// Its file. Beside it, with `.json` at the end of the name, is what this struct says.
    pub file: PathBuf,
    /// The kind of database: `SQLite`, `PostgreSQL`, `MariaDB` or `MySQL`.
    pub kind: String,
    /// The kind and the version.
    pub version: String,
    /// The name of the database.
    pub database: String,
    /// The rows of the version table.
    pub revisions: Vec<String>,
    /// When, in UTC, as in `2026-11-27T20:45:00.123Z`.
    pub taken_at: String,
    /// The size of the file.
    pub bytes: u64,
    /// A fingerprint of the file, by which damage is found.
    pub digest: String,
    /// What the database has that its copy does not say, by name.
    pub(crate) properties: Vec<(String, String)>,
}

impl Backup {
    /// What is to be backed up: a database of this name, at these rows of the version table.
    pub(crate) fn of(dialect: Dialect, database: &str, rows: &[String]) -> Self {
        Self {
            kind: dialect.name().to_owned(),
            version: dialect.to_string(),
            database: database.to_owned(),
            revisions: rows.to_vec(),
            ..Self::default()
        }
    }

    pub(crate) fn property(&self, name: &str) -> Option<&str> {
        let mut properties = self.properties.iter();
        properties.find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// `app-20261127T204500.123Z-1f3c9a7b2d10`: the database, the time, the revisions.
pub(super) fn file_name(backup: &Backup) -> String {
    const LONGEST: usize = 60;
    let plain = |text: &str| -> String {
        let is_plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        text.chars().map(|c| if is_plain(&c) { c } else { '_' }).take(LONGEST).collect()
    };
    let revisions = match &backup.revisions[..] {
        [] => "base".to_owned(),
        revisions => {
            let joined = revisions.iter().map(|id| plain(id)).collect::<Vec<_>>().join("+");
            let count = revisions.len();
            if joined.len() > LONGEST { format!("{count}-revisions") } else { joined }
        }
    };
    let time: String = backup.taken_at.chars().filter(|c| !matches!(c, '-' | ':')).collect();
    format!("{}-{time}-{revisions}", plain(&backup.database))
}

pub(super) fn describe(backup: &Backup) -> String {
    let Backup { file: _, kind, version, database, revisions, taken_at, bytes, digest, properties } =
        backup;
    let mut out = format!("{{\n  \"format\": {FORMAT},\n  \"bytes\": {bytes}");
    let texts = [
        ("digest", digest),
        ("taken_at", taken_at),
        ("kind", kind),
        ("version", version),
        ("database", database),
    ];
    for (name, text) in texts {
        // Writing to a string cannot fail.
        let _ = write!(out, ",\n  \"{name}\": ");
        push_text(&mut out, text);
    }
    let pairs = properties.iter().flat_map(|(name, value)| [name, value]);
    let lists = [
        ("revisions", revisions.iter().collect::<Vec<_>>()),
        ("properties", pairs.collect::<Vec<_>>()),
    ];
    for (name, texts) in lists {
        let _ = write!(out, ",\n  \"{name}\": [");
        for (number, text) in texts.into_iter().enumerate() {
            out.push_str(if number > 0 { ", " } else { "" });
            push_text(&mut out, text);
        }
        out.push(']');
    }
    out.push_str("\n}\n");
    out
}

pub(super) fn described(file: &Path, value: &Value) -> Option<Backup> {
    let text = |key| value.get(key).and_then(Value::text).map(str::to_owned);
    let properties = value.get("properties")?.texts()?;
    let (pairs, _) = properties.as_chunks::<2>();
    Some(Backup {
        file: file.to_owned(),
        kind: text("kind")?,
        version: text("version")?,
        database: text("database")?,
        revisions: value.get("revisions")?.texts()?,
        taken_at: text("taken_at")?,
        bytes: value.get("bytes")?.number()?,
        digest: text("digest")?,
        properties: pairs.iter().cloned().map(|[name, value]| (name, value)).collect(),
    })
}

/// The length of a file and a fingerprint of it, which finds damage and no forgery.
///
/// It takes eight bytes at a time, as migration binaries are mostly built without optimization. Each step is
/// a bijection of what was before, so that no single word can change unseen.
pub(super) fn digest(mut file: File) -> std::io::Result<(u64, String)> {
    let mut buffer = vec![0; 1 << 20];
    let (mut length, mut hash) = (0, 0xcbf2_9ce4_8422_2325_u64);
    loop {
        let mut filled = 0;
        while filled < buffer.len() {
            match file.read(&mut buffer[filled..])? {
                0 => break,
                count => filled += count,
            }
        }
        length += filled as u64;
        // The last word is filled up with zeros; the length tells them from bytes of the file.
        let end = filled.next_multiple_of(8);
        buffer[filled..end].fill(0);
        let (words, _) = buffer[..end].as_chunks::<8>();
        for word in words {
            hash = (hash ^ u64::from_le_bytes(*word)).wrapping_mul(0x0100_0000_01b3);
            hash = hash.rotate_left(29);
        }
        if filled < buffer.len() {
            return Ok((length, format!("1:{hash:016x}")));
        }
    }
}

/// A time since 1970 as `2026-11-27T20:45:00.123Z`
/// (<https://howardhinnant.github.io/date_algorithms.html#civil_from_days>).
pub(super) fn utc(time: Duration) -> String {
    let (seconds, milliseconds) = (time.as_secs(), time.subsec_millis());
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milliseconds:03}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn backup(revisions: &[&str]) -> Backup {
        Backup {
            kind: "SQLite".to_owned(),
            version: "SQLite 3.45".to_owned(),
            database: "app \"1\"/x".to_owned(),
            revisions: revisions.iter().map(|&id| id.to_owned()).collect(),
            ..Backup::default()
        }
    }

    #[test]
    fn times_are_those_of_the_calendar() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_399, "2000-02-28T23:59:59.000Z"),
            (951_782_400, "2000-02-29T00:00:00.000Z"),
            (1_709_251_199, "2024-02-29T23:59:59.000Z"),
            (1_795_812_300, "2026-11-27T20:45:00.000Z"),
            (4_107_542_400, "2100-03-01T00:00:00.000Z"),
        ] {
            assert_eq!(utc(Duration::from_secs(seconds)), text);
        }
    }

    #[test]
    fn names_are_plain_and_of_bounded_length() {
        let time = "2026-11-27T20:45:00.123Z".to_owned();
        let named =
            |revisions: &[&str]| file_name(&Backup { taken_at: time.clone(), ..backup(revisions) });
        assert_eq!(named(&[]), "app__1__x-20261127T204500.123Z-base");
        assert_eq!(named(&["a1", "ü/.."]), "app__1__x-20261127T204500.123Z-a1+__..");
        let many = ["1f3c9a7b2d10"; 9];
        assert_eq!(named(&many), "app__1__x-20261127T204500.123Z-9-revisions");
    }
}
