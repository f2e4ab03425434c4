//! Character sets and collations: each implies the other, and the names have changed.

use migrate_core::dialect::mysql::Version;

/// A character set and a collation of which the one is left out that the other implies.
pub(super) fn normalize(
    version: Version,
    charset: &mut Option<String>,
    collation: &mut Option<String>,
) {
    *charset = charset.take().map(|name| modern(&name));
    *collation = collation.take().map(|name| modern(&name));
    let Some(name) = collation else { return };
    let set = name.split('_').next().unwrap_or_default().to_owned();
    if *name == default_collation(version, &set) {
        *collation = None;
        *charset = Some(set);
    } else {
        *charset = None;
    }
}

/// Whether this is what nearly every database has by default. A table that says so is not told
/// from one that says nothing, for its database's default is not part of a schema.
pub(super) fn is_usual(charset: Option<&str>, collation: Option<&str>) -> bool {
    charset == Some("utf8mb4") && collation.is_none()
}

/// `utf8` is an old name for `utf8mb3`; MariaDB takes its newest collations without their set.
fn modern(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    match name.strip_prefix("utf8") {
        Some(rest) if rest.is_empty() || rest.starts_with('_') => format!("utf8mb3{rest}"),
        _ if name.starts_with("uca1400_") => format!("utf8mb4_{name}"),
        _ => name,
    }
}

/// The collation of a set that says none (`information_schema.CHARACTER_SETS`).
fn default_collation(version: Version, charset: &str) -> String {
    let unicode = charset.starts_with("utf8") || matches!(charset, "ucs2" | "utf16" | "utf32");
    let suffix = match charset {
        "binary" => return charset.to_owned(),
        "latin1" | "dec8" | "swe7" => "swedish_ci",
        "big5" | "gb2312" | "gbk" | "gb18030" => "chinese_ci",
        "ujis" | "sjis" | "cp932" | "eucjpms" => "japanese_ci",
        "euckr" => "korean_ci",
        "tis620" => "thai_ci",
        "hp8" => "english_ci",
        "utf8mb4" if !version.is_mariadb() => "0900_ai_ci",
        _ if unicode && version.at_least(Version::mariadb(11, 5, 0)) => "uca1400_ai_ci",
        _ => "general_ci",
    };
    format!("{charset}_{suffix}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_other_implies_is_left_out() {
        let form = |version, charset: Option<&str>, collation: Option<&str>| {
            let mut names = (charset.map(str::to_owned), collation.map(str::to_owned));
            normalize(version, &mut names.0, &mut names.1);
            names
        };
        let owned = |charset: Option<&str>, collation: Option<&str>| {
            (charset.map(str::to_owned), collation.map(str::to_owned))
        };
        let (mariadb, newest) = (Version::mariadb(10, 11, 0), Version::mariadb(11, 8, 0));
        let mysql = Version::mysql(8, 0, 36);
        for (version, given, expected) in [
            (mariadb, (Some("LATIN1"), None), (Some("latin1"), None)),
            (mariadb, (None, Some("latin1_swedish_ci")), (Some("latin1"), None)),
            (mariadb, (Some("latin1"), Some("latin1_bin")), (None, Some("latin1_bin"))),
            (mariadb, (Some("utf8"), None), (Some("utf8mb3"), None)),
            (mariadb, (None, Some("utf8_bin")), (None, Some("utf8mb3_bin"))),
            (mysql, (None, Some("utf8mb4_0900_ai_ci")), (Some("utf8mb4"), None)),
            (newest, (None, Some("uca1400_ai_ci")), (Some("utf8mb4"), None)),
        ] {
            assert_eq!(form(version, given.0, given.1), owned(expected.0, expected.1));
        }
    }
}
