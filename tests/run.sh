#!/bin/sh
# Set up what is missing and run every check: format, lint, types, and the tests, several at once,
# each with a screen of its own for its windows.
#
#   sh tests/run.sh                  everything, as CI does
#   sh tests/run.sh quick [FOLDER]   format, lint, types, import contracts, the tests of one folder
#   sh tests/run.sh PATH…            tests only, off screen, one after the other; goes to pytest
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/desk_app/setup.sh"

need_libraries "$(
    window_libraries
    cat <<'LIBRARIES'
/usr/bin/Xvfb xvfb
/usr/bin/setpriv util-linux
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
# The programs that tests start would each compile every module; the folders of the sources stay
# clean all the same.
unset PYTHONDONTWRITEBYTECODE 2>/dev/null || true
export PYTHONPYCACHEPREFIX="$root/.venv/compiled"
# Every case a test registers is written through to the disk some twenty times. A disk in memory,
# where there is one with room, spares the waiting; tests of a full or broken disk make their own.
if [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ] &&
    [ "$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')" -gt 3000000 ]; then
    export TMPDIR=/dev/shm
fi

failed=""
check() {
    name=$1
    shift
    say "== $name"
    "$@" || failed="$failed [$name]"
}
# Types take a while and need nothing of the tests: they are checked beside them and told after.
begin_types() {
    types=$(mktemp)
    "$bin/mypy" >"$types" 2>&1 &
    typing=$!
    trap 'kill "$typing" 2>/dev/null || true; rm -f "$types"' EXIT
    trap 'exit 130' INT TERM
}
tell_types() {
    wait "$typing" && typed=true || typed=false
    cat "$types"
    $typed
}
# Tests wait for windows, timers and other programs half of their time: one more worker than there
# are processors keeps all of them busy. A file stays with one worker, for what its tests share.
run_tests() {
    QT_QPA_PLATFORM=xcb "$bin/python" -m pytest -q -m "not bench" \
        -n "$(($(nproc) + 1))" --dist loadfile --no-loadscope-reorder "$@"
}
run_checks() {
    check "format" "$bin/ruff" format --check --quiet .
    check "lint" "$bin/ruff" check --quiet .
    begin_types
    check "tests" run_tests "$@"
    check "types" tell_types
}
case "${1:-}" in
"") run_checks ;;
quick)
    folder=${2:-}
    folder=${folder#tests/}
    run_checks tests/test_architecture.py ${folder:+"tests/$folder"}
    ;;
*)
    check "tests" env QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}" \
        "$bin/python" -m pytest -q -m "not bench" "$@"
    ;;
esac
[ -z "$failed" ] || { say "没有通过 / failed:$failed"; exit 1; }
say "全部通过 / everything passed"
