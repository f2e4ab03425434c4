#!/usr/bin/env bash
# Runs every test. Installs what the tests need and the machine lacks, or says what is missing.
set -euo pipefail
cd "$(dirname "$0")"

# The scripts that `--sql` prints are run by the database's own shell.
if ! command -v sqlite3 >/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && apt-get install -y -qq sqlite3
    else
        echo 'error: the tests run scripts with the `sqlite3` shell, and there is none' >&2
        echo 'hint: install it, for example with `sudo apt-get install sqlite3`' >&2
        exit 1
    fi
fi
if ! cargo nextest --version >/dev/null 2>&1; then
    cargo install --locked cargo-nextest
fi

cargo nextest run --workspace --all-features "$@"
cargo test --quiet --workspace --all-features --doc
