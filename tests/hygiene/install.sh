#!/bin/sh
# SPDX-License-Identifier: MIT
# What is installed: nobody else may write it, nothing has set-user-ID, each command has its page. And
# of the libraries alone, where neither OpenSSL nor libcurl nor jansson is: headers that compile by
# themselves, and archives that a foreign program takes.
set -u
build=${CDC43_BUILD:?}
# shellcheck source=tests/support/expect.sh
. tests/support/expect.sh

expect "installation" env DESTDIR="$dir/whole" cmake --install "$build"
find "$dir/whole" -type f \( -perm /6000 -o -perm /022 \) >"$dir/modes"
expect "modes of $(cat "$dir/modes")" test ! -s "$dir/modes"
find "$dir/whole" -path '*/bin/*' >"$dir/commands"
while read -r command; do
    expect "a page for $command" test -s "${command%/bin/*}/share/man/man1/${command##*/}.1"
done <"$dir/commands"

# A name with blanks, and no library that pkg-config knows.
mkdir "$dir/none"
expect "configuration" env PKG_CONFIG_LIBDIR="$dir/none" cmake -S . -B "$dir/the build" -G Ninja \
    -DCDC43_HOOK=OFF -DCDC43_TOOLS=OFF -DCDC43_TESTS=OFF -DCMAKE_INSTALL_PREFIX="$dir/the libraries"
expect "build" cmake --build "$dir/the build"
expect "installation of the libraries" cmake --install "$dir/the build"
include="$dir/the libraries/include/cdc43"
(cd "$include" && find . -name '*.h') >"$dir/headers"
expect "headers" test -s "$dir/headers"
while read -r header; do
    printf '#include "%s"\n' "$header" >"$dir/header.c"
    expect "$header by itself" gcc -std=c11 -Wall -Wextra -Wpedantic -Werror -I "$include" \
        -fsyntax-only "$dir/header.c"
done <"$dir/headers"
cat >"$dir/foreign.c" <<'C'
#include <phone-side/phone.h>
#include <phone-side/scep/protocol.h>
#include <tlv/cdc43.h>
int main(void) {
    struct cdc43_params params;
    struct cdc43_where where;
    return (int)cdc43_decode(&cdc43_phone, 0, (const uint8_t *)"\x0a\x01\x01", 3, &params, &where);
}
C
find "$dir/the libraries" -name '*.a' -printf '%f\n' | sort >"$dir/archives"
expect "archives: $(cat "$dir/archives")" grep -qx libcdc43_scep_core.a "$dir/archives"
folder=$(find "$dir/the libraries" -name libcdc43.a -printf '%h\n')
expect "a foreign program" gcc -I "$include" "$dir/foreign.c" -L "$folder" -lcdc43_scep_core \
    -lcdc43_phone -lcdc43 -o "$dir/foreign"
expect "its run" "$dir/foreign"
expect_end
