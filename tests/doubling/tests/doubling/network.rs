//! A network that is cut while a run lasts.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use test_servers::{Address, Kind, postgres_address};

use crate::database::{Database, finish, moment, rounds, said, start};

/// Hands everything on between clients and a server, until it is cut.
struct Network {
    url: String,
    clients: Arc<Mutex<Vec<TcpStream>>>,
}

impl Network {
    fn before(database: &Database) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let clients = Arc::new(Mutex::new(Vec::new()));
        let known = Arc::clone(&clients);
        let (server, url) = addresses(database, port);
        thread::spawn(move || {
            for client in listener.incoming() {
                let client = client.unwrap();
                known.lock().unwrap().push(client.try_clone().unwrap());
                match &server {
                    Address::Tcp(host, port) => {
                        let server = TcpStream::connect((host.as_str(), *port)).unwrap();
                        hand_on(&client, server.try_clone().unwrap(), server, TcpStream::shutdown);
                    }
                    Address::Socket(path) => {
                        let server = UnixStream::connect(path).unwrap();
                        hand_on(&client, server.try_clone().unwrap(), server, UnixStream::shutdown);
                    }
                }
            }
        });
        Self { url, clients }
    }

    /// Ends all connections; the server finds out when it reads or writes the next time.
    fn cut(&self) {
        for client in self.clients.lock().unwrap().drain(..) {
            drop(client.shutdown(Shutdown::Both));
        }
    }
}

/// Where the server is, and the URL of the same database by way of a port of this machine.
fn addresses(database: &Database, port: u16) -> (Address, String) {
    let url = database.url();
    match database.kind() {
        Some(Kind::Postgres) => {
            // Of a parameter that is said twice, libpq takes the last.
            let joint = if url.contains('?') { '&' } else { '?' };
            let here = format!("host=127.0.0.1&hostaddr=127.0.0.1&port={port}");
            let through = format!("{url}{joint}{here}&sslmode=disable&gssencmode=disable");
            (postgres_address(&url), through)
        }
        Some(Kind::Mysql) => {
            let (before, place) = url.split_once('@').unwrap();
            let (host, name) = place.split_once('/').unwrap();
            let (host, server_port) = host.split_once(':').unwrap();
            let server = Address::Tcp(host.to_owned(), server_port.parse().unwrap());
            (server, format!("{before}@127.0.0.1:{port}/{name}"))
        }
        None => panic!("SQLite has no network"),
    }
}

fn hand_on<S: Read + Write + Send + 'static>(
    client: &TcpStream,
    mut reads: S,
    mut writes: S,
    shutdown: fn(&S, Shutdown) -> std::io::Result<()>,
) {
    let (mut from, mut to) = (client.try_clone().unwrap(), client.try_clone().unwrap());
    thread::spawn(move || {
        drop(std::io::copy(&mut from, &mut writes));
        drop(shutdown(&writes, Shutdown::Both));
    });
    thread::spawn(move || {
        drop(std::io::copy(&mut reads, &mut to));
        drop(to.shutdown(Shutdown::Both));
    });
}

fn cut(make: fn() -> Database) {
    let mut failed = 0;
    for round in 0..rounds() {
        let database = make().with_account("0.4");
        let network = Network::before(&database);
        let first = start(&network.url, &["upgrade", "b_double"]);
        thread::sleep(moment(round, Duration::from_millis(600)));
        network.cut();
        let second = database.start(&["upgrade", "b_double"]);
        let (first, second) = (finish(first), finish(second));
        let words = said(&first);
        if !first.status.success() {
            failed += 1;
            assert!(!words.contains("transaction manager"), "{words}");
        }
        assert!(second.status.success(), "{}", said(&second));
        database.assert_doubled_once(&format!("round {round}: {words}{}", said(&second)));
    }
    println!("{failed} of {} first runners lost their connection", rounds());
}

#[test]
fn the_network_is_cut_on_postgres() {
    cut(Database::postgres);
}

#[test]
fn the_network_is_cut_on_mysql() {
    cut(Database::mysql);
}
