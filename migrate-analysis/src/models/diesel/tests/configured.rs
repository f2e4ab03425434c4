//! `diesel.toml`, read.

use crate::models::diesel::{ColumnSorting, DieselToml, Docs, Filter, Grouping, PrintSchema};

fn read_one(text: &str) -> DieselToml {
    DieselToml::read("diesel.toml", text).unwrap()
}

#[test]
fn every_key_of_diesel_is_known() {
    let config = read_one(
        r#"
        [print_schema]
        file = "src/schema.rs"
        with_docs = "only-database-comments"
        allow_tables_to_appear_in_same_query_config = "fk_related_tables"
        filter = { only_tables = ["^users$", "posts"] }
        column_sorting = "name"
        schema = "app"
        patch_file = "src/schema.patch"
        import_types = ["diesel::sql_types::*", "crate::types::*"]
        generate_missing_sql_type_definitions = false
        except_custom_type_definitions = ["Tsvector"]
        custom_type_derives = ["Clone"]
        sqlite_integer_primary_key_is_bigint = true
        pg_domains_as_custom_types = ["."]

        [migrations_directory]
        dir = "migrations"
        "#,
    );
    let settings = &config.sections["default"];
    assert_eq!(settings.file.as_deref(), Some("src/schema.rs"));
    assert_eq!(settings.with_docs, Docs::Comments);
    assert_eq!(settings.grouping, Grouping::Related);
    assert!(settings.filter.takes("users") && settings.filter.takes("old_posts"));
    assert!(!settings.filter.takes("users_old"));
    assert_eq!(settings.column_sorting, ColumnSorting::Name);
    assert_eq!(settings.schema.as_deref(), Some("app"));
    assert_eq!(settings.patch_file.as_deref(), Some("src/schema.patch"));
    assert_eq!(settings.import_types.as_ref().map(Vec::len), Some(2));
    assert!(settings.no_type_definitions && settings.sqlite_integer_primary_key_is_bigint);
    assert!(settings.except_type_definitions[0].matches("Tsvector"));
    assert_eq!(settings.custom_type_derives, ["Clone"]);
    assert!(settings.domains_as_custom_types[0].matches("email"));
}

#[test]
fn sections_have_settings_of_their_own() {
    let config = read_one(
        "[print_schema]\nfile = \"a.rs\"\n[print_schema.audit]\nfile = \"b.rs\"\nwith_docs = true\n\
         filter = { except_tables = [\"^x\"] }",
    );
    let keys: Vec<_> = config.sections.keys().collect();
    assert_eq!(keys, ["audit", "default"]);
    assert_eq!(config.sections["audit"].with_docs, Docs::CommentsOrGenerated);
    assert!(matches!(config.sections["audit"].filter, Filter::Except(_)));
    assert_eq!(config.sections["default"].file.as_deref(), Some("a.rs"));
    assert_eq!(read_one("").sections.get("default"), None);
    assert_eq!(read_one("[print_schema]").sections["default"], PrintSchema::default());
}

#[test]
fn errors_name_the_line_and_what_to_write() {
    for (text, message) in [
        ("[print_schema]\nfile = 1", "(line 2): `file` must be a string"),
        ("[print_schema]\nwith_docs = 1", "(line 2): `with_docs` must be a string"),
        (
            "\n[prints_schema]",
            "(line 2): there is no key `prints_schema` here: write `print_schema`",
        ),
        (
            "[print_schema]\ncolumn_sorting = \"rank\"",
            "(line 2): write `ordinal_position` or `name`",
        ),
        (
            "[print_schema]\nfilter = { only_tables = [], except_tables = [] }",
            "(line 2): write `only_tables` or `except_tables`, not both",
        ),
        (
            "[print_schema]\nimport_types = \"x\"",
            "(line 2): `import_types` must be an array of strings",
        ),
        ("[print_schema\n", "(line 1): "),
    ] {
        let error = DieselToml::read("diesel.toml", text).unwrap_err().to_string();
        let wanted = format!("cannot read `diesel.toml` {message}");
        assert!(error.starts_with(&wanted), "{error}");
    }
    let text = "[print_schema]\nfilter = { only_tables = [\"(\"] }";
    let error = DieselToml::read("diesel.toml", text).unwrap_err().to_string();
    assert!(error.contains("(line 2): `(` is no regular expression: "), "{error}");
}
