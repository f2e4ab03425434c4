//! Types of `diesel::sql_types`, as a column of `table!` names them.

use std::fmt;

/// A type as it is written in `table!`: `Text`, `Nullable<Array<Nullable<Text>>>`.
///
/// ```
/// use migrate_analysis::models::diesel::SqlType;
///
/// let tags = SqlType::named("Array").of(SqlType::named("Text")).nullable();
/// assert_eq!(tags.to_string(), "Nullable<Array<Text>>");
/// assert!(tags.is_nullable());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqlType {
    /// Its name, without the modules before it.
    pub name: String,
    /// The types in its angle brackets.
    pub arguments: Vec<SqlType>,
}

impl SqlType {
    /// A type without others in it.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), arguments: Vec::new() }
    }

    /// The type with another in its angle brackets.
    #[must_use]
    pub fn of(mut self, argument: Self) -> Self {
        self.arguments.push(argument);
        self
    }

    /// The type in `Nullable<..>`.
    #[must_use]
    pub fn nullable(self) -> Self {
        Self::named("Nullable").of(self)
    }

    /// Whether it is `Nullable<..>`.
    pub fn is_nullable(&self) -> bool {
        self.inner("Nullable").is_some()
    }

    /// The type without the `Nullable<..>` around it.
    pub fn bare(&self) -> &Self {
        self.inner("Nullable").unwrap_or(self)
    }

    /// The type in the angle brackets of `wrapper`, when it is that.
    pub(super) fn inner(&self, wrapper: &str) -> Option<&Self> {
        match &self.arguments[..] {
            [inner] if self.name == wrapper => Some(inner),
            _ => None,
        }
    }

    /// The type that all its aliases are: of two that are equal here, diesel cannot tell one from the other. An
    /// array says nothing of its elements being NULL: a patch may have changed it, and no database knows.
    pub(super) fn canonical(&self) -> Self {
        if let Some(element) = self.inner("Array") {
            return Self::named("Array").of(element.bare().canonical());
        }
        let range = |wrapper: &str, of: &str| Self::named(wrapper).of(Self::named(of));
        match self.name.as_str() {
            "Int4range" => range("Range", "Integer"),
            "Int8range" => range("Range", "BigInt"),
            "Numrange" => range("Range", "Numeric"),
            "Daterange" => range("Range", "Date"),
            "Tsrange" => range("Range", "Timestamp"),
            "Tstzrange" => range("Range", "Timestamptz"),
            "Int4multirange" => range("Multirange", "Integer"),
            "Int8multirange" => range("Multirange", "BigInt"),
            "Nummultirange" => range("Multirange", "Numeric"),
            "Datemultirange" => range("Multirange", "Date"),
            "Tsmultirange" => range("Multirange", "Timestamp"),
            "Tstzmultirange" => range("Multirange", "Timestamptz"),
            name => Self {
                name: canonical_name(name).to_owned(),
                arguments: self.arguments.iter().map(Self::canonical).collect(),
            },
        }
    }
}

/// The struct of `diesel::sql_types` that a name is an alias of (diesel 2.3).
fn canonical_name(name: &str) -> &str {
    match name {
        "Tinyint" => "TinyInt",
        "Smallint" | "Int2" | "SmallSerial" => "SmallInt",
        "Int4" | "Serial" => "Integer",
        "Bigint" | "Int8" | "BigSerial" => "BigInt",
        "Float4" => "Float",
        "Float8" => "Double",
        "Decimal" => "Numeric",
        "VarChar" | "Varchar" | "Char" | "Bpchar" | "Tinytext" | "Mediumtext" | "Longtext" => {
            "Text"
        }
        "Bytea" | "Tinyblob" | "Blob" | "Mediumblob" | "Longblob" | "Varbinary" | "Bit" => "Binary",
        "Macaddr" => "MacAddr",
        "Macaddr8" => "MacAddr8",
        "TimestamptzSqlite" => "Timestamptz",
        other => other,
    }
}

impl fmt::Display for SqlType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if let [first, rest @ ..] = &self.arguments[..] {
            write!(f, "<{first}")?;
            for argument in rest {
                write!(f, ", {argument}")?;
            }
            f.write_str(">")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_are_one_type() {
        for (alias, name) in [
            ("Varchar", "Text"),
            ("Int4", "Integer"),
            ("BigSerial", "BigInt"),
            ("Longblob", "Binary"),
            ("Decimal", "Numeric"),
        ] {
            assert_eq!(SqlType::named(alias).canonical(), SqlType::named(name).canonical());
        }
        let range = SqlType::named("Range").of(SqlType::named("Int4"));
        assert_eq!(SqlType::named("Int4range").canonical(), range.canonical());
        let array = |element: SqlType| SqlType::named("Array").of(element).canonical();
        assert_eq!(array(SqlType::named("Varchar").nullable()), array(SqlType::named("Text")));
        assert_ne!(SqlType::named("Citext").canonical(), SqlType::named("Text").canonical());
    }
}
