#!/bin/sh
# SPDX-License-Identifier: MIT
# The folder tlv as a module of Zephyr, a component of ESP-IDF and a library of PlatformIO; the single file as
# a library of Arduino.
# Debian has of these only Arduino's builder; for the others, functions with the same names build what the
# files say, and their descriptions are read by the libraries that those projects use.
set -u
/usr/bin/python3 -c 'import kconfiglib, yaml' 2>/dev/null || {
    echo "SKIP: python3-kconfiglib or python3-yaml is not installed"
    exit 77
}
# shellcheck source=tests/support/expect.sh
. tests/support/expect.sh
tlv=$PWD/tlv

version=$(awk '/^#define CDC43_VERSION_(MAJOR|MINOR|PATCH) / { printf "%s%s", dot, $3; dot = "." }' tlv/cdc43.h)

# Descriptions: complete, of this version, and naming files that are there.
expect "descriptions" /usr/bin/python3 - "$version" "${CDC43_BUILD:?}" <<'PYTHON'
import json
import pathlib
import sys
import yaml
version, tlv = sys.argv[1], pathlib.Path("tlv")
module = yaml.safe_load((tlv / "zephyr/module.yml").read_text())
assert module["name"] == "cdc43"
assert (tlv / module["build"]["cmake"] / "CMakeLists.txt").is_file()
assert (tlv / module["build"]["kconfig"]).is_file()
component = yaml.safe_load((tlv / "idf_component.yml").read_text())
assert component["version"] == version, "idf_component.yml"
for pattern in component["files"]["exclude"]:
    assert list(tlv.glob(pattern)), pattern
library = json.loads((tlv / "library.json").read_text())
assert library["version"] == version, "library.json"
assert all((tlv / name).is_file() for name in library["headers"])
for pattern in library["build"]["srcFilter"]:
    assert (tlv / pattern[2:-1]).is_file(), pattern
debian = pathlib.Path("kea-hook/packaging/debian/changelog").read_text()
assert debian.startswith(f"cdc43 ({version}) "), "Debian's changelog"
assert f"\n## [{version}] - 2" in pathlib.Path("CHANGELOG.md").read_text(), "CHANGELOG.md"
single = pathlib.Path(sys.argv[2]) / "single/library.properties"
arduino = dict(line.split("=", 1) for line in single.read_text().splitlines())
assert arduino["version"] == version, "library.properties"
for key in ("name", "author", "maintainer", "sentence", "paragraph", "category", "url", "architectures"):
    assert arduino[key], key
PYTHON

# A program of a phone, with the names that all of these give to the header.
mkdir -p "$dir/program"
cat >"$dir/program/main.c" <<'C'
#include <cdc43.h>
int decode(const uint8_t *octets, size_t len);
int decode(const uint8_t *octets, size_t len) {
    struct cdc43_params params;
    struct cdc43_where where;
    return (int)cdc43_decode(&cdc43_phone, CDC43_TOLERANT, octets, len, &params, &where);
}
int main(void) {
    return decode((const uint8_t *)"\x0a\x01\x01", 3);
}
C

# zephyr NAME CONFIG...: with these settings, read by the program that reads Zephyr's Kconfig files.
zephyr() {
    name=$1
    shift
    printf '%s\n' "$@" >"$dir/prj.conf"
    expect "Zephyr, $name: Kconfig" /usr/bin/python3 - "$tlv/zephyr/Kconfig" "$dir" <<'PYTHON'
import pathlib
import sys
import kconfiglib
folder = pathlib.Path(sys.argv[2])
(folder / "Kconfig").write_text(f'source "{sys.argv[1]}"\n')
kconfig = kconfiglib.Kconfig(str(folder / "Kconfig"))
kconfig.load_config(str(folder / "prj.conf"))
assert not kconfig.warnings, kconfig.warnings
(folder / "config.cmake").write_text("".join(
    f"set(CONFIG_{symbol.name} y)\n" for symbol in kconfig.unique_defined_syms
    if symbol.str_value == "y"))
PYTHON
    cat >"$dir/program/CMakeLists.txt" <<CMAKE
cmake_minimum_required(VERSION 3.20)
project(program LANGUAGES C)
include($dir/config.cmake)
add_library(zephyr_interface INTERFACE)
function(zephyr_include_directories)
    target_include_directories(zephyr_interface INTERFACE \${ARGN})
endfunction()
macro(zephyr_library_named name)
    set(ZEPHYR_CURRENT_LIBRARY \${name})
    add_library(\${name} STATIC)
    target_link_libraries(\${name} PUBLIC zephyr_interface)
endmacro()
function(zephyr_library_sources)
    target_sources(\${ZEPHYR_CURRENT_LIBRARY} PRIVATE \${ARGN})
endfunction()
function(zephyr_library_sources_ifdef setting)
    if(\${setting})
        zephyr_library_sources(\${ARGN})
    endif()
endfunction()
function(zephyr_library_compile_definitions)
    target_compile_definitions(\${ZEPHYR_CURRENT_LIBRARY} PRIVATE \${ARGN})
endfunction()
add_subdirectory($tlv/zephyr module)
add_executable(program main.c)
target_link_libraries(program PRIVATE cdc43)
CMAKE
    expect "Zephyr, $name: configuration" cmake -G Ninja -S "$dir/program" -B "$dir/zephyr-$name" \
        -DCMAKE_C_FLAGS='-std=c11 -Wall -Wextra -Werror'
    expect "Zephyr, $name: build" cmake --build "$dir/zephyr-$name"
    expect "Zephyr, $name: run" "$dir/zephyr-$name/program"
}
zephyr all CONFIG_CDC43=y CONFIG_CDC43_MESSAGE=y CONFIG_CDC43_TEXT=y
zephyr small CONFIG_CDC43=y CONFIG_CDC43_SERVER_SYNTAX=n
[ "$(find "$dir/zephyr-small" -name '*.o' | wc -l)" -eq 3 ] ||
    wrong "the small one compiles $(find "$dir/zephyr-small" -name '*.o')"

cat >"$dir/program/CMakeLists.txt" <<CMAKE
cmake_minimum_required(VERSION 3.20)
project(program LANGUAGES C)
set(ESP_PLATFORM 1)
function(idf_component_register)
    cmake_parse_arguments(PARSE_ARGV 0 component "" "" "SRCS;INCLUDE_DIRS")
    add_library(component STATIC \${component_SRCS})
    target_include_directories(component PUBLIC \${component_INCLUDE_DIRS})
endfunction()
add_subdirectory($tlv component)
add_executable(program main.c)
target_link_libraries(program PRIVATE component)
CMAKE
expect "ESP-IDF: configuration" cmake -G Ninja -S "$dir/program" -B "$dir/esp" \
    -DCMAKE_C_FLAGS='-std=c11 -Wall -Wextra -Werror'
expect "ESP-IDF: build" cmake --build "$dir/esp"
expect "ESP-IDF: run" "$dir/esp/program"

# PlatformIO: the files of the filter, and nothing else, make a library.
# shellcheck disable=SC2046 # several words
expect "PlatformIO" gcc -std=c11 -Wall -Wextra -Werror -I "$tlv" -o "$dir/platformio" "$dir/program/main.c" \
    $(sed -n 's/[^+]*"+<\([a-z0-9]*\.c\)>",*/ tlv\/\1/gp' tlv/library.json)

if command -v arduino-builder >/dev/null && [ -d /usr/share/arduino/hardware/arduino/avr ]; then
    mkdir -p "$dir/libraries/cdc43" "$dir/sketch" "$dir/avr"
    cp "$CDC43_BUILD/single"/* "$dir/libraries/cdc43"
    cat >"$dir/sketch/sketch.ino" <<'INO'
#include <cdc43_single.h>
void setup() {
    struct cdc43_params params;
    struct cdc43_where where;
    Serial.begin(9600);
    Serial.println(cdc43_decode(&cdc43_phone, CDC43_TOLERANT, (const uint8_t *)"\x0a\x01\x01", 3, &params, &where));
}
void loop() {}
INO
    # The core wants a newer compiler than Debian 12 has; that one only lacks the name of a macro.
    expect "Arduino" arduino-builder -compile -warnings=all -hardware /usr/share/arduino/hardware \
        -hardware /usr/share/arduino-builder \
        -prefs=compiler.cpp.extra_flags=-DDECIMAL_DIG=__DECIMAL_DIG__ \
        -tools /usr/share/arduino-builder -tools /usr/share/arduino/hardware -libraries "$dir/libraries" \
        -fqbn arduino:avr:mega:cpu=atmega2560 \
        -build-path "$dir/avr" "$dir/sketch/sketch.ino"
    expect "Arduino: a program" test -s "$dir/avr/sketch.ino.hex"
else
    echo "not looked at: Arduino (Debian packages arduino-builder, arduino-core-avr)"
fi
expect_end
