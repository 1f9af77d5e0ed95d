#!/bin/sh
# SPDX-License-Identifier: MIT
# What cmake --install leaves is found by projects outside, with find_package and with pkg-config, after the
# whole tree was moved elsewhere; another version or an unknown part is not found.
set -u
build=${CDC43_BUILD:?}
# shellcheck source=tests/support/expect.sh
. tests/support/expect.sh

expect "installation" cmake --install "$build" --component cdc43_dev --prefix "$dir/first"
mkdir "$dir/moved here"
mv "$dir/first" "$dir/moved here/tree"
tree="$dir/moved here/tree"
for header in $(cd "$tree/include/cdc43" && find . -name '*.h'); do
    expect "$header by itself" gcc -std=c11 -I "$tree/include/cdc43" -fsyntax-only -x c "$tree/include/cdc43/$header"
    expect "$header by itself, C++" gcc -std=c++17 -I "$tree/include/cdc43" -fsyntax-only -x c++ \
        "$tree/include/cdc43/$header"
done
version=$("$build/tlv/cdc43" --version)
version=${version#* }

mkdir "$dir/project"
cat >"$dir/project/CMakeLists.txt" <<'CMAKE'
cmake_minimum_required(VERSION ${MINIMUM})
project(outside LANGUAGES C CXX)
set(CURL_LIBRARIES "of the project")
find_package(cdc43 ${WANTED} REQUIRED COMPONENTS ${PARTS})
if(NOT CURL_LIBRARIES STREQUAL "of the project")
    message(SEND_ERROR "CURL_LIBRARIES is now ${CURL_LIBRARIES}")
endif()
foreach(name codec.c codec_in_cxx.cc ${MORE})
    get_filename_component(target ${name} NAME_WE)
    add_executable(${target} ${name})
    target_link_libraries(${target} PRIVATE ${LIBRARIES})
endforeach()
CMAKE
cat >"$dir/project/codec.c" <<'C'
#include <tlv/cdc43.h>
#include <stdio.h>
#if CDC43_VERSION_NUMBER < 100
#error CDC43_VERSION_NUMBER
#endif
int main(void) {
    struct cdc43_params params;
    struct cdc43_where where;
    static const uint8_t octets[] = { CDC43_FIPS_MODE, 1, 1 };
    if (cdc43_decode(&cdc43_phone, CDC43_STRICT, octets, sizeof(octets), &params, &where) != CDC43_OK) {
        return 1;
    }
    return printf("%s %d\n", CDC43_VERSION, CDC43_VERSION_NUMBER) < 0;
}
C
cp "$dir/project/codec.c" "$dir/project/codec_in_cxx.cc"
cat >"$dir/project/scep.c" <<'C'
#include <phone-side/phone.h>
#include <phone-side/scep/transport.h>
int main(void) {
    static const struct cdc43_scep_timeouts timeouts = { .connect = 1 };
    struct cdc43_scep_transport transport;
    struct cdc43_scep_fault fault;
    if (!cdc43_scep_curl_open(&timeouts, &transport, &fault)) {
        return 1;
    }
    cdc43_scep_curl_close(&transport);
    return 0;
}
C

# number VERSION: as the header computes it.
number() {
    echo "$1" | awk -F . '{ print $1 * 10000 + $2 * 100 + $3 }'
}

# project NAME WORD...: configures, builds and runs it.
project() {
    name=$1
    shift
    expect "$name: configuration" cmake -G Ninja -S "$dir/project" -B "$dir/$name" \
        -DCMAKE_PREFIX_PATH="$tree" -DMINIMUM=3.25 "$@"
    expect "$name: build" cmake --build "$dir/$name"
    for program in codec codec_in_cxx; do
        said=$("$dir/$name/$program")
        [ "$said" = "$version $(number "$version")" ] ||
            wrong "$name: $program says '$said'"
    done
}

project codec -DPARTS=codec -DLIBRARIES=cdc43::cdc43 -DWANTED="$version"
project old -DPARTS=codec -DLIBRARIES=cdc43::cdc43 -DMINIMUM=3.0
project phone -DPARTS=phone '-DLIBRARIES=cdc43::scep_core;cdc43::phone_posix'
if [ -e "$build/phone-side/scep/libcdc43_scep.a" ]; then
    project scep -DPARTS=scep -DLIBRARIES=cdc43::scep -DMORE=scep.c
    expect "scep: run" "$dir/scep/scep"
else
    echo "not looked at: SCEP, which was not built"
fi

# never WHAT SENTENCE WORD...: is not found, and CMake says the sentence, wherever its lines break.
never() {
    never_what=$1
    never_sentence=$2
    shift 2
    refuse "$never_what is found" cmake --fresh -G Ninja -S "$dir/project" -B "$dir/never" \
        -DCMAKE_PREFIX_PATH="$tree" -DMINIMUM=3.25 -DLIBRARIES=cdc43::cdc43 "$@"
    tr -s ' \n' ' ' <"$dir/said" | grep -qF "$never_sentence" || wrong "$never_what: $(cat "$dir/said")"
}
never "version 99" 'compatible with requested version "99"' -DPARTS=codec -DWANTED=99
never "an unknown part" 'this installation has no component "toaster"' -DPARTS=toaster
if [ -e "$build/phone-side/scep/libcdc43_scep.a" ]; then
    PKG_CONFIG_LIBDIR=$dir never "SCEP without its libraries" \
        'component "scep" needs OpenSSL 3 and libcurl 7.85 or later, and their pkg-config files' -DPARTS=scep
fi

# pkg-config's output is split at blanks.
mv "$tree" "$dir/tree"
PKG_CONFIG_PATH=$(find "$dir/tree" -type d -name pkgconfig)
export PKG_CONFIG_PATH
# built NAME SOURCE: compiled and linked with what pkg-config says, and run.
built() {
    # shellcheck disable=SC2046 # several words
    expect "pkg-config $1" gcc -std=c11 -o "$dir/pc" "$dir/project/$2" \
        $(pkg-config --cflags --libs "$1")
    expect "run with $1" "$dir/pc"
}
[ "$(pkg-config --modversion cdc43)" = "$version" ] ||
    wrong "pkg-config --modversion cdc43"
built cdc43 codec.c
built cdc43-phone codec.c
[ ! -e "$build/phone-side/scep/libcdc43_scep.a" ] || built cdc43-scep scep.c

# Some distributions give the folders as whole paths, also outside the prefix.
expect "whole paths: configuration" cmake -G Ninja -S . -B "$dir/whole-paths" -DCDC43_TOOLS=OFF -DCDC43_HOOK=OFF \
    -DCDC43_PHONE=OFF -DCDC43_WEB=OFF -DCDC43_TESTS=OFF -DCMAKE_INSTALL_PREFIX="$dir/store/out" \
    -DCMAKE_INSTALL_LIBDIR="$dir/store/out/lib" -DCMAKE_INSTALL_INCLUDEDIR="$dir/store/dev/include"
expect "whole paths: installation" cmake --build "$dir/whole-paths" --target install
PKG_CONFIG_PATH=$dir/store/out/lib/pkgconfig
built cdc43 codec.c
tree=$dir/store/out
project whole -DPARTS=codec -DLIBRARIES=cdc43::cdc43
expect_end
