# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# What the shell tests of the phone's side share: a plain Kea configuration. Source it
# from the repository's root, after lab.sh.

# The published example, 69 octets, and what belongs to it.
# shellcheck disable=SC2034 # for the scripts that read this one
EXAMPLE=0a01010b12687474703a2f2f31302e37392e35372e39310c1412040870625c5b755d73f5925285f8f5ff5d55af0d10443233334343463942393935324131350e01010f0101
# shellcheck disable=SC2034
SECRET=D233CCF9B9952A15

# phone_config FILE CLASS-OPTIONS [SUBNET-OPTIONS]: a Kea configuration without any hook. Clients
# whose option 60 begins with DP- or CP- get CLASS-OPTIONS, every client SUBNET-OPTIONS; both are
# elements of a JSON list.
phone_config() {
    cat >"$1" <<CONFIG
{ "Dhcp4": {
  "interfaces-config": {"interfaces": ["$LAB_SERVER_IF"], "dhcp-socket-type": "raw"},
  "lease-database": {"type": "memfile", "persist": false},
  "valid-lifetime": 600,
  "subnet4": [{"id": 1, "subnet": "192.0.2.0/24",
               "pools": [{"pool": "192.0.2.100-192.0.2.200"}], "option-data": [${3-}]}],
  "client-classes": [{"name": "phones",
    "test": "substring(option[60].hex,0,3) == 'DP-' or substring(option[60].hex,0,3) == 'CP-'",
    "option-def": [{"name": "vendor-encapsulated-options", "code": 43, "type": "binary"}],
    "option-data": [$2]}],
  "loggers": [{"name": "kea-dhcp4", "output_options": [{"output": "stdout"}],
               "severity": "INFO"}]
} }
CONFIG
}

# phone_option43 HEX: an element for CLASS-OPTIONS.
phone_option43() {
    printf '{"name": "vendor-encapsulated-options", "csv-format": false, "data": "%s"}' "$1"
}

# phone_domain NAME: an element for SUBNET-OPTIONS.
phone_domain() {
    printf '{"name": "domain-name", "data": "%s"}' "$1"
}

# phone_field DIR KEY: a value of cdc43-phone show --format json.
phone_field() {
    "$PHONE" show --state "$1" --format json | /usr/bin/python3 -c '
import json, sys
print(json.load(sys.stdin).get(sys.argv[1]))' "$2"
}

# phone_show_at_failure FILE: prints the file when the script fails.
phone_show_at_failure() {
    phone_log=$1
    trap phone_end EXIT
}

phone_end() {
    phone_status=$?
    set +e
    [ "$phone_status" -eq 0 ] || cat "$phone_log" >&2
    (exit "$phone_status")
    lab_end
}
