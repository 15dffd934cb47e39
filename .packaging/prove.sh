#!/bin/sh
# Prove a .deb on a bare system without Python:  prove.sh FILE.deb SOURCE_PAPERS   (as root)
# SOURCE_PAPERS is a folder made by  desk-app selftest --out SOURCE_PAPERS  from the checkout;
# every paper of the package must be the same, byte for byte.
# PICTURE=FILE.png keeps what the window showed; DESK_SERVER=URL proves a hall on that empty
# PostgreSQL too (reachable as the same URL from a chroot; its password in DESK_HALL_PASSWORD).
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/bare.sh"
deb=$1
expected=$2
sh "$here/check-deb.sh" "$deb"
make_bare_system
put_in "$deb"
chroot "$bare" desk-app selftest --out /tmp/papers
differing=0
for paper in "$expected"/*.pdf; do
    cmp "$paper" "$bare/tmp/papers/${paper##*/}" || differing=$((differing + 1))
done
echo "papers compared: $(ls "$expected"/*.pdf | wc -l), differing: $differing"
[ "$differing" -eq 0 ]

# What runs in processes of its own or loads further libraries: rosters, card readers, a server.
desk init --hall 示例厅 --code SL01 --region 440300 --clerk 示例主管 >/dev/null
register_roster
desk roster template /tmp/template.xlsx >/dev/null
desk roster check /tmp/template.xlsx >/dev/null || [ $? -eq 1 ] # read in a helper process
desk find 陈 | grep -q SL01-01-
desk card --device sim | grep -q 读卡正常
if command -v cc >/dev/null; then
    source=$here/../tests/devices
    cc -shared -fPIC -nostdlib -o "$bare/tmp/libsdtapi.so" "$source/fake_sdtapi.c"
    printf 'cut' >"$bare/tmp/card" # no card: read by the library's process, refused by ours
    status=0
    said=$(chroot "$bare" env FAKE_CARD=/tmp/card desk-app card \
        --device sdtapi:/tmp/libsdtapi.so 2>&1) || status=$?
    echo "card by the vendor's library: $said"
    [ "$status" -eq 1 ]
    status=0
    chroot "$bare" env FAKE_MODE=crash desk-app card --device sdtapi:/tmp/libsdtapi.so || status=$?
    [ "$status" -eq 3 ] # its crash is told, not shared
fi
if [ -n "${DESK_SERVER:-}" ]; then
    for step in "init $DESK_SERVER" "move --to $DESK_SERVER"; do # each row compared by the move
        # shellcheck disable=SC2086 - a URL has no spaces
        chroot "$bare" env DESK_PASSPHRASE=prove-it-works-48 DESK_HALL_PASSWORD="${DESK_HALL_PASSWORD:-}" \
            desk-app --data /home/hall hall $step
    done
fi

# The window: all its libraries are there; it opens and stays open.
plugin=/opt/desk-app/_internal/PySide6/Qt/plugins/platforms/libqxcb.so
if chroot "$bare" env LD_LIBRARY_PATH=/opt/desk-app/_internal ldd "$plugin" | grep 'not found'; then
    exit 1
fi
status=0
chroot "$bare" env QT_QPA_PLATFORM=offscreen timeout 20 desk-app demo || status=$?
[ "$status" -eq 124 ] # it was still open when its time was over
if command -v Xvfb >/dev/null; then
    Xvfb :97 -screen 0 1366x768x24 -fbdir "$bare/tmp" >/dev/null 2>&1 &
    screen=$!
    chroot "$bare" env DISPLAY=:97 timeout 40 desk-app demo &
    window=$!
    sleep 30 # enough for a slow computer to fill the demonstration
    cp "$bare/tmp/Xvfb_screen0" "$bare/tmp/seen.xwd"
    if [ -n "${PICTURE:-}" ]; then xwdtopnm "$bare/tmp/seen.xwd" 2>/dev/null | pnmtopng >"$PICTURE"; fi
    status=0
    wait "$window" || status=$?
    kill "$screen"
    [ "$status" -eq 124 ]
fi

chroot "$bare" dpkg --purge desk-app >/dev/null
ls "$bare"/home/hall/records*.db "$bare/home/hall/keys.json" >/dev/null # the data stayed
[ ! -e "$bare/opt/desk-app" ]
echo "proved: $(basename "$deb")"
