//! Connections to a real MariaDB or MySQL server.

use diesel::{Connection as _, MysqlConnection};
use test_servers::{Server, mysql, unique_name};

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
    let rows = connection.query(&format!("SELECT CAST({expression} AS CHAR)")).unwrap();
    rows[0][0].clone().unwrap_or_default()
}

/// The URL of a database with another user and password.
fn as_user(server: &Server, database: &str, user_and_password: &str) -> String {
    let url = server.url_of(database);
    let (scheme, rest) = url.split_once("://").unwrap();
    let host = rest.split_once('@').map_or(rest, |(_, host)| host);
    format!("{scheme}://{user_and_password}@{host}")
}

/// Runs statements as the user who may do everything.
fn administer(server: &Server, sql: &str) {
    let mut admin = MysqlConnection::establish(server.url()).unwrap();
    Driver::execute(&mut admin, sql).unwrap();
}

#[test]
fn both_schemes_and_names_of_any_characters() {
    let server = mysql();
    let name = format!("{} grö`ße", unique_name("names"));
    let quoted = migrate_core::dialect::mysql::quote(&name);
    administer(&server, &format!("CREATE DATABASE {quoted}"));
    let encoded = name.replace(' ', "%20").replace('`', "%60");
    let url = server.url_of(&encoded);
    let mariadb = url.replacen("mysql://", "mariadb://", 1);
    for url in [url, mariadb] {
        assert_eq!(ask(&mut *open(&url).unwrap(), "database()"), name, "{url}");
    }
    administer(&server, &format!("DROP DATABASE {quoted}"));
}

#[test]
fn a_socket_is_used_and_the_port_of_localhost_is_not_forgotten() {
    let server = mysql();
    let mut connection = open(&server.url_of("mysql")).unwrap();
    let socket = ask(&mut *connection, "@@socket");
    let port = ask(&mut *connection, "@@port");
    for url in [
        format!("mysql://root@127.0.0.1:1/mysql?unix_socket={socket}"),
        format!("mysql://root@localhost/mysql?unix_socket={socket}"),
        format!("mysql://root@localhost:{port}/mysql"),
    ] {
        let mut connection = open(&url).unwrap();
        assert_eq!(ask(&mut *connection, "@@port"), port, "{url}");
    }
}

#[test]
fn what_is_wrong_is_said_with_the_server_and_without_the_password() {
    let server = mysql();
    for (url, expected, expected_hint) in [
        (
            "mysql://me:secret@127.0.0.1:1/app".to_owned(),
            "cannot connect to MySQL at 127.0.0.1:1, database `app`: Can't connect to",
            "is the server running",
        ),
        (
            "mariadb://me:secret@localhost/app?unix_socket=/nonexistent".to_owned(),
            "cannot connect to MariaDB at /nonexistent, database `app`: Can't connect to",
            "a socket of this machine",
        ),
        (
            server.url_of("no_such_database"),
            "Unknown database 'no_such_database'",
            "make it: `CREATE DATABASE no_such_database`",
        ),
        (server.url_of("no%20such"), "Unknown database 'no such'", "`no such`"),
        (
            "mysql://me:secret@no-such-host.invalid/app".to_owned(),
            "server host 'no-such-host.invalid'",
            "is the host in the URL spelt right",
        ),
        (as_user(&server, "mysql", "nobody:secret"), "Access denied for user 'nobody'@", "`%40`"),
    ] {
        let (message, hint) = refused(&url);
        assert!(message.contains(expected), "{url}: {message}");
        assert!(hint.contains(expected_hint), "{url}: {hint}");
        assert!(!format!("{message}{hint}").contains("secret"), "{url}: {message} {hint}");
    }
}

/// libmariadb goes on in the clear where the server has no TLS, and encrypts nothing without a
/// file.
#[test]
fn tls_is_not_left_out() {
    let server = mysql();
    let mut connection = open(&server.url_of("mysql")).unwrap();
    if ask(&mut *connection, "@@have_ssl") == "YES" {
        return;
    }
    let (message, _) = refused(&format!("{}?ssl_mode=required", server.url_of("mysql")));
    assert!(message.contains("the connection is not encrypted"), "{message}");
    open(&format!("{}?ssl_mode=preferred", server.url_of("mysql"))).unwrap();
}

#[test]
fn passwords_may_have_any_character() {
    let server = mysql();
    let name = unique_name("user").replace("test_", "");
    let user = format!("'{name}'@'%'");
    let sql = format!("CREATE USER {user} IDENTIFIED BY 'p@s:s/w?o#r%41d'");
    administer(&server, &format!("{sql}; GRANT ALL ON mysql.* TO {user}"));
    let url = as_user(&server, "mysql", &format!("{name}:p%40s%3As%2Fw%3Fo%23r%2541d"));
    let mut connection = open(&url).unwrap();
    assert!(ask(&mut *connection, "current_user()").starts_with(&name));
    drop(connection);
    administer(&server, &format!("DROP USER {user}"));
}

/// What a terminal shows of a statement that takes long.
#[test]
fn a_session_that_waits_for_a_lock_is_seen() {
    let server = mysql();
    let database = unique_name("waits");
    administer(&server, &format!("CREATE DATABASE {database}"));
    let url = server.url_of(&database);
    let mut holder = open(&url).unwrap();
    holder.execute("CREATE TABLE t (a int)").unwrap();
    holder.execute("LOCK TABLES t WRITE").unwrap();
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut waiter = open(&url).unwrap();
            let location = locate(&url, &UrlSource::Argument).unwrap();
            tell.send(Watched::of(&mut *waiter, &location, "the tests").unwrap()).unwrap();
            waiter.execute("ALTER TABLE t ADD b int").unwrap();
        });
        let mut watcher = told.recv().unwrap().connect().unwrap();
        let seen = (0..200).find_map(|_| {
            std::thread::sleep(std::time::Duration::from_millis(50));
            watcher.ask()
        });
        holder.execute("UNLOCK TABLES").unwrap();
        assert_eq!(seen.as_deref(), Some("waiting for table metadata lock"));
    });
    administer(&server, &format!("DROP DATABASE {database}"));
}
