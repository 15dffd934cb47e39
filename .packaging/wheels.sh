#!/bin/sh
# Gather everything pip needs for a computer without a network:  sh .packaging/wheels.sh OUT
# There:  python3 -m venv desk && desk/bin/pip install --no-index --find-links OUT 'desk-app[hall]'
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
mkdir -p "${1:?folder for the wheels}"
out=$(CDPATH='' cd -- "$1" && pwd)
python=${PYTHON:-$root/.venv/bin/python}
"$python" -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir "$out" "$root"
"$python" -m pip download --quiet --disable-pip-version-check --only-binary :all: \
    --dest "$out" -c "$root/desk_app/constraints.txt" "$root[hall]"
echo "$(ls "$out" | wc -l) files in $out"

# And prove it: an environment that may ask nobody but the folder.
empty=$(mktemp -d)
trap 'rm -rf "$empty"' EXIT
"$python" -m venv "$empty/desk"
"$empty/desk/bin/pip" install --quiet --disable-pip-version-check --no-index --find-links "$out" \
    'desk-app[hall]'
cd "$empty" && desk/bin/desk-app selftest --out papers | tail -n 1
