//! How a table is partitioned, as far as it can be compared.

use super::words::{Word, closing, join, split_commas, words};

/// The clause after `PARTITION BY`: the method, its expression and, of hashes and keys, the partitions' names.
///
/// Of ranges and lists the partitions are left out: they are made and dropped while the table is used, and a change
/// of this clause would spread all rows anew. The server computes their bounds once (`TO_DAYS('2024-01-01')` is a
/// number then), and MariaDB's catalogue has the same 0 for `DEFAULT` and `IN (0)` (tried on MariaDB 10.11).
pub(super) fn normalize(text: &str) -> String {
    let Some(parsed) = parsed(text) else { return super::words::spaced(text) };
    let Parsed { clause, names } = parsed;
    if clause.starts_with("RANGE") || clause.starts_with("LIST") {
        return clause;
    }
    let names: Vec<_> = names.iter().map(|name| format!("PARTITION {name}")).collect();
    format!("{clause} ({})", names.join(", "))
}

/// The names of the partitions.
pub(crate) fn partition_names(text: &str) -> Vec<String> {
    parsed(text).map(|parsed| parsed.names).unwrap_or_default()
}

/// A clause after `PARTITION BY`.
struct Parsed {
    /// The method and its expression, and those of subpartitions.
    clause: String,
    /// The names of the partitions.
    names: Vec<String>,
}

fn parsed(text: &str) -> Option<Parsed> {
    let words = words(text.trim().trim_end_matches(';'))?;
    let (method, rest) = method(&words)?;
    let (subpartition, rest) = match rest {
        [sub, by, rest @ ..] if sub.is("SUBPARTITION") && by.is("BY") => {
            let (sub, rest) = self::method(rest)?;
            (Some(sub), rest)
        }
        _ => (None, rest),
    };
    let names = match rest {
        [] => default_names(method.partitions.unwrap_or(1))?,
        [open, ..] if open.is_mark("(") => names(&rest[1..closing(rest, 0)?]),
        _ => return None,
    };
    let subpartition = subpartition.map(|sub| format!(" SUBPARTITION BY {}", sub.text));
    let clause = format!("{}{}", method.text, subpartition.unwrap_or_default());
    Some(Parsed { clause, names })
}

/// `RANGE COLUMNS (a, b) PARTITIONS 4`.
struct Method {
    text: String,
    partitions: Option<u32>,
}

fn method(words: &[Word]) -> Option<(Method, &[Word])> {
    let open = words.iter().position(|word| word.is_mark("("))?;
    let close = closing(words, open)?;
    // `KEY ALGORITHM = 2 (id)`: how the key is hashed is no matter of the schema.
    let algorithm = words[..open].iter().position(|word| word.is("ALGORITHM")).unwrap_or(open);
    let name = join(&words[..algorithm]).to_ascii_uppercase();
    let by_columns = name.ends_with("COLUMNS") || name.ends_with("KEY");
    let arguments = &words[open + 1..close];
    let arguments = if by_columns {
        let columns = arguments.iter().cloned().map(Word::unquoted).collect::<Vec<_>>();
        join(&columns).to_lowercase()
    } else {
        super::expression(&join(arguments))
    };
    let rest = &words[close + 1..];
    let (partitions, rest) = match rest {
        [word, count, rest @ ..] if word.is("PARTITIONS") || word.is("SUBPARTITIONS") => {
            (count.text.parse().ok(), rest)
        }
        _ => (None, rest),
    };
    Some((Method { text: format!("{name} ({arguments})"), partitions }, rest))
}

/// The most partitions of a table
/// (<https://dev.mysql.com/doc/refman/8.4/en/partitioning-limitations.html>).
const MOST_PARTITIONS: u32 = 8192;

/// The names the server gives to partitions that are only counted; none for more than a table can have.
fn default_names(count: u32) -> Option<Vec<String>> {
    (count <= MOST_PARTITIONS).then(|| (0..count).map(|number| format!("p{number}")).collect())
}

fn names(words: &[Word]) -> Vec<String> {
    let parts = split_commas(words).into_iter();
    parts.filter_map(|part| Some(part.get(1)?.name()?.to_lowercase())).collect()
}

#[cfg(test)]
mod tests {
    use super::normalize;

    #[test]
    fn bounds_aside_declared_and_stored_are_equal() {
        for (declared, stored) in [
            (
                "RANGE (to_days(d)) (PARTITION p0 VALUES LESS THAN (to_days('2024-01-01')), \
                 PARTITION p1 VALUES LESS THAN MAXVALUE)",
                "RANGE (to_days(`d`)) (PARTITION `p0` VALUES LESS THAN (739251), \
                 PARTITION `p1` VALUES LESS THAN (MAXVALUE))",
            ),
            ("HASH (id) PARTITIONS 2", "HASH (`id`) (PARTITION `p0`, PARTITION `p1`)"),
            (
                "LIST COLUMNS(s) SUBPARTITION BY HASH(id) SUBPARTITIONS 2 \
                 (PARTITION a VALUES IN ('x','y'))",
                "LIST COLUMNS (`s`) SUBPARTITION BY HASH (`id`) (PARTITION `a` VALUES IN ('x','y'))",
            ),
            ("KEY ALGORITHM = 2 ()", "KEY () (PARTITION `p0`)"),
        ] {
            assert_eq!(normalize(declared), normalize(stored), "{declared}");
        }
        let of = |count| normalize(&format!("HASH (id) PARTITIONS {count}"));
        assert_ne!(of(2), of(3));
        assert_eq!(of(u64::from(u32::MAX)), "HASH(id) PARTITIONS 4294967295");
    }
}
