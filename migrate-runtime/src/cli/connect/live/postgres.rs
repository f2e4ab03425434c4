//! Connections to a real PostgreSQL server.

use diesel::{Connection as _, PgConnection};
use test_servers::{Server, postgres, unique_name};

use crate::cli::connect::{Access, ConnectError, connect, locate};
use crate::cli::environment::UrlSource;
use crate::cli::server_progress::Watched;
use crate::executor::Driver;

fn open(url: &str) -> Result<Box<dyn Driver>, ConnectError> {
    connect(&locate(url, &UrlSource::Argument)?, Access::Existing, "the tests", None)
}

fn refused(url: &str) -> (String, String) {
    match open(url) {
        Ok(_) => panic!("there is a connection"),
        Err(error) => (error.to_string(), error.hint().unwrap_or_default()),
    }
}

fn ask(connection: &mut dyn Driver, expression: &str) -> String {
    let rows = connection.query(&format!("SELECT ({expression})::text")).unwrap();
    rows[0][0].clone().unwrap_or_default()
}

/// `scheme://user@host:port/database?parameters` with another user and password.
fn as_user(server: &Server, user_and_password: &str) -> String {
    let (scheme, rest) = server.url().split_once("://").unwrap();
    let host = rest.split_once('@').map_or(rest, |(_, host)| host);
    format!("{scheme}://{user_and_password}@{host}")
}

fn with(url: &str, parameters: &str) -> String {
    format!("{url}{}{parameters}", if url.contains('?') { '&' } else { '?' })
}

#[test]
fn the_application_has_a_name() {
    let server = postgres();
    let mut connection = open(server.url()).unwrap();
    assert_eq!(ask(&mut *connection, "current_setting('application_name')"), "the tests");
    let mut connection = open(&with(server.url(), "application_name=mine")).unwrap();
    assert_eq!(ask(&mut *connection, "current_setting('application_name')"), "mine");
}

#[test]
fn the_search_path_is_set_by_the_url() {
    let url = with(postgres().url(), "options=-csearch_path%3Dapp%2Cpublic");
    let mut connection = open(&url).unwrap();
    assert_eq!(ask(&mut *connection, "current_setting('search_path')"), "app,public");
}

#[test]
fn a_socket_is_named_by_a_parameter_or_by_the_host() {
    let server = postgres();
    let mut connection = open(server.url()).unwrap();
    let directories = ask(&mut *connection, "current_setting('unix_socket_directories')");
    let directory = directories.split(',').next().unwrap().trim();
    let port = ask(&mut *connection, "current_setting('port')");
    let user = ask(&mut *connection, "current_user");
    let host = directory.replace('/', "%2F");
    for url in [
        format!("postgresql:///postgres?host={directory}&port={port}&user={user}"),
        format!("postgres://{user}@{host}:{port}/postgres"),
    ] {
        let mut connection = open(&url).unwrap();
        assert_eq!(ask(&mut *connection, "inet_server_port() IS NULL"), "true", "{url}");
    }
}

#[test]
fn what_is_wrong_is_said_with_the_server_and_without_the_password() {
    let server = postgres();
    let nowhere = "postgres://me:secret@127.0.0.1:1/app";
    for (url, expected, expected_hint) in [
        (
            nowhere.to_owned(),
            "cannot connect to PostgreSQL at 127.0.0.1:1, database `app`: Connection refused",
            "is the server running",
        ),
        (
            "postgres:///app?host=/nonexistent&password=secret".to_owned(),
            "No such file or directory",
            "is the server running",
        ),
        (
            server.url_of("no_such_database"),
            "database `no_such_database`: database \"no_such_database\" does not exist",
            "make it: `createdb no_such_database`",
        ),
        (
            as_user(&server, "no_such_role:secret"),
            "role \"no_such_role\" does not exist",
            "create it with `CREATE ROLE",
        ),
        (
            "postgres://me:secret@no-such-host.invalid/app".to_owned(),
            "could not translate host name",
            "is the host in the URL spelt right",
        ),
        (
            with(server.url(), "ssl_mode=require"),
            "invalid URI query parameter: \"ssl_mode\"",
            "libpq",
        ),
    ] {
        let (message, hint) = refused(&url);
        assert!(message.contains(expected), "{url}: {message}");
        assert!(hint.contains(expected_hint), "{url}: {hint}");
        assert!(!format!("{message}{hint}").contains("secret"), "{url}: {message} {hint}");
    }
}

/// Without TLS in the server there is no connection, whatever the certificate file.
#[test]
fn tls_is_not_left_out() {
    let server = postgres();
    let mut connection = open(server.url()).unwrap();
    if ask(&mut *connection, "current_setting('ssl')") == "on" {
        return;
    }
    // A certificate file is read before the server is asked, so only `require` comes to the server.
    let (message, hint) = refused(&with(server.url(), "sslmode=require"));
    assert!(message.contains("does not support SSL"), "{message}");
    assert!(hint.contains("`sslmode` asks for TLS"), "{hint}");
}

#[test]
fn passwords_may_have_any_character() {
    let server = postgres();
    let role = unique_name("role");
    let mut admin = PgConnection::establish(server.url()).unwrap();
    let asks = "EXISTS (SELECT FROM pg_hba_file_rules WHERE '+passwords' = ANY (user_name))";
    let asks = ask(&mut admin, asks) == "true";
    for sql in [
        "DO 'BEGIN CREATE ROLE passwords; EXCEPTION WHEN duplicate_object THEN END'",
        &format!("CREATE ROLE {role} LOGIN IN ROLE passwords PASSWORD 'p@s:s/w?o#r%41d'"),
    ] {
        Driver::execute(&mut admin, sql).unwrap();
    }
    let right = as_user(&server, &format!("{role}:p%40s%3As%2Fw%3Fo%23r%2541d"));
    assert_eq!(ask(&mut *open(&right).unwrap(), "current_user"), role);
    // A server that a variable names may trust everybody.
    if asks {
        for (login, expected, expected_hint) in [
            (format!("{role}:p@s"), "cannot be read", "`%40`"),
            (format!("{role}:secret"), "password authentication failed", "`%40`"),
            (role.clone(), "no password supplied", "PGPASSWORD"),
        ] {
            let (message, hint) = refused(&as_user(&server, &login));
            assert!(message.contains(expected), "{message}");
            assert!(hint.contains(expected_hint), "{hint}");
            assert!(!format!("{message}{hint}").contains("secret"), "{message} {hint}");
        }
    }
    Driver::execute(&mut admin, &format!("DROP ROLE {role}")).unwrap();
}

/// What a terminal shows of a statement that takes long.
#[test]
fn a_session_that_waits_for_a_lock_is_seen() {
    let server = postgres();
    let table = unique_name("waits");
    let mut holder = open(server.url()).unwrap();
    holder.execute(&format!("CREATE TABLE {table} (a int)")).unwrap();
    holder.execute(&format!("BEGIN; LOCK TABLE {table}")).unwrap();
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut waiter = open(server.url()).unwrap();
            let location = locate(server.url(), &UrlSource::Argument).unwrap();
            tell.send(Watched::of(&mut *waiter, &location, "the tests").unwrap()).unwrap();
            waiter.execute(&format!("ALTER TABLE {table} ADD b int")).unwrap();
        });
        let mut watcher = told.recv().unwrap().connect().unwrap();
        let seen = (0..200).find_map(|_| {
            std::thread::sleep(std::time::Duration::from_millis(50));
            watcher.ask()
        });
        holder.execute("ROLLBACK").unwrap();
        assert_eq!(seen.as_deref(), Some("waiting for a lock"));
    });
    holder.execute(&format!("DROP TABLE {table}")).unwrap();
}
