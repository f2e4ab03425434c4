//! `diesel.toml`: what `diesel print-schema` writes, and where.

use std::collections::BTreeMap;

use regex::Regex;
use toml_edit::{Document, Item, TableLike, Value};

use super::ConfigError;

/// A `diesel.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DieselToml {
    /// `[print_schema]` as `default`, and each `[print_schema.key]` under its key.
    pub sections: BTreeMap<String, PrintSchema>,
}

/// One `[print_schema]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrintSchema {
    /// Where the schema is written, as the file says: relative to its folder.
    pub file: Option<String>,
    /// The doc comments (`with_docs`).
    pub with_docs: Docs,
    /// The tables that a query may join (`allow_tables_to_appear_in_same_query_config`).
    pub grouping: Grouping,
    /// The tables that are written.
    pub filter: Filter,
    /// The order of columns.
    pub column_sorting: ColumnSorting,
    /// The schema (namespace) that is written, in a module of its name; none is the connection's own.
    pub schema: Option<String>,
    /// A unified diff that is applied to what was generated, as the file says: relative to its folder.
    pub patch_file: Option<String>,
    /// What each `table!` imports; none is what it needs.
    pub import_types: Option<Vec<String>>,
    /// Whether no structs are written for the types that diesel does not have.
    pub no_type_definitions: bool,
    /// The types, by their names in Rust, for which none are written (`except_custom_type_definitions`).
    pub except_type_definitions: Vec<Pattern>,
    /// What these structs derive (`custom_type_derives`).
    pub custom_type_derives: Vec<String>,
    /// Whether a key of SQLite that is the row's number is `BigInt`, and what references it.
    pub sqlite_integer_primary_key_is_bigint: bool,
    /// The domains of PostgreSQL that are types of their own. A schema does not know which type another
    /// domain is of: it is written as a type of its own as well.
    pub domains_as_custom_types: Vec<Pattern>,
}

/// The doc comments of tables and columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Docs {
    /// None.
    #[default]
    None,
    /// The database's comments.
    Comments,
    /// The database's comments, and a sentence where it has none.
    CommentsOrGenerated,
}

/// The tables that one `allow_tables_to_appear_in_same_query!` lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    /// All.
    #[default]
    All,
    /// Those that foreign keys connect.
    Related,
    /// None is written.
    None,
}

/// The order of columns in `table!`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColumnSorting {
    /// That of the table.
    #[default]
    Position,
    /// By name.
    Name,
}

/// The tables that are written, by their names in SQL.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// All.
    #[default]
    All,
    /// Those that one of the patterns matches.
    Only(Vec<Pattern>),
    /// Those that none of the patterns matches.
    Except(Vec<Pattern>),
}

/// A regular expression.
#[derive(Clone, Debug)]
pub struct Pattern(Regex);

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Eq for Pattern {}

impl Pattern {
    /// The pattern of a text.
    ///
    /// # Errors
    ///
    /// The text is no regular expression.
    pub fn new(text: &str) -> Result<Self, regex::Error> {
        Regex::new(text).map(Self)
    }

    /// Whether a part of the text matches.
    pub fn matches(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

impl Filter {
    /// Whether a table of this name is written.
    pub fn takes(&self, table: &str) -> bool {
        let any = |patterns: &[Pattern]| patterns.iter().any(|pattern| pattern.matches(table));
        match self {
            Self::All => true,
            Self::Only(patterns) => any(patterns),
            Self::Except(patterns) => !any(patterns),
        }
    }
}

impl DieselToml {
    /// Reads the text of a `diesel.toml`; `file` is named in errors.
    ///
    /// # Errors
    ///
    /// It is not TOML, or has a key or a value that diesel 2.3 does not know.
    ///
    /// ```
    /// use migrate_analysis::models::diesel::DieselToml;
    ///
    /// let text = "[print_schema]\nfile = \"src/schema.rs\"\nfilter = { except_tables = [\"^audit_\"] }";
    /// let config = DieselToml::read("diesel.toml", text)?;
    /// assert!(!config.sections["default"].filter.takes("audit_log"));
    ///
    /// let error = DieselToml::read("diesel.toml", "[print_schema]\nfiel = \"x\"").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "cannot read `diesel.toml` (line 2): there is no key `fiel` here: write `file`"
    /// );
    /// # Ok::<(), migrate_analysis::models::diesel::ConfigError>(())
    /// ```
    pub fn read(file: &str, text: &str) -> Result<Self, ConfigError> {
        let reader = Reader { file, text };
        let document = Document::parse(text)
            .map_err(|error| reader.error(error.span(), error.message().trim()))?;
        let mut config = Self::default();
        for (key, item) in document.iter() {
            match key {
                "print_schema" => config.sections = reader.sections(item)?,
                // Where diesel's own migrations are.
                "migrations_directory" => {}
                _ => return Err(reader.unknown(item, key, &["print_schema"])),
            }
        }
        Ok(config)
    }
}

/// The keys of `[print_schema]` in diesel 2.3.
const KEYS: [&str; 14] = [
    "file",
    "with_docs",
    "with_docs_config",
    "allow_tables_to_appear_in_same_query_config",
    "filter",
    "column_sorting",
    "schema",
    "patch_file",
    "import_types",
    "generate_missing_sql_type_definitions",
    "except_custom_type_definitions",
    "custom_type_derives",
    "sqlite_integer_primary_key_is_bigint",
    "pg_domains_as_custom_types",
];

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
}

type Read<T> = Result<T, ConfigError>;

impl Reader<'_> {
    fn error(&self, span: Option<std::ops::Range<usize>>, reason: &str) -> ConfigError {
        let before = span.and_then(|span| self.text.get(..span.start));
        let line = before.map(|before| before.matches('\n').count() + 1);
        ConfigError { file: self.file.to_owned(), line, reason: reason.to_owned() }
    }

    fn unknown(&self, item: &Item, key: &str, known: &[&str]) -> ConfigError {
        let nearest = migrate_core::schema::closest(key, known);
        let write = nearest.map(|known| format!(": write `{known}`")).unwrap_or_default();
        self.error(item.span(), &format!("there is no key `{key}` here{write}"))
    }

    fn table<'t>(&self, item: &'t Item, key: &str) -> Read<&'t dyn TableLike> {
        let wrong = || self.error(item.span(), &format!("`{key}` must be a table"));
        item.as_table_like().ok_or_else(wrong)
    }

    fn sections(&self, item: &Item) -> Read<BTreeMap<String, PrintSchema>> {
        let table = self.table(item, "print_schema")?;
        let mut default = PrintSchema::default();
        let mut sections = BTreeMap::new();
        for (key, item) in table.iter() {
            if KEYS.contains(&key) {
                self.set(&mut default, key, item)?;
            } else if let Some(inner) = item.as_table_like() {
                let mut section = PrintSchema::default();
                for (key, item) in inner.iter() {
                    self.set(&mut section, key, item)?;
                }
                sections.insert(key.to_owned(), section);
            } else {
                return Err(self.unknown(item, key, &KEYS));
            }
        }
        sections.entry("default".to_owned()).or_insert(default);
        Ok(sections)
    }

    fn set(&self, section: &mut PrintSchema, key: &str, item: &Item) -> Read<()> {
        match key {
            "file" => section.file = Some(self.string(item, key)?),
            // `with_docs_config` is the option of the command line; both are one in the file.
            "with_docs" | "with_docs_config" => section.with_docs = self.docs(item, key)?,
            "allow_tables_to_appear_in_same_query_config" => {
                section.grouping = match self.string(item, key)?.as_str() {
                    "all_tables" => Grouping::All,
                    "fk_related_tables" => Grouping::Related,
                    "none" => Grouping::None,
                    _ => {
                        let write = "write `all_tables`, `fk_related_tables` or `none`";
                        return Err(self.error(item.span(), write));
                    }
                };
            }
            "filter" => section.filter = self.filter(item)?,
            "column_sorting" => {
                section.column_sorting = match self.string(item, key)?.as_str() {
                    "ordinal_position" => ColumnSorting::Position,
                    "name" => ColumnSorting::Name,
                    _ => {
                        let write = "write `ordinal_position` or `name`";
                        return Err(self.error(item.span(), write));
                    }
                };
            }
            "schema" => section.schema = Some(self.string(item, key)?),
            "patch_file" => section.patch_file = Some(self.string(item, key)?),
            "import_types" => section.import_types = Some(self.strings(item, key)?),
            "generate_missing_sql_type_definitions" => {
                section.no_type_definitions = !self.flag(item, key)?;
            }
            "except_custom_type_definitions" => {
                section.except_type_definitions = self.patterns(item, key)?;
            }
            "custom_type_derives" => section.custom_type_derives = self.strings(item, key)?,
            "sqlite_integer_primary_key_is_bigint" => {
                section.sqlite_integer_primary_key_is_bigint = self.flag(item, key)?;
            }
            "pg_domains_as_custom_types" => {
                section.domains_as_custom_types = self.patterns(item, key)?;
            }
            _ => return Err(self.unknown(item, key, &KEYS)),
        }
        Ok(())
    }

    fn docs(&self, item: &Item, key: &str) -> Read<Docs> {
        match item.as_value() {
            Some(Value::Boolean(flag)) => {
                Ok(if *flag.value() { Docs::CommentsOrGenerated } else { Docs::None })
            }
            _ => match self.string(item, key)?.as_str() {
                "database-comments-fallback-to-auto-generated-doc-comment" => {
                    Ok(Docs::CommentsOrGenerated)
                }
                "only-database-comments" => Ok(Docs::Comments),
                "no-doc-comments" => Ok(Docs::None),
                _ => {
                    let write = "write `true`, `false`, `only-database-comments`, `no-doc-comments` or \
                                 `database-comments-fallback-to-auto-generated-doc-comment`";
                    Err(self.error(item.span(), write))
                }
            },
        }
    }

    fn filter(&self, item: &Item) -> Read<Filter> {
        let table = self.table(item, "filter")?;
        let mut filter = Filter::All;
        for (key, item) in table.iter() {
            if filter != Filter::All {
                let reason = "write `only_tables` or `except_tables`, not both";
                return Err(self.error(item.span(), reason));
            }
            filter = match key {
                "only_tables" => Filter::Only(self.patterns(item, key)?),
                "except_tables" => Filter::Except(self.patterns(item, key)?),
                _ => return Err(self.unknown(item, key, &["only_tables", "except_tables"])),
            };
        }
        Ok(filter)
    }

    fn string(&self, item: &Item, key: &str) -> Read<String> {
        let wrong = || self.error(item.span(), &format!("`{key}` must be a string"));
        item.as_str().map(str::to_owned).ok_or_else(wrong)
    }

    fn flag(&self, item: &Item, key: &str) -> Read<bool> {
        let wrong = || self.error(item.span(), &format!("`{key}` must be `true` or `false`"));
        item.as_bool().ok_or_else(wrong)
    }

    fn strings(&self, item: &Item, key: &str) -> Read<Vec<String>> {
        let wrong = || self.error(item.span(), &format!("`{key}` must be an array of strings"));
        let array = item.as_array().ok_or_else(wrong)?;
        array.iter().map(|it| it.as_str().map(str::to_owned).ok_or_else(wrong)).collect()
    }

    fn patterns(&self, item: &Item, key: &str) -> Read<Vec<Pattern>> {
        let pattern = |text: &String| {
            Pattern::new(text).map_err(|error| {
                let reason = format!("`{text}` is no regular expression: {error}");
                self.error(item.span(), &reason)
            })
        };
        self.strings(item, key)?.iter().map(pattern).collect()
    }
}
