# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# The files that the pages name, and what must be there before some of their commands (before_... in the table).
# shellcheck disable=SC2154,SC2034 # variables of the scripts that read this one

# made FILE COMMAND...: the command makes the file; what it says is shown only when it does not.
made() {
    made_file=$1
    shift
    { "$@" >"$made_file.said" 2>&1 && [ -s "$made_file" ]; } || {
        cat "$made_file.said" >&2
        lab_fail "no fixture $made_file"
    }
    rm "$made_file.said"
}

# new_ca NAME CN: NAME.pem and NAME.key
new_ca() {
    made "$1.pem" openssl req -x509 -newkey rsa:2048 -nodes -days 400 -subj "/CN=$2" -keyout "$1.key" -out "$1.pem"
}

# new_certificate NAME CN CA EXTENSION...: NAME.crt and NAME.key
new_certificate() {
    new_name=$1 new_cn=$2 new_ca=$3
    shift 3
    printf '%s\n' "$@" >"$new_name.ext"
    made "$new_name.csr" openssl req -newkey rsa:2048 -nodes -subj "/CN=$new_cn" -keyout "$new_name.key" \
        -out "$new_name.csr"
    made "$new_name.crt" openssl x509 -req -in "$new_name.csr" -CA "$new_ca.pem" -CAkey "$new_ca.key" \
        -days 300 -extfile "$new_name.ext" -out "$new_name.crt"
}

leaf='basicConstraints=critical,CA:FALSE'
usage='keyUsage=critical,digitalSignature,keyEncipherment'

# fixtures_make: in the present folder. Passwords are those of the published example.
fixtures_make() {
    new_ca ca 'Example Root CA'
    cp ca.pem root.pem
    cp ca.key cakey.pem
    cp ca.pem a.pem
    new_ca sipura 'Sipura Technology CA'
    cp sipura.pem b.pem
    new_certificate issuing 'Example Issuing CA' ca 'basicConstraints=critical,CA:TRUE' 'keyUsage=critical,keyCertSign'
    cp issuing.crt issuing.pem
    cat issuing.pem ca.pem >chain.pem
    new_certificate ap ap.example.net issuing "$leaf" "$usage" 'extendedKeyUsage=serverAuth,clientAuth' \
        'subjectAltName=DNS:ap.example.net'
    cp ap.crt cert.pem
    cp ap.key key.pem
    cat ap.crt chain.pem ap.key >ap.pem
    new_certificate pv-old pv.example.net sipura "$leaf" "$usage" 'extendedKeyUsage=serverAuth'
    cat pv-old.crt sipura.pem >server.pem
    new_certificate pv-new pv.example.net ca "$leaf" "$usage" 'extendedKeyUsage=serverAuth' \
        'subjectAltName=DNS:pv.example.net'
    new_certificate phone CP-9871-SEP001A2B3C4D5E.example.nl ca "$leaf" "$usage" 'extendedKeyUsage=clientAuth'
    echo D233CCF9B9952A15 >secret
    made phone.p12 openssl pkcs12 -export -in phone.crt -inkey phone.key -certfile ca.pem -passout file:secret \
        -out phone.p12
    cp phone.p12 x.p12
    fingerprint=$(openssl x509 -in ca.pem -noout -fingerprint -sha256 | sed 's/.*=//; s/://g')
    cat >phones.json <<'JSON'
{ "fips-mode": true, "server": "http://10.79.57.91",
  "root-ca-fingerprint": "12040870625C5B755D73F5925285F8F5FF5D55AF", "challenge-password": "D233CCF9B9952A15",
  "enable-8021x": true, "certificate-select": "custom-installed" }
JSON
    sed 's/ "challenge-password": "[^"]*",//' phones.json >parameters.json
    cdc43 encode --json phones.json --format isc-dhcpd --model all >dhcpd.conf || lab_fail "no dhcpd.conf"
    cp "$tree/vectors/captures/kea-hook.pcapng" wire.pcapng
    mkdir card
}

# A DHCP server for phones, with the published example.
before_kea() {
    hook_config "$LAB_DIR/kea.json" "{\"profiles\": [{$OFFICE}]}"
    lab_kea "$LAB_DIR/kea.json"
}

# A TLS server pv.example.net with a certificate that the page's device takes.
before_tls_server() {
    tls_certificate=server.pem tls_key=pv-old.key
    [ "$page" = README.md ] || tls_certificate=pv-new.crt tls_key=pv-new.key
    lab_spawn client openssl s_server -accept 443 -cert "$tls_certificate" -cert_chain "$tls_certificate" \
        -key "$tls_key" -quiet >"$LAB_DIR/tls.log" 2>&1
    page_pids="$page_pids $LAB_PID"
    wait_until chain_is_listening "$lab_client_pid" 443 || lab_fail "no TLS server"
}

# A CA, and cfg.xml with its parameters.
before_ca() {
    chain_test_ca "$CDC43_BUILD" "challenge=$CHAIN_PASSWORD" next-ca
    sed "s|http://10.79.57.91|$CHAIN_SERVER|; s/12040870[0-9A-F]*/$CHAIN_FINGERPRINT/; s/\"fips-mode\": true/\"fips-mode\": false/" \
        parameters.json >ca.json
    made cfg.xml cdc43-phone stage --for cisco-cdc --out cfg.xml --password-file secret ca.json
}

# The phone of the page has a password that the CA does not accept.
before_wrong_password() {
    mv "$state" phone.good
    sed 's/D233CCF9B9952A15/0000000000000000/' cfg.xml >wrong.xml
    cdc43-phone import --state "$state" --model DP-9871 --mac 00:1A:2B:3C:4D:5E --file wrong.xml
}

before_right_password() {
    rm -r "$state"
    mv phone.good "$state"
}

# The CA of the SPA phones signs the request.
before_spa_answer() {
    made pv.crt openssl x509 -req -in pv.csr -CA sipura.pem -CAkey sipura.key -days 300 -extfile pv-old.ext -out pv.crt
}

# What the command writes, other pages read.
before_no_file() {
    rm ap.pem
}

# From here on: on the machine of an operator.

# The example with the hook, as the operator's page has it.
before_hook() {
    cp /usr/share/doc/kea-hook-cdc43/examples/kea-dhcp4.json /etc/kea/kea-dhcp4.conf
}

before_server() {
    before_hook
    systemctl restart kea-dhcp4-server
}

before_wrong() {
    before_hook
    sed -i 's/"12:04:08/"12:12:04:08/' /etc/kea/kea-dhcp4.conf
    ! systemctl restart kea-dhcp4-server
}

# Subnet and pool as on the page about scopes.
before_laboratory() {
    before_hook
    sed -i -e 's|"subnet": "192.0.2.0/24",|& "user-context": { "cdc43": { "profile": "laboratory" } },|' \
        -e 's|"pool": "192.0.2.100-192.0.2.200"|&, "user-context": { "cdc43": { "models": { "CP-8875": "office" } } }|' \
        /etc/kea/kea-dhcp4.conf
    systemctl restart kea-dhcp4-server
}

# Kea without the hook: classes with typed suboptions, and the same with a comma in the password.
before_classes() {
    {
        cat <<'JSON'
{ "Dhcp4": {
"lease-database": { "type": "memfile", "persist": false },
"subnet4": [ { "id": 1, "subnet": "192.0.2.0/24", "pools": [ { "pool": "192.0.2.100-192.0.2.200" } ] } ],
JSON
        cdc43 encode --json phones.json --format kea-typed --model DP-9841
        echo '} }'
    } >/etc/kea/kea-dhcp4.conf
}

before_comma() {
    before_classes
    sed 's/D233CCF9B9952A15/D233,CCF9/' /etc/kea/kea-dhcp4.conf >kea-dhcp4.conf
}

# A phone's certificate request, with the password that is bound to its name.
before_request() {
    mkdir -p /etc/cdc43
    openssl rand -hex 32 >/etc/cdc43/challenge.key
    chmod 600 /etc/cdc43/challenge.key
    request_cn=CP-9871-SEP001A2B3C4D5E.example.nl
    request_password=$(printf 'cdc43-challenge-v1\0%s' "$request_cn" |
        openssl dgst -sha256 -hmac "$(cat /etc/cdc43/challenge.key)" | sed 's/.*= *//' | cut -c 1-32)
    printf '[req]\ndistinguished_name = dn\nattributes = at\nprompt = no\n[dn]\nCN = %s\n[at]\nchallengePassword = %s\n' \
        "$request_cn" "$request_password" >request.conf
    made request.pem openssl req -new -key phone.key -config request.conf -out request.pem
}

# The CA of Debian's scepserver, with the key beside it.
before_depot() {
    apt install scep >/tmp/said 2>&1
    scepserver ca -init -years 10 -keySize 2048
    mkdir -p /etc/cdc43
    cp /etc/kea/challenge.key /etc/cdc43
    chmod 600 /etc/cdc43/challenge.key
    cp /usr/share/doc/kea-hook-cdc43/examples/verify-csr /usr/local/bin
    chmod 755 /usr/local/bin/verify-csr
}

before_certificate() {
    install -m 644 ca.pem /etc/kea/ca.pem
}

# Debian's Control Agent.
agent_pid=''
agent_start() {
    [ -z "$agent_pid" ] || lab_stop "$agent_pid" || :
    lab_spawn server kea-ctrl-agent -c /etc/kea/kea-ctrl-agent.conf >"$LAB_DIR/agent.log" 2>&1
    agent_pid=$LAB_PID
    wait_until grep -q 'CTRL_AGENT_STARTED\|ERROR\|FATAL' "$LAB_DIR/agent.log" || :
    cat "$LAB_DIR/agent.log"
}

# As Debian 12 configures it, and as later releases do.
before_agent() {
    apt install kea-ctrl-agent >/tmp/said 2>&1
    cp /etc/kea/kea-ctrl-agent.conf /root
    sed -i '/"authentication": {/,/^    },/d' /etc/kea/kea-ctrl-agent.conf
    agent_start
}

before_agent_with_password() {
    cp /root/kea-ctrl-agent.conf /etc/kea
    printf secret >/etc/kea/kea-api-password
    agent_start
}

# A program of the tree: the commands of the page are typed there.
before_tree() {
    where=$tree
}
