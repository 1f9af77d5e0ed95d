#!/bin/sh
# SPDX-License-Identifier: MIT
# The hook inside the distribution's Kea, built with ThreadSanitizer and four threads, and with --full
# with AddressSanitizer, UBSan and leak detection too: load and changes of the configuration, no
# report. Planted faults are noticed.
set -eu
. tests/support/lab.sh
. tests/hook/lab_hook.sh
. tests/hook-load/lab_load.sh

changes=20 rate=200 sanitizers=thread
case ${1-} in
'') ;;
--full) changes=100 rate=500 sanitizers='address thread' ;;
*)
    echo "usage: CDC43_BUILD=FOLDER $0 [--full]"
    echo "  $changes changes at $rate exchanges/s with ThreadSanitizer; --full: 100 at 500, and with"
    echo "  AddressSanitizer, which the step asan has in Kea's own loader"
    exit 2
    ;;
esac
export PYTHONDONTWRITEBYTECODE=1

[ -z "${CDC43_HOOK-}" ] || lab_skip "this Kea loads libraries from its own folder, not those made here"
load_begin
case $(gcc -print-file-name=libtsan.so) in
/*) ;;
*) lab_skip "gcc has no ThreadSanitizer here" ;;
esac
headers=$(sed -n 's/^Kea_INCLUDE_DIR:[A-Z]*=//p' "$CDC43_BUILD/CMakeCache.txt")
mkdir "$LAB_DIR/wrong"
(umask 077 && echo a-key-for-many-threads >"$LAB_DIR/challenge.key")
gcc -shared -fPIC -D_POSIX_C_SOURCE=200809L -o "$LAB_DIR/freelocale.so" \
    tests/hook-load/freelocale.c

# build NAME FLAGS: the hook and the faulty library with these flags, into $LAB_DIR/NAME. Objects stay
# in the build folder for the next time; a second run of this script waits meanwhile.
build() {
    mkdir -p "$CDC43_BUILD/sanitizers" "$LAB_DIR/$1"
    # shellcheck disable=SC2016 # the inner shell's own words
    if ! flock "$CDC43_BUILD/sanitizers" sh -euc '
        cmake -G Ninja -B "$1" -DCMAKE_BUILD_TYPE=Debug -DCDC43_TESTS=OFF -DCDC43_TOOLS=OFF \
            -DCMAKE_C_COMPILER=gcc -DCMAKE_CXX_COMPILER=g++ \
            -DCMAKE_C_FLAGS="-O1 $3" -DCMAKE_CXX_FLAGS="-O1 $3"
        cmake --build "$1" --target cdc43_hook
        cp "$1/kea-hook/libdhcp_cdc43.so" "$2"
    ' sh "$CDC43_BUILD/sanitizers/$1" "$LAB_DIR/$1" "$2" >"$LAB_DIR/$1.log" 2>&1; then
        tail -n 30 "$LAB_DIR/$1.log" >&2
        lab_fail "the hook does not build with $2"
    fi
    # shellcheck disable=SC2086 # a list of words
    g++ -std=c++17 -O1 -g -shared -fPIC $2 -I. -isystem "$headers" -o "$LAB_DIR/$1/fault.so" \
        tests/hook-load/fault.cc
}

# configure NAME FAULT: kea.json, good.json and other.json with that build, the faulty library in front
# of ours; FAULT may be empty.
configure() {
    more=''
    [ -z "$2" ] || more="{\"library\": \"$LAB_DIR/$1/fault.so\"},"
    library=$LAB_DIR/$1/libdhcp_cdc43.so
    load_config "$LAB_DIR/good.json" "$more$(load_hook "{\"profiles\": [{$OFFICE}]}" "$library")"
    load_config "$LAB_DIR/other.json" \
        "$more$(load_hook "{\"profiles\": [{$HOME_OFFICE,
            \"challenge-key-file\": \"$LAB_DIR/challenge.key\"}]}" "$library")"
    cp "$LAB_DIR/good.json" "$LAB_DIR/kea.json"
    /usr/bin/python3 tests/hook-load/wrong.py "$LAB_DIR/good.json" "$LAB_DIR/wrong"
}

# serve NAME [FAULT]: a whole life of a server under load; its exit status. With the fault "pause",
# which is none, and without a fault every change must be answered rightly.
serve() {
    case $1 in
    address)
        LOAD_THREADS=0
        runtime=libasan.so
        options="ASAN_OPTIONS=detect_leaks=1:exitcode=66
            UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1:exitcode=66"
        ;;
    *)
        LOAD_THREADS=4
        runtime=libtsan.so
        options="TSAN_OPTIONS=ignore_noninstrumented_modules=1:exitcode=66"
        ;;
    esac
    configure "$1" "${2-}"
    preload="$(gcc -print-file-name=$runtime) $LAB_DIR/freelocale.so"
    rm -f "$LAB_KEA_SOCKET"
    # A file, because the words of LAB_KEA_WRAP cannot hold a blank.
    cat >"$LAB_DIR/wrap" <<WRAP
#!/bin/sh
export LD_PRELOAD="$preload"
exec env CDC43_FAULT=${2-} $(echo "$options" | tr '\n' ' ') "\$@"
WRAP
    chmod +x "$LAB_DIR/wrap"
    LAB_KEA_WRAP=$LAB_DIR/wrap
    lab_kea_start "$LAB_DIR/kea.json" || return 70
    load_start "$rate" $((changes / 8 + 3)) 500
    answered=0
    lab_client /usr/bin/python3 tests/hook-load/reloads.py under-load "$LAB_KEA_SOCKET" \
        "$LAB_DIR/kea.json" "$LAB_DIR/wrong" "$changes" "$LAB_DIR/timeline" "$LAB_DIR/good.json" \
        "$EXAMPLE" "$LAB_DIR/other.json" "$HOME_EXAMPLE" >"$LAB_DIR/reloads.log" 2>&1 ||
        answered=$?
    case ${2-} in
    '' | pause)
        [ "$answered" -eq 0 ] || {
            cat "$LAB_DIR/reloads.log" >&2
            lab_fail "$1: a change was answered wrongly"
        }
        ;;
    esac
    wait "$LOAD_PERFDHCP_PID" || :
    lab_stop_kea
}

# reports: what sanitizers have said.
reports() {
    grep -E 'ERROR: (Address|Leak)Sanitizer|WARNING: ThreadSanitizer|runtime error' "$LAB_KEA_LOG"
}

# clean NAME [pause]: no report.
clean() {
    status=0
    serve "$1" "${2-}" || status=$?
    if [ "$status" -ne 0 ] || reports >&2; then
        tail -n 60 "$LAB_KEA_LOG" >&2
        lab_fail "$1: exit status $status, and what is above"
    fi
    load_finish
    [ "$LOAD_ACKS" -ge $((rate / 4)) ] || lab_fail "$1: hardly any load, so nothing is proved"
    echo "$1: $changes changes, $LOAD_ACKS ACKs, nothing reported"
}

# noticed NAME FAULT WORDS: the planted fault is reported with these words.
noticed() {
    kept_changes=$changes
    changes=2
    status=0
    serve "$1" "$2" || status=$?
    changes=$kept_changes
    [ "$status" -ne 0 ] || lab_fail "$1: nobody noticed the planted fault '$2'"
    expect_in "$1: the planted fault '$2'" "$(reports)" "$3"
    echo "$1: planted fault '$2' noticed, exit status $status"
}

for sanitizer in $sanitizers; do
    case $sanitizer in
    address)
        build address '-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer'
        clean address
        noticed address overflow AddressSanitizer
        noticed address leak LeakSanitizer
        noticed address undefined 'runtime error'
        ;;
    thread)
        build thread '-fsanitize=thread'
        clean thread pause
        noticed thread race ThreadSanitizer
        ;;
    esac
done
echo good
