# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# What the shell tests of the hook share: configurations and phones. Source it from the repository's
# root, after lab.sh. CDC43_HOOK: the library, if not that of the build.

HOOK=${CDC43_HOOK:-${CDC43_BUILD:?}/kea-hook/libdhcp_cdc43.so}
PHONE=$CDC43_BUILD/phone-side/cdc43-phone
# The profile of the published example, its 69 octets and its secret.
# shellcheck disable=SC2034 # for the scripts that read this one
OFFICE='"name": "office", "fips-mode": true, "server": "http://10.79.57.91",
    "root-ca-fingerprint": "12040870625C5B755D73F5925285F8F5FF5D55AF",
    "challenge-password": "D233CCF9B9952A15", "enable-8021x": true,
    "certificate-select": "custom-installed"'
# shellcheck disable=SC2034
EXAMPLE=0a01010b12687474703a2f2f31302e37392e35372e39310c1412040870625c5b755d73f5925285f8f5ff5d55af0d10443233334343463942393935324131350e01010f0101
# shellcheck disable=SC2034
MODELS=$(lab_known_models)

# hook_config FILE PARAMETERS [MORE]: a configuration with the hook. MORE: what else goes into
# Dhcp4, with a comma at its end. LEVEL is the debug level of the log.
hook_config() {
    cat >"$1" <<CONFIG
{ "Dhcp4": { ${3-}
  "interfaces-config": {"interfaces": ["$LAB_SERVER_IF"], "dhcp-socket-type": "raw"},
  "control-socket": {"socket-type": "unix", "socket-name": "$LAB_KEA_SOCKET"},
  "lease-database": {"type": "memfile", "persist": false},
  "valid-lifetime": 600, "authoritative": true,
  "hooks-libraries": [{"library": "$HOOK", "parameters": $2}],
  "subnet4": [{"id": 1, "subnet": "192.0.2.0/24",
               "pools": [{"pool": "192.0.2.100-192.0.2.200"}],
               "option-data": [{"name": "domain-name", "data": "example.nl"}]}],
  "loggers": [{"name": "kea-dhcp4", "output_options": [{"output": "stdout"}],
               "severity": "DEBUG", "debuglevel": ${LEVEL:-40}}]
} }
CONFIG
}

# hook_command COMMAND FILE: a command for the control socket with the file as its arguments.
hook_command() {
    { printf '{"command": "%s", "arguments": ' "$1" && cat "$2" && printf '}'; } | lab_control
}

# hook_boot MODEL MAC: boots that phone, factory-reset; what it prints is in $LAB_DIR/boot.log.
hook_boot() {
    lab_client "$PHONE" boot --interface "$LAB_CLIENT_IF" --model "$1" --mac "$2" \
        --state "$LAB_DIR/phone-$1" --factory-reset --timeout 120 >"$LAB_DIR/boot.log" 2>&1
}

# hook_octets MODEL: option 43 as that phone gets it in OFFER and ACK, the same in both; "-" for none,
# "+" between instances. Read by a client in Python, not by our code. PATIENCE: the seconds to wait for an answer.
hook_octets() {
    lab_client /usr/bin/python3 tests/support/dhcp_phone.py "${PATIENCE:-60}" "$LAB_CLIENT_IF" "$1" \
        00:1a:2b:00:00:01 15,43 | sed 's/^$/-/'
}
