#!/bin/sh
# SPDX-License-Identifier: MIT
# The part of other_kea.sh that runs inside the other root folder, from a copy of the sources.
set -eu
cd "$(dirname "$0")/../.."
export CDC43_BUILD="$PWD/build" LC_ALL=C

echo "== Kea $(kea-dhcp4 -v), $(g++ --version | head -n 1)"
cmake -G Ninja -B build -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_INSTALL_PREFIX=/usr \
    -DCMAKE_COMPILE_WARNING_AS_ERROR=OFF >/dev/null
cmake --build build
cmake --install build >/dev/null
CDC43_HOOK=$(find /usr/lib -path '*/kea/hooks/libdhcp_cdc43.so')
export CDC43_HOOK

echo "== without a server"
ctest --test-dir build --output-on-failure \
    -R '^(test_(merge|policy|scopes|config|library|scope_config|bound|challenge|request|kea_.*)|hook_(exports|messages)|kea_(traps|migrate|command|verify))$'

# kea-dhcp4 -T loads the library and says what is wrong; Kea 2.2 does not have it.
if kea-dhcp4 -T /dev/null 2>&1 | grep -q 'invalid option'; then
    echo "== this Kea has no -T"
else
    echo "== kea-dhcp4 -T"
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    trap 'exit 1' HUP INT TERM
    sed -e 's|"eth0"|"lo"|' -e "s|/usr/lib/[^\"]*/libdhcp_cdc43.so|$CDC43_HOOK|" \
        kea-hook/example/kea-dhcp4.json >"$work/good.json"
    sed 's|"root-ca-fingerprint": "..|&00|' "$work/good.json" >"$work/bad.json"
    mkdir -p /run/kea /run/lock/kea
    chmod 0750 /run/kea
    said=$(KEA_LOCKFILE_DIR=none kea-dhcp4 -T "$work/good.json" 2>&1) || {
        echo "FAIL: -T refuses the example: $said"
        exit 1
    }
    if said=$(KEA_LOCKFILE_DIR=none kea-dhcp4 -T "$work/bad.json" 2>&1); then
        echo "FAIL: -T accepts a fingerprint of 21 octets"
        exit 1
    fi
    case $said in
    *'21 octets found'*) echo "refuses a fingerprint of 21 octets with our sentence" ;;
    *)
        echo "FAIL: -T says: $said"
        exit 1
        ;;
    esac
fi

for script in arguments boot bound reload explain secrets database; do
    echo "== tests/hook/$script.sh"
    status=0
    "tests/hook/$script.sh" || status=$?
    [ "$status" -eq 0 ] || [ "$status" -eq 77 ] || exit "$status"
done
echo "== Kea $(kea-dhcp4 -v): good"
