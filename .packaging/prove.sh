#!/bin/sh
# Prove a .deb on a bare system without Python:  prove.sh FILE.deb SOURCE_PAPERS   (as root)
# SOURCE_PAPERS is a folder made by  desk-app selftest --out SOURCE_PAPERS  from the checkout;
# every paper of the package must be the same, byte for byte.
set -eu
without_python() {
    if chroot "$bare" sh -c 'command -v python3'; then
        echo "there is a Python, which proves nothing" >&2
        exit 1
    fi
}

deb=$1
expected=$2
bare=$(mktemp -d)
trap 'rm -rf "$bare"' EXIT
debootstrap --variant=minbase bookworm "$bare" >/dev/null
without_python
cp "$deb" "$bare/tmp/desk-app.deb"
cp /etc/resolv.conf "$bare/etc/resolv.conf"
chroot "$bare" apt-get update -qq
chroot "$bare" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends /tmp/desk-app.deb >/dev/null
without_python
chroot "$bare" desk-app selftest --out /tmp/papers
# The window, too, finds all it loads: on a real screen by ldd, without one by running it.
plugin=/opt/desk-app/_internal/PySide6/Qt/plugins/platforms/libqxcb.so
if chroot "$bare" env LD_LIBRARY_PATH=/opt/desk-app/_internal ldd "$plugin" | grep 'not found'; then
    exit 1
fi
status=0
chroot "$bare" env QT_QPA_PLATFORM=offscreen timeout 20 desk-app demo || status=$?
[ "$status" -eq 124 ] # it was still open when its time was over
chroot "$bare" env DESK_PASSPHRASE=0123456789ab desk-app --data /home/hall init \
    --hall 示例厅 --code SL01 --region 440300 --clerk 示例主管 >/dev/null
chroot "$bare" dpkg --purge desk-app >/dev/null
test -f "$bare/home/hall/records.db" # uninstalling left the data
differing=0
for paper in "$expected"/*.pdf; do
    cmp "$paper" "$bare/tmp/papers/${paper##*/}" || differing=$((differing + 1))
done
echo "papers compared: $(ls "$expected"/*.pdf | wc -l), differing: $differing"
[ "$differing" -eq 0 ]
