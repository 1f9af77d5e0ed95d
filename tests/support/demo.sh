# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# What the demonstrations share: they take no arguments, install what is missing, and build.

# demo_begin HELP PACKAGES [ARGUMENT...]: shows HELP, or refuses arguments, or makes sure that the
# packages (words) are there; needs root. Sets $demo_started, when they were.
demo_begin() {
    demo_help=$1
    demo_packages=$2
    shift 2
    case ${1-} in
    '') ;;
    --help | -h)
        printf '%s\n' "$demo_help"
        exit 0
        ;;
    *)
        echo "${0##*/}: no arguments are wanted; try $0 --help" >&2
        exit 2
        ;;
    esac
    if [ "$(id -u)" != 0 ]; then
        echo "${0##*/}: namespaces and packages need root" >&2
        exit 1
    fi
    # shellcheck disable=SC2086 # a list of names
    packages_need gcc g++ cmake ninja-build pkgconf libjansson-dev libssl-dev \
        libcurl4-openssl-dev kea-dhcp4-server kea-dev libboost-dev iproute2 python3 $demo_packages
    demo_started=$(date +%s)
}

demo_say() {
    printf '\n== %s\n' "$*"
}

# demo_build: builds the hook, the commands and the phone into $demo_folder. Sets $demo_hook and
# $demo_phone, absolute paths.
demo_build() {
    demo_folder=${CDC43_DEMO_BUILD:-build/demo}
    demo_say "building"
    mkdir -p "$demo_folder" || exit 1
    exec 9>"$demo_folder/.lock" # a second demonstration waits until the first has built
    flock 9
    # A folder that is there keeps its configuration.
    if ! { { [ -e "$demo_folder/CMakeCache.txt" ] || cmake -G Ninja -S . -B "$demo_folder" \
        -DCMAKE_BUILD_TYPE=Release -DCDC43_TESTS=OFF; } &&
        cmake --build "$demo_folder" --target cdc43_hook cdc43_command cdc43_phone_command; } \
        >"$demo_folder/demo.log" 2>&1; then
        tail -n 40 "$demo_folder/demo.log" >&2
        echo "${0##*/}: the build failed" >&2
        exit 1
    fi
    exec 9>&-
    demo_built=$(demo_seconds)
    # shellcheck disable=SC2034 # for the scripts that read this one
    demo_hook=$(realpath "$demo_folder/kea-hook/libdhcp_cdc43.so") || exit 1
    # shellcheck disable=SC2034
    demo_phone=$(realpath "$demo_folder/phone-side/cdc43-phone") || exit 1
}

# demo_mac MODEL: a MAC address made up from the model number.
demo_mac() {
    demo_number=${1#*-}
    echo "00:1a:2b:00:${demo_number%??}:${demo_number#??}"
}

# demo_field STATE NAME: a value that this phone has stored.
demo_field() {
    "$demo_phone" show --state "$1" --format json | sed -n "s/^ *\"$2\": \"\(.*\)\",*$/\1/p"
}

# demo_end: how long it all took.
demo_end() {
    demo_say "$(demo_seconds) seconds after the packages were there, $demo_built of them to build"
}

# demo_seconds: since the packages were there.
demo_seconds() {
    echo $(($(date +%s) - demo_started))
}
