#!/bin/bash
# Sees to it that the libraries that Qt needs are there (Debian, Ubuntu and their kin).
# As root, or where sudo asks for no password, they are installed; otherwise the command is printed.
# usage: system_libraries.sh [--checks]     --checks: also what the checks of a real window need
set -u

[ "$(uname -s)" = Linux ] || exit 0

# soname : package
libraries="
libGL.so.1:libgl1 libEGL.so.1:libegl1 libfontconfig.so.1:libfontconfig1
libglib-2.0.so.0:libglib2.0-0 libdbus-1.so.3:libdbus-1-3 libxkbcommon.so.0:libxkbcommon0
libxcb-cursor.so.0:libxcb-cursor0 libxcb-icccm.so.4:libxcb-icccm4
libxcb-keysyms.so.1:libxcb-keysyms1 libxcb-shape.so.0:libxcb-shape0
libxkbcommon-x11.so.0:libxkbcommon-x11-0
"
checked_libraries="libfuse.so.2:libfuse2"
programs="
xvfb-run:xvfb xauth:xauth xdotool:xdotool import:imagemagick
desktop-file-validate:desktop-file-utils appstreamcli:appstream
"

ldconfig=$(command -v ldconfig || echo /sbin/ldconfig)
known=$("$ldconfig" -p 2> /dev/null)
missing=()
[ "${1:-}" = --checks ] && libraries="$libraries $checked_libraries"
for pair in $libraries; do
    case "$known" in
    *"${pair%%:*} "*) ;;
    *) missing+=("${pair##*:}") ;;
    esac
done
if [ "${1:-}" = --checks ]; then
    for pair in $programs; do
        command -v "${pair%%:*}" > /dev/null || missing+=("${pair##*:}")
    done
fi
[ ${#missing[@]} -eq 0 ] && exit 0

install="apt-get install -y --no-install-recommends ${missing[*]}"
if ! command -v apt-get > /dev/null; then
    echo "Qt needs libraries that are not here yet. Debian names them: ${missing[*]}" >&2
    exit 0
fi
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif sudo -n true 2> /dev/null; then
    as_root="sudo"
else
    echo "The window needs libraries of the system. Install them with:" >&2
    echo "    sudo $install" >&2
    exit 0
fi
echo "Installing what Qt needs: ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # words on purpose
if ! { $as_root apt-get update -q && $as_root $install; } >&2; then
    echo "That did not work. Install them by hand:  sudo $install" >&2
fi
exit 0
