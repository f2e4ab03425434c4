//! MariaDB: its programs, its settings, its first start.

use std::net::TcpStream;
use std::path::Path;

use crate::command;
use crate::shared::Prepared;
use crate::user::User;

/// Nothing here outlives the tests, so nothing waits for a disk; characters as Debian sets them.
const SETTINGS: [&str; 12] = [
    "--bind-address=127.0.0.1",
    "--skip-log-bin",
    "--max-connections=200",
    "--performance-schema=OFF",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-flush-method=nosync",
    "--innodb-doublewrite=0",
    "--innodb-use-native-aio=0",
    "--innodb-buffer-pool-size=64M",
    "--innodb-log-file-size=16M",
    "--character-set-server=utf8mb4",
    "--collation-server=utf8mb4_general_ci",
];

/// Makes a data directory and says how to start a server on it.
pub(crate) fn prepare(directory: &Path, port: u16) -> Result<Prepared, String> {
    let missing = || {
        "the tests need MariaDB, and there is none\nhint: install it, for example with `sudo \
         apt-get install mariadb-server`, or name a running server with \
         `MIGRATE_TEST_MYSQL_URL=mysql://root@127.0.0.1:3306`"
            .to_owned()
    };
    let server = command::find("mariadbd").ok_or_else(missing)?;
    let install = command::find("mariadb-install-db").ok_or_else(missing)?;
    let user = User::choose(&["mysql", "nobody"])?;
    let data = format!("--datadir={}", directory.join("data").display());
    user.own(directory)?;
    let mut installation = user.command(None, &install, directory);
    // No password for root, and no user without a name, who would be in the way of named ones.
    installation.args(["--no-defaults", &data, "--auth-root-authentication-method=normal"]);
    installation.args(["--skip-test-db", "--skip-name-resolve"]);
    command::output(&mut installation)?;

    let signal = "TERM";
    let mut command = user.command(Some(signal), &server, directory);
    command.args(["--no-defaults", &data, &format!("--port={port}")]);
    command.arg(format!("--socket={}", directory.join("mariadb.sock").display()));
    command.arg(format!("--pid-file={}", directory.join("mariadb.pid").display()));
    command.arg(format!("--tmpdir={}", directory.display()));
    command.args(SETTINGS);
    Ok(Prepared {
        command,
        signal,
        url: format!("mysql://root@127.0.0.1:{port}"),
        // It listens last of all.
        is_ready: Box::new(move || TcpStream::connect(("127.0.0.1", port)).is_ok()),
    })
}
