#!/usr/bin/env python3
"""Measures what a team feels: builds, edits, and runs, side by side with the nearest peer.

Everything is generated below `target/measure` and built in one run on one machine; compare the
ratios, and the CPU seconds rather than the wall clock. Needs cargo and Python 3.9 or newer.

    benches/measure.py            # everything
    benches/measure.py runs       # only the figures of finished binaries
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
    parser.add_argument("what", nargs="?", choices=["builds", "runs", "all"], default="all")
    what = parser.parse_args().what
    WORK.mkdir(parents=True, exist_ok=True)
    if what in ("builds", "all"):
        measure_builds()
    if what in ("runs", "all"):
        measure_runs()


if __name__ == "__main__":
    main()
