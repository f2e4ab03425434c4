//! One server for everybody who asks.

use std::net::TcpStream;

use test_servers::{Server, mysql, postgres};

fn answers(server: &Server) -> bool {
    let address = server
        .url()
        .split(['@', '/', '?'])
        .filter(|part| !part.ends_with(':'))
        .find(|part| part.contains(':'));
    address.is_some_and(|address| TcpStream::connect(address).is_ok())
}

#[test]
fn postgres_is_started_once() {
    let server = postgres();
    assert_eq!(server, postgres());
    assert!(answers(&server), "{}", server.url());
}

#[test]
fn mysql_is_started_once() {
    let server = mysql();
    assert_eq!(server, mysql());
    assert!(answers(&server), "{}", server.url());
}
