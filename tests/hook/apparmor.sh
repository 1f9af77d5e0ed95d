#!/bin/sh
# SPDX-License-Identifier: MIT
# The drop-in for AppArmor compiles together with Debian's profile of kea-dhcp4, put there by the very
# command that it tells the operator, and allows what it says. It is compiled, not loaded: loading
# would confine the machine's own server, and no container can.
set -eu
. tests/support/lab.sh

profile=${1:-/etc/apparmor.d/usr.sbin.kea-dhcp4}
dropin=kea-hook/apparmor/usr.sbin.kea-dhcp4
parser=$(PATH="$PATH:/usr/sbin:/sbin" command -v apparmor_parser) ||
    lab_skip "apparmor_parser is not installed (Debian package apparmor)"
[ -r "$profile" ] || lab_skip "$profile is not installed (Debian package kea-dhcp4-server)"
LAB_DIR=$(mktemp -d "${TMPDIR:-/tmp}/cdc43-lab.XXXXXX") || exit 1
trap lab_end EXIT
trap 'exit 1' HUP INT TERM

mkdir "$LAB_DIR/local"
cp -r /etc/apparmor.d/abi /etc/apparmor.d/abstractions /etc/apparmor.d/tunables "$LAB_DIR"
cp "$profile" "$LAB_DIR/profile"
: >"$LAB_DIR/local/usr.sbin.kea-dhcp4"
# The operator's line, out of the drop-in's own text, where the profile has none.
command=$(sed -n 's/^#   \(sed -i .*\) \/etc.*$/\1/p' "$dropin")
expect_in "the drop-in's text" "$command" 'include if exists'
grep -q '<local/usr.sbin.kea-dhcp4>' "$profile" || eval "$command \"\$LAB_DIR/profile\""

# compile: the profile into $LAB_DIR/binary, and its rules for files into $LAB_DIR/rules.
compile() {
    for words in "--ofile=$LAB_DIR/binary" --debug; do
        "$parser" --base "$LAB_DIR" --skip-kernel-load --skip-cache --quiet \
            --features-file /etc/apparmor.d/abi/3.0 "$words" "$LAB_DIR/profile" \
            >"$LAB_DIR/rules" 2>"$LAB_DIR/errors" || {
            cat "$LAB_DIR/errors" >&2
            lab_fail "$1 does not compile"
        }
    done
    [ -s "$LAB_DIR/binary" ] || lab_fail "$1: nothing was compiled"
}

# allows MODE PATH: the owner of a file, that is Kea, by a rule for exactly this pattern.
allows() {
    # "Mode:" and no priority, as AppArmor 3 has it, or "Perms:" and a priority.
    sed -nE 's/^(Mode|Perms):[[:space:]]*([a-z]*):[a-z]*( priority=[0-9]+)?[[:space:]]*Name:[[:space:]]*\((.*)\)$/\2 \4/p' \
        "$LAB_DIR/rules" | grep -qxF "$1 $2"
}

compile "Debian's profile"
allows r '/etc/kea/**' || lab_fail "Debian's profile does not allow what the drop-in says"
! allows rwa /var/log/kea/cdc43.log || lab_fail "the drop-in is there before it was put there"
cp "$dropin" "$LAB_DIR/local/usr.sbin.kea-dhcp4"
compile "the drop-in"
allows rwa /var/log/kea/cdc43.log || lab_fail "the log file is not allowed"
allows rwak /var/log/kea/cdc43.log.lock || lab_fail "the log file's lock is not allowed"
! allows r '/run/credentials/kea-dhcp4-server.service/*' || lab_fail "what is a comment counts"
sed -E 's/^# (include <|\/)/\1/' "$dropin" >"$LAB_DIR/local/usr.sbin.kea-dhcp4"
compile "the drop-in with every line in use"
for path in '/run/credentials/kea-dhcp4-server.service/*' '/etc/{,libre}ssl/certs/{,**}' \
    '/usr/local/share/ca-certificates/{,**}'; do
    allows r "$path" || lab_fail "$path is not allowed"
done
echo good
