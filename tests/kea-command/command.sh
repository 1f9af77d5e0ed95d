#!/bin/sh
# SPDX-License-Identifier: MIT
# The command line of cdc43-kea: exit codes, explain, migrate, and what it says about configurations
# that have nothing to do with these phones.
set -u
TRAPS=tests/kea-command/traps
program=${CDC43_BUILD:?}/kea-hook/command/cdc43-kea
password=Canary # in each Challenge Password
# shellcheck source=tests/support/command.sh
. tests/support/command.sh

# The command line.
run 0 --help
has out '  migrate '
run 0 check --help
run 0 --version
run 2
run 2 frobnicate
run 2 check
run 2 check a b
run 2 check --show-secrets "$TRAPS/clean-typed.json"
run 2 check --format xml "$TRAPS/clean-typed.json"
run 2 explain "$TRAPS/clean-typed.json"
run 2 explain --model
run 2 explain --model DP-9841 --mac 12 "$TRAPS/clean-typed.json"
run 2 explain --model DP-9841 --request 43,x "$TRAPS/clean-typed.json"
run 2 explain --model DP-9841 --request 43, "$TRAPS/clean-typed.json" # a comma and nothing
run 2 explain --model DP-9841 --address 300.1.1.1 "$TRAPS/clean-typed.json"
run 2 explain --model DP-9841 --address 0.0.0.0 "$TRAPS/clean-typed.json"
for option in --model --mac --subnet --address --request; do
    run 2 explain --model DP-9841 $option '' "$TRAPS/clean-typed.json" # a variable that is not set
    has err "$option"
done
run 2 explain --model '' "$TRAPS/clean-typed.json"
has err "--model is missing"
run 2 explain --model DP-9841 --vendor-class DP-9841 "$TRAPS/clean-typed.json"
has err "not both"
run 0 explain --model=DP-9841 --subnet=1 "$TRAPS/clean-typed.json"
run 0 explain "$TRAPS/clean-typed.json" --vendor-class DP-9841
run 2 explain --model DP-9841 "$TRAPS/clean-typed.json" --subnet
has err "--subnet needs a value"
run 2 explain --model DP-9841 --subnet 1 --address 192.0.2.101 "$TRAPS/clean-typed.json"
has err "not both"
run 2 explain --model "$(printf '%0256d' 0)" "$TRAPS/clean-typed.json"
has err "at most 255 octets"
run 0 explain --model "$(printf '%0255d' 0)" "$TRAPS/clean-typed.json"
run 1 explain --model DP-9841 --subnet 4294967297 "$TRAPS/clean-typed.json"
run 1 explain --model DP-9841 --subnet 10.0.0.0/8 "$TRAPS/clean-typed.json"
run 1 check --no-kea "$dir/missing.json"
has out 'config-unreadable'
run 1 explain --model DP-9841 "$dir/missing.json"
has err 'the file cannot be read'
echo '{ "Dhcp6": {} }' >"$dir/six.json"
run 1 check --no-kea "$dir/six.json"
has out 'there is no object "Dhcp4"'
# What Kea refuses has no explanation; brackets without end are refused before anything follows them.
for subcommand in 'check --no-kea' 'explain --model DP-9841' migrate; do
    case $subcommand in check*) where=out ;; *) where=err ;; esac
    # shellcheck disable=SC2086 # words
    run 1 $subcommand "$TRAPS/encapsulates-itself.json"
    has $where 'encapsulates-itself.json:6:'
    has $where 'must not encapsulate an option space it belongs to'
    brackets=$(printf '%0100000d' 0 | tr 0 '[')
    printf '{ "Dhcp4": {\n "user-context": { "a": %s' "$brackets" >"$dir/deep.json"
    # shellcheck disable=SC2086 # words
    run 1 $subcommand "$dir/deep.json"
    has $where 'deep.json:2:1022: '
    has $where 'there are more than 1000 brackets within brackets'
done
run 0 check --no-kea "$TRAPS/test-unknown.json"
has out 'phones may be in class "DP-9841", or not: it depends on option 82'
run 1 check --no-kea --format json "$TRAPS/guarded-pool.json"
has out '"class": "HA_server1"'
HOOK='{"library": "libdhcp_cdc43.so", "parameters": {"profiles": [{"name": "p", "server": "a",
    "root-ca-fingerprint": "12040870625C5B755D73F5925285F8F5FF5D55AF", "require-client-class": "c"}]}}'
for wrong in '{ "Dhcp4": { "client-classes": 1, "subnet4": [1, {"pools": [3], "subnet": 4}] } }' \
    '{ "Dhcp4": { "option-data": {}, "option-def": [1], "hooks-libraries": "x" } }' \
    '{ "Dhcp4": { "option-def": [{"name": "x", "code": 999999, "type": "nothing"}] } }' \
    '{ "Dhcp4": { "option-data": [{"code": -5}, {"code": 99999}, {"name": "x", "space": "a b"}] } }' \
    "{ \"Dhcp4\": { \"hooks-libraries\": [$HOOK], \"client-classes\": [4, {\"name\": 5}, {\"name\": \"c\"}],
        \"shared-networks\": [6], \"subnet4\": [1, {\"id\": \"x\", \"subnet\": \"192.0.2.0/24\",
        \"pools\": [3], \"reservations\": [null], \"option-data\": [2, {\"code\": \"15\"},
        {\"name\": \"domain-name\", \"data\": 5, \"csv-format\": 7}]}] } }"; do
    echo "$wrong" >"$dir/wrong.json"
    run 1 check --no-kea "$dir/wrong.json"
    [ ! -s "$dir/err" ] || has err 'nothing for this configuration'
done

# explain: the source, the octets, the identity; no secret unless asked.
run 0 explain --model DP-9841 --mac 00:1a:2b:3c:4d:5e "$TRAPS/clean-typed.json"
has out 'class "DP-9841"'
has out '0d10********************************0e0101'
has out '(16 characters)'
has out 'Common Name: CP-9841-SEP001A2B3C4D5E.example.nl'
has out 'User ID: CP-9841-SEP001A2B3C4D5E@example.nl'
run 0 explain --vendor-class DP-9841 --show-secrets "$TRAPS/clean-typed.json"
has out 'SwordfishCanary1'
lacks out 'Common Name'
run 0 explain --model DP-9841 --show-secrets --format json "$TRAPS/clean-typed.json"
octets=$(sed -n 's/^ *"option-43": "\(.*\)",*$/\1/p' "$dir/out")
run 0 explain --model DP-9841 --format json "$TRAPS/clean-typed.json"
count=$((count + 1))
/usr/bin/python3 tests/support/parameters.py "$dir/out" "$octets" "$CDC43_BUILD/tlv/cdc43" || bad=$((bad + 1))
run 0 explain --model DP-9841 --request none "$TRAPS/always-send-missing.json"
has out 'does not ask for option 43'
run 0 explain --model DP-9841 --request none "$TRAPS/clean-typed.json"
has out 'octets in 1 instance(s)'
run 0 explain --model DP-9841 --mac 001a2b3c4d5e "$TRAPS/host-hides-class.json"
has out 'f104********'
has out 'hidden'
run 0 explain --model DP-9841 --mac 001a2b3c4d5f "$TRAPS/host-hides-class.json"
has out '0b12'
run 0 explain --model DP-9841 "$TRAPS/hook-merges.json"
has out 'Hook: the octets are sent; model "DP-9841" (vendor-class); profile "office"'
run 0 check --no-kea --format json "$TRAPS/hook-host-profile.json" # in its place the reservation counts
has out '"source": "hook: lab"'
run 1 explain --model DP-9841 "$TRAPS/hook-parameters.json"
has err 'hook-parameters'
run 0 explain --model DP-9841 "$TRAPS/test-unknown.json"
has out '(DP-9841?)'
run 0 explain --model DP-9841 --format json "$TRAPS/split.json"
has out '"instances": 5'

# A class by a template, which Kea has since 2.4.
sed "s/\"test\": .*'/\"template-test\": \"option[60].hex/" "$TRAPS/odd-names.json" >"$dir/template.json"
run 0 check --no-kea "$dir/template.json"
has out 'note: class-test-unknown'
run 1 migrate "$dir/template.json"
has out 'asks for more than option 60'

# Names do nothing to a terminal, and not to the lines of migrate either.
for subcommand in 'check --no-kea' 'explain --model DP-9841' migrate; do
    # shellcheck disable=SC2086 # words
    run 0 $subcommand "$TRAPS/odd-names.json"
    lacks out "$(printf '\033')"
done
has out 'class "B\x1b[31m\x0aüro", option 43'
has out '"name": "B\\x1b[31m\\x0a\\xc3\\xbcro"'

# migrate: the hook takes what is printed and sends the same octets.
for style in clean-typed clean-raw clean-default-space clean-vendor-class; do
    run 0 migrate --show-secrets "$TRAPS/$style.json"
    { echo '{ "Dhcp4": { "subnet4": [{"subnet": "192.0.2.0/24"}],' && cat "$dir/out" &&
        echo '} }'; } >"$dir/hook.json"
    "$program" explain --model DP-9841 --show-secrets --format json "$TRAPS/$style.json" |
        grep '"option-43"' >"$dir/before"
    run 0 explain --model DP-9841 --show-secrets --format json "$dir/hook.json"
    grep '"option-43"' "$dir/out" | cmp -s - "$dir/before" || {
        bad=$((bad + 1))
        echo "$style: other octets after migrate"
    }
done
run 0 migrate "$TRAPS/clean-default-space.json"
has out '{ "vendor-class-prefix": "DP-98", "profile": "phones" }'
has out '{ "vendor-class": "CP-8875", "profile": "phones" }'
has out '"challenge-password": null'
has out "delete $TRAPS/clean-default-space.json:"
{ echo '{ "Dhcp4": {' && cat "$dir/out" && echo '} }'; } >"$dir/hook.json"
run 1 check --no-kea --user "$(id -un)" "$dir/hook.json" # null is no password
has out 'hook-parameters'
run 1 migrate "$TRAPS/test-unknown.json"
has out 'asks for more than option 60'
lacks out '// delete' # what stays must not go
run 1 migrate "$TRAPS/domain-41.json"
has out 'the hook refuses this'
run 1 migrate "$TRAPS/https.json"
has out 'the HTTPS scheme is not supported'
run 1 migrate "$TRAPS/clean-other-vendor.json"

# With whose eyes files are read. Kea, which is asked last, must not be what finds it.
echo '<?include "'"$dir"'/inner.json"?>' >"$dir/outer.json"
echo '{ "Dhcp4": { "subnet4": [{"subnet": "192.0.2.0/24", "pools": [{"pool": "192.0.2.0/25"}]}] } }' \
    >"$dir/inner.json"
run 0 check --strict --no-kea --user "$(id -un)" "$dir/outer.json"
has out "files read as user $(id -un); Kea was not asked (--no-kea)"
run 1 check --no-kea --user nobody-has-this-name "$dir/outer.json"
has err 'only root can look as this user'
if [ "$(id -u)" = 0 ]; then
    chmod 711 "$dir"
    chmod 600 "$dir/outer.json" "$dir/inner.json"
    run 1 check --no-kea --user nobody "$dir/outer.json"
    has out 'files read as user nobody'
    has out 'outer.json: warning: file-mode: '
    has out 'inner.json: error: file-closed: '
    chmod 644 "$dir/outer.json" "$dir/inner.json"
    run 0 check --strict --no-kea --user nobody "$dir/outer.json"
fi

# Kea's own verdict, of the text whoever may read the file; the rest is found although an interface
# is missing. A file without JSON has its words, too.
if [ -x /usr/sbin/kea-dhcp4 ]; then
    sed 's/"lo"/"no-such-0", "lo"/' "$TRAPS/kea-verdict.json" >"$dir/verdict.json"
    chmod 600 "$dir/verdict.json"
    run 1 check "$dir/verdict.json"
    # Newer releases look at subnets first, and stop there.
    case $(/usr/sbin/kea-dhcp4 -v) in
    2.2.*)
        has out "verdict.json:4:"
        has out "interface 'no-such-0' doesn't exist"
        ;;
    esac
    has out 'verdict.json:6:'
    has out '198.51.100.1-198.51.100.9'
    has out 'kea-verdict: the Kea of this machine refuses the configuration (subnet configuration failed'
    run 0 check --no-kea --user "$(id -un)" "$dir/verdict.json"
    echo '{ "Dhcp4": { "valid-lifetime": 1 "Canary" } }' >"$dir/verdict.json"
    run 1 check "$dir/verdict.json"
    has out 'verdict.json:1:34: error: config-unreadable: '
    has out 'syntax error, unexpected constant string'
fi

# How long a certificate is valid; a file is judged as at a reload.
ca_config() {
    tests/support/dated_ca.sh "$dir" ca "$(date -u -d '-2 days' +%Y%m%d%H%M%SZ)" \
        "$(date -u -d "$1" +%Y%m%d%H%M%SZ)"
    cat >"$dir/ca.json" <<CONFIG
{ "Dhcp4": { "subnet4": [{"subnet": "192.0.2.0/24", "pools": [{"pool": "192.0.2.0/25"}]}],
  "hooks-libraries": [{"library": "libdhcp_cdc43.so", "parameters": {"profiles": [
    {"name": "p", "server": "a", "root-ca-file": "$dir/ca.pem"}]}}] } }
CONFIG
}
ca_config '+10 days 1 hour'
run 1 check --no-kea --strict --user "$(id -un)" "$dir/ca.json"
has out 'ca.json:3:50: warning: certificate-ends: the certificate in root-ca-file ends soon'
has out '(10 days left, until '
ca_config '+31 days 1 hour'
run 0 check --no-kea --strict --user "$(id -un)" "$dir/ca.json"
has out 'note: certificate-valid'
has out '(31 days left, until '
ca_config '-1 hour'
run 1 check --no-kea --user "$(id -un)" "$dir/ca.json"
has out '(profiles[0].root-ca-file: the certificate has expired)'
rm "$dir/ca.pem"
run 1 check --no-kea --user "$(id -un)" "$dir/ca.json"
has out 'the file cannot be opened: No such file or directory'

# Configurations that have nothing to do with these phones: Debian's own and those of Kea's manual.
for file in /etc/kea/kea-dhcp4.conf /usr/share/doc/kea*/examples/kea4/*.json; do
    [ -r "$file" ] || continue
    run 0 check --no-kea --strict "$file"
    has out '0 errors, 0 warnings, 0 notes'
done

command_end
