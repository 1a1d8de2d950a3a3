#!/bin/bash
# Adds Lookalike to the desktop's menu for this user, or takes it out again.
# usage: install_desktop.sh PROGRAM        PROGRAM: dist/lookalike/lookalike, or .venv/bin/lookalike
#        install_desktop.sh --remove
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
data="${XDG_DATA_HOME:-$HOME/.local/share}"
id=org.lookalike.Lookalike
entry="$data/applications/$id.desktop"
info="$data/metainfo/$id.metainfo.xml"

if [ "${1:-}" = --remove ]; then
    rm -f "$entry" "$info" "$data"/icons/hicolor/*/apps/lookalike{,-symbolic}.{png,svg}
    exit 0
fi

program=$(realpath "${1:?name the program}")
[ -x "$program" ] || { echo "install_desktop: $program cannot be run" >&2; exit 1; }
icons="$here/../resources/icons"
mkdir -p "$data/applications" "$data/metainfo"
# In a desktop entry a path with spaces stands in quotes, and TryExec takes it bare.
sed -e "s|^Exec=lookalike|Exec=\"$program\"|" -e "s|^TryExec=.*|TryExec=$program|" \
    "$here/$id.desktop" > "$entry"
cp "$here/$id.metainfo.xml" "$info"
for png in "$icons"/hicolor/*/apps/lookalike.png; do
    size=$(basename "$(dirname "$(dirname "$png")")")
    install -Dm644 "$png" "$data/icons/hicolor/$size/apps/lookalike.png"
done
install -Dm644 "$icons/lookalike.svg" "$data/icons/hicolor/scalable/apps/lookalike.svg"
install -Dm644 "$icons/lookalike-symbolic.svg" \
    "$data/icons/hicolor/symbolic/apps/lookalike-symbolic.svg"
echo "Lookalike is in the menu; remove it with: $0 --remove"
