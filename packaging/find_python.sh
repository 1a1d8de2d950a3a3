#!/bin/bash
# Prints a Python that is new enough (3.11) and can make virtual environments.
# usage: find_python.sh [PYTHON]
set -u

fits() {
    command -v "$1" > /dev/null 2>&1 &&
        "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2> /dev/null
}

for candidate in ${1:+"$1"} python3 python3.13 python3.12 python3.11 python3.14 python; do
    if fits "$candidate"; then
        command -v "$candidate"
        exit 0
    fi
    if [ -n "${1:-}" ]; then
        break # a Python that was asked for is not replaced in silence
    fi
done

echo "Lookalike needs Python 3.11 or newer with its venv module." >&2
if command -v apt-get > /dev/null; then
    echo "Install it with:  sudo apt-get install python3 python3-venv" >&2
fi
exit 1
