#!/bin/sh
# Set up what is missing and run every check: format, lint, types, and the tests, the window's
# twice (off screen, and in a real window on a virtual display). Arguments go to the first pytest.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/desk_app/setup.sh"

need_libraries "$(
    window_libraries
    cat <<'LIBRARIES'
/usr/bin/Xvfb xvfb
/usr/bin/xauth xauth
/usr/bin/xdotool xdotool
/usr/bin/pdftotext poppler-utils
/usr/bin/qpdf qpdf
/usr/bin/gs ghostscript
/usr/sbin/cupsd cups
/usr/bin/pg_ctlcluster postgresql
/usr/bin/cc gcc
LIBRARIES
)"
prepare_environment "[test]"
cd "$root"
bin="$root/.venv/bin"
# Variables of the caller that would change what is tested.
unset SOURCE_DATE_EPOCH DESK_DATA DESK_PASSPHRASE QT_SCALE_FACTOR 2>/dev/null || true
export PYTHONDONTWRITEBYTECODE=1
# Every case a test registers is written through to the disk some twenty times. A disk in memory,
# where there is one with room, spares the waiting; tests of a full or broken disk make their own.
if [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ] &&
    [ "$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')" -gt 3000000 ]; then
    export TMPDIR=/dev/shm
fi

failed=""
check() {
    say "== $1"
    shift
    "$@" || failed="$failed [$*]"
}
if [ "$#" -eq 0 ]; then
    check "format" "$bin/ruff" format --check --quiet .
    check "lint" "$bin/ruff" check --quiet .
    check "types" "$bin/mypy"
fi
check "tests" env QT_QPA_PLATFORM=offscreen "$bin/python" -m pytest -q -m "not bench" "$@"
if [ "$#" -eq 0 ]; then
    check "window tests in a real window" xvfb-run -a -s "-screen 0 1366x768x24" \
        env QT_QPA_PLATFORM=xcb "$bin/python" -m pytest -q -m "not bench" tests/ui
fi
[ -z "$failed" ] || { say "没有通过 / failed:$failed"; exit 1; }
say "全部通过 / everything passed"
