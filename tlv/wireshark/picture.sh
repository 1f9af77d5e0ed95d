#!/bin/sh
# SPDX-License-Identifier: MIT
# Makes wireshark.png again: Wireshark's window with a captured ACK and the fields of the plug-in.
#
#   [CDC43_BUILD=build/release] tlv/wireshark/picture.sh    as root, with debootstrap
#
# Wireshark runs in a root file system of Debian 13 that is kept in /var/cache/cdc43 (or $CDC43_ROOTS), on a
# display of its own, as a user with no other settings: as root it would ignore the plug-in.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/debian_root.sh
. tests/support/debian_root.sh

debian_kept trixie picture wireshark xvfb xdotool imagemagick fonts-dejavu-core openbox pngquant
home=$debian_dir/home/reader
rm -rf --one-file-system "$home"
mkdir -p "$home/.local/lib/wireshark/plugins" "$home/.config/wireshark"
cp "${CDC43_BUILD:-build/release}/tlv/wireshark/cdc43.lua" "$home/.local/lib/wireshark/plugins"
cp vectors/captures/kea-hook.pcapng "$home"
# The list of packets above, the fields of one below, no octets.
cat >"$home/.config/wireshark/preferences" <<'TEXT'
gui.layout_type: 1
gui.layout_content_1: PLIST
gui.layout_content_2: PDETAILS
gui.layout_content_3: NONE
gui.update.enabled: FALSE
gui.column.format: "No.", "%m", "Source", "%s", "Destination", "%d", "Protocol", "%p", "Info", "%i"
TEXT
cat >"$home/.config/wireshark/recent" <<'TEXT'
gui.toolbar_main_show: FALSE
gui.statusbar_show: FALSE
TEXT
# Its last step shows the fields: the plug-in's tree is the last one.
cat >"$home/show" <<'TEXT'
set -eu
export HOME=/home/reader XDG_RUNTIME_DIR=/home/reader LC_ALL=C.UTF-8 DISPLAY=:43
cd "$HOME"
pids=
# shellcheck disable=SC2086 # a list
trap 'kill $pids' EXIT
Xvfb $DISPLAY -screen 0 960x500x24 -nolisten tcp & pids="$!"
n=0
until xdotool getmouselocation || [ "$n" -eq 60 ]; do n=$((n + 1)); sleep 0.5; done
openbox & pids="$! $pids"
wireshark --fullscreen -r kea-hook.pcapng -Y 'cdc43.good == 1' -g 16 & pids="$! $pids"
n=0
until xdotool search --onlyvisible --name kea-hook || [ "$n" -eq 240 ]; do n=$((n + 1)); sleep 0.5; done
sleep 5 # until it has drawn everything
xdotool mousemove 400 310 click 1 sleep 1 key End sleep 1 key shift+Right mousemove 955 495 sleep 2
import -window root whole.png
pngquant --output wireshark.png 64 whole.png
TEXT
# shellcheck disable=SC2016 # for the inner shell
debian_inside "$debian_dir" sh -c 'chown -R nobody: "$1" && mkdir -p /tmp/.X11-unix && chmod 1777 /tmp/.X11-unix &&
    exec setpriv --reuid=nobody --regid=nogroup --clear-groups sh "$1/show"' sh /home/reader \
    >"$debian_dir.show.log" 2>&1 || {
    tail -n 20 "$debian_dir.show.log" >&2
    exit 1
}
cp "$home/wireshark.png" tlv/wireshark/wireshark.png
ls -l tlv/wireshark/wireshark.png
