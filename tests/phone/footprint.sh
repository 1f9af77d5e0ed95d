#!/bin/sh
# SPDX-License-Identifier: MIT
# What the phone's side costs firmware, on a Cortex-M0 with -Os: prints the table and keeps it below
# the bounds that phone-side/README.md promises.
set -eu
for word in arm-none-eabi-gcc arm-none-eabi-size arm-none-eabi-nm; do
    command -v "$word" >/dev/null || {
        echo "SKIP: $word is not installed (Debian package gcc-arm-none-eabi)"
        exit 77
    }
done
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
bad=0

# measure FILE FLASH STACK: its size and the largest stack frame in it, with their bounds.
measure() {
    arm-none-eabi-gcc -mcpu=cortex-m0 -mthumb -Os -std=c11 -I . -fstack-usage -c "$1" \
        -o "$dir/object.o"
    # shellcheck disable=SC2046 # three numbers
    set -- "$1" "$2" "$3" $(arm-none-eabi-size "$dir/object.o" | awk 'NR == 2 {print $1, $2, $3}') \
        "$(awk -F '\t' '$2 > most {most = $2} END {print most + 0}' "$dir/object.su")"
    printf '%-24s %6d (at most %d) %6d %6d %10d (at most %d)\n' "$1" "$4" "$2" "$5" "$6" "$7" "$3"
    [ "$4" -le "$2" ] && [ "$7" -le "$3" ] && [ "$5" -eq 0 ] && [ "$6" -eq 0 ] || bad=$((bad + 1))
}

# measure_struct HEADER STRUCT BOUND
measure_struct() {
    printf '#include "%s"\nextern char size[];\nchar size[sizeof(struct %s)];\n' "$1" "$2" |
        arm-none-eabi-gcc -mcpu=cortex-m0 -mthumb -std=c11 -I . -xc -c - -o "$dir/object.o"
    size=$(($(arm-none-eabi-nm -S "$dir/object.o" | awk '{print "0x" $2}')))
    printf 'struct %-24s %6d (at most %d)\n' "$2" "$size" "$3"
    [ "$size" -le "$3" ] || bad=$((bad + 1))
}

echo "file, octets of flash, .data, .bss, largest stack frame"
measure phone-side/phone.c 640 320
measure phone-side/configure.c 1280 704
measure phone-side/macros.c 896 128
measure phone-side/dhcp.c 1536 896
measure phone-side/state.c 2048 640
measure phone-side/status.c 1024 384
measure phone-side/xml.c 1280 192
measure_struct phone-side/phone.h cdc43_phone_state 576
measure_struct phone-side/dhcp.h cdc43_phone_lease 576
measure_struct phone-side/dhcp.h cdc43_phone_dhcp 64
echo "$bad above their bounds"
[ "$bad" -eq 0 ]
