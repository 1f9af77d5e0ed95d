# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# Waiting in shell scripts: for a condition, never for a time, and with a limit that only a fault
# reaches. A machine may be busy: how fast something is, is not tested by waiting for it.

# wait_until COMMAND...: until the command succeeds; fails when it still does not after two minutes.
wait_until() {
    wait_tries=2400
    until "$@"; do
        wait_tries=$((wait_tries - 1))
        [ "$wait_tries" -gt 0 ] || return 1
        sleep 0.05
    done
}

# is_gone PID: the process has ended. A child stays in the table as a zombie until it is waited for,
# which the shell may do at any moment: one look decides.
is_gone() {
    gone_state=$(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1/status" 2>/dev/null) || :
    case $gone_state in
    '' | Z | X) ;;
    *) return 1 ;;
    esac
}
