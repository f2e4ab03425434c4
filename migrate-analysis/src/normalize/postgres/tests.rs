//! Spellings of types, constants and definitions, and the one form each has.

use migrate_core::schema::{ColumnDefault, ColumnType, SequenceOptions, Value};

use super::constant::Constant;
use super::default::normal_default;
use super::object::sequence_options;
use super::types::column_type;
use super::value::typed;
use super::{array, date_time, interval, json, partition, routine, trigger, view};

fn custom(name: &str) -> ColumnType {
    ColumnType::Custom(name.to_owned())
}

#[test]
fn types_by_all_their_names() {
    use ColumnType as T;
    let array = |element: ColumnType| T::Array(Box::new(element));
    let numeric = |precision, scale| T::Numeric { precision, scale };
    let table: &[(&[&str], ColumnType)] = &[
        (&["smallint", "int2", "SMALLINT", "pg_catalog.int2"], T::SmallInt),
        (&["integer", "int", "INT4"], T::Integer),
        (&["bigint", "int8"], T::BigInt),
        (&["boolean", "bool"], T::Boolean),
        (
            &["character varying(10)", "varchar(10)", "VARCHAR (10)", "char varying(10)"],
            T::Varchar(10),
        ),
        (&["character varying", "varchar"], T::UnboundedVarchar),
        (&["text", "TEXT"], T::Text),
        (&["character(1)", "char", "character", "nchar(1)"], T::Char(1)),
        (&["\"char\""], custom("\"char\"")),
        (&["bpchar"], custom("bpchar")),
        (&["numeric(10,2)", "decimal(10, 2)", "dec(10,2)"], numeric(10, 2)),
        (&["numeric(10)", "numeric(10,0)"], numeric(10, 0)),
        (&["numeric(5,-2)"], custom("numeric(5,-2)")),
        (&["numeric", "decimal"], custom("numeric")),
        (&["real", "float4", "float(24)"], T::Real),
        (&["double precision", "float8", "float", "float(25)", "DOUBLE  PRECISION"], T::Double),
        (&["date"], T::Date),
        (&["time", "time without time zone"], T::Time),
        (&["timetz", "time with time zone"], custom("time with time zone")),
        (&["timestamp", "timestamp without time zone"], T::Timestamp),
        (&["timestamptz", "timestamp with time zone"], T::TimestampTz),
        (
            &["timestamptz(3)", "timestamp(3) with time zone", "TIMESTAMP (3) WITH TIME ZONE"],
            custom("timestamp(3) with time zone"),
        ),
        (&["interval"], T::Interval),
        (&["interval(3)"], custom("interval(3)")),
        (&["bytea"], T::Binary),
        (&["uuid"], T::Uuid),
        (&["json"], T::Json),
        (&["jsonb"], T::Jsonb),
        (&["bit", "bit(1)"], custom("bit(1)")),
        (&["varbit(3)", "bit varying(3)"], custom("bit varying(3)")),
        (&["CITEXT", "citext"], custom("citext")),
        (&["audit.kind", "Audit . Kind"], custom("audit.kind")),
        (&["geometry(Point,4326)", "geometry(point, 4326)"], custom("geometry(point,4326)")),
        (&["integer[]", "int4[3]", "int array", "integer[][]", "int ARRAY[4]"], array(T::Integer)),
        (&["varchar(5)[]"], array(T::Varchar(5))),
    ];
    for (names, expected) in table {
        for name in *names {
            assert_eq!(column_type(name), *expected, "{name}");
        }
    }
    for (_, expected) in table {
        if let ColumnType::Custom(name) = expected {
            assert_eq!(column_type(name), *expected, "the form of a form");
        }
    }
}

#[test]
fn defaults_by_all_their_spellings() {
    use ColumnDefault as D;
    use ColumnType as T;
    let value = |value: Value| Some(D::Value(value));
    let text = |text: &str| value(Value::Text(text.to_owned()));
    let numeric = T::Numeric { precision: 10, scale: 2 };
    let array = |element: ColumnType| T::Array(Box::new(element));
    let table: &[(ColumnType, &[&str], Option<ColumnDefault>)] = &[
        (
            T::Integer,
            &["-1", "'-1'::integer", "(-1)", "-(1)", "CAST('-1' AS int)"],
            value(Value::Integer(-1)),
        ),
        (T::BigInt, &["0", "'0'::bigint", "(0)::bigint"], value(Value::Integer(0))),
        (
            numeric.clone(),
            &["19.9", "19.90", "'19.90'::numeric(10,2)"],
            value(Value::Decimal("19.9".into())),
        ),
        (
            numeric.clone(),
            &["1000", "'1000'::numeric", "1e3", "1000.00"],
            value(Value::Integer(1000)),
        ),
        (numeric.clone(), &["0.05", ".05", "5e-2", "0.050"], value(Value::Decimal("0.05".into()))),
        (custom("numeric"), &["'NaN'::numeric"], text("NaN")),
        (
            T::Varchar(9),
            &["'member'", "'member'::character varying", "('member'::text)"],
            text("member"),
        ),
        (T::Text, &["'it''s'", "$$it's$$", "E'it\\'s'::text"], text("it's")),
        (T::Text, &["5", "'5'::text"], text("5")),
        (T::Text, &["NULL", "NULL::character varying", "(NULL)"], None),
        (T::Boolean, &["true", "'t'::boolean", "TRUE", "'yes'"], value(Value::Boolean(true))),
        (T::Double, &["3", "3.0", "'3'::double precision"], value(Value::Float(3.0))),
        (
            T::Double,
            &["'-Infinity'::double precision", "'-inf'"],
            value(Value::Float(f64::NEG_INFINITY)),
        ),
        (
            T::Real,
            &["1.1", "'1.1'::real", "1.10000002384"],
            value(Value::Float(f64::from(1.1_f32))),
        ),
        (
            T::Binary,
            &["'\\x00ff'::bytea", "'\\000\\377'::bytea", "E'\\\\x00FF'"],
            value(Value::Bytes(vec![0, 255])),
        ),
        (T::Date, &["'2024-02-29'::date", "'2024-2-29'", "date '2024-02-29'"], text("2024-02-29")),
        (T::Jsonb, &["'{\"a\":1}'::jsonb", "'{ \"a\" : 1 }'"], text("{\"a\": 1}")),
        (T::Json, &["'{\"a\":1}'::json"], text("{\"a\":1}")),
        (array(T::Text), &["'{}'::text[]", "ARRAY[]::text[]", "'{ }'"], text("{}")),
        (
            array(T::Text),
            &["'{a,\"b c\"}'", "ARRAY['a'::text, 'b c'::text]", "(ARRAY['a', 'b c'])::varchar[]"],
            text("{a,\"b c\"}"),
        ),
        (custom("citext"), &["'x'::citext", "'x'"], text("x")),
        (
            T::Timestamp,
            &["now()", "CURRENT_TIMESTAMP", "(now())", "transaction_timestamp()"],
            Some(D::Now),
        ),
        (T::Date, &["CURRENT_DATE", "current_date"], Some(D::Today)),
        (T::Integer, &["1 + 2", "(1 + 2)", "1+2"], Some(D::Sql("1 + 2".into()))),
        (T::Integer, &["'x'"], Some(D::Sql("'x'".into()))),
    ];
    for (column_type, spellings, expected) in table {
        for sql in *spellings {
            let declared = D::Sql((*sql).into());
            assert_eq!(normal_default(&declared, column_type), *expected, "{sql}");
        }
        if let Some(expected) = expected {
            let again = normal_default(expected, column_type);
            assert_eq!(again.as_ref(), Some(expected), "the form of a form");
        }
    }
}

#[test]
fn a_value_takes_the_form_of_its_column() {
    use ColumnType as T;
    let numeric = T::Numeric { precision: 10, scale: 2 };
    let list = Value::Array(vec![Value::Text("a".into()), Value::Null]);
    let table = [
        (Value::Integer(3), T::Double, Value::Float(3.0)),
        (Value::Float(3.0), numeric.clone(), Value::Integer(3)),
        (Value::Decimal("3.50".into()), numeric, Value::Decimal("3.5".into())),
        (Value::Float(f64::NAN), T::Real, Value::Text("NaN".into())),
        (Value::Integer(5), custom("oid"), Value::Text("5".into())),
        (list, T::Array(Box::new(T::Text)), Value::Text("{a,NULL}".into())),
    ];
    for (value, column_type, expected) in table {
        let declared = ColumnDefault::Value(value);
        let expected = Some(ColumnDefault::Value(expected));
        assert_eq!(normal_default(&declared, &column_type), expected);
    }
}

#[test]
fn dates_times_and_intervals() {
    let zoned = date_time::timestamp_with_zone;
    assert_eq!(zoned("2024-03-01 01:30:00.500+02").as_deref(), Some("2024-02-29 23:30:00.5+00"));
    assert_eq!(zoned("1999-12-31T23:00:00-0130").as_deref(), Some("2000-01-01 00:30:00+00"));
    assert_eq!(zoned("2024-01-01").as_deref(), Some("2024-01-01 00:00:00+00"));
    assert_eq!(zoned("infinity"), None);
    assert_eq!(zoned("2024-01-01 00:00:00+1\u{e9}1"), None);
    assert_eq!(date_time::timestamp("0001-01-01 5:06").as_deref(), Some("0001-01-01 05:06:00"));
    assert_eq!(date_time::date("1.2.2024"), None);
    let intervals = [
        ("1 hour", "01:00:00"),
        ("90 minutes", "01:30:00"),
        ("1 year 2 months 3 days 4.5 seconds", "1 year 2 mons 3 days 00:00:04.5"),
        ("2 weeks", "14 days"),
        ("-1 day +02:03", "-1 days 02:03:00"),
        ("36 hours", "36:00:00"),
        ("0", "00:00:00"),
        ("P1Y2M3DT4H5M6.5S", "1 year 2 mons 3 days 04:05:06.5"),
        ("p2w", "14 days"),
        ("1.5 days", "1.5 days"),
        // Beyond the 64 bits that PostgreSQL counts microseconds, days and months in.
        ("9223372036854775807 hours", "9223372036854775807 hours"),
        ("9223372036854775807 years", "9223372036854775807 years"),
        ("9223372036854775807 days 1 week", "9223372036854775807 days 1 week"),
        ("9223372036854775807:00", "9223372036854775807:00"),
        ("9223372036854775807", "9223372036854775807"),
    ];
    for (declared, expected) in intervals {
        let usual = interval::interval(declared).unwrap_or_else(|| declared.to_owned());
        assert_eq!(usual, expected, "{declared}");
    }
}

#[test]
fn json_and_arrays() {
    let printed = "{\"a\": 2, \"bb\": [1, {}, \"\\\"\\n\"], \"é\": null}";
    let sources = [printed, "{\"é\":null,\"bb\":[1,{},\"\\u0022\\n\"],\"a\":1,\"a\":2}"];
    for source in sources {
        assert_eq!(json::binary_json(source).as_deref(), Some(printed));
    }
    assert_eq!(json::binary_json("{a: 1}"), None);
    let texts = [
        ("{a, b c ,\"\"}", "{a,\"b c\",\"\"}"),
        ("{null,\"null\"}", "{NULL,\"null\"}"),
        ("{{a},{\"b\\\"\"}}", "{{a},{\"b\\\"\"}}"),
        ("[0:1]={a,b}", "[0:1]={a,b}"),
    ];
    for (declared, expected) in texts {
        let constant = Constant::Text(declared.to_owned());
        assert_eq!(array::array(&constant, &ColumnType::Text).as_deref(), Some(expected));
    }
    assert_eq!(typed(&Constant::Text("x".into()), &ColumnType::Integer), None);
}

#[test]
fn functions_and_triggers() {
    let arguments = [
        ("", ""),
        (
            "amount numeric(10, 2), rate float8 = 0.2",
            "amount numeric, rate double precision DEFAULT 0.2",
        ),
        (
            "int, double precision, timestamp(3) with time zone",
            "integer, double precision, timestamp with time zone",
        ),
        (
            "IN a int, INOUT b text, c OUT bool, VARIADIC d int[]",
            "a integer, INOUT b text, OUT c boolean, VARIADIC d integer[]",
        ),
    ];
    for (declared, expected) in arguments {
        assert_eq!(routine::arguments(declared), expected, "{declared}");
    }
    let definitions = [
        (
            "LANGUAGE plpgsql\n AS $function$ x $function$ returns TRIGGER VOLATILE NOT LEAKPROOF",
            "RETURNS trigger LANGUAGE plpgsql AS $$ x $$",
        ),
        (
            "RETURNS SETOF int STABLE EXTERNAL SECURITY DEFINER COST 100 ROWS 5 AS 'select ''$$'''",
            "RETURNS SETOF integer LANGUAGE sql STABLE SECURITY DEFINER ROWS 5 AS $function$select '$$'$function$",
        ),
        ("RETURNS int LANGUAGE sql RETURN 1 + 1", "RETURNS integer LANGUAGE sql"),
    ];
    for (declared, expected) in definitions {
        assert_eq!(routine::definition(declared, ""), expected);
        assert_eq!(routine::definition(expected, ""), expected, "the form of a form");
        assert_eq!(routine::definition(declared, ",, a int"), expected, "an argument is missing");
    }
    assert_eq!(trigger::event("after update of a,b or insert"), "AFTER INSERT OR UPDATE OF a, b");
    let body = "FOR EACH ROW EXECUTE FUNCTION audit.touch('a', '1')";
    assert_eq!(trigger::body("for row execute procedure audit.touch(a, 1);"), body);
    assert_eq!(trigger::body(body), body);
}

#[test]
fn partitions_and_sequences() {
    assert_eq!(partition::partition_by("range(at)"), "RANGE (at)");
    let key = [Some(ColumnType::Timestamp), Some(ColumnType::Integer)];
    let bounds = [
        ("default", "DEFAULT"),
        (
            "from ('2024-01-01', '1') to (MAXVALUE, minvalue)",
            "FOR VALUES FROM ('2024-01-01 00:00:00', 1) TO (MAXVALUE, MINVALUE)",
        ),
        ("FOR VALUES WITH (MODULUS 2, remainder 0)", "FOR VALUES WITH (modulus 2, remainder 0)"),
        ("for values with (REMAINDER 0, MODULUS 2)", "FOR VALUES WITH (modulus 2, remainder 0)"),
        ("FOR VALUES IN ('b', NULL, 'a')", "FOR VALUES IN ('a', 'b', NULL)"),
    ];
    for (declared, expected) in bounds {
        assert_eq!(partition::bounds(declared, &key), expected);
    }
    let numeric = [Some(ColumnType::Numeric { precision: 9, scale: 2 })];
    for declared in ["FOR VALUES FROM (5) TO (7.5)", "for values from ('5.00') to ('7.50')"] {
        assert_eq!(partition::bounds(declared, &numeric), "FOR VALUES FROM (5) TO ('7.5')");
    }
    let live = SequenceOptions {
        start: Some(-1),
        increment: Some(-1),
        minimum: Some(i64::MIN),
        maximum: Some(-1),
        cache: Some(1),
        cycle: Some(false),
    };
    let declared = SequenceOptions { increment: Some(-1), ..SequenceOptions::default() };
    assert_eq!(sequence_options(live), declared);
    assert_eq!(sequence_options(declared), declared);
}

#[test]
fn what_a_view_reads() {
    let declared = "SELECT u.*, left(name, 1) FROM ONLY users u, public.posts JOIN (a RIGHT OUTER JOIN b ON true) ON a.id IS DISTINCT FROM u.id WHERE x IN (SELECT 1 FROM c) UNION SELECT extract(day FROM d)";
    let skeleton = "select from users, posts join a right join b where select from c union select";
    assert_eq!(view::skeleton(declared), skeleton);
    assert_eq!(view::skeleton(skeleton), skeleton, "the form of a form");
}
