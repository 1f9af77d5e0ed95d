#!/bin/sh
# SPDX-License-Identifier: MIT
# cdc43-phone on a machine whose clock was never set, is behind, or was ahead for a while.
set -u
# shellcheck source=tests/support/phone.sh
. tests/support/phone.sh
command -v faketime >/dev/null || {
    echo "SKIP: faketime is not installed"
    exit 77
}
pid=''
trap '[ -z "$pid" ] || { kill "$pid" 2>/dev/null; wait "$pid"; }; ca_stop; rm -rf "$dir"' EXIT
real=$program

# clock TIME: that is what the program takes for now from now on; "right": as it is.
clock() {
    program=$real
    [ "$1" = right ] && return
    program=$dir/program
    # Not by the command of the same name, so that the process is the program itself.
    printf '#!/bin/sh\nFAKETIME="@%s" LD_PRELOAD='\''%s'\'' exec "%s" "$@"\n' "$1" "$library" "$real" \
        >"$program"
    chmod 700 "$program"
}
# shellcheck disable=SC2016 # the variable of the other shell
library=$(faketime -f +0 sh -c 'echo "$LD_PRELOAD"')

requests_are() {
    count=$((count + 1))
    [ "$(ca_requests "$1")" = "$2" ] && return
    bad=$((bad + 1))
    echo "$(ca_requests "$1") requests, not $2"
}

# Refused while there is no clock: run, for five minutes of its time, does not ask every minute.
ca_start strict "challenge=$password"
provision a --challenge-password wrong
clock '1970-01-01 00:00:00 x40'
"$program" run --state "$dir/a" --quiet >"$dir/log" 2>&1 &
pid=$!
check "the status is said" wait_until grep -q "(next check: unknown, the clock was not set)" "$dir/log"
sleep 8
kill "$pid"
wait "$pid"
pid=''
requests_are strict 1
run 0 status --state "$dir/a"
has out "Last attempt                  unknown, the clock was not set"
has out "Next check                    unknown, the clock was not set"

# A clock that is behind by more than the CA's may be ahead.
ca_start ca
provision b
clock '2025-03-01 00:00:00'
run 1 enrol --state "$dir/b" --quiet
has err "the new certificate is not valid yet"
has out "What to do                    check the phone's clock"
clock right
run 0 enrol --state "$dir/b" --quiet

# Far ahead: the certificate has ended, and so has the CA's. Then right again.
clock '2060-01-01 00:00:00'
run 1 renew --state "$dir/b" --if-due --quiet
has err "a CA certificate has expired"
has out "What to do                    check the phone's clock; if it is right"
clock right
run 0 renew --state "$dir/b" --if-due --quiet
has out "the certificate is installed"
requests_are ca 2

# Lost, and found again.
clock '1970-01-01 00:00:00'
run 1 renew --state "$dir/b" --if-due --quiet
has err "does not know the time"
clock right
run 0 renew --state "$dir/b" --if-due --quiet
requests_are ca 2
command_end
