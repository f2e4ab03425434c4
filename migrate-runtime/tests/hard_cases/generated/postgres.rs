//! Computed and numbered columns on PostgreSQL.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::held::{self, held};

#[test]
fn cases() {
    let cases = vec![
        held("a computed column of a search")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, x text, c tsvector GENERATED ALWAYS AS (to_tsvector('english', coalesce(x, ''))) STORED)")
            .model(|op| {
                op.create_table(
                    table("t").column("id", integer().primary_key()).column("x", text()).column(
                        "c",
                        custom("tsvector").generated("to_tsvector('english', coalesce(x, ''))"),
                    ),
                );
            })
            .outcome(str![[""]]),
        held("a computed column with no word of how it is kept")
            .since(18)
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, a integer, c integer GENERATED ALWAYS AS (a + 1))")
            .model(computed!(integer().generated_virtual("a + 1")))
            .outcome(str![[""]]),
        held("a computed column that is to be kept")
            .since(18)
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, a integer, c integer GENERATED ALWAYS AS (a + 1) VIRTUAL)")
            .model(computed!(integer().generated("a + 1")))
            .outcome(str![[r#"
change: drop column t.c
change: add column t.c integer AS (a + 1) stored

"#]]),
        held("another expression, under an index, a check and a view")
            .revisions(|op| {
                computed!(integer().generated("a + 1"))(op);
                op.create_index("ix_t_c", "t", ["c"]);
                op.create_check_constraint("ck_t_c", "t", "c > 0");
                op.create_view("v", "SELECT id, c::text FROM t");
            })
            .rows("INSERT INTO t (id, a) VALUES (1, 1)")
            .model(|op| {
                computed!(integer().generated("a + 2"))(op);
                op.create_index("ix_t_c", "t", ["c"]);
                op.create_check_constraint("ck_t_c", "t", "c > 0");
                op.create_view("v", "SELECT id, c::text FROM t");
            })
            .outcome(str![[r#"
change: drop view v
change: drop check constraint ck_t_c of t
change: drop index ix_t_c of t
change: drop column t.c
change: add column t.c integer AS (a + 2) stored
change: add check constraint ck_t_c to t: CHECK (c > 0)
change: create index ix_t_c on t (c)
change: create view v

"#]]),
        held("an expression in the words of the server")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, a integer, c text GENERATED ALWAYS AS (CASE WHEN a IN (1, 2) THEN 'low' ELSE upper('x' || a::text) END) STORED)")
            .model(computed!(text().generated("case when a in (1,2) then 'low' else upper('x' || a::text) end")))
            .outcome(str![[""]]),
        held("another expression of a column that is computed at each read, beside a check")
            .since(18)
            .revisions(|op| {
                computed!(integer().generated_virtual("a + 1"))(op);
                op.create_check_constraint("ck_t_a", "t", "a > 0");
            })
            .model(|op| {
                computed!(integer().generated_virtual("a + 2"))(op);
                op.create_check_constraint("ck_t_a", "t", "a > 0");
            })
            .outcome(str![[r#"
change: drop column t.c
change: add column t.c integer AS (a + 2)

"#]]),
        held("a column that was computed at each read is to have values of its own")
            .since(18)
            .revisions(computed!(integer().generated_virtual("a + 1")))
            .rows("INSERT INTO t (id, a) VALUES (1, 1)")
            .model(computed!(integer()))
            .query("SELECT id, a, c FROM t")
            .outcome(str![[r#"
change: drop column t.c
change: add column t.c integer
change: update every row of t
row: 1|1|2

"#]]),
        held("a column that was computed is to have values of its own")
            .revisions(computed!(integer().generated("a + 1")))
            .rows("INSERT INTO t (id, a) VALUES (1, 1)")
            .model(computed!(integer()))
            .query("SELECT id, a, c FROM t")
            .outcome(str![[r#"
change: alter column t.c: drop expression
not exactly back: alter column t.c has no opposite
row: 1|1|2

"#]]),
        held("a column with values of its own is to be computed")
            .revisions(computed!(integer()))
            .rows("INSERT INTO t (id, a, c) VALUES (1, 1, 9)")
            .model(computed!(integer().generated("a + 1")))
            .outcome(str![[r#"
question: column t.c is a generated column in the model, and its rows have values of their own

"#]]),
        held("a column with a default is to be computed, and its values may go")
            .revisions(computed!(integer().default(3)))
            .rows("INSERT INTO t (id, a, c) VALUES (1, 1, 9)")
            .model(computed!(integer().generated("a + 1")))
            .answers(&["t.c="])
            .query("SELECT id, a, c FROM t")
            .outcome(str![[r#"
change: drop column t.c
change: add column t.c integer AS (a + 1) stored
row: 1|1|2

"#]]),
        held("the type of a column that a computed one reads")
            .revisions(computed!(big_int().generated("a + 1")))
            .rows("INSERT INTO t (id, a) VALUES (1, 1)")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", big_int())
                        .column("c", big_int().generated("a + 1")),
                );
            })
            .outcome(str![[r#"
change: drop column t.c
change: alter column t.a: integer -> big_int
change: add column t.c big_int AS (a + 1) stored

"#]]),
        held("new tables that reference each other, one with a computed key")
            .model(|op| {
                op.create_table(table("m_parent").column("id", integer().primary_key()));
                op.create_table(
                    table("z_parent")
                        .column("id", integer().primary_key())
                        .column("c", integer().generated("id + 1").unique())
                        .column("m", integer().references("m_parent", "id")),
                );
                op.create_table(
                    table("a_child")
                        .column("id", integer().primary_key())
                        .column("z", integer().references("z_parent", "c")),
                );
            })
            .outcome(str![[r#"
change: create table m_parent
change: create table z_parent
change: create table a_child

"#]]),
        held("an identity takes numbers of an INSERT")
            .revisions(numbered!(integer().identity_with(Identity::always())))
            .model(numbered!(integer().identity()))
            .outcome(str![[r#"
change: alter column t.id: identity

"#]]),
        held("an identity starts elsewhere")
            .revisions(numbered!(integer().identity_with(Identity::always().start_with(5))))
            .model(numbered!(integer().identity_with(Identity::always().start_with(100).increment_by(2))))
            .outcome(str![[r#"
change: alter column t.id: identity start 100 increment 2

"#]]),
        held("an identity that starts elsewhere, by hand")
            .made("CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY (START 5 INCREMENT 3) CONSTRAINT pk_t PRIMARY KEY, x text)")
            .model(numbered!(integer().identity()))
            .outcome(str![[r#"
change: alter column t.id: identity

"#]]),
        held("an identity with options that no revision says")
            .made("CREATE TABLE t (id integer GENERATED BY DEFAULT AS IDENTITY (MINVALUE 0 MAXVALUE 1000 START 1 CACHE 20 CYCLE) CONSTRAINT pk_t PRIMARY KEY, x text)")
            .model(numbered!(integer().identity()))
            .outcome(str![[r#"
not held: sequence t_id_seq has `CACHE 20`, which no operation says: it is not compared
not held: sequence t_id_seq has `CYCLE`, which no operation says: it is not compared
not held: sequence t_id_seq has `MAXVALUE 1000`, which no operation says: it is not compared
not held: sequence t_id_seq has `MINVALUE 0`, which no operation says: it is not compared

"#]]),
        held("a serial with options that no revision says")
            .made("CREATE TABLE t (id serial CONSTRAINT pk_t PRIMARY KEY, x text); ALTER SEQUENCE t_id_seq CACHE 20 MAXVALUE 5000 CYCLE")
            .model(numbered!(integer().identity_with(Identity::serial())))
            .outcome(str![[r#"
not held: sequence t_id_seq has `CACHE 20`, which no operation says: it is not compared
not held: sequence t_id_seq has `CYCLE`, which no operation says: it is not compared
not held: sequence t_id_seq has `MAXVALUE 5000`, which no operation says: it is not compared

"#]]),
        held("a serial becomes an identity")
            .revisions(numbered!(integer().identity_with(Identity::serial())))
            .rows("INSERT INTO t (x) VALUES ('a'), ('b'); INSERT INTO t VALUES (7, 'c')")
            .model(numbered!(integer().identity()))
            .query("SELECT relname::text, pg_get_serial_sequence('t', 'id'), nextval(pg_get_serial_sequence('t', 'id')) FROM pg_class WHERE relkind = 'S' AND relname NOT LIKE 'migrate%'")
            .outcome(str![[r#"
change: alter column t.id: identity
row: t_id_seq|public.t_id_seq|3

"#]]),
        held("a serial made by hand becomes an identity")
            .made("CREATE TABLE t (id serial CONSTRAINT pk_t PRIMARY KEY, x text); INSERT INTO t (x) VALUES ('a'), ('b')")
            .model(numbered!(integer().identity()))
            .query("SELECT relname::text, pg_get_serial_sequence('t', 'id'), nextval(pg_get_serial_sequence('t', 'id')) FROM pg_class WHERE relkind = 'S' AND relname NOT LIKE 'migrate%'")
            .outcome(str![[r#"
change: alter column t.id: identity
row: t_id_seq|public.t_id_seq|3

"#]]),
        held("a serial of another size")
            .revisions(numbered!(integer().identity_with(Identity::serial())))
            .rows("INSERT INTO t (x) VALUES ('a'), ('b')")
            .model(numbered!(big_int().identity_with(Identity::serial())))
            .query("SELECT seqtypid::regtype::text, seqmax, nextval('t_id_seq') FROM pg_sequence WHERE seqrelid = 't_id_seq'::regclass")
            .outcome(str![[r#"
change: alter column t.id: integer -> big_int
row: bigint|9223372036854775807|3

"#]]),
        held("an identity of another size")
            .revisions(numbered!(integer().identity()))
            .rows("INSERT INTO t (x) VALUES ('a'), ('b')")
            .model(numbered!(big_int().identity()))
            .query("SELECT seqtypid::regtype::text, seqmax, nextval('t_id_seq') FROM pg_sequence WHERE seqrelid = 't_id_seq'::regclass")
            .outcome(str![[r#"
change: alter column t.id: integer -> big_int
row: bigint|9223372036854775807|3

"#]]),
        held("a serial of another size by hand, whose sequence stayed small")
            .made("CREATE TABLE t (id serial CONSTRAINT pk_t PRIMARY KEY, x text); ALTER TABLE t ALTER id TYPE bigint")
            .model(numbered!(big_int().identity_with(Identity::serial())))
            .outcome(str![[r#"
not held: sequence t_id_seq has `AS integer`, which no operation says: it is not compared

"#]]),
        held("small serials")
            .made("CREATE TABLE t (id smallserial CONSTRAINT pk_t PRIMARY KEY, x text)")
            .model(numbered!(small_int().identity_with(Identity::serial())))
            .outcome(str![[""]]),
        held("a serial becomes a plain number")
            .revisions(numbered!(integer().identity_with(Identity::serial())))
            .rows("INSERT INTO t (x) VALUES ('a')")
            .model(numbered!(integer()))
            .query("SELECT count(*) FROM pg_class WHERE relkind = 'S' AND relname NOT LIKE 'migrate%'")
            .outcome(str![[r#"
change: alter column t.id: drop identity
row: 0

"#]]),
        held("an identity becomes a plain number")
            .revisions(numbered!(integer().identity()))
            .rows("INSERT INTO t (x) VALUES ('a')")
            .model(numbered!(integer()))
            .query("SELECT count(*) FROM pg_class WHERE relkind = 'S' AND relname NOT LIKE 'migrate%'")
            .outcome(str![[r#"
change: alter column t.id: drop identity
row: 0

"#]]),
        held("a plain number becomes an identity")
            .revisions(numbered!(integer()))
            .rows("INSERT INTO t VALUES (7, 'a')")
            .model(numbered!(integer().identity()))
            .query("SELECT nextval(pg_get_serial_sequence('t', 'id'))")
            .outcome(str![[r#"
change: alter column t.id: identity
row: 8

"#]]),
        held("two serials, and an identity that is no key")
            .made("CREATE TABLE t (id bigserial CONSTRAINT pk_t PRIMARY KEY, n serial, i bigint GENERATED ALWAYS AS IDENTITY)")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", big_int().identity_with(Identity::serial()).primary_key())
                        .column("n", integer().identity_with(Identity::serial()))
                        .column("i", big_int().identity_with(Identity::always())),
                );
            })
            .outcome(str![[""]]),
        held("a serial whose sequence belongs to nobody")
            .made("CREATE TABLE t (id serial CONSTRAINT pk_t PRIMARY KEY, x text); ALTER SEQUENCE t_id_seq OWNED BY NONE")
            .model(numbered!(integer().identity_with(Identity::serial())))
            .outcome(str![[r#"
not held: sequence t_id_seq has `AS integer`, which no operation says: it is not compared
change: alter column t.id: drop DEFAULT, identity
change: drop sequence t_id_seq
revision `r0` failed to apply
  operation: alter column t.id: drop DEFAULT, identity
  sql: DO $$ DECLARE given text := pg_get_serial_sequence('t', 'id'); following bigint; BEGIN ALTER TABLE t ALTER COLUMN id SET NOT NULL; CREATE SEQUENCE t_id_seq AS INTEGER OWNED BY t.id; ALTER TABLE t ALTER COLUMN id SET DEFAULT nextval('t_id_seq'); PERFORM setval(pg_get_serial_sequence('t', 'id'), max(id)) FROM t HAVING max(id) > 0; END $$
  cause: relation "t_id_seq" already exists
  hint: a run that failed half way has left it, or it was created by hand: drop it, or stamp the revision when all of it is there

"#]]),
        held("a serial whose sequence has another name")
            .made("CREATE TABLE t (id serial CONSTRAINT pk_t PRIMARY KEY, x text); ALTER SEQUENCE t_id_seq RENAME TO numbers")
            .model(numbered!(integer().identity_with(Identity::serial())))
            .outcome(str![[""]]),
        held("two columns that take numbers of one sequence")
            .made("CREATE TABLE t (id serial CONSTRAINT pk_t PRIMARY KEY, x integer DEFAULT nextval('t_id_seq'))")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().identity_with(Identity::serial()).primary_key())
                        .column("x", integer().default(sql("nextval('t_id_seq')"))),
                );
            })
            .outcome(str![[""]]),
    ];
    held::on_postgres("held_generated", cases);
}
