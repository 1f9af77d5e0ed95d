#!/bin/sh
# SPDX-License-Identifier: MIT
# cdc43-phone with a disk that takes nothing, or too little: the CA is not asked again and again for
# what cannot be kept, nothing is left half written, and the status says what it is.
set -u
# shellcheck source=tests/support/phone.sh
. tests/support/phone.sh

# limit BLOCKS: no file that the program writes from now on gets longer than that many times 512.
limit() {
    printf '#!/bin/sh\nulimit -f %s\ntrap "" XFSZ\nexec "%s" "$@"\n' "$1" "$real" >"$dir/limited"
    chmod 700 "$dir/limited"
    program=$dir/limited
}

nothing_is_left() {
    [ -z "$(find "$dir/$1" -name '*.pem' -o -name '*.new' -o -name 'gen-*')" ]
}

real=$program
ca_start ca
provision a

# Not even the status: nothing is asked for.
limit 0
run 1 renew --state "$dir/a" --if-due --quiet
run 1 enrol --state "$dir/a" --quiet
check "no request was made" [ "$(ca_requests ca)" = 0 ]

# The status, but no key.
limit 2
run 1 renew --state "$dir/a" --if-due --quiet
has err "the certificate store failed: write a file: File too large"
check "what cannot be kept is not sent" [ "$(ca_requests ca)" = 0 ]
check "nothing is left of it" nothing_is_left a
run 1 renew --state "$dir/a" --if-due --quiet
check "it is not repeated at once" [ "$(ca_requests ca)" = 0 ]
program=$real
run 0 status --state "$dir/a"
has out "the enrolment failed: the certificate store failed"
has out "What to do                    check the phone's state directory and its disk"

# Room again: a person asks, and has it. Then a renewal fails; the old certificate stays.
run 0 enrol --state "$dir/a" --quiet
limit 2
run 1 renew --state "$dir/a" --quiet
has err "the installed certificate stays: the certificate store failed"
check "the first one stays" [ "$(readlink "$dir/a/current")" = gen-1 ]
check "there is no second" [ ! -e "$dir/a/gen-2" ]
program=$real

# A request that waits for the CA has a key, too.
ca_start later pending=2
provision b
limit 2
run 1 enrol --state "$dir/b" --quiet
has err "the certificate store failed"
check "nothing is left of it" nothing_is_left b
program=$real
run 3 enrol --state "$dir/b" --quiet
check "it waits now" grep -q '^key ' "$dir/b/pending"
command_end
