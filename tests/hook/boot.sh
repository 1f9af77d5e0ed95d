#!/bin/sh
# SPDX-License-Identifier: MIT
# Five models boot against a real Kea with the library; the octets are read off the wire.
set -eu
. tests/support/lab.sh
. tests/hook/lab_hook.sh

# check_answer TYPE MAC OCTETS: exactly one answer of that type to that client, with these octets.
check_answer() {
    expect "answers of type $1 to $2" \
        "$(echo "$answers" | awk -v t="$1" -v m="$2" '$1 == t && $2 == m { print $4 }')" "$3"
}

mac_of() {
    echo "00:1a:2b:00:${1#???}" | sed 's/\(..\)$/:\1/'
}

lab_begin

echo "each known model, by the single profile"
hook_config "$LAB_DIR/kea.json" "{\"profiles\": [{$OFFICE}]}"
lab_kea "$LAB_DIR/kea.json"
lab_capture_start "$LAB_DIR/wire.pcap"
for model in $MODELS; do
    hook_boot "$model" "$(mac_of "$model")" || {
        cat "$LAB_DIR/boot.log" >&2
        lab_fail "$model does not boot"
    }
    cn=CP-${model#???}-SEP001A2B00${model#???}
    expect_in "$model" "$(cat "$LAB_DIR/boot.log")" "$cn.example.nl"
    expect_in "$model" "$(cat "$LAB_DIR/boot.log")" "$cn@example.nl"
    expect_in "$model" "$(cat "$LAB_DIR/boot.log")" "http://10.79.57.91"
done
echo "and two unmatched clients"
lab_client busybox udhcpc -i "$LAB_CLIENT_IF" -V MSFT -O 43 -n -q -f -s /bin/true 2>/dev/null
hook_boot DP-98711 00:1a:2b:00:00:99 && lab_fail "a DP-98711 is no known model"
lab_capture_stop
answers=$(lab_answers "$LAB_DIR/wire.pcap")
for model in $MODELS; do
    check_answer 2 "$(mac_of "$model")" "$EXAMPLE"
    check_answer 5 "$(mac_of "$model")" "$EXAMPLE"
done
check_answer 2 00:1a:2b:00:00:99 -
check_answer 5 00:1a:2b:00:00:99 -
models=$(echo "$MODELS" | wc -w)
expect "answers in all" "$(echo "$answers" | wc -l)" $((2 * models + 4))
expect "answers with option 43" "$(echo "$answers" | grep -c "$EXAMPLE")" $((2 * models))
expect "answers without" "$(echo "$answers" | grep -c ' -$')" 4

echo "INFORM, a relay, NAK, BOOTP"
lab_client ip address add 192.0.2.50/24 dev "$LAB_CLIENT_IF"
lab_capture_start "$LAB_DIR/messages.pcap"
lab_client /usr/bin/python3 tests/hook/messages.py 192.0.2.50 192.0.2.1
lab_capture_stop
lab_client ip address flush dev "$LAB_CLIENT_IF"
answers=$(lab_answers "$LAB_DIR/messages.pcap")
check_answer 5 00:1a:2b:00:00:11 "$EXAMPLE"
check_answer 2 00:1a:2b:00:00:12 "$EXAMPLE"
check_answer 6 00:1a:2b:00:00:13 -
expect "answers in all" "$(echo "$answers" | wc -l)" 3
lab_stop_kea || lab_fail "the server ended with an error"

echo "254 and 255 octets in one instance"
long=$(printf '%078d' 7)
hook_config "$LAB_DIR/kea.json" "{\"profiles\": [{\"name\": \"long\", \"fips-mode\": true,
    \"server\": \"http://h/$(printf '%0121d' 7)\", \"challenge-password\": \"$long\",
    \"root-ca-fingerprint\": \"$(printf '%064d' 7)\", \"enable-8021x\": true,
    \"certificate-select\": \"custom-installed\"}],
    \"models\": [{\"vendor-class\": \"DP-9871\", \"profile\": \"long\"}]}"
lab_kea_start "$LAB_DIR/kea.json" && lab_fail "208 octets of Server and Challenge Password served"
expect_in "refusal" "$(cat "$LAB_KEA_LOG")" "less than 208 octets, 208 found"
long=${long#?}
sed -i "s/0$long/$long/" "$LAB_DIR/kea.json"
lab_kea "$LAB_DIR/kea.json"
octets=$(hook_octets DP-9871)
expect_not_in "one instance" "$octets" +
expect "length" "${#octets}" $((2 * 254))
lab_stop_kea || lab_fail "the server ended with an error"
# A fingerprint of 48 octets and a password of 63 make 255.
sed -i -e "s/\(fingerprint\": \)\"[0-9]*/\1\"$(printf '%096d' 7)/" \
    -e "s/\(password\": \)\"[0-9]*/\1\"$(printf '%063d' 7)/" "$LAB_DIR/kea.json"
lab_kea "$LAB_DIR/kea.json"
octets=$(hook_octets DP-9871)
expect_not_in "one instance" "$octets" +
expect "length" "${#octets}" $((2 * 255))
expect_in "fingerprint" "$octets" "0c30$(printf '%096d' 7)0d3f30"
lab_stop_kea || lab_fail "the server ended with an error"

echo "beside the server's own option 43"
full=f1b8$(printf '%0368d' 1) # 186 octets beside our 69: 255
for rows in "f104c0000209 ${EXAMPLE}f104c0000209" "0102aabb0d0178 0102aabb$EXAMPLE" "f1ff f1ff" \
    "$full $EXAMPLE$full" "f1b9${full#????}00 f1b9${full#????}00"; do
    hook_config "$LAB_DIR/kea.json" "{\"profiles\": [{$OFFICE}]}" \
        "\"option-def\": [{\"name\": \"vendor-encapsulated-options\", \"code\": 43,
            \"type\": \"binary\"}],
         \"option-data\": [{\"name\": \"vendor-encapsulated-options\", \"csv-format\": false,
            \"data\": \"${rows%% *}\"}],"
    lab_kea "$LAB_DIR/kea.json"
    expect "beside ${rows%% *}" "$(hook_octets DP-9871)" "${rows#* }"
    lab_stop_kea || lab_fail "the server ended with an error"
done

echo "the example of the operator's page"
sed -e "s|\"eth0\"|\"$LAB_SERVER_IF\"|" -e "s|/usr/lib/[^\"]*/libdhcp_cdc43.so|$HOOK|" \
    -e "s|/run/kea/kea4-ctrl-socket|$LAB_KEA_SOCKET|" kea-hook/example/kea-dhcp4.json \
    >"$LAB_DIR/kea.json"
lab_kea "$LAB_DIR/kea.json"
expect "DP-9841" "$(hook_octets DP-9841)" "$EXAMPLE"
expect_in "CP-8875" "$(hook_octets CP-8875)" 0c209f86d081
lab_stop_kea || lab_fail "the server ended with an error"

echo "the example with scopes and files"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=ca -days 2 \
    -keyout "$LAB_DIR/ca.key" -out "$LAB_DIR/ca.pem" 2>/dev/null
(umask 077 && echo D233CCF9B9952A15 >"$LAB_DIR/password")
sed -e "s|\"eth0\"|\"$LAB_SERVER_IF\"|" -e "s|/usr/lib/[^\"]*/libdhcp_cdc43.so|$HOOK|" \
    -e "s|/run/kea/kea4-ctrl-socket|$LAB_KEA_SOCKET|" -e "s|/etc/kea/phone-ca.pem|$LAB_DIR/ca.pem|" \
    -e "s|/etc/kea/phone-password|$LAB_DIR/password|" kea-hook/example/scopes.json \
    >"$LAB_DIR/kea.json"
lab_kea "$LAB_DIR/kea.json"
digest=$(openssl x509 -in "$LAB_DIR/ca.pem" -outform DER | sha256sum | cut -d ' ' -f 1)
office=0b12687474703a2f2f31302e37392e35372e39310c20${digest}0d10443233334343463942393935324131350f0101
expect "the reserved phone" "$(hook_octets DP-9871)" -
lab_capture_start "$LAB_DIR/scopes.pcap"
hook_boot DP-9871 00:1a:2b:00:00:02 || lab_fail "DP-9871 does not boot"
lab_capture_stop
expect "another phone" "$(lab_answers "$LAB_DIR/scopes.pcap" | awk '$1 == 5 { print $4 }')" "$office"
explain() {
    printf '{"command": "cdc43-explain", "arguments": {"vendor-class": "%s", "address": "%s",
        "client-classes": [%s]}}' "$1" "$2" "$3" | lab_control
}
expect_in "pool" "$(explain CP-8875 192.0.2.150 '"laboratory-switch"')" 0c209f86d081
expect_in "gate" "$(explain CP-8875 192.0.2.150 '')" profile-class-missing
expect_in "other pool" "$(explain CP-8875 192.0.2.149 '')" "$digest"
expect_in "subnet" "$(explain DP-9871 198.51.100.1 '"laboratory-switch"')" 0c209f86d081
sleep 1.2 # statistics are a second late at most
expect_in "statistics" "$(lab_control '{"command": "statistic-get",
    "arguments": {"name": "cdc43-model[DP-98*].sent"}}')" '[ [ 2, '
lab_stop_kea || lab_fail "the server ended with an error"
echo good
