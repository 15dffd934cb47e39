#!/bin/sh
# Build the program folder and the .deb in one command:  sh .packaging/build.sh [OUT]
# Needs python3.11 with venv, binutils, dpkg-deb; the newest glibc it runs on is the builder's.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
out=${1:-$root/dist}
work=${TMPDIR:-/tmp}/desk-app-build.$$
trap 'rm -rf "$work"' EXIT
mkdir -p "$out" "$work"

# The locked versions, in an environment of its own; the program itself comes from the checkout.
${PYTHON:-python3} -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    -c "$root/desk_app/constraints.txt" "$root[hall]" "pyinstaller==6.22.3"
"$work/venv/bin/python" -m pip uninstall --quiet --yes desk-app
"$work/venv/bin/pyinstaller" --noconfirm --log-level WARN \
    --distpath "$work/dist" --workpath "$work/build" "$here/desk-app.spec"
program=$work/dist/desk-app

"$work/venv/bin/python" "$here/slim.py" "$program"
"$work/venv/bin/python" "$here/licences.py" "$program" "$program/licences"
"$program/desk-app" selftest --out "$work/papers" >/dev/null

rm -rf "$out/desk-app"
cp -a "$program" "$out/desk-app"
sh "$here/deb.sh" "$out/desk-app" "$out"
du -sm "$out/desk-app" "$out"/*.deb
