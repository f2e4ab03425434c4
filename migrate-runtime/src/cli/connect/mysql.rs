//! Connects to MariaDB or MySQL through the client library that diesel is linked with.

use diesel::{Connection as _, ConnectionError, MysqlConnection};

use crate::executor::{DatabaseError, Driver};
use migrate_core::dialect::mysql::quote;

use super::ConnectError;
use super::error::{SPECIAL_CHARACTERS, UNKNOWN_HOST};
use super::location::Product;
use super::server_url::{ServerUrl, parameter};

/// Whether the client library carries out `ssl_mode`. libmariadb does not: diesel sets an option
/// that it has not got. It encrypts if a `ssl_` file is given, checks the certificate against
/// `ssl_ca`, never the host's name, and goes on in the clear if the server has no TLS (tried with
/// libmariadb 3.3).
const CLIENT_HAS_SSL_MODE: bool = mysqlclient_sys::SUPPORTS_MYSQL_SSL_MODE;

/// Opens a connection.
pub(super) fn connect(url: &ServerUrl, product: Product) -> Result<Box<dyn Driver>, ConnectError> {
    let wants_tls = wants_tls(url, CLIENT_HAS_SSL_MODE)?;
    let refused = |message: String| {
        let hint = hint(url, &message);
        ConnectError::Server { server: format!("{product} at {url}"), message, hint }
    };
    let mut connection = MysqlConnection::establish(&url.text).map_err(|error| {
        refused(match error {
            ConnectionError::BadConnection(text) => text,
            other => other.to_string(),
        })
    })?;
    let failed = |error: DatabaseError| refused(error.to_string());
    if wants_tls && !is_encrypted(&mut connection).map_err(failed)? {
        return Err(ConnectError::Server {
            server: format!("{product} at {url}"),
            message: "the connection is not encrypted".to_owned(),
            hint: Some(
                "switch TLS on in the server; libmariadb also needs `ssl_ca=/path/to/ca.pem`"
                    .to_owned(),
            ),
        });
    }
    // A name that had to be decoded; saying it twice does no harm.
    if let Some(database) = &url.database {
        Driver::execute(&mut connection, &format!("USE {}", quote(database))).map_err(failed)?;
    }
    Ok(Box::new(connection))
}

/// Whether the connection must be encrypted; refuses what the client library would leave out.
fn wants_tls(url: &ServerUrl, client_has_mode: bool) -> Result<bool, ConnectError> {
    let given = |name| parameter(&url.parameters, name);
    let files = ["ssl_ca", "ssl_cert", "ssl_key"].iter().any(|name| given(name).is_some());
    let unreadable = |reason: String, hint: &str| {
        Err(ConnectError::Unreadable { reason, hint: Some(hint.to_owned()) })
    };
    let Some(mode) = given("ssl_mode") else { return Ok(files) };
    match mode.to_ascii_lowercase().as_str() {
        "disabled" if files && !client_has_mode => unreadable(
            "libmariadb encrypts if it is given a file, whatever `ssl_mode` is".to_owned(),
            "leave `ssl_mode=disabled` out, or the files",
        ),
        "disabled" | "preferred" => Ok(false),
        "verify_ca" if given("ssl_ca").is_none() => unreadable(
            "`ssl_mode=verify_ca` does not say which authority".to_owned(),
            "add `ssl_ca=/path/to/ca.pem`",
        ),
        "verify_identity" if !client_has_mode => unreadable(
            "libmariadb, which this program is linked with, would not check the host's name"
                .to_owned(),
            "write `ssl_mode=verify_ca`, or link the program with MySQL's libmysqlclient",
        ),
        "required" | "verify_ca" | "verify_identity" => Ok(true),
        other => unreadable(
            format!("there is no `ssl_mode={other}`"),
            "the modes are disabled, preferred, required, verify_ca, verify_identity",
        ),
    }
}

fn is_encrypted(connection: &mut MysqlConnection) -> Result<bool, DatabaseError> {
    let rows = connection.query("SHOW SESSION STATUS LIKE 'Ssl_cipher'")?;
    let cipher = rows.first().and_then(|row| row.get(1)).and_then(Option::as_deref);
    Ok(cipher.is_some_and(|cipher| !cipher.is_empty()))
}

fn hint(url: &ServerUrl, message: &str) -> Option<String> {
    let says = |text: &str| message.contains(text);
    if says("Can't connect to") {
        let socket =
            url.host.as_deref().is_none_or(|host| host == "localhost" || host.contains('/'));
        let socket = if socket && url.port.is_none() {
            " (this is a socket of this machine; `127.0.0.1` is the network)"
        } else {
            ""
        };
        return Some(format!("is the server running, and does it listen there?{socket}"));
    }
    if says("Unknown server host") || says("Unknown MySQL server host") {
        return Some(UNKNOWN_HOST.to_owned());
    }
    if says("Unknown database") {
        let database = url.database.as_deref()?;
        return Some(format!("make it: `CREATE DATABASE {}`", quote(database)));
    }
    if says("to database") {
        return Some("grant the user what is needed on the database".to_owned());
    }
    says("Access denied").then(|| SPECIAL_CHARACTERS.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mode_is_never_left_out() {
        let (mariadb, mysql) = (false, true);
        for (parameters, client, expected) in [
            ("", mariadb, Ok(false)),
            ("ssl_mode=disabled", mariadb, Ok(false)),
            ("ssl_mode=PREFERRED", mariadb, Ok(false)),
            ("ssl_mode=required", mariadb, Ok(true)),
            ("ssl_mode=required", mysql, Ok(true)),
            ("ssl_ca=/a", mariadb, Ok(true)),
            ("ssl_mode=verify_ca&ssl_ca=/a", mariadb, Ok(true)),
            ("ssl_mode=verify_ca", mysql, Err("which authority")),
            ("ssl_mode=verify_identity&ssl_ca=/a", mysql, Ok(true)),
            ("ssl_mode=verify_identity&ssl_ca=/a", mariadb, Err("would not check the host's name")),
            ("ssl_mode=disabled&ssl_ca=/a", mariadb, Err("whatever `ssl_mode` is")),
            ("ssl_mode=on", mysql, Err("there is no `ssl_mode=on`")),
        ] {
            let url = super::super::mysql_url::read("mysql", &format!("host/app?{parameters}"));
            match (wants_tls(&url.unwrap(), client), expected) {
                (Ok(wants), Ok(expected)) => assert_eq!(wants, expected, "{parameters}"),
                (Err(error), Err(text)) => assert!(error.to_string().contains(text), "{error}"),
                (result, _) => panic!("{parameters}: {result:?}"),
            }
        }
    }
}
