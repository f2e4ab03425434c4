#!/usr/bin/env bash
# Runs every test. Installs what the tests need and the machine lacks, or says what is missing.
#
# ./test.sh [--postgres VERSION,..] [ARGUMENT OF cargo nextest run]...
#
# `--postgres 13,18` runs the tests that need PostgreSQL again on those versions.
set -euo pipefail
cd "$(dirname "$0")"

versions=${MIGRATE_TEST_POSTGRES_VERSIONS:-}
if [ "${1:-}" = --postgres ]; then
    versions=${2:?a list of versions, such as 13,18}
    shift 2
fi

.ci/install ${versions:+npm}
if ! cargo nextest --version >/dev/null 2>&1; then
    cargo install --locked cargo-nextest
fi

# Servers stop by themselves a minute after the last test; there is no need to wait for that.
trap 'cargo run --quiet --package test-servers -- stop' EXIT

features=$(cat .ci/features)
cargo nextest run --workspace --features "$features" "$@"
for version in ${versions//,/ }; do
    printf '\nPostgreSQL %s\n' "$version"
    MIGRATE_TEST_POSTGRES_URL='' MIGRATE_TEST_POSTGRES_VERSION=$version \
        cargo nextest run --workspace --features "$features" "$@" --no-tests pass \
        --filterset 'test(postgres) or binary(~postgres)'
done
cargo test --quiet --workspace --features "$features" --doc
