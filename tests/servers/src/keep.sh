#!/bin/sh
# Runs a server until no test has used it for a while, or until it is told to stop.
#
# keep.sh STATE DATA SIGNAL SECONDS COMMAND...
#
# STATE/keeper is locked as long as this runs. Every test program that uses the server holds a
# shared lock on STATE/users; the system takes it away even from one that was killed.
state=$1 data=$2 signal=$3 seconds=$4
shift 4

exec 8>>"$state/keeper"
flock --nonblock 8 || exit 1
echo $$ >"$state/pid"

"$@" 8>&- &
server=$!

finish() {
    trap '' TERM
    rm -f "$state/url"
    kill -s "$signal" "$server" 2>/dev/null && wait "$server"
    rm -rf "$data"
    exit 0
}
trap finish TERM

quiet=0
while kill -0 "$server" 2>/dev/null; do
    sleep 1 8>&- &
    wait $!
    # Whoever wants the server, or wants it to stop, holds this lock while looking at the users.
    exec 9>>"$state/lock"
    if flock --nonblock 9 && flock --nonblock "$state/users" true; then
        quiet=$((quiet + 1))
        [ "$quiet" -lt "$seconds" ] || finish
    else
        quiet=0
    fi
    exec 9>&-
done
finish
