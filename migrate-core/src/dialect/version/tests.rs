//! What servers and libraries say of their versions, as far as they are known.

use crate::dialect::{Dialect, Family};

/// The dialect, or the error.
fn read(family: Family, version: &str) -> String {
    match Dialect::parse(family, version) {
        Ok(dialect) => dialect.to_string(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn of_postgres() {
    for (version, expected) in [
        ("13", "PostgreSQL 13"),
        ("18.4", "PostgreSQL 18"),
        ("150018", "PostgreSQL 15"),
        ("130023 PostgreSQL 13.23 on x86_64-pc-linux-gnu, compiled by gcc", "PostgreSQL 13"),
        (
            "150004 PostgreSQL 15.4 on aarch64-unknown-linux-gnu, compiled by aarch64",
            "PostgreSQL 15",
        ),
        ("150004 PostgreSQL 15.4 (EnterpriseDB Advanced Server 15.4.0) on x86_64", "PostgreSQL 15"),
        ("190000 PostgreSQL 19devel on x86_64-pc-linux-gnu", "PostgreSQL 19"),
        ("1000000 PostgreSQL 100.0", "PostgreSQL 100"),
        (
            "90624 PostgreSQL 9.6.24",
            "PostgreSQL 9 is too old: PostgreSQL 13 is the oldest supported",
        ),
        ("120022", "PostgreSQL 12 is too old: PostgreSQL 13 is the oldest supported"),
        ("", "`` is no version of the database"),
        ("devel", "`devel` is no version of the database"),
    ] {
        assert_eq!(read(Family::Postgres, version), expected);
    }
    for (version, name) in [
        ("130000 CockroachDB CCL v23.1.11 (x86_64-pc-linux-gnu, built 2023/09/27)", "CockroachDB"),
        ("150012 PostgreSQL 15.12-YB-2025.1.0.1-b3 on x86_64-pc-linux-gnu", "YugabyteDB"),
        ("80002 PostgreSQL 8.0.2 on i686-pc-linux-gnu, Redshift 1.0.63590", "Amazon Redshift"),
    ] {
        let expected = format!(
            "the server is {name} and not PostgreSQL: it takes the same protocol, and its transactions \
             and locks are others"
        );
        assert_eq!(read(Family::Postgres, version), expected);
    }
}

#[test]
fn of_mariadb_and_mysql() {
    for (version, expected) in [
        ("10.11.19-MariaDB-0+deb12u1", "MariaDB 10.11.19"),
        ("11.8.9-MariaDB-0+deb13u1 from Debian", "MariaDB 11.8.9"),
        ("12.0.2-MariaDB-ubu2404-log", "MariaDB 12.0.2"),
        ("5.5.5-10.6.24-MariaDB", "MariaDB 10.6.24"),
        ("10.5.29-MariaDB", "MariaDB 10.5.29 is too old: MariaDB 10.6 is the oldest supported"),
        ("8.0.36", "MySQL 8.0.36"),
        ("8.0.36-28.1", "MySQL 8.0.36"),
        ("9.7.4-2", "MySQL 9.7.4"),
        ("26.7.0", "MySQL 26.7"),
        ("26.10.1-commercial", "MySQL 26.10.1"),
        ("5.6.51-log", "MySQL 5.6.51 is too old: MySQL 8.0.16 is the oldest supported"),
        ("8.0.15", "MySQL 8.0.15 is too old: MySQL 8.0.16 is the oldest supported"),
        ("mysql", "`mysql` is no version of the database"),
    ] {
        assert_eq!(read(Family::Mysql, version), expected);
    }
    for (version, name) in
        [("8.0.11-TiDB-v8.5.0", "TiDB"), ("5.7.25-OceanBase-v4.2.1", "OceanBase")]
    {
        let error = read(Family::Mysql, version);
        assert!(error.starts_with(&format!("the server is {name} and not MySQL")), "{error}");
    }
}

#[test]
fn of_sqlite() {
    for (version, expected) in [
        ("3.35.0", "SQLite 3.35"),
        ("3.53.2", "SQLite 3.53"),
        ("3.60.0", "SQLite 3.60"),
        ("4.0", "SQLite 4.0"),
        ("3.34.1", "SQLite 3.34 is too old: SQLite 3.35 is the oldest supported"),
        ("3.x", "`3.x` is no version of the database"),
    ] {
        assert_eq!(read(Family::Sqlite, version), expected);
    }
}

/// A feature that came with a version is there in every later one, also where the numbers are those of
/// years and months.
#[test]
fn a_feature_stays() {
    use super::{mysql, postgres, sqlite};
    use mysql::Version as Mysql;
    let mysql = Mysql::parse("26.7.0").expect("a version");
    assert!(mysql.at_least(Mysql::mysql(8, 0, 29)) && mysql.at_least(Mysql::mysql(9, 7, 4)));
    assert!(!mysql.at_least(Mysql::mariadb(10, 6, 0)) && !mysql.copies_online());
    assert!(!mysql.has_implicit_timestamps());
    let mariadb = Mysql::parse("12.1.0-MariaDB").expect("a version");
    assert!(mariadb.copies_online() && !mariadb.has_implicit_timestamps());
    let postgres = postgres::Version(19);
    assert!(postgres.has_virtual_columns() && !postgres.limits_virtual_columns());
    assert!(sqlite::Version { major: 4, minor: 0 }.alters_constraints());
}
