# A PostgreSQL of our own: in a temporary folder, on a free port of this machine only, gone afterwards.

# The newest server program that Debian installed.
postgres_programs() {
    ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1
}

# The server refuses to run as root; then its own account runs it, or nobody.
as_postgres() {
    if [ "$(id -u)" != 0 ]; then
        "$@"
    elif id postgres >/dev/null 2>&1; then
        runuser -u postgres -- "$@"
    else
        runuser -u nobody -- "$@"
    fi
}

# start_postgres FOLDER: sets LINLI_TEST_POSTGRES, or fails with the server's own words.
start_postgres() {
    local folder="$1" programs try port
    programs="$(postgres_programs)"
    [ -n "$programs" ] || fail "PostgreSQL's server is missing; script/setup --test installs it."
    mkdir -p "$folder"
    if [ "$(id -u)" = 0 ]; then
        chown "$(id -u postgres 2>/dev/null || id -u nobody)" "$folder"
    fi
    # Tests need nothing to survive a power cut; LINLI_POSTGRES_DURABLE=yes is for measuring.
    local speed="-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    [ -z "${LINLI_POSTGRES_DURABLE:-}" ] || speed=""
    # `C`, since Linli sorts by bytes.
    as_postgres "$programs/initdb" --pgdata="$folder/data" --username=linli --auth=trust \
        --encoding=UTF8 --locale=C --no-sync >"$folder.initdb.log" 2>&1 || fail "$(cat "$folder.initdb.log")"

    for try in 1 2 3 4 5 6; do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 30000))
        if as_postgres "$programs/pg_ctl" start --wait --silent --pgdata="$folder/data" --log="$folder/server.log" \
            --options="-p $port -c listen_addresses=127.0.0.1 -k $folder $speed -c max_connections=300" </dev/null >/dev/null 2>&1; then
            export LINLI_TEST_POSTGRES="postgres://linli@127.0.0.1:$port/postgres"
            return 0
        fi
    done
    fail "PostgreSQL did not start:
$(tail -20 "$folder/server.log")"
}

stop_postgres() {
    [ -f "$1/data/postmaster.pid" ] || return 0
    as_postgres "$(postgres_programs)/pg_ctl" stop --silent --pgdata="$1/data" --mode=immediate >/dev/null 2>&1 || true
}
