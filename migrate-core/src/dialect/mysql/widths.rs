//! How many bytes a column takes in a row and in a key, as far as its type says.

use crate::dialect::Refusal;
use crate::schema::{Column, Table};

use super::Version;
use super::types::{charset_of, first_word, type_name};

/// The character set that is taken where neither the column nor the table says one: the default of
/// MySQL 8, of MariaDB since 11.6, and of what most distributions set before.
const USUAL_CHARSET: &str = "utf8mb4";

/// The character set of a column, where it or the table says it.
pub(super) fn said_charset<'a>(table: &'a Table, column: &'a Column) -> Option<&'a str> {
    let said = column.mysql.charset.as_deref();
    said.or_else(|| column.collation.as_deref().and_then(of_collation))
        .or_else(|| table_charset(table))
}

/// The character set of a table, where it says one.
pub(super) fn table_charset(table: &Table) -> Option<&str> {
    let said = table.options.charset.as_deref();
    said.or_else(|| table.options.collation.as_deref().and_then(of_collation))
}

/// The character set that a collation is of; MariaDB's `uca1400` ones are of each Unicode one.
fn of_collation(collation: &str) -> Option<&str> {
    let charset = charset_of(collation);
    (!charset.eq_ignore_ascii_case("uca1400")).then_some(charset)
}

/// The collation of a column, where it or the table says it: a character set of the column's own has
/// its default collation, whatever the table says.
pub(super) fn said_collation<'a>(table: &'a Table, column: &'a Column) -> Option<&'a str> {
    let of_table = || {
        let own = column.mysql.charset.is_none();
        own.then_some(table.options.collation.as_deref()).flatten()
    };
    column.collation.as_deref().or_else(of_table)
}

/// The most bytes a character takes, where the set is known
/// (<https://dev.mysql.com/doc/refman/8.4/en/charset-charsets.html>).
fn bytes_per_character(charset: &str) -> Option<u64> {
    Some(match &*charset.to_ascii_lowercase() {
        "utf8mb4" | "utf16" | "utf16le" | "utf32" | "gb18030" => 4,
        "utf8" | "utf8mb3" | "ujis" | "eucjpms" => 3,
        "ucs2" | "big5" | "gbk" | "gb2312" | "sjis" | "cp932" | "euckr" => 2,
        "latin1" | "latin2" | "latin5" | "latin7" | "ascii" | "binary" | "cp1250" | "cp1251"
        | "cp1256" | "cp1257" | "cp850" | "cp852" | "cp866" | "dec8" | "hp8" | "koi8r"
        | "koi8u" | "greek" | "hebrew" | "swe7" | "tis620" | "macce" | "macroman" | "armscii8"
        | "geostd8" | "keybcs2" => 1,
        _ => return None,
    })
}

/// The character set of a column's values, as a message says it, and the most bytes of a character.
pub(super) fn character_width<'a>(table: &'a Table, column: &'a Column) -> Option<(&'a str, u64)> {
    let charset = said_charset(table, column).unwrap_or(USUAL_CHARSET);
    bytes_per_character(charset).map(|bytes| (charset, bytes))
}

/// A type of a column, taken apart.
pub(super) struct Spelled {
    /// The first word, in capitals.
    pub(super) word: String,
    /// The numbers in parentheses.
    pub(super) numbers: Vec<u64>,
    /// Whether it is `UNSIGNED`.
    pub(super) unsigned: bool,
}

impl Spelled {
    /// The type of a column, as the server spells it.
    pub(super) fn of(version: Version, column: &Column) -> Result<Self, Refusal> {
        let spelled = type_name(version, &column.column_type)?;
        let (_, rest) = spelled.split_once('(').unwrap_or_default();
        let (numbers, _) = rest.split_once(')').unwrap_or_default();
        let numbers = numbers.split(',').map_while(|number| number.trim().parse().ok()).collect();
        let unsigned = spelled
            .split_ascii_whitespace()
            .any(|word| ["UNSIGNED", "ZEROFILL"].iter().any(|it| word.eq_ignore_ascii_case(it)));
        Ok(Self { word: first_word(&spelled), numbers, unsigned })
    }

    /// The number in parentheses, when there is one.
    pub(super) fn length(&self) -> Option<u64> {
        self.numbers.first().copied()
    }

    /// The bytes of an integer (<https://dev.mysql.com/doc/refman/8.4/en/integer-types.html>).
    pub(super) fn integer_bytes(&self) -> Option<u64> {
        Some(match &*self.word {
            "TINYINT" | "BOOL" | "BOOLEAN" | "INT1" => 1,
            "SMALLINT" | "INT2" => 2,
            "MEDIUMINT" | "INT3" => 3,
            "INT" | "INTEGER" | "INT4" => 4,
            "BIGINT" | "INT8" | "SERIAL" => 8,
            _ => return None,
        })
    }

    /// The most bytes of a value without those that count its length; none where the type is not
    /// known, and of values that are kept beside the row
    /// (<https://dev.mysql.com/doc/refman/8.4/en/storage-requirements.html>).
    fn value_bytes(&self, table: &Table, column: &Column) -> Option<u64> {
        let fraction = |digits: u64| digits.div_ceil(2);
        let fractional = || fraction(self.length().unwrap_or_default());
        if let Some(bytes) = self.integer_bytes() {
            return Some(bytes);
        }
        Some(match &*self.word {
            "FLOAT" => 4,
            "DOUBLE" => 8,
            "DATE" => 3,
            "TIME" => 3 + fractional(),
            "DATETIME" => 5 + fractional(),
            "TIMESTAMP" => 4 + fractional(),
            "UUID" => 16,
            "CHAR" | "VARCHAR" => {
                let (_, width) = character_width(table, column)?;
                self.length().unwrap_or(1) * width
            }
            "BINARY" | "VARBINARY" => self.length().unwrap_or(1),
            _ => return None,
        })
    }

    /// The most bytes of a value in a key.
    pub(super) fn key_bytes(
        &self,
        table: &Table,
        column: &Column,
        prefix: Option<u32>,
    ) -> Option<u64> {
        let Some(prefix) = prefix.map(u64::from) else { return self.value_bytes(table, column) };
        Some(match &*self.word {
            "BINARY" | "VARBINARY" => prefix,
            word if word.ends_with("BLOB") => prefix,
            "CHAR" | "VARCHAR" => prefix * character_width(table, column)?.1,
            word if word.ends_with("TEXT") => prefix * character_width(table, column)?.1,
            _ => return None,
        })
    }

    /// The fewest bytes for which the server must have room in a row, where that is known.
    pub(super) fn row_bytes(&self, table: &Table, column: &Column) -> u64 {
        let bytes = match &*self.word {
            "TINYTEXT" | "TINYBLOB" => 9,
            "TEXT" | "BLOB" => 10,
            "MEDIUMTEXT" | "MEDIUMBLOB" => 11,
            "LONGTEXT" | "LONGBLOB" | "JSON" => 12,
            _ => self.value_bytes(table, column).unwrap_or_default(),
        };
        let counted = matches!(&*self.word, "VARCHAR" | "VARBINARY");
        bytes + if counted { if bytes > 255 { 2 } else { 1 } } else { 0 }
    }
}
