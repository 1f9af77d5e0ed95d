#!/bin/sh
# SPDX-License-Identifier: MIT
# tests/run fails when something fails: a build, a test, a test that cannot be started. CMake and ctest
# are played here.
set -u
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
bad=0

mkdir "$dir/bin" "$dir/build"
echo '| release | all | 900 s |' >"$dir/budgets"
cat >"$dir/bin/cmake" <<'FAKE'
#!/bin/sh
[ "$1" = --build ] && exit "$BUILD"
while [ "$1" != -B ]; do shift; done
mkdir -p "$2"
FAKE
cat >"$dir/bin/ctest" <<'FAKE'
#!/bin/sh
[ -z "$TESTS" ] || printf '<testsuite\n\ttests="%s"\n\tfailures="%s"\n\tdisabled="0"\n\tskipped="1"\n' \
    "$TESTS" "$FAILURES" >"$2/junit.xml"
exit "$CTEST"
FAKE
chmod +x "$dir/bin/cmake" "$dir/bin/ctest"

# run WHAT EXIT LAST-LINE BUILD TESTS FAILURES CTEST: with these exit codes and numbers in the file.
run() {
    BUILD=$4 TESTS=$5 FAILURES=$6 CTEST=$7 PATH=$dir/bin:$PATH CDC43_BUILD_ROOT=$dir/build \
        CDC43_BUDGETS=$dir/budgets tests/run --no-install release >"$dir/out" 2>&1
    run_got=$?
    if [ "$run_got" -ne "$2" ] || [ "$(tail -n 1 "$dir/out")" != "$3" ]; then
        echo "$1: exit $run_got, not $2; the last line is not '$3':"
        cat "$dir/out"
        bad=$((bad + 1))
    fi
}

run "all is well" 0 "6 passed, 0 failed, 1 skipped" 0 5 0 0
run "the build fails" 1 "5 passed, 1 failed, 1 skipped" 1 5 0 0
run "a test fails" 1 "5 passed, 1 failed, 1 skipped" 0 5 1 8
run "a test cannot be started" 1 "6 passed, 1 failed, 1 skipped" 0 5 0 8
run "ctest writes nothing" 1 "2 passed, 1 failed, 0 skipped" 0 '' 0 8

# A step over its budget says so, and is no failure. Whatever takes time is over zero seconds.
grep -q budget "$dir/out" && {
    echo "a step within its budget is said to be over it"
    bad=$((bad + 1))
}
echo '| release | all | 0 s |' >"$dir/budgets"
sed -i '2i sleep 1.1' "$dir/bin/ctest"
run "it takes longer than its budget" 0 "6 passed, 0 failed, 1 skipped" 0 5 0 0
grep -q '^release took [1-9][0-9]* s, more than its budget of 0 s' "$dir/out" || {
    echo "a step over its budget does not say so"
    bad=$((bad + 1))
}
# Each step has one.
for step in quick $(sed -n "s/^\[ -n .*steps='\(.*\)'\$/\1/p" tests/run); do
    grep -q "^| $step |.*| [0-9]* s |\$" tests/README.md || {
        echo "tests/README.md gives the step $step no budget"
        bad=$((bad + 1))
    }
done

# Another run has the folder, until it was told to wait, or for ten seconds.
# shellcheck disable=SC2016 # for the inner shell
flock "$dir/build/.lock" sh -c 'mkdir "$0/held"
    for try in $(seq 100); do
        grep -q "waiting for its end" "$0/out" && break
        sleep 0.1
    done' "$dir" &
for _ in $(seq 100); do
    [ ! -e "$dir/held" ] || break
    sleep 0.1
done
run "it waits" 0 "6 passed, 0 failed, 1 skipped" 0 5 0 0
grep -q 'waiting for its end' "$dir/out" || {
    echo "it waits for another run and does not say so"
    bad=$((bad + 1))
}
wait
[ "$bad" -eq 0 ] && echo good
