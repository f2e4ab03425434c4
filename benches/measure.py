#!/usr/bin/env python3
"""Measures what a team feels: builds, edits, and runs, side by side with the nearest peer.

Everything is generated below `target/measure` and built in one run on one machine; compare the
ratios, and the CPU seconds rather than the wall clock. Needs cargo and Python 3.9 or newer.

    benches/measure.py            # everything
    benches/measure.py runs       # only the figures of finished binaries
    benches/measure.py checks     # only `check`, with Alembic beside it

`checks` needs `psql` and a PostgreSQL server, which MIGRATE_TEST_POSTGRES_URL names and where it makes a database of
its own, and installs Alembic from PyPI. By hand, `cargo migrate --no-build check --against-database` in the package
`target/measure/checked` with its DATABASE_URL takes the same way.
"""

import argparse
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = ROOT / "target" / "measure"

OURS = """\
[package]
name = "{name}"
version = "0.0.0"
edition = "2024"

[package.metadata.migrate]

[dependencies]
migrate-runtime = {{ path = "{root}/migrate-runtime" }}

[build-dependencies]
migrate-runtime = {{ path = "{root}/migrate-runtime", default-features = false, features = ["build"] }}

[workspace]
"""

# diesel has tables of up to 32 columns by default, which a package with diesel_migrations compiles for its queries.
# A migration binary of ours makes none, and does without.
PEER = """\
[package]
name = "peer"
version = "0.0.0"
edition = "2024"

[dependencies]
clap = { version = "4.6", features = ["derive"] }
diesel = { version = "2.3", default-features = false, features = ["sqlite", "32-column-tables"] }
diesel_migrations = "2.3"
libsqlite3-sys = { version = ">=0.30.1, <0.39.0", features = ["bundled"] }

[workspace]
"""

PEER_MAIN = """\
use clap::Parser;
use diesel::{Connection, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

#[derive(Parser)]
struct Arguments {
    database_url: String,
}

fn main() {
    let mut connection = SqliteConnection::establish(&Arguments::parse().database_url).unwrap();
    connection.run_pending_migrations(MIGRATIONS).unwrap();
}
"""

REVISION = """\
//! create table t{number}
use migrate_runtime::prelude::*;

#[migration(rev = "{rev}"{down})]
fn upgrade(op: &mut Op) {{
    op.create_table(
        table("t{number}")
            .column("id", big_int().primary_key().identity())
            .column("name", varchar(100).not_null())
            .column("note", text())
            .column("created_at", timestamp().not_null().default(now())),
    );
}}

fn downgrade(op: &mut Op) {{
    op.drop_table("t{number}");
}}
"""

# What a package of many revisions does, again and again with other tables.
MIX = [
    ("create accounts{group}", """\
    op.create_table(
        table("accounts{group}")
            .column("id", big_int().primary_key().identity())
            .column("name", varchar(100).not_null())
            .column("note", text())
            .column("level", integer().not_null().default(0))
            .column("created_at", timestamp().not_null().default(now()))
            .check("ck_accounts{group}_level", "level >= 0")
            .index("ix_accounts{group}_name", ["name"]),
    );"""),
    ("create orders{group}", """\
    op.create_table(
        table("orders{group}")
            .column("id", big_int().primary_key().identity())
            .column("account_id", big_int().not_null().references("accounts{group}", "id").on_delete(Cascade))
            .column("total", numeric(12, 2).not_null()),
    );"""),
    ("add the state of orders", """\
    op.add_column("orders{group}", "state", varchar(20).not_null().default("open"));
    op.create_index("ix_orders{group}_state", "orders{group}", ["state"]);"""),
    ("show open orders", """\
    op.create_view(
        "open_orders{group}",
        "SELECT orders{group}.id, accounts{group}.name, orders{group}.total FROM orders{group} \\
         JOIN accounts{group} ON accounts{group}.id = orders{group}.account_id WHERE orders{group}.state = 'open'",
    );"""),
    ("insert accounts", """\
    op.bulk_insert("accounts{group}", ["id", "name", "level"], [(1, "Ada", 1), (2, "Grace", 2)]);"""),
    ("note is needed", """\
    op.alter_column("accounts{group}", "note").not_null().default("");"""),
    ("rename total", """\
    op.alter_column("orders{group}", "total").rename_to("amount");"""),
    ("rename accounts", """\
    op.rename_table("accounts{group}", "customers{group}");"""),
    ("drop the level", """\
    op.drop_index("ix_orders{group}_state", "orders{group}");
    op.drop_column("customers{group}", "level");"""),
    ("one amount each", """\
    op.create_unique_constraint("uq_orders{group}", "orders{group}", ["account_id", "amount"]);"""),
]

# Half of the views are dropped again.
DROP_VIEW = """\
    op.drop_view("open_orders{group}");
"""

MIXED_REVISION = """\
//! {message}
use migrate_runtime::prelude::*;

#[migration(rev = "{rev}"{down}, downgrade = auto)]
fn upgrade(op: &mut Op) {{
{body}
}}
"""


def one_table(number, rev, down):
    return REVISION.format(number=number, rev=rev, down=down)


def mixed(number, rev, down):
    group, place = divmod(number, len(MIX))
    message, body = MIX[place]
    if place == len(MIX) - 1 and group % 2 == 0:
        body = DROP_VIEW + body
    message, body = message.format(group=group), body.replace("{group}", str(group))
    return MIXED_REVISION.format(message=message, rev=rev, down=down, body=body)


def revision_id(number):
    return f"{number:012x}"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def write_ours(name, revisions, source=one_table):
    package = WORK / name
    shutil.rmtree(package, ignore_errors=True)
    library = name.replace("-", "_")
    write(package / "Cargo.toml", OURS.format(name=name, root=ROOT))
    write(package / "build.rs", 'fn main() {\n    migrate_runtime::build::verify("src/versions");\n}\n')
    write(package / "src/lib.rs", 'migrate_runtime::versions!("src/versions");\n')
    write(
        package / "src/main.rs",
        "fn main() -> std::process::ExitCode {\n"
        f"    migrate_runtime::cli::main(&{library}::MIGRATIONS)\n}}\n",
    )
    (package / "src/versions").mkdir(parents=True)
    for number in range(revisions):
        down = f', down_rev = "{revision_id(number - 1)}"' if number else ""
        text = source(number, revision_id(number), down)
        write(package / "src/versions" / f"{revision_id(number)}_t{number}.rs", text)
    shutil.copy(ROOT / "Cargo.lock", package / "Cargo.lock")
    return package


def write_peer():
    package = WORK / "peer"
    shutil.rmtree(package, ignore_errors=True)
    write(package / "Cargo.toml", PEER)
    write(package / "src/main.rs", PEER_MAIN)
    write(package / "migrations/0001_t/up.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY);\n")
    write(package / "migrations/0001_t/down.sql", "DROP TABLE t;\n")
    return package


def timed(command, cwd, env=None):
    """Runs a command; gives its CPU and wall seconds, children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = subprocess.run(command, cwd=cwd, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(f"{command} in {cwd} failed:\n{done.stderr.decode()}")
    cpu = (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
    return cpu, wall


def build(package, *options, env=None):
    return timed(["cargo", "build", *options], package, env)


def crates(package):
    tree = subprocess.run(
        ["cargo", "tree", "--edges", "normal", "--prefix", "none", "--no-dedupe"],
        cwd=package, check=True, capture_output=True, text=True,
    ).stdout
    return len({line.split(" (")[0] for line in tree.splitlines() if line})


def report(what, value):
    print(f"{what:<66} {value}", flush=True)


def measure_builds():
    ours, peer = write_ours("ours", 1), write_peer()
    for package in (ours, peer):
        subprocess.run(["cargo", "fetch", "--quiet"], cwd=package, check=True)
    ratios = []
    # cargo compiles crates of a path incrementally, which costs more the first time, and those of a registry, where
    # a team has both tools from, never.
    as_published = dict(os.environ, CARGO_INCREMENTAL="0")
    for round_number in (1, 2):
        cpu = {}
        for package in (peer, ours):
            shutil.rmtree(package / "target", ignore_errors=True)
            cpu[package.name], _ = build(package, env=as_published)
        ratios.append(cpu["ours"] / cpu["peer"])
        report(
            f"clean debug build, round {round_number}: CPU s here / diesel_migrations + clap",
            f"{cpu['ours']:.1f} / {cpu['peer']:.1f} = {ratios[-1]:.2f}",
        )
    report("crates here / diesel_migrations + clap", f"{crates(ours)} / {crates(peer)}")

    many = write_ours("ours-500", 500)
    env_target = many / "target"
    shutil.rmtree(env_target, ignore_errors=True)
    files = sorted((many / "src/versions").iterdir())
    aside = many / "aside"
    aside.mkdir()
    for file in files[1:]:
        file.rename(aside / file.name)
    build(many)
    for file in files[1:]:
        (aside / file.name).rename(file)
    cpu, wall = build(many)
    report("first compile of 500 revisions: CPU s (wall)", f"{cpu:.2f} ({wall:.2f})")
    edits = []
    for number in range(5):
        middle = files[250]
        middle.write_text(middle.read_text().replace("varchar(10", "varchar(20" if number % 2 else "varchar(30"))
        middle.write_text(middle.read_text() + f"// edit {number}\n")
        edits.append(build(many)[0])
    report("edit one of 500 and build: CPU s, median of 5", f"{statistics.median(edits):.2f}")


def measure_runs():
    hundred = write_ours("ours-100", 100)
    build(hundred)
    binary = hundred / "target/debug/ours-100"
    env = dict(os.environ, DATABASE_URL=str(WORK / "noop.db"))
    (WORK / "noop.db").unlink(missing_ok=True)
    timed([binary, "upgrade"], WORK, env)
    runs = [timed([binary, "upgrade"], WORK, env) for _ in range(40)]
    wall = sorted(run[1] * 1000 for run in runs)
    report("no-op upgrade, binary, 100 revisions: ms wall, median (min)", f"{statistics.median(wall):.1f} ({wall[0]:.1f})")

    subprocess.run(["cargo", "build", "--quiet", "--release", "-p", "cargo-migrate"], cwd=ROOT, check=True)
    through = ROOT / "target/release/cargo-migrate"
    timed([through, "migrate", "upgrade"], hundred, env)
    runs = [timed([through, "migrate", "upgrade"], hundred, env) for _ in range(20)]
    wall = sorted(run[1] * 1000 for run in runs)
    report("no-op upgrade, through cargo: ms wall, median (min)", f"{statistics.median(wall):.0f} ({wall[0]:.0f})")

    packages = {count: write_ours(f"mix-{count}", count, mixed) for count in (1000, 10_000)}
    for command in ("heads", "history"):
        runs = [timed([through, "migrate", command], packages[10_000]) for _ in range(7)]
        wall = statistics.median(run[1] for run in runs)
        report(f"{command} of 10,000 revision files: s wall, median", f"{wall:.2f}")
    measure_many(packages, env)

    thousand = write_ours("ours-1000", 1000)
    build(thousand)
    binary = thousand / "target/debug/ours-1000"
    walls = []
    for _ in range(5):
        database = WORK / "thousand.db"
        database.unlink(missing_ok=True)
        env = dict(os.environ, DATABASE_URL=str(database))
        walls.append(timed([binary, "upgrade", "--quiet"], WORK, env)[1])
    report("1,000 one-table revisions on a new file, debug build: s wall, median (min)", f"{statistics.median(walls):.2f} ({min(walls):.2f})")


# The columns of a table that is checked: SQL, diesel's type, SQLAlchemy's type.
COLUMNS = 3 * [
    ("varchar(100) NOT NULL", "Varchar", "String(100), nullable=False"),
    ("text", "Nullable<Text>", "Text"),
    ("integer NOT NULL DEFAULT 0", "Int4", "Integer, nullable=False, server_default='0'"),
    ("numeric(12, 2)", "Nullable<Numeric>", "Numeric(12, 2)"),
    ("boolean NOT NULL", "Bool", "Boolean, nullable=False"),
    ("timestamp", "Nullable<Timestamp>", "DateTime"),
]

# What Alembic takes: reading the database and comparing it, of a program that runs already.
ALEMBIC = """\
import os, sys, time
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

metadata = sa.MetaData()
for number in range({tables}):
    sa.Table(
        f"t{{number}}",
        metadata,
        sa.Column("id", sa.BigInteger, primary_key=True),
        sa.Column("t_id", sa.BigInteger, sa.ForeignKey(f"t{{max(number - 1, 0)}}.id")),
{columns}
    )
with sa.create_engine(os.environ["ALEMBIC_URL"]).connect() as connection:
    context = MigrationContext.configure(connection)
    start = time.monotonic()
    found = compare_metadata(context, metadata)
    print(time.monotonic() - start)
    sys.exit(str(found[:3]) if found else 0)
"""


def checked_sql(number):
    columns = "".join(f", c{place} {sql}" for place, (sql, _, _) in enumerate(COLUMNS))
    return (
        f"CREATE TABLE t{number} (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, "
        f"t_id bigint REFERENCES t{max(number - 1, 0)}{columns});\n"
    )


def checked_model(number):
    columns = "".join(f"        c{place} -> {kind},\n" for place, (_, kind, _) in enumerate(COLUMNS))
    return (
        f"diesel::table! {{\n    t{number} (id) {{\n        id -> Int8,\n"
        f"        t_id -> Nullable<Int8>,\n{columns}    }}\n}}\n"
    )


def with_models(package, features="sqlite"):
    """Names `schema.rs` for the models of a package."""
    manifest = package / "Cargo.toml"
    text = manifest.read_text()
    text = text.replace("[package.metadata.migrate]\n", '[package.metadata.migrate]\nmodels = "schema.rs"\n')
    runtime = f'path = "{ROOT}/migrate-runtime"'
    chosen = f'{runtime}, default-features = false, features = ["cli", "{features}"]'
    manifest.write_text(text.replace(f"{runtime} }}", f"{chosen} }}", 1))


def check(package, *options, env=None):
    """The wall seconds of `check` without cargo's build, median of 5; it must find no difference."""
    through = ROOT / "target/release/cargo-migrate"
    command = [through, "migrate", "--no-build", "check", *options]
    return statistics.median(timed(command, package, env)[1] for _ in range(5))


def measure_checks(tables=1000):
    subprocess.run(["cargo", "build", "--quiet", "--release", "-p", "cargo-migrate"], cwd=ROOT, check=True)
    through = ROOT / "target/release/cargo-migrate"
    for count, source in ((1, one_table), (10_000, mixed)):
        package = write_ours(f"checked-{count}", count, source)
        with_models(package)
        # A model that is named has to be there.
        write(package / "schema.rs", "")
        build(package)
        head = subprocess.run(
            [through, "migrate", "--no-build", "schema", "--format", "diesel"],
            cwd=package, check=True, capture_output=True,
        )
        (package / "schema.rs").write_bytes(head.stdout)
        report(f"check of {count:,} revisions, offline: s wall, median", f"{check(package):.2f}")
    measure_live_check(tables)


def measure_live_check(tables):
    server = os.environ.get("MIGRATE_TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1/postgres")
    database = server.rsplit("/", 1)[0] + "/migrate_measure_checks"
    psql = ["psql", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname"]
    for command in ("DROP DATABASE IF EXISTS migrate_measure_checks", "CREATE DATABASE migrate_measure_checks"):
        subprocess.run([*psql, server, "--command", command], check=True)
    sql = "".join(map(checked_sql, range(tables)))
    subprocess.run([*psql, database, "--output", os.devnull], input=sql + "ANALYZE;\n", text=True, check=True)

    package = write_ours("checked", 0)
    with_models(package, "postgres")
    write(package / "schema.rs", "".join(map(checked_model, range(tables))))
    build(package)
    live = check(package, "--against-database", env=dict(os.environ, DATABASE_URL=database))

    python = WORK / "alembic/bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", WORK / "alembic"], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "alembic", "psycopg[binary]"], check=True)
    columns = "".join(
        f'        sa.Column("c{place}", sa.{kind}),\n' for place, (_, _, kind) in enumerate(COLUMNS)
    )
    program = WORK / "compare.py"
    write(program, ALEMBIC.format(tables=tables, columns=columns.rstrip("\n")))
    env = dict(os.environ, ALEMBIC_URL="postgresql+psycopg://" + database.split("://", 1)[1])
    runs = [subprocess.run([python, program], env=env, check=True, capture_output=True, text=True) for _ in range(3)]
    alembic = statistics.median(float(run.stdout) for run in runs)
    report(
        f"check of {tables:,} tables on PostgreSQL / Alembic's comparison: s wall, median",
        f"{live:.2f} / {alembic:.2f}",
    )
    subprocess.run([*psql, server, "--command", "DROP DATABASE migrate_measure_checks"], check=True)


def measure_many(packages, env):
    """The commands of a binary of 10,000 revisions, side by side with `heads`, and what they take of 1,000."""
    sqlite = ["--dialect", "sqlite"]
    commands = [
        ["heads"],
        ["history"],
        ["export", "--format-version", "1"],
        ["export", "--format-version", "1", *sqlite],
        ["upgrade", "--sql", *sqlite],
        ["upgrade", "--plan"],
        ["upgrade"],
    ]
    walls = {}
    for count, package in packages.items():
        for profile, options in (("debug", []), ("release", ["--release"])):
            shared = dict(os.environ, CARGO_TARGET_DIR=str(WORK / "many"))
            timed(["cargo", "build", *options], package, shared)
            binary = WORK / "many" / profile / package.name
            for command in commands:
                database = WORK / "many.db"
                database.unlink(missing_ok=True)
                here = dict(env, DATABASE_URL=str(database))
                if command == ["upgrade"]:
                    timed([binary, "stamp", "heads"], WORK, here)
                runs = [timed([binary, *command], WORK, here)[1] for _ in range(5)]
                walls[count, profile, " ".join(command)] = statistics.median(runs)
    for (count, profile, command), wall in walls.items():
        if count == 10_000:
            ratio = wall / walls[1000, profile, command]
            report(f"{command}, 10,000 mixed, {profile}: s wall, median (x 1,000)", f"{wall:.2f} ({ratio:.1f})")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", nargs="?", choices=["builds", "runs", "checks", "all"], default="all")
    what = parser.parse_args().what
    WORK.mkdir(parents=True, exist_ok=True)
    if what in ("builds", "all"):
        measure_builds()
    if what in ("runs", "all"):
        measure_runs()
    if what in ("checks", "all"):
        measure_checks()


if __name__ == "__main__":
    main()
