#!/bin/sh
# Gather everything pip needs for a computer without a network:  sh .packaging/wheels.sh OUT
# There:  python3 -m venv desk && desk/bin/pip install --no-index --find-links OUT 'desk-app[hall]'
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
out=${1:?folder for the wheels}
mkdir -p "$out"
python=${PYTHON:-$root/.venv/bin/python}
"$python" -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir "$out" "$root"
"$python" -m pip download --quiet --disable-pip-version-check --only-binary :all: \
    --dest "$out" -c "$root/desk_app/constraints.txt" "$root[hall]"
echo "$(ls "$out" | wc -l) files in $out"
