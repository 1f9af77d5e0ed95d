#!/bin/sh
# SPDX-License-Identifier: MIT
# Time and files do not keep the server from starting: an expired certificate is served, a profile
# whose file is missing is withheld, all others are served. A person's reload is refused.
set -eu
. tests/support/lab.sh
. tests/hook/lab_hook.sh
SHORT=0b08687474703a2f2f620c140102030405060708090a0b0c0d0e0f1011121314

# start_config MORE: DP-9871 gets the CA's fingerprint, DP-9841 a password out of a file, CP-8875
# neither. MORE: other parameters, with a comma in front.
start_config() {
    hook_config "$LAB_DIR/kea.json" "{\"profiles\": [
        {\"name\": \"ca\", \"server\": \"http://a\", \"root-ca-file\": \"$LAB_DIR/ca.pem\"},
        {\"name\": \"password\", \"server\": \"http://b\", \"challenge-password-file\":
         \"$LAB_DIR/password\", \"root-ca-fingerprint\":
         \"0102030405060708090a0b0c0d0e0f1011121314\"},
        {\"name\": \"plain\", \"server\": \"http://b\", \"root-ca-fingerprint\":
         \"0102030405060708090a0b0c0d0e0f1011121314\"}],
      \"models\": [{\"vendor-class\": \"DP-9871\", \"profile\": \"ca\"},
                   {\"vendor-class\": \"DP-9841\", \"profile\": \"password\"},
                   {\"vendor-class\": \"CP-8875\", \"profile\": \"plain\"}]$1}" \
        '"user-context": {"CDC43": {"send": false}},'
}

# ca_octets: what a DP-9871 gets for the certificate that is there.
ca_octets() {
    printf '0b08687474703a2f2f610c20%s' \
        "$(openssl x509 -in "$LAB_DIR/ca.pem" -outform DER | sha256sum | cut -d ' ' -f 1)"
}

at() {
    date -u -d "$1" +%Y%m%d%H%M%SZ
}

lab_begin

echo "an expired certificate and a missing file at start"
tests/support/dated_ca.sh "$LAB_DIR" ca "$(at '-2 years')" "$(at '-1 hour')"
old=$(ca_octets)
start_config ''
lab_kea "$LAB_DIR/kea.json"
expect "served with the old certificate" "$(hook_octets DP-9871)" "$old"
expect "withheld" "$(hook_octets DP-9841)" -
expect "another profile" "$(hook_octets CP-8875)" "$SHORT"
expect_in "log" "$(grep CDC43_HOOK_CERTIFICATE_INVALID "$LAB_KEA_LOG")" \
    "ERROR [kea-dhcp4.cdc43-hooks"
expect_in "log" "$(grep CDC43_HOOK_CERTIFICATE_INVALID "$LAB_KEA_LOG")" \
    "profiles[0].root-ca-file: the certificate has expired (profile ca)"
expect_in "log" "$(grep CDC43_HOOK_FILE_UNUSABLE "$LAB_KEA_LOG")" "profiles[1].challenge-password-file"
expect_in "log" "$(grep CDC43_HOOK_IGNORED "$LAB_KEA_LOG")" "user-context.CDC43"
expect_in "explain" "$(lab_control '{"command": "cdc43-explain",
    "arguments": {"vendor-class": "DP-9841"}}')" withheld-file
status=$(lab_control '{"command": "cdc43-status"}')
expect_in "status" "$status" '"days-left": -1'
expect_in "status" "$status" '"withheld-profiles": [ { "profile": "password"'

echo "a reload is refused, and the old octets are said to be served on"
answer=$(lab_control '{"command": "config-reload"}')
expect_in "config-reload" "$answer" '"result": 1'
expect_in "config-reload" "$answer" "the certificate has expired"
expect "after the refusal" "$(hook_octets DP-9871)" "$old"
expect "after the refusal" "$(hook_octets DP-9841)" -
expect_in "log" "$(grep CDC43_HOOK_KEPT "$LAB_KEA_LOG")" " UTC are still served"
status=$(lab_control '{"command": "cdc43-status"}')
expect_in "status" "$status" '"refused-change": { "reason": "profiles[0].root-ca-file'
expect_in "status" "$status" "a change was refused; the octets of "

echo "a good certificate, then the password: taken by the next reload"
tests/support/dated_ca.sh "$LAB_DIR" ca "$(at '-1 hour')" "$(at '+2 years')"
answer=$(lab_control '{"command": "config-reload"}')
expect_in "config-reload" "$answer" "profiles[1].challenge-password-file"
expect "after the refusal" "$(hook_octets DP-9871)" "$old"
(umask 077 && echo secret >"$LAB_DIR/password")
expect_in "config-reload" "$(lab_control '{"command": "config-reload"}')" '"result": 0'
expect "new certificate" "$(hook_octets DP-9871)" "$(ca_octets)"
expect "password" "$(hook_octets DP-9841)" "${SHORT}0d06736563726574"
status=$(lab_control '{"command": "cdc43-status"}')
expect_in "status" "$status" '"withheld-profiles": [  ]'
expect_not_in "status" "$status" refused

echo "a certificate that ends while the server runs"
tests/support/dated_ca.sh "$LAB_DIR" ca "$(at '-1 hour')" "$(at '+4 seconds')"
expect_in "config-reload" "$(lab_control '{"command": "config-reload"}')" '"result": 0'
expect_in "log" "$(grep CDC43_HOOK_CERTIFICATE_ENDS "$LAB_KEA_LOG")" " UTC, in 0 days (profile ca)"
ends_in_log() {
    [ "$(grep -c CDC43_HOOK_CERTIFICATE_INVALID "$LAB_KEA_LOG")" -gt 1 ]
}
wait_until ends_in_log || lab_fail "nobody says that the certificate has ended"
expect "still served" "$(hook_octets DP-9871)" "$(ca_octets)"
lab_stop_kea || lab_fail "the server ended with an error"

echo "\"on-unavailable\": \"refuse\""
start_config ', "on-unavailable": "refuse"'
lab_kea_start "$LAB_DIR/kea.json" && lab_fail "the server started"
expect_in "refusal" "$(grep DHCP4_INIT_FAIL "$LAB_KEA_LOG")" "the certificate has expired"
echo good
