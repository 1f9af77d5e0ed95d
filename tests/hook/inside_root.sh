#!/bin/sh
# SPDX-License-Identifier: MIT
# The part of tests/matrix that runs inside a root of another release, from a copy of the sources.
set -eu
cd "$(dirname "$0")/../.."

# Warnings of newer compilers are no errors here.
cmake -G Ninja -B build -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_CXX_FLAGS_RELWITHDEBINFO='-O1 -g0 -DNDEBUG' \
    -DCMAKE_INSTALL_PREFIX=/usr -DCMAKE_COMPILE_WARNING_AS_ERROR=OFF \
    -DCDC43_UNITY=OFF
cmake --build build
cmake --install build >/dev/null
printf '%s\n%s\n' "$(kea-dhcp4 -v)" "$(g++ -dumpfullversion)" >build/about

# Releases after 2.2 load from one folder only.
case $(kea-dhcp4 -v) in
2.2.*) ;;
*)
    CDC43_HOOK=$(find /usr/lib -path '*/kea/hooks/libdhcp_cdc43.so')
    export CDC43_HOOK
    ;;
esac
# Not hook_demo and packages, which install packages, nor the phone's own tests.
ctest --test-dir build --output-junit junit.xml --output-on-failure -j 2 --no-tests=error \
    -R '^(test_(merge|policy|scopes|unmatched|request|digest|challenge|load_unload|parameters|pkt4_send|profile|response|scope_context|status|kea_.*)|hook_.*|kea_.*|format_(kea.*|opnsense|systemd.*))$' \
    -E '^hook_demo$'
