#!/bin/sh
# SPDX-License-Identifier: MIT
# Who includes whom: the arrows between the folders, and the libraries that only some files know.
set -u
bad=0
count=0

# forbid WHAT PATTERN FILE...: none of the files has an include line that matches.
forbid() {
    forbid_what=$1
    forbid_pattern=$2
    shift 2
    for file in "$@"; do
        [ -e "$file" ] || continue
        count=$((count + 1))
        found=$(grep -nE "^[[:space:]]*#[[:space:]]*include[[:space:]]*$forbid_pattern" "$file") || continue
        echo "$file: $forbid_what: $found"
        bad=$((bad + 1))
    done
}

forbid "tlv knows freestanding headers and string.h" \
    '<(std[^bdi]|stdio|stdlib|[a-r]|t|u|w|sys/|st[^dr])' tlv/*.c tlv/*.h
forbid "tlv knows no other folder" '"(kea-hook|phone-side|vectors|tests)/' tlv/*.[ch] tlv/*/*.[ch]
forbid "the codec knows nothing of the commands" '"tlv/command/' tlv/*.[ch]
forbid "the codec and the reader of captures know nothing of what uses them" \
    '"tlv/(command|formats|web|wireshark)/' tlv/capture/*.[ch]
forbid "nobody knows the page" '"tlv/web/' tlv/*.[ch] tlv/command/*.[ch] tlv/formats/*.[ch]
forbid "the page knows no command and no capture" '"tlv/(command|capture|wireshark)/' tlv/web/*.[ch]
forbid "the codec knows nothing of captures" '"(tlv/)?capture/' tlv/*.[ch]
for file in tlv/*/*.[ch] phone-side/*.[ch] phone-side/*/*.[ch]; do
    case $file in
    tlv/capture/gzip.c) ;;
    *) forbid "zlib belongs into gzip.c" '<zlib\.h>' "$file" ;;
    esac
    case $file in
    tlv/capture/live.c) ;;
    *) forbid "libpcap belongs into live.c" '<pcap' "$file" ;;
    esac
done
forbid "kea-hook knows tlv only" '"(phone-side|vectors|tests)/' kea-hook/*/*.c kea-hook/*/*.h kea-hook/*/*.cc
forbid "phone-side knows tlv only" '"(kea-hook|vectors|tests)/' phone-side/*.[ch] phone-side/*/*.[ch]
forbid "Kea's headers belong into .cc files" \
    '<(asiolink|cc|config|dhcp|dhcpsrv|hooks|log|process|stats|util|exceptions|boost)/' \
    kea-hook/*/*.c tlv/*.[ch] phone-side/*.[ch] vectors/*.[ch]
forbid "vectors knows public headers only" '"tests/' vectors/*.[ch] vectors/*/*.[ch]

# room NAME LOWER...: the files of that room of kea-hook include their own room and those named.
room() {
    room_name=$1
    room_lower=$(echo "$*" | tr ' ' '|')
    for file in "kea-hook/$room_name"/*.c "kea-hook/$room_name"/*.cc "kea-hook/$room_name"/*.h; do
        [ -e "$file" ] || continue
        count=$((count + 1))
        found=$(grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"kea-hook/' "$file" |
            grep -vE "\"kea-hook/($room_lower)/") || continue
        echo "$file: $room_name may include $*, not: $found"
        bad=$((bad + 1))
    done
}
room policy
room credentials policy
room config credentials policy
room server config credentials policy
room offline config credentials policy
room command offline config credentials policy
for folder in kea-hook/*/; do
    case $folder in
    */policy/ | */credentials/ | */config/ | */server/ | */offline/ | */command/) ;;
    */example/ | */apparmor/ | */cmake/ | */packaging/ | */pages/) ;; # no code
    *)
        echo "$folder: a room that this test does not know"
        bad=$((bad + 1))
        ;;
    esac
done

# Of kea-hook, only the files that are named after it know OpenSSL.
for file in kea-hook/*/*.c kea-hook/*/*.cc kea-hook/*/*.h; do
    case $file in
    kea-hook/credentials/*_openssl.c) ;;
    *) forbid "OpenSSL belongs into files named after it" '<openssl/' "$file" ;;
    esac
done

# Of phone-side's library, only the files behind the private header may know OpenSSL or curl.
for file in phone-side/*.[ch] phone-side/*/*.[ch]; do
    [ -e "$file" ] || continue
    case $file in
    phone-side/*openssl*.[ch] | phone-side/openssl/*) ;;
    *) forbid "OpenSSL belongs behind its private header" '(<openssl/|"phone-side/scep/openssl\.h")' "$file" ;;
    esac
    case $file in
    phone-side/scep/transport_curl.c) ;;
    *) forbid "libcurl belongs into transport_curl.c" '<curl/' "$file" ;;
    esac
done

echo "$count files looked at, $bad bad"
[ "$bad" -eq 0 ] && [ "$count" -gt 20 ]
