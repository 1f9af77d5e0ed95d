# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# A PostgreSQL of the test's own, on a socket in a folder of its own, for shell scripts. Source it
# after lab.sh and call postgres_begin after lab_begin.
#
# Set by postgres_begin:
#   POSTGRES_DIR    where its socket is; the server dies and the folder goes with the lab
#   POSTGRES_USER   the name of the only database user

POSTGRES_DIR='' POSTGRES_USER='nobody'
postgres_bin='' postgres_pid=''

# The server refuses to run as root.
postgres_run() {
    setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"
}

postgres_begin() {
    for postgres_bin in /usr/lib/postgresql/*/bin ''; do
        [ ! -x "$postgres_bin/initdb" ] || break
    done
    [ -n "$postgres_bin" ] || lab_skip "PostgreSQL is not installed (Debian package postgresql)"
    # The lab's folder is for root alone; lab_end removes what is named here as well.
    POSTGRES_DIR=$(mktemp -d "${TMPDIR:-/tmp}/cdc43-pg.XXXXXX") || exit 1
    lab_folders="$lab_folders $POSTGRES_DIR"
    chown nobody "$POSTGRES_DIR"
    postgres_run "$postgres_bin/initdb" -D "$POSTGRES_DIR/data" -A trust --no-sync \
        --encoding=UTF8 --locale=C >"$LAB_DIR/postgres.log" 2>&1 || {
        cat "$LAB_DIR/postgres.log" >&2
        lab_fail "initdb"
    }
    postgres_start
}

# postgres_start, postgres_stop: with what is in it.
postgres_start() {
    setpriv --pdeathsig KILL --reuid=nobody --regid=nogroup --clear-groups -- \
        "$postgres_bin/postgres" -D "$POSTGRES_DIR/data" -k "$POSTGRES_DIR" \
        -c listen_addresses= -c fsync=off >>"$LAB_DIR/postgres.log" 2>&1 &
    postgres_pid=$!
    lab_pids="$lab_pids $postgres_pid"
    wait_until postgres_is_there || {
        cat "$LAB_DIR/postgres.log" >&2
        lab_fail "PostgreSQL does not start"
    }
}

postgres_stop() {
    kill -QUIT "$postgres_pid" # at once; otherwise it waits until its clients have gone
    lab_stop "$postgres_pid" || :
}

postgres_is_there() {
    "$postgres_bin/pg_isready" -q -h "$POSTGRES_DIR"
}

# postgres_sql DATABASE SQL, postgres_file DATABASE FILE
postgres_sql() {
    "$postgres_bin/psql" -X -q -v ON_ERROR_STOP=1 -h "$POSTGRES_DIR" -U "$POSTGRES_USER" "$1" \
        -c "$2" >/dev/null
}

postgres_file() {
    "$postgres_bin/psql" -X -q -v ON_ERROR_STOP=1 -h "$POSTGRES_DIR" -U "$POSTGRES_USER" "$1" \
        -f "$2" >/dev/null 2>>"$LAB_DIR/postgres.log"
}
