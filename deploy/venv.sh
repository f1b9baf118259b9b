#!/bin/sh
# Create .venv with the packages pinned in a requirements file; do nothing if it is up to date.
#   deploy/venv.sh requirements.txt
set -eu
cd "$(dirname "$0")/.."
wanted=$1
stamp=.venv/.$(basename "$wanted").installed

say() { printf '%s\n' "$*" >&2; }

suits() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

if [ -f "$stamp" ] && cmp -s "$stamp" "$wanted" && suits .venv/bin/python; then
    exit 0
fi

if ! suits .venv/bin/python; then
    python=
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
        if suits "$name"; then
            python=$name
            break
        fi
    done
    if [ -z "$python" ]; then
        say "Broadsheet needs Python 3.11 or newer: install it (on Debian or Ubuntu: apt install python3 python3-venv), then try again."
        exit 1
    fi
    if ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        say "Python $version lacks its venv module: install it (on Debian or Ubuntu: apt install python$version-venv), then try again."
        exit 1
    fi
    say "Setting up .venv with $("$python" --version). This happens once."
    rm -rf .venv
    "$python" -m venv .venv
fi

say "Installing the packages pinned in $wanted."
# The file names every package, so pip need not work out what each of them wants.
if ! .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps \
    -r "$wanted"; then
    say "The packages could not be installed; pip's message is above. Is the package index reachable?"
    exit 1
fi
cp "$wanted" "$stamp"
