#!/bin/bash
# Checks a bundle on a machine without a screen: indexes a folder (the sample library when none is
# given), asks for look-alikes, clusters and a map, opens the window and closes it again.
# usage: check_bundle.sh BUNDLE [FOLDER]
set -euo pipefail

bundle=$(cd "$1" && pwd)
program="$bundle/lookalike"
home=$(mktemp -d)
server=""
window=""
finish() {
    for process in $window $server; do kill "$process" 2> /dev/null || true; done
    rm -rf "$home"
}
trap finish EXIT
export LOOKALIKE_HOME="$home/home"
# Nothing of the machine's Python may help.
unset PYTHONPATH PYTHONHOME VIRTUAL_ENV
export PATH=/usr/local/bin:/usr/bin:/bin

say() { echo "check_bundle: $*" >&2; }
fail() { say "FAILED: $*"; exit 1; }
# field FILE NAME: a number of a JSON document, without any Python
field() { grep -oE "\"$2\": *[0-9.]+" "$1" | sed -n 1p | grep -oE '[0-9.]+$'; }

[ ! -e "$bundle/_internal/torch" ] || fail "torch is in the bundle"
say "$(du -sm "$bundle" | cut -f1) MB"

"$program" --version || fail "--version"
"$program" doctor --json > "$home/doctor.json" || say "doctor: $(cat "$home/doctor.json")"
# The weights of the default encoder are a package of data, and its projection lies in resources.
[ -n "$(find "$bundle/_internal" -name 'efficientnet-lite0-*.pth')" ] || fail "no weights are in the bundle"
[ -f "$bundle/_internal/resources/efficientnet-lite0.npz" ] || fail "no projection is in the bundle"
grep -qE '"name": *"encoder efficientnet-lite0", *"ok": *true' <(tr '\n' ' ' < "$home/doctor.json") ||
    fail "the default encoder does not load: $(cat "$home/doctor.json")"

folder=${2:-}
if [ -z "$folder" ]; then
    folder=$("$program" sample | tail -1)
    [ -d "$folder" ] || fail "no sample library: $folder"
fi
encoder=(--encoder pixels)
"$program" index "$folder" "${encoder[@]}" --json > "$home/index.json" || fail "index"
found=$(field "$home/index.json" found)
[ "${found:-0}" -gt 0 ] || fail "nothing found: $(cat "$home/index.json")"
say "indexed $found pictures"

picture=$(find "$folder" \( -iname '*.jpg' -o -iname '*.webp' \) | sort | sed -n 1p)
"$program" similar "$picture" --in "$folder" -k 3 "${encoder[@]}" --json > "$home/similar.json" ||
    fail "similar"
grep -qE '"score": *(1\.0|0\.99)' "$home/similar.json" || fail "similar: $(cat "$home/similar.json")"
"$program" clusters "$folder" -k 4 "${encoder[@]}" --json > "$home/clusters.json" || fail "clusters"
"$program" map "$folder" "${encoder[@]}" --json > "$home/map.json" || fail "map"
grep -q '"points"' "$home/map.json" || fail "map: $(head -c 300 "$home/map.json")"
say "look-alikes, clusters and map are there"

# The window: under Xvfb where that is installed, so that it is a real one; offscreen elsewhere.
export QT_QPA_PLATFORM=offscreen
if command -v Xvfb > /dev/null && command -v xdotool > /dev/null; then
    exec 7> "$home/display"
    Xvfb -displayfd 7 -screen 0 1280x800x24 > /dev/null 2>&1 &
    server=$!
    for _ in $(seq 50); do [ -s "$home/display" ] && break; sleep 0.1; done
    DISPLAY=:$(cat "$home/display")
    export DISPLAY QT_QPA_PLATFORM=xcb
fi
"$program" "$folder" 2> "$home/window.log" &
window=$!
if [ -n "$server" ]; then
    id=$(timeout 30 xdotool search --sync --onlyvisible --pid "$window" 2> /dev/null | sed -n 1p) || true
    [ -n "$id" ] || fail "no window: $(cat "$home/window.log")"
    sleep 3
    if command -v import > /dev/null; then
        import -window root "$home/window.png"
        colours=$(identify -format %k "$home/window.png")
        [ "$colours" -gt 100 ] || fail "the window shows $colours colours"
        [ -z "${KEEP:-}" ] || cp "$home/window.png" "$KEEP"
    fi
    kill -0 "$window" || fail "the window closed by itself: $(cat "$home/window.log")"
    xdotool windowfocus "$id" key ctrl+q # no window manager is there that could close it
else
    sleep 8
    kill -0 "$window" || fail "the window closed by itself: $(cat "$home/window.log")"
    kill -INT "$window"
fi
for _ in $(seq 50); do kill -0 "$window" 2> /dev/null || break; sleep 0.1; done
kill -0 "$window" 2> /dev/null && fail "the window did not close within five seconds"
wait "$window" || say "the window ended with $?"
window=""
sleep 1
# By /proc: a bare system lacks pgrep.
for exe in /proc/[0-9]*/exe; do
    [ "$(readlink "$exe" 2> /dev/null)" != "$program" ] || fail "a process is left: ${exe%/exe}"
done
say "the window opened and closed"
echo ok
