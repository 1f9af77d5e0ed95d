#!/bin/sh
# SPDX-License-Identifier: MIT
# cdc43-phone supplicant: when it prints a configuration, which one, and why it does not.
set -u
program=$(realpath "${CDC43_BUILD:?}/phone-side/cdc43-phone") || exit 1
# shellcheck source=tests/support/command.sh
. tests/support/command.sh
command -v openssl >/dev/null || {
    echo "SKIP: openssl is not installed"
    exit 77
}
# shellcheck disable=SC2034 # what command.sh looks for in every output
password=D233CCF9B9952A15
cn=CP-9871-SEP001A2B3C4D5E
server=0b12687474703a2f2f31302e37392e35372e39310c1412040870625c5b755d73f5925285f8f5ff5d55af0d1044323333434346394239393532413135

# phone FOLDER SUBOPTIONS [OPTION...]: a phone that got these besides server, fingerprint, password.
phone() {
    phone_folder=$1
    phone_more=$2
    shift 2
    run 0 apply --state "$phone_folder" --mic-cn "$cn" --option43 "$server$phone_more" \
        --option15 example.nl "$@"
}

# certificate NAME SUBJECT [OPTION...]: NAME.pem and NAME.key, self-signed.
certificate() {
    certificate_name=$1
    certificate_subject=$2
    shift 2
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$dir/$certificate_name.key" \
        -out "$dir/$certificate_name.pem" -subj "/CN=$certificate_subject" "$@" 2>/dev/null
}

# install FOLDER NAME: as the client stores a pair.
install_pair() {
    mkdir -p "$1/gen-1"
    cp "$dir/$2.pem" "$1/gen-1/cert.pem"
    cp "$dir/$2.key" "$1/gen-1/key.pem"
    cp "$dir/root.pem" "$1/gen-1/chain.pem"
    ln -sfn gen-1 "$1/current"
}

# What "openssl ca" wants before it makes a certificate of the past.
cat >"$dir/authority.cnf" <<CONFIG
[ca]
default_ca = own
[own]
database = $dir/authority/index
new_certs_dir = $dir/authority
rand_serial = yes
default_md = sha256
policy = any
[any]
commonName = supplied
CONFIG
certificate root Root
certificate own "$cn.example.nl"
certificate mic "$cn"

run 0 supplicant --help
has out Usage:
run 2 supplicant
run 2 supplicant --state "$dir/a" more
run 2 supplicant --state "$dir/a" --mic "$dir/mic.pem"
run 1 supplicant --state "$dir/a"
has err "cannot open the directory"

# Whether the phone authenticates is what its state says.
mkdir "$dir/reset"
run 1 supplicant --state "$dir/reset"
has err "factory-reset state"
phone "$dir/unset" 0f0101
run 1 supplicant --state "$dir/unset"
has err "Enable 802.1X Authentication (suboption 14) is not set"
phone "$dir/off" 0e01000f0101
run 1 supplicant --state "$dir/off"
has err "Enable 802.1X Authentication (suboption 14) is no:"
phone "$dir/wireless" 0e01010f0101 --wireless
run 1 supplicant --state "$dir/wireless"
has err "wireless"

# The custom device certificate.
phone "$dir/a" 0e01010f0101
run 1 supplicant --state "$dir/a"
has err "no custom device certificate is installed"
[ ! -s "$dir/out" ] || { bad=$((bad + 1)) && echo "something was printed"; }
install_pair "$dir/a" own
(cd "$dir" && "$program" supplicant --state a) >"$dir/relative"
run 0 supplicant --state "$dir/a"
cmp "$dir/out" "$dir/relative" || bad=$((bad + 1))
real=$(realpath "$dir")
prints "# wpa_supplicant -D wired -i INTERFACE -c THIS-FILE
# Enable 802.1X Authentication: yes; Certificate Select: custom-installed; FIPS Mode: disabled
ap_scan=0
network={
    key_mgmt=IEEE8021X
    eapol_flags=0
    eap=TLS
    identity=\"$cn@example.nl\"
    ca_cert=\"$real/a/current/chain.pem\"
    client_cert=\"$real/a/current/cert.pem\"
    private_key=\"$real/a/current/key.pem\"
}"
run 0 supplicant --state "$dir/a" --ca-cert "$dir/root.pem" --server-name radius.example.nl
has out "    ca_cert=\"$dir/root.pem\""
has out '    domain_match="radius.example.nl"'
run 1 supplicant --state "$dir/a" --ca-cert "$dir/nobody.pem"
has err "nobody.pem: "
# A link is not what it leads to today: that goes with the second renewal.
run 0 supplicant --state "$dir/a" --ca-cert "$dir/a/current/chain.pem"
has out "    ca_cert=\"$dir/a/current/chain.pem\""
(cd "$dir/a" && "$program" supplicant --state . --ca-cert current/chain.pem) >"$dir/relative"
grep -qF "ca_cert=\"$real/a/current/chain.pem\"" "$dir/relative" || bad=$((bad + 1))
run 2 supplicant --state "$dir/a" --server-name ''
has err "--server-name is empty"

# What would be read otherwise than it was meant is escaped.
odd=$dir/'a "b" #c\d'
mkdir "$odd"
cp -r "$dir/a/." "$odd"
run 0 supplicant --state "$odd"
has out "client_cert=P\"$real/a \\x22b\\x22 \\x23c\\x5cd/current/cert.pem\""

# A certificate that does not fit the User ID is told.
run 0 supplicant --state "$dir/a"
lacks err warning
certificate other CP-9871-SEP001A2B3C4D5F.example.nl
install_pair "$dir/a" other
run 0 supplicant --state "$dir/a"
has err "warning: the certificate's Common Name 'CP-9871-SEP001A2B3C4D5F.example.nl' does not match"
certificate longer "$cn.example.nl.net"
install_pair "$dir/a" longer
run 0 supplicant --state "$dir/a"
has err "warning: the certificate's Common Name '$cn.example.nl.net' does not match"
openssl req -new -key "$dir/own.key" -subj "/CN=$cn.example.nl" -out "$dir/old.csr"
mkdir "$dir/authority"
: >"$dir/authority/index"
openssl ca -batch -selfsign -notext -in "$dir/old.csr" -keyfile "$dir/own.key" -out "$dir/old.pem" \
    -startdate 20200101000000Z -enddate 20210101000000Z -config "$dir/authority.cnf" 2>/dev/null
cp "$dir/own.key" "$dir/old.key"
install_pair "$dir/a" old
run 0 supplicant --state "$dir/a"
has err "warning: the certificate has expired"
lacks err "does not match"
phone "$dir/named" 0e01010f0101 --common-name "Desk 7"
certificate named "Desk 7"
install_pair "$dir/named" named
run 0 supplicant --state "$dir/named"
has out "identity=\"$cn@example.nl\""
has err "warning: the certificate's Common Name 'Desk 7' does not match"

# The manufacturing certificate.
phone "$dir/m" 0e01010f0100
run 1 supplicant --state "$dir/m"
has err "manufacturing-installed; specify --mic and --mic-key"
run 1 supplicant --state "$dir/m" --mic "$dir/mic.pem" --mic-key "$dir/mic.key"
has err "specify --ca-cert"
run 1 supplicant --state "$dir/m" --mic "$dir/mic.pem" --mic-key "$dir/own.key" --ca-cert "$dir/root.pem"
run 0 supplicant --state "$dir/m" --mic "$dir/mic.pem" --mic-key "$dir/mic.key" \
    --ca-cert "$dir/root.pem"
has out "Certificate Select: manufacturing-installed"
has out "client_cert=\"$dir/mic.pem\""
has out "identity=\"$cn@example.nl\""
lacks err warning
command_end
