#!/bin/sh
# SPDX-License-Identifier: MIT
# A firmware project that has this one as a folder: it gets the codec alone, with its own flags, and
# nothing of the parent changes. The codec alone is also built by itself.
set -u
# shellcheck source=tests/support/expect.sh
. tests/support/expect.sh
top=$PWD

lacks() {
    ! grep -nE -e "$1" "$2"
}

# codec_alone BUILD: of our files, those that a phone needs were compiled, and no other.
codec_alone() {
    find "$1" -path '*/tlv/*' -name '*.c.o*' | sed 's|.*/tlv/CMakeFiles/[^/]*/\(.*\)\.o[bj]*$|\1|' | sort >"$dir/compiled"
    sed -n 's/^set(codec \(.*\))$/\1/p' tlv/CMakeLists.txt | tr ' ' '\n' | sort | diff - "$dir/compiled"
}

mkdir "$dir/parent"
cat >"$dir/parent/CMakeLists.txt" <<'PARENT'
cmake_minimum_required(VERSION 3.25)
project(firmware LANGUAGES C)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
get_cmake_property(before VARIABLES)
if(FETCH)
    include(FetchContent)
    FetchContent_Declare(cdc43 SOURCE_DIR ${CDC43})
    FetchContent_MakeAvailable(cdc43)
else()
    add_subdirectory(${CDC43} cdc43)
endif()
get_cmake_property(after VARIABLES)
list(REMOVE_ITEM after ${before} before)
list(FILTER after INCLUDE REGEX "^CMAKE_|^BUILD_")
list(FILTER after EXCLUDE REGEX "^CMAKE_PROJECT_")
if(after)
    message(SEND_ERROR "variables of the parent: ${after}")
endif()
add_library(firmware STATIC main.c)
target_link_libraries(firmware PRIVATE cdc43::cdc43)
install(FILES main.c DESTINATION src)
PARENT
cat >"$dir/parent/main.c" <<'MAIN'
#include "tlv/cdc43.h"
int firmware(const uint8_t *octets, size_t len, struct cdc43_params *ret_params);
int firmware(const uint8_t *octets, size_t len, struct cdc43_params *ret_params) {
    struct cdc43_where where;
    return (int)cdc43_decode(&cdc43_phone, CDC43_TOLERANT, octets, len, ret_params, &where);
}
MAIN

# parent NAME WORD...: configures and builds it, and looks at what has become of it.
parent() {
    name=$1
    shift
    expect "$name: configure" cmake -G Ninja -S "$dir/parent" -B "$dir/$name" -DCDC43="$top" "$@"
    expect "$name: a warning" lacks 'Warning' "$dir/said"
    expect "$name: build" cmake --build "$dir/$name"
    expect "$name: a build type" lacks '^CMAKE_BUILD_TYPE:[A-Z]*=.' "$dir/$name/CMakeCache.txt"
    expect "$name: flags" lacks '( |")(-O2|-g|-fPIC|-fstack-protector[a-z-]*|-D_FORTIFY_SOURCE=.|-DNDEBUG)( |")' \
        "$dir/$name/compile_commands.json"
    expect "$name: something else of tlv is compiled" codec_alone "$dir/$name"
    expect "$name: something else is compiled" lacks '"file".*/(phone-side|kea-hook|vectors|tests|command)/' \
        "$dir/$name/compile_commands.json"
    expect "$name: install" env DESTDIR="$dir/root-$name" cmake --install "$dir/$name"
    expect "$name: something else is installed" lacks cdc43 "$dir/$name/install_manifest.txt"
}

parent native
parent fetched -DFETCH=ON
parent unity -DCMAKE_UNITY_BUILD=ON
if command -v arm-none-eabi-gcc >/dev/null; then
    parent cortex-m0 -DCMAKE_SYSTEM_NAME=Generic -DCMAKE_SYSTEM_PROCESSOR=arm \
        -DCMAKE_C_COMPILER=arm-none-eabi-gcc -DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY \
        '-DCMAKE_C_FLAGS=-mcpu=cortex-m0 -mthumb -Os'
else
    echo "not looked at: Cortex-M0, arm-none-eabi-gcc is not installed"
fi

expect "codec alone: configure" cmake -G Ninja -S . -B "$dir/codec" -DCDC43_TOOLS=OFF \
    -DCDC43_HOOK=OFF -DCDC43_PHONE=OFF -DCDC43_TESTS=OFF
expect "codec alone: build" cmake --build "$dir/codec"
expect "codec alone: something else of tlv" codec_alone "$dir/codec"
expect "codec alone: something else" lacks '"file".*/(phone-side|kea-hook|vectors|tests|command)/' \
    "$dir/codec/compile_commands.json"
expect_end
