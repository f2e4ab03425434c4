//! The address of a server as its own programs take it: the password apart, so that no list of processes shows it.

use crate::executor::BackupError;

use super::location::Product;
use super::postgres_url::user_and_rest;
use super::server_url::{ServerUrl, decode_or_keep, parameter, split_before};

/// A URL of PostgreSQL without its password, and the password.
pub(in crate::cli) fn postgres(url: &ServerUrl) -> Result<(String, Option<String>), BackupError> {
    // libpq has no variable for it.
    if parameter(&url.parameters, "sslpassword").is_some() {
        return Err(BackupError::Secret { parameter: "sslpassword" });
    }
    let (scheme, rest) = url.text.split_once("://").unwrap_or(("postgres", &url.text));
    let (user, rest) = user_and_rest(rest);
    let (name, password) = match user.split_once(':') {
        Some((name, password)) => (name, Some(decode_or_keep(password))),
        None => (user, None),
    };
    let (place, query) = split_before(rest, &['?']);
    let is_secret = |pair: &&str| {
        let name = pair.split_once('=').map_or(*pair, |(name, _)| name);
        decode_or_keep(name) != "password"
    };
    let query: Vec<_> = query.trim_start_matches('?').split('&').filter(is_secret).collect();
    let query = query.join("&");
    let at = if user.is_empty() { "" } else { "@" };
    // What follows a user begins with its `@`.
    let place = place.strip_prefix('@').unwrap_or(place);
    let mark = if query.is_empty() { "" } else { "?" };
    let password = parameter(&url.parameters, "password").map(str::to_owned).or(password);
    Ok((format!("{scheme}://{name}{at}{place}{mark}{query}"), password))
}

/// The options with which a client program of MariaDB or MySQL gets there, as an option file
/// (<https://dev.mysql.com/doc/refman/8.4/en/option-files.html>).
pub(in crate::cli) fn mysql(url: &ServerUrl, product: Product) -> String {
    let rest = url.text.split_once("://").map_or(&*url.text, |(_, rest)| rest);
    let (authority, _) = split_before(rest, &['/']);
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (user, password) = user.split_once(':').unwrap_or((user, ""));
    let given = |name| parameter(&url.parameters, name).map(str::to_owned);
    let socket = given("unix_socket");
    let (host, port) = super::server_url::host_and_port(host);
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let mut lines = vec!["[client]".to_owned()];
    let mut option = |name: &str, value: Option<String>| {
        lines.extend(value.map(|value| format!("{name}={}", quoted(&value))));
    };
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    option("user", text(user).map(|user| decode_or_keep(&user)));
    option("password", text(password).map(|password| decode_or_keep(&password)));
    option("host", text(host));
    option("port", port.map(str::to_owned));
    option("socket", socket);
    option("ssl-ca", given("ssl_ca"));
    option("ssl-cert", given("ssl_cert"));
    option("ssl-key", given("ssl_key"));
    let mode = given("ssl_mode").unwrap_or_default().to_ascii_lowercase();
    let tls = match (product, &*mode) {
        (_, "" | "preferred") => None,
        (Product::Mysql, mode) => Some(format!("ssl-mode={}", mode.to_ascii_uppercase())),
        (_, "disabled") => Some("skip-ssl".to_owned()),
        // What `verify_ca` asks for is in `ssl-ca`; `connect` has refused `verify_identity`.
        _ => Some("ssl".to_owned()),
    };
    lines.extend(tls);
    lines.join("\n") + "\n"
}

/// A value in quotes, in which `#` begins no comment.
fn quoted(value: &str) -> String {
    let mut text = String::from("\"");
    for c in value.chars() {
        match c {
            '\\' => text.push_str("\\\\"),
            '"' => text.push_str("\\\""),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            c => text.push(c),
        }
    }
    text + "\""
}

#[cfg(test)]
mod tests {
    use super::super::{mysql_url, postgres_url};
    use super::*;

    #[test]
    fn the_url_of_postgres_goes_without_its_password() {
        for (rest, plain, password) in [
            ("host/app", "host/app", None),
            ("me@host/app", "me@host/app", None),
            ("me:s%40cret@host:1/app", "me@host:1/app", Some("s@cret")),
            ("me:s?cr#t@host/app?sslmode=require", "me@host/app?sslmode=require", Some("s?cr#t")),
            ("me:old@host/app?password=n%26w&user=b", "me@host/app?user=b", Some("n&w")),
            ("/app?host=/tmp&pass%77ord=x", "/app?host=/tmp", Some("x")),
            ("me:x@a:1,b:2/app", "me@a:1,b:2/app", Some("x")),
        ] {
            let url = postgres_url::read(&format!("postgres://{rest}"), rest).unwrap();
            let (text, found) = postgres(&url).unwrap();
            assert_eq!((&*text, found.as_deref()), (&*format!("postgres://{plain}"), password));
        }
        let rest = "me@host/app?sslpassword=x";
        let url = postgres_url::read(&format!("postgres://{rest}"), rest).unwrap();
        assert!(matches!(postgres(&url), Err(BackupError::Secret { .. })));
    }

    #[test]
    fn the_url_of_mysql_becomes_options() {
        let options = |rest: &str, product| {
            let text = mysql(&mysql_url::read("mysql", rest).unwrap(), product);
            text.lines().skip(1).collect::<Vec<_>>().join(" ")
        };
        for (rest, product, expected) in [
            ("host/app", Product::Mariadb, "host=\"host\""),
            (
                "me:p%40@s\"\\#@[::1]:3307/app",
                Product::Mariadb,
                "user=\"me\" password=\"p@@s\\\"\\\\#\" host=\"::1\" port=\"3307\"",
            ),
            ("localhost:1/app", Product::Mysql, "host=\"127.0.0.1\" port=\"1\""),
            (
                "me@x/app?unix_socket=/run/a.sock",
                Product::Mysql,
                "user=\"me\" host=\"localhost\" socket=\"/run/a.sock\"",
            ),
            (
                "h/app?ssl_mode=verify_ca&ssl_ca=/a",
                Product::Mysql,
                "host=\"h\" ssl-ca=\"/a\" ssl-mode=VERIFY_CA",
            ),
            ("h/app?ssl_mode=required", Product::Mariadb, "host=\"h\" ssl"),
            ("h/app?ssl_mode=disabled", Product::Mariadb, "host=\"h\" skip-ssl"),
        ] {
            assert_eq!(options(rest, product), expected, "{rest}");
        }
    }
}
