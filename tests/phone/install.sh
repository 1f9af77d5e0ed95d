#!/bin/sh
# SPDX-License-Identifier: MIT
# cdc43-phone install: what a phone could never use is refused and changes nothing, the rest is
# warned of, and --force says that it was forced.
set -u
# shellcheck source=tests/support/phone.sh
. tests/support/phone.sh
command -v openssl >/dev/null || {
    echo "SKIP: openssl is not installed"
    exit 77
}

leaf='basicConstraints=critical,CA:false'
server=http://10.79.57.91/scep
fingerprint=f122a2d4a6b55a43dc2e9cc2a91c1dd2c15ef9d9
echo extract >"$dir/extract"
provision known

give_up() {
    cat "$dir/log"
    exit 1
}
: >"$dir/log"
# key NAME BITS, pair NAME CN KEY OPTION...: a certificate signed by its own key.
key() {
    openssl genpkey -algorithm RSA -pkeyopt "rsa_keygen_bits:$2" -out "$dir/$1.key" 2>/dev/null
}
pair() {
    pair_name=$1
    pair_cn=$2
    pair_key=$3
    shift 3
    openssl req -x509 -key "$dir/$pair_key.key" -subj "/CN=$pair_cn" -days 400 -sha256 \
        -out "$dir/$pair_name.pem" "$@" 2>>"$dir/log" || give_up
    bag "$pair_name" "$pair_name" "$pair_key"
}
# bag NAME CERTIFICATE KEY OPTION...: a PKCS#12 file.
bag() {
    bag_name=$1
    bag_cert=$2
    bag_key=$3
    shift 3
    openssl pkcs12 -export -in "$dir/$bag_cert.pem" -inkey "$dir/$bag_key.key" \
        -passout "file:$dir/extract" -out "$dir/$bag_name.p12" "$@" 2>>"$dir/log" || give_up
}

# refused NAME STATE WORDS: with its finding, and nothing has changed; by force if that can be.
refused() {
    before=$(readlink "$dir/$2/current")
    run 1 install --state "$dir/$2" --file "$dir/$1.p12" --password-file "$dir/extract"
    has err "$3"
    lacks out "Certificate installed"
    check "$1 changes nothing" [ "$(readlink "$dir/$2/current")" = "$before" ]
}
forced() {
    refused "$@"
    has err "this phone cannot use it; nothing was changed (--force installs it all the same)"
    run 0 install --state "$dir/$2" --file "$dir/$1.p12" --password-file "$dir/extract" --force
    prints "Certificate installed by --force; this phone cannot use it."
    has err "$3"
    check "$1 is there by force" \
        cmp "$dir/$1.pem" "$dir/$2/current/cert.pem"
}
# never NAME STATE WORDS: not by force either.
never() {
    refused "$@"
    run 1 install --state "$dir/$2" --file "$dir/$1.p12" --password-file "$dir/extract" --force
    check "$1 is not there" [ "$(readlink "$dir/$2/current")" = "$before" ]
}
# installed NAME STATE WORDS: with a warning; no WORDS: and nothing is said.
installed() {
    run 0 install --state "$dir/$2" --file "$dir/$1.p12" --password-file "$dir/extract"
    prints "Certificate installed."
    if [ -n "$3" ]; then
        has err "$3"
        lacks err refused
    else
        check "nothing is said about $1" [ ! -s "$dir/err" ]
    fi
}

key usual 2048
key other 2048
pair good "$cn.example.nl" usual -addext "$leaf"
installed good known ""
pair mic "$cn" usual -addext "$leaf"
installed mic known "warning S004-62"
has err "the phone's is '$cn.example.nl'"
installed good new ""

# For a phone of which nothing is known, and for one of which all is.
pair stranger CP-9871-SEP001A2B3C4D5F usual -addext "$leaf"
installed stranger new ""
forced stranger known "refused S004-62, certificate 1 (CN=CP-9871-SEP001A2B3C4D5F)"
has err "  rule:   the Common Name is that of the phone"
has err "  to fix: request the certificate with this Common Name"
pair longer "${cn}9.example.nl" usual -addext "$leaf"
forced longer known "refused S004-62"

pair server "$cn.example.nl" usual -addext "$leaf" -addext extendedKeyUsage=serverAuth
forced server known "its extKeyUsage lacks clientAuth: it is for servers"
pair ca "$cn.example.nl" usual
forced ca known "it is the certificate of a CA"
key short 512
pair weak "$cn.example.nl" short -addext "$leaf"
forced weak known "its RSA key has 512 bits"
key older 1024
pair old "$cn.example.nl" older -addext "$leaf"
installed old known "warning ALL-13"
has err "its RSA key has 1024 bits"

# What time changes.
mkdir "$dir/times"
cat >"$dir/times/cnf" <<EOF
[ca]
default_ca = one
[one]
database = $dir/times/index
new_certs_dir = $dir/times
serial = $dir/times/serial
policy = any
x509_extensions = leaf
[any]
commonName = supplied
[leaf]
$leaf
EOF
openssl req -new -key "$dir/usual.key" -subj "/CN=$cn.example.nl" -out "$dir/time.csr"
for when in "not valid before|20340101000000Z 20350101000000Z" "expired at|20200101000000Z 20210101000000Z"; do
    times=${when#*|}
    : >"$dir/times/index"
    echo 01 >"$dir/times/serial"
    openssl ca -batch -notext -config "$dir/times/cnf" -selfsign -keyfile "$dir/usual.key" -md sha256 \
        -in "$dir/time.csr" -startdate "${times% *}" -enddate "${times#* }" -out "$dir/time.pem" \
        2>>"$dir/log" || give_up
    bag time time usual
    installed time known "warning ALL-15"
    has err "${when%|*}"
done

# Several keys, a key that does not fit, no certificate, no PKCS#12 at all.
bags() {
    bags_name=$1
    shift
    bags_program=$(realpath "$CDC43_BUILD/tests/certificates/bags")
    (cd "$dir" && "$bags_program" extract "$bags_name.p12" "$@") || give_up
}
bags two good.pem usual.key other.key
cp "$dir/good.pem" "$dir/two.pem"
forced two known "refused ALL-10"
has err "there are 2 private keys"
bags misfit good.pem other.key
never misfit known "private key 1 (PKCS#12 key) fits no certificate"
bags keyless good.pem
never keyless known "there is no private key in it"
cp "$dir/good.pem" "$dir/text.p12"
never text known "refused S004-2"
has err "make it with 'openssl pkcs12 -export"
printf 'noise' >"$dir/noise.p12"
never noise known "this is neither PEM, DER, PKCS#7 nor PKCS#12"

# PKCS#12 that not everything can read.
bag slow good usual -iter 2000001
never slow known "its password takes more than 6000000 rounds"
has err "nothing was changed"
bag nomac good usual -nomac
never nomac known "the PKCS#12 file has no MAC"
lacks err "extract password"
bag legacy good usual -legacy -keypbe PBE-SHA1-RC2-40 -certpbe PBE-SHA1-RC2-40
installed legacy known "warning ALL-11"
has err "legacy encryption (certificates PBE-SHA1-RC2-40, key PBE-SHA1-RC2-40)"
bag modern good usual
bag keypbe good usual -legacy -keypbe PBE-SHA1-RC2-40
bag certpbe good usual -legacy -certpbe PBE-SHA1-RC2-40
export OPENSSL_MODULES=/nowhere # so there is no legacy provider
for part in keypbe certpbe; do
    never $part known "encrypted with a cipher that OpenSSL does not have here"
    lacks err "extract password"
done
installed modern known ""

command_end
