//! The part of a file's name that says what is in it: [`slug`].

/// The most characters a slug has.
const LONGEST: usize = 40;

/// The words of a message, in lower case, joined with `_`; a long message is cut after a word.
pub(crate) fn slug(message: &str) -> String {
    let lower = message.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '_');
    let slug = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_");
    match slug.char_indices().nth(LONGEST) {
        None => slug,
        Some((end, '_')) => slug[..end].to_owned(),
        Some((end, _)) => {
            let cut = &slug[..end];
            cut.rsplit_once('_').map_or(cut, |(words, _)| words).to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        for (message, expected) in [
            ("", ""),
            ("add user role column", "add_user_role_column"),
            ("Add  users'  \"role\"!", "add_users_role"),
            ("a.b-c/d\\e", "a_b_c_d_e"),
            ("snake_case stays", "snake_case_stays"),
            ("../../etc/passwd", "etc_passwd"),
            ("Größe ändern", "größe_ändern"),
            ("数据库 迁移", "数据库_迁移"),
            ("line\nbreak", "line_break"),
            ("🦀", ""),
            ("*/ fn main() {}", "fn_main"),
            // Forty characters, then one more word, then one more character.
            (
                "aaaaaaaaa bbbbbbbbb ccccccccc dddddddddd",
                "aaaaaaaaa_bbbbbbbbb_ccccccccc_dddddddddd",
            ),
            (
                "aaaaaaaaa bbbbbbbbb ccccccccc dddddddddd e",
                "aaaaaaaaa_bbbbbbbbb_ccccccccc_dddddddddd",
            ),
            ("aaaaaaaaa bbbbbbbbb ccccccccc ddddddddddd", "aaaaaaaaa_bbbbbbbbb_ccccccccc"),
        ] {
            assert_eq!(slug(message), expected, "{message}");
        }
        assert_eq!(slug(&"é".repeat(50)), "é".repeat(40));
    }
}
