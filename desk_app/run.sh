#!/bin/sh
# Set up what is missing and run the desk: with arguments, desk-app with them; with a screen, the
# window; without a screen, the self test, which does the main job from start to end.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/desk_app/setup.sh"

has_screen() { [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; }

if has_screen; then
    need_libraries "$(window_libraries)"
fi
# Every part that some command asks for: the server of a hall, the keyring of the computer.
prepare_environment "[hall,keyring]"
if [ "$#" -eq 0 ] && ! has_screen; then
    say "没有显示器，改为运行自检（selftest）。No display was found: running the self test."
    set -- selftest
fi
exec "$root/.venv/bin/desk-app" "$@"
