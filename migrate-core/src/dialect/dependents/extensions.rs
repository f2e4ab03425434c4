//! What belongs to the common extensions of PostgreSQL, and what of a schema uses it.

use crate::op::Target;
use crate::schema::{
    Column, ColumnType, Constraint, ConstraintBody, Index, IndexTarget, Schema, Table,
};
use crate::sql_text::{SqlSyntax, Tokens};

/// What an extension brings; names are parted by blanks.
struct Extension {
    name: &'static str,
    types: &'static str,
    functions: &'static str,
    operator_classes: &'static str,
    methods: &'static str,
    /// The method that takes numbers, texts and timestamps by the extension's operator classes alone.
    scalars_in: Option<&'static str>,
}

const NONE: Extension = Extension {
    name: "",
    types: "",
    functions: "",
    operator_classes: "",
    methods: "",
    scalars_in: None,
};

/// Extensions that come with the server, those of them that bring something to schemas
/// (<https://www.postgresql.org/docs/current/contrib.html>), `PostGIS` and pgvector. Functions are those that
/// expressions call and whose names are their own.
const EXTENSIONS: [Extension; 17] = [
    Extension { name: "bloom", methods: "bloom", ..NONE },
    Extension { name: "btree_gin", scalars_in: Some("gin"), ..NONE },
    Extension { name: "btree_gist", scalars_in: Some("gist"), ..NONE },
    Extension { name: "citext", types: "citext", ..NONE },
    Extension {
        name: "cube",
        types: "cube",
        functions: "cube cube_dim cube_distance cube_enlarge cube_ll_coord cube_ur_coord",
        operator_classes: "cube_ops gist_cube_ops",
        ..NONE
    },
    Extension {
        name: "earthdistance",
        types: "earth",
        functions: "earth_box earth_distance ll_to_earth",
        ..NONE
    },
    Extension {
        name: "fuzzystrmatch",
        functions: "daitch_mokotoff dmetaphone dmetaphone_alt levenshtein levenshtein_less_equal \
            metaphone soundex",
        ..NONE
    },
    Extension {
        name: "hstore",
        types: "hstore",
        functions: "akeys avals hstore hstore_to_array hstore_to_json hstore_to_jsonb skeys svals",
        operator_classes: "btree_hstore_ops gin_hstore_ops gist_hstore_ops hash_hstore_ops",
        ..NONE
    },
    Extension {
        name: "intarray",
        functions: "icount intset sort_asc sort_desc subarray",
        operator_classes: "gin__int_ops gist__int_ops gist__intbig_ops",
        ..NONE
    },
    Extension { name: "isn", types: "ean13 isbn isbn13 ismn ismn13 issn issn13 upc", ..NONE },
    Extension {
        name: "ltree",
        types: "lquery ltree ltxtquery",
        functions: "lca ltree2text nlevel subltree subpath text2ltree",
        operator_classes: "gist__ltree_ops gist_ltree_ops hash_ltree_ops ltree_ops",
        ..NONE
    },
    Extension {
        name: "pg_trgm",
        functions: "show_trgm similarity strict_word_similarity word_similarity",
        operator_classes: "gin_trgm_ops gist_trgm_ops",
        ..NONE
    },
    Extension {
        name: "pgcrypto",
        functions: "armor crypt dearmor digest gen_random_bytes gen_salt hmac pgp_pub_decrypt \
            pgp_pub_encrypt pgp_sym_decrypt pgp_sym_encrypt",
        ..NONE
    },
    Extension {
        name: "postgis",
        types: "box2d box3d geography geometry",
        functions: "st_area st_asgeojson st_astext st_buffer st_centroid st_contains st_distance \
            st_dwithin st_geomfromtext st_intersects st_length st_makepoint st_point \
            st_setsrid st_srid st_transform st_within st_x st_y",
        operator_classes: "brin_geometry_inclusion_ops_2d btree_geometry_ops gist_geography_ops \
            gist_geometry_ops_2d gist_geometry_ops_nd spgist_geometry_ops_2d",
        ..NONE
    },
    Extension { name: "unaccent", functions: "unaccent", ..NONE },
    Extension {
        name: "uuid-ossp",
        functions: "uuid_generate_v1 uuid_generate_v1mc uuid_generate_v3 uuid_generate_v4 \
            uuid_generate_v5 uuid_nil uuid_ns_dns uuid_ns_oid uuid_ns_url uuid_ns_x500",
        ..NONE
    },
    Extension {
        name: "vector",
        types: "halfvec sparsevec vector",
        functions: "cosine_distance inner_product l1_distance l2_distance l2_normalize vector_dims \
            vector_norm",
        operator_classes: "bit_hamming_ops bit_jaccard_ops halfvec_cosine_ops halfvec_ip_ops \
            halfvec_l1_ops halfvec_l2_ops sparsevec_cosine_ops sparsevec_ip_ops \
            sparsevec_l1_ops sparsevec_l2_ops vector_cosine_ops vector_ip_ops \
            vector_l1_ops vector_l2_ops vector_ops",
        methods: "hnsw ivfflat",
        ..NONE
    },
];

fn extension(name: &str) -> Option<&'static Extension> {
    EXTENSIONS.iter().find(|known| known.name == name)
}

/// What texts may name of an extension, if it is known: its types and functions.
pub(super) fn targets(name: &str) -> Vec<Target> {
    let Some(extension) = extension(name) else { return Vec::new() };
    let types = extension.types.split_whitespace();
    let types = types.map(|name| Target::EnumType(name.into()));
    let functions = extension.functions.split_whitespace();
    types.chain(functions.map(|name| Target::Function(name.into()))).collect()
}

/// The columns, indexes and constraints that use an extension by a type, an operator class or a method.
pub(super) fn parts_that_use(name: &str, schema: &Schema) -> Vec<String> {
    let Some(extension) = extension(name) else { return Vec::new() };
    let mut users = Vec::new();
    for table in schema.tables.values() {
        let holder = &table.name;
        let columns =
            table.columns.iter().filter(|column| has_type(extension, &column.column_type));
        users.extend(columns.map(|it| format!("column `{}` of table `{holder}`", it.name)));
        let indexes = table.indexes.iter().filter(|index| is_index_of(extension, index, table));
        users.extend(indexes.map(|it| format!("index `{}` of table `{holder}`", it.name)));
        let constraints = table.constraints.iter();
        let constraints = constraints.filter(|it| is_constraint_of(extension, it, table));
        users.extend(constraints.map(|it| {
            let name = it.name.as_deref().unwrap_or_default();
            format!("{} `{name}` of table `{holder}`", it.kind())
        }));
    }
    for view in schema.materialized_views.values() {
        let indexes = view.indexes.iter().filter(|index| uses_class(extension, index));
        users.extend(indexes.map(|it| format!("index `{}` of `{}`", it.name, view.name)));
    }
    users
}

/// Whether a type is one of the extension's, with or without a schema before it, modifiers after it: `citext[]`,
/// `public.vector(3)`.
fn has_type(extension: &Extension, column_type: &ColumnType) -> bool {
    match column_type {
        ColumnType::Custom(text) => {
            let mut words = Tokens::code(text, SqlSyntax::Postgres);
            words.any(|word| is_one_of(extension.types, word.identifier().as_deref()))
        }
        ColumnType::Array(element) => has_type(extension, element),
        ColumnType::SmallInt
        | ColumnType::Integer
        | ColumnType::BigInt
        | ColumnType::Unsigned(_)
        | ColumnType::Boolean
        | ColumnType::Varchar(_)
        | ColumnType::UnboundedVarchar
        | ColumnType::Text
        | ColumnType::Char(_)
        | ColumnType::Numeric { .. }
        | ColumnType::Real
        | ColumnType::Double
        | ColumnType::Date
        | ColumnType::Time
        | ColumnType::Timestamp
        | ColumnType::TimestampTz
        | ColumnType::Interval
        | ColumnType::Binary
        | ColumnType::Uuid
        | ColumnType::Json
        | ColumnType::Jsonb
        | ColumnType::Enumeration(_) => false,
    }
}

/// Whether `GiST` and GIN have no operator class of their own for a type
/// (<https://www.postgresql.org/docs/current/gist.html#GIST-BUILTIN-OPCLASSES>).
const fn is_scalar(column: &Column) -> bool {
    match &column.column_type {
        ColumnType::SmallInt
        | ColumnType::Integer
        | ColumnType::BigInt
        | ColumnType::Boolean
        | ColumnType::Varchar(_)
        | ColumnType::UnboundedVarchar
        | ColumnType::Text
        | ColumnType::Char(_)
        | ColumnType::Numeric { .. }
        | ColumnType::Real
        | ColumnType::Double
        | ColumnType::Date
        | ColumnType::Time
        | ColumnType::Timestamp
        | ColumnType::TimestampTz
        | ColumnType::Interval
        | ColumnType::Binary
        | ColumnType::Uuid
        | ColumnType::Enumeration(_) => true,
        ColumnType::Unsigned(_)
        | ColumnType::Json
        | ColumnType::Jsonb
        | ColumnType::Array(_)
        | ColumnType::Custom(_) => false,
    }
}

fn is_index_of(extension: &Extension, index: &Index, table: &Table) -> bool {
    let takes_scalars = is_method(extension, index.method.as_deref());
    let is_taken = |name: &str| table.column(name).is_some_and(is_scalar);
    let mut parts = index.columns.iter().filter(|part| part.operator_class.is_none());
    uses_class(extension, index)
        || takes_scalars
            && parts.any(|part| match &part.target {
                IndexTarget::Column(name) => is_taken(name),
                IndexTarget::Expression(_) => false,
            })
}

/// Whether an index names a method or an operator class of the extension.
fn uses_class(extension: &Extension, index: &Index) -> bool {
    let method = index.method.as_deref().map(str::to_ascii_lowercase);
    let mut classes = index.columns.iter().filter_map(|part| part.operator_class.as_deref());
    is_one_of(extension.methods, method.as_deref())
        || classes.any(|class| {
            // Perhaps with a schema before it, or parameters after it.
            let mut words = Tokens::code(class, SqlSyntax::Postgres);
            words.any(|word| is_one_of(extension.operator_classes, word.identifier().as_deref()))
        })
}

fn is_constraint_of(extension: &Extension, constraint: &Constraint, table: &Table) -> bool {
    let ConstraintBody::Exclude { elements, method, .. } = &constraint.body else { return false };
    let takes_scalars = is_method(extension, Some(method));
    let is_column = |sql: &str| table.column(sql.trim().trim_matches('"')).is_some_and(is_scalar);
    let mut texts = elements.iter().filter_map(|it| it.expression.on(SqlSyntax::Postgres));
    texts.any(|sql| {
        let mut words = Tokens::code(sql, SqlSyntax::Postgres);
        takes_scalars && is_column(sql)
            || words.any(|word| is_one_of(extension.operator_classes, word.identifier().as_deref()))
    })
}

fn is_method(extension: &Extension, method: Option<&str>) -> bool {
    extension.scalars_in.is_some_and(|own| method.is_some_and(|it| it.eq_ignore_ascii_case(own)))
}

fn is_one_of(names: &str, name: Option<&str>) -> bool {
    name.is_some_and(|name| names.split_whitespace().any(|known| known.eq_ignore_ascii_case(name)))
}

#[cfg(all(test, feature = "postgres"))]
mod tests {
    use crate::dialect::{Dialect, lower, postgres};
    use crate::op::{Op, array, custom, integer, table, text};
    use crate::schema::IndexColumn;

    /// What is said of dropping an extension after some operations; nothing where it is done.
    fn dropped(name: &str, setup: impl FnOnce(&mut Op)) -> String {
        let mut op: Op = Op::new();
        op.create_extension(name);
        setup(&mut op);
        op.drop_extension(name);
        let dialect = Dialect::Postgres(postgres::Version(15));
        match lower(dialect, &op.into_operations(), &mut dialect.empty_schema()) {
            Ok(_) => String::new(),
            Err(error) => format!("{error}; {}", error.cause.hint().unwrap_or_default()),
        }
    }

    fn users(op: &mut Op) {
        let users = table("users").column("name", text()).column("age", integer());
        op.create_table(users.column("mail", custom("citext")));
    }

    fn by_class(class: &str) -> IndexColumn {
        IndexColumn { operator_class: Some(class.to_owned()), ..IndexColumn::from("name") }
    }

    #[test]
    fn an_extension_that_is_used_is_not_dropped() {
        assert_eq!(
            dropped("citext", users),
            "cannot drop extension citext: extension `citext` is used by column `mail` of table `users`; drop \
             column `mail` of table `users` first, or give it another type with \
             `op.alter_column(..).set_type(..)`"
        );
        for (name, expected, setup) in [
            (
                "hstore",
                "column `tags` of table `t`",
                Box::new(|op: &mut Op| {
                    op.create_table(table("t").column("tags", array(custom("public.hstore"))));
                }) as Box<dyn FnOnce(&mut Op)>,
            ),
            (
                "vector",
                "column `v` of table `t`",
                Box::new(|op| {
                    op.create_table(table("t").column("v", custom("VECTOR(3)")));
                }),
            ),
            (
                "pg_trgm",
                "index `ix` of table `users`",
                Box::new(|op| {
                    users(op);
                    op.create_index("ix", "users", [by_class("gin_trgm_ops")]).using("gin");
                }),
            ),
            (
                "pg_trgm",
                "index `ix` of table `users`",
                Box::new(|op| {
                    users(op);
                    op.create_index("ix", "users", [by_class("public.gist_trgm_ops(siglen = 32)")])
                        .using("gist");
                }),
            ),
            (
                "btree_gist",
                "exclusion constraint `ex` of table `users`",
                Box::new(|op| {
                    users(op);
                    op.create_exclude_constraint("ex", "users", "gist", [("age", "=")]);
                }),
            ),
            (
                "btree_gin",
                "index `ix` of table `users`",
                Box::new(|op| {
                    users(op);
                    op.create_index("ix", "users", ["age"]).using("gin");
                }),
            ),
            (
                "bloom",
                "index `ix` of table `users`",
                Box::new(|op| {
                    users(op);
                    op.create_index("ix", "users", ["age"]).using("bloom");
                }),
            ),
            (
                "unaccent",
                "view `plain`",
                Box::new(|op| {
                    users(op);
                    op.create_view("plain", "SELECT unaccent(name) FROM users");
                }),
            ),
            (
                "unaccent",
                "function `plain(t text)`",
                Box::new(|op| {
                    op.create_function(
                        "plain",
                        "t text",
                        "RETURNS text LANGUAGE sql AS 'SELECT unaccent(t)'",
                    );
                }),
            ),
            (
                "uuid-ossp",
                "the default of column `id` of table `t`",
                Box::new(|op| {
                    op.create_table(table("t").column(
                        "id",
                        crate::op::uuid().default(crate::op::sql("uuid_generate_v4()")),
                    ));
                }),
            ),
        ] {
            let said = dropped(name, setup);
            assert!(said.contains(&format!("is used by {expected}")), "{name}: {said}");
        }
    }

    #[test]
    fn an_extension_that_is_not_used_is_dropped() {
        assert_eq!(dropped("pg_trgm", users), "");
        assert_eq!(dropped("unknown", users), "");
        assert_eq!(
            dropped("citext", |op| {
                users(op);
                op.drop_column("users", "mail");
            }),
            ""
        );
        // A range has an operator class of its own in GiST.
        assert_eq!(
            dropped("btree_gist", |op| {
                op.create_table(table("stays").column("days", custom("daterange")));
                op.create_exclude_constraint("ex", "stays", "gist", [("days", "&&")]);
            }),
            ""
        );
        // A function of the revisions, whatever its name.
        assert_eq!(
            dropped("unaccent", |op| {
                op.create_function("unaccent", "t text", "RETURNS text LANGUAGE sql AS 'SELECT t'");
                op.create_view("plain", "SELECT unaccent('a')");
            }),
            ""
        );
    }

    /// A body that is a string is read when it is called, and finds the extension again.
    #[test]
    fn an_extension_may_be_created_again() {
        let mut op: Op = Op::new();
        op.create_extension("unaccent");
        op.create_function("plain", "t text", "RETURNS text LANGUAGE sql AS 'SELECT unaccent(t)'");
        op.drop_extension("unaccent");
        op.create_extension("unaccent");
        let dialect = Dialect::Postgres(postgres::Version(15));
        assert!(lower(dialect, &op.into_operations(), &mut dialect.empty_schema()).is_ok());
    }
}
