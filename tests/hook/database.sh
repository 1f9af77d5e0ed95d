#!/bin/sh
# SPDX-License-Identifier: MIT
# Scopes in a configuration database: a real Kea reads them from a real PostgreSQL, at start and when
# they change; what is wrong in the database changes no octet.
set -eu
. tests/support/lab.sh
. tests/hook/lab_hook.sh
. tests/support/postgres.sh
SHORT=0b08687474703a2f2f610c140102030405060708090a0b0c0d0e0f1011121314
OTHER=0b08687474703a2f2f620c140102030405060708090a0b0c0d0e0f1011121314
FP='"root-ca-fingerprint": "0102030405060708090a0b0c0d0e0f1011121314"'
PARAMETERS="{\"profiles\": [{$OFFICE},
    {\"name\": \"a\", \"server\": \"http://a\", $FP}, {\"name\": \"b\", \"server\": \"http://b\", $FP}],
    \"models\": [{\"vendor-class-prefix\": \"DP-\", \"profile\": \"office\"}]}"

# change SQL: a change of the configuration, as Kea's own tools record it, but in whole seconds: Kea
# rounds the time of a change to the nearest second (gmt_epoch in its schema), so that it would miss
# another one in the half second after a time that was rounded up.
change() {
    postgres_sql kea "BEGIN; SELECT createAuditRevisionDHCP4(
        date_trunc('second', now())::timestamptz, 'all', 'test', false); $1; COMMIT"
}

# becomes OCTETS SQL: after that change a DP-9871 gets these octets on the wire.
becomes() {
    change "$2"
    wait_until serves "$1" || {
        tail -n 20 "$LAB_KEA_LOG" >&2
        lab_fail "the octets are $(hook_octets DP-9871), not $1, after: $2"
    }
}

# By packet: cdc43-explain does not evaluate the classes of the database.
serves() {
    [ "$(hook_octets DP-9871)" = "$1" ]
}

# refused SENTENCE SQL: that change is refused with this sentence.
refused() {
    change "$2"
    wait_until grep -qF "CDC43_HOOK_UPDATE_REFUSED a change in a configuration database: $1" \
        "$LAB_KEA_LOG" || lab_fail "not refused: $2"
}

context() {
    echo "UPDATE dhcp4_subnet SET user_context = '$1', modification_ts = now() WHERE subnet_id = 7"
}

# Kea 3.0 has another name for it.
backend=$(find /usr/lib -name libdhcp_pgsql_cb.so -o -name libdhcp_pgsql.so 2>/dev/null | head -n 1)
[ -n "$backend" ] ||
    lab_skip "Kea's library for PostgreSQL is not installed (libdhcp_pgsql_cb.so or libdhcp_pgsql.so)"
SCHEMA=/usr/share/kea/scripts/pgsql/dhcpdb_create.pgsql
[ -r "$SCHEMA" ] || lab_skip "$SCHEMA is not installed (Debian package kea-admin)"
lab_begin
postgres_begin
postgres_sql postgres "CREATE DATABASE kea"
postgres_file kea "$SCHEMA"

printf '{"vendor-class": "DP-9871", "address": "192.0.2.101", "hw-address": "001a2b3c4d5e",
    "client-classes": ["phones"]}' >"$LAB_DIR/who"

echo "a subnet of the database, at start"
change "INSERT INTO dhcp4_subnet (subnet_id, subnet_prefix, user_context, valid_lifetime)
            VALUES (7, '192.0.2.0/24', '{\"cdc43\": {\"profile\": \"a\"}}', 600);
        INSERT INTO dhcp4_subnet_server (subnet_id, server_id) VALUES (7, 1);
        INSERT INTO dhcp4_pool (start_address, end_address, subnet_id)
            VALUES ('192.0.2.100', '192.0.2.200', 7);
        INSERT INTO dhcp4_options (code, formatted_value, space, dhcp4_subnet_id, scope_id)
            VALUES (15, 'example.nl', 'dhcp4', 7, 1);
        INSERT INTO dhcp4_options_server (option_id, server_id)
            SELECT option_id, 1 FROM dhcp4_options"
hook_config "$LAB_DIR/kea.json" "$PARAMETERS" "\"config-control\": {
    \"config-databases\": [{\"type\": \"postgresql\", \"name\": \"kea\", \"user\": \"$POSTGRES_USER\",
                          \"host\": \"$POSTGRES_DIR\"}], \"config-fetch-wait-time\": 1},"
/usr/bin/python3 - "$LAB_DIR/kea.json" "$backend" <<'CONFIG'
import json, sys
with open(sys.argv[1]) as file:
    config = json.load(file)
dhcp4 = config["Dhcp4"]
dhcp4["subnet4"] = []
dhcp4["hooks-libraries"].append({"library": sys.argv[2]})
with open(sys.argv[1], "w") as file:
    json.dump(config, file)
CONFIG
lab_kea "$LAB_DIR/kea.json"
expect "at start" "$(hook_octets DP-9871)" "$SHORT"

echo "and when it changes"
becomes "$OTHER" "$(context '{"cdc43": {"profile": "b"}}')"
expect_in "explain" "$(hook_command cdc43-explain "$LAB_DIR/who")" \
    "CP-9871-SEP001A2B3C4D5E.example.nl"

echo "something wrong in the database: the octets of before, and a sentence"
refused "subnet4[0].user-context.cdc43.profile (<string>:1:23): no profile has this name" \
    "$(context '{"cdc43": {"profile": "nowhere"}}')"
expect "old octets" "$(hook_octets DP-9871)" "$OTHER"
answer=$(lab_control '{"command": "config-reload"}')
expect_in "config-reload" "$answer" '"result": 1'
expect_in "config-reload" "$answer" \
    "with the configuration databases: subnet4[0].user-context.cdc43.profile"
expect "old octets after a refused reload" "$(hook_octets DP-9871)" "$OTHER"

echo "after a refused configuration"
sed 's/"server": "http:..b"/"server": "https:\/\/b"/' "$LAB_DIR/kea.json" >"$LAB_DIR/bad.json"
answer=$(hook_command config-set "$LAB_DIR/bad.json")
expect_in "config-set" "$answer" '"result": 1'
expect_in "config-set" "$answer" "profiles[2].server: "
expect "old octets" "$(hook_octets DP-9871)" "$OTHER"

echo "corrected, then a class, a shared network and a pool of the database"
change "$(context '{"cdc43": {"models": {"DP-9841": "a"}}}')"
expect_in "config-reload" "$(lab_control '{"command": "config-reload"}')" '"result": 0'
expect "nothing for the model: its own" "$(hook_octets DP-9871)" "$EXAMPLE"
expect "by model" "$(hook_octets DP-9841)" "$SHORT"
becomes "$OTHER" "
    SELECT set_config('kea.depend_on_known_directly', 'false', true),
           set_config('kea.depend_on_known_indirectly', 'false', true);
    INSERT INTO dhcp4_client_class (name, test, user_context)
        VALUES ('phones', 'substring(option[60].hex, 0, 3) == ''DP-''',
                '{\"cdc43\": {\"profile\": \"b\"}}');
    INSERT INTO dhcp4_client_class_server (class_id, server_id)
        SELECT id, 1 FROM dhcp4_client_class"
becomes "$SHORT" "
    INSERT INTO dhcp4_shared_network (name, user_context)
        VALUES ('floor', '{\"cdc43\": {\"profile\": \"a\"}}');
    INSERT INTO dhcp4_shared_network_server (shared_network_id, server_id)
        SELECT id, 1 FROM dhcp4_shared_network;
    UPDATE dhcp4_subnet SET shared_network_name = 'floor', user_context = NULL,
        modification_ts = now()"
becomes "$OTHER" "
    UPDATE dhcp4_pool SET user_context = '{\"cdc43\": {\"profile\": \"b\"}}';
    UPDATE dhcp4_subnet SET modification_ts = now()"

echo "option 15 of the database is checked as well"
long=a234567890.b234567890.c234567890.d2345678
refused "shared-networks[0].subnet4[0].option-data[0].data: the Common Name of DP-9841" "
    UPDATE dhcp4_options SET formatted_value = '$long', modification_ts = now()
        WHERE dhcp4_subnet_id = 7;
    UPDATE dhcp4_subnet SET modification_ts = now()"
expect "old octets" "$(hook_octets DP-9871)" "$OTHER"
lab_stop_kea || lab_fail "the server ended with an error"

echo "and no server starts with it"
lab_kea_start "$LAB_DIR/kea.json" && lab_fail "the server started"
expect_in "refusal" "$(grep DHCP4_INIT_FAIL "$LAB_KEA_LOG")" "with the configuration databases: "
change "UPDATE dhcp4_options SET formatted_value = 'example.nl', modification_ts = now()
        WHERE dhcp4_subnet_id = 7;
    UPDATE dhcp4_subnet SET modification_ts = now()"

echo "the database goes away: Kea ends, unless it has the three settings of the operator's page"
kea_has_ended() {
    is_gone "$LAB_KEA_PID"
}
lab_kea "$LAB_DIR/kea.json"
postgres_stop
wait_until kea_has_ended || lab_fail "the page says that Kea ends"
postgres_start
settings='"max-reconnect-tries": 100000, "reconnect-wait-time": 2000, "on-fail": "serve-retry-continue"'
sed "s/\"type\": \"postgresql\"/&, $settings/" "$LAB_DIR/kea.json" >"$LAB_DIR/settings.json"
lab_kea "$LAB_DIR/settings.json"
postgres_stop
wait_until grep -q DHCP4_DB_RECONNECT "$LAB_KEA_LOG" ||
    lab_fail "Kea does not notice that the database is gone"
expect "without the database" "$(hook_octets DP-9871)" "$OTHER"
lab_stop_kea || lab_fail "the server ended with an error"
echo good
