#!/bin/sh
# Look a .deb over as lintian would, without it:  check-deb.sh FILE.deb
set -eu
deb=$1
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
fail() {
    echo "$1" >&2
    exit 1
}
dpkg-deb --raw-extract "$deb" "$tree"
for field in Package Version Architecture Maintainer Description Installed-Size Depends; do
    grep -q "^$field: ." "$tree/DEBIAN/control" || fail "control lacks $field"
done
dpkg-deb --contents "$deb" | awk '$1 !~ /^l/ && ($1 ~ /^.....w/ || $1 ~ /^........w/) { exit 1 }' ||
    fail "others may write to files of the package"
dpkg-deb --contents "$deb" | awk '$2 != "root/root" { exit 1 }' || fail "files not owned by root"
(cd "$tree" && md5sum --quiet -c DEBIAN/md5sums) || fail "md5sums do not fit"
find "$tree" -path "$tree/DEBIAN" -prune -o -type f -print | wc -l >"$tree/files"
[ "$(cat "$tree/files")" -eq $(($(wc -l <"$tree/DEBIAN/md5sums") + 1)) ] || fail "md5sums not whole"
for link in $(find "$tree/opt" -type l); do
    [ -e "$link" ] || fail "a link leads nowhere: ${link#"$tree"}"
done
for script in postinst postrm; do sh -n "$tree/DEBIAN/$script"; done
for entry in "$tree"/usr/share/applications/*.desktop; do
    if command -v desktop-file-validate >/dev/null; then desktop-file-validate "$entry"; fi
    program=$(sed -n 's/^Exec=\([^ ]*\).*/\1/p' "$entry")
    [ -e "$tree$program" ] || [ -L "$tree/usr/bin/$program" ] || fail "no $program"
    icon=$(sed -n 's/^Icon=//p' "$entry")
    [ -n "$(find "$tree/usr/share/icons" -name "$icon.*")" ] || fail "no icon $icon"
done
for size in 16 24 32 48 64 128 256; do
    picture=$tree/usr/share/icons/hicolor/${size}x$size/apps/desk-app.png
    # Width and height stand in bytes 16 to 23 of a PNG.
    [ "$(od -An -tu1 -j16 -N8 "$picture" | tr -s ' ')" = \
        " 0 0 $((size / 256)) $((size % 256)) 0 0 $((size / 256)) $((size % 256))" ] ||
        fail "the icon of $size is none"
done
grep -q 'application/x-deskbackup' "$tree/usr/share/mime/packages/desk-app.xml"
grep -q 'application/x-deskbackup' "$tree"/usr/share/applications/desk-app-backup.desktop
[ -s "$tree/usr/share/doc/desk-app/copyright" ] || fail "no copyright"
installed=$(sed -n 's/^Installed-Size: //p' "$tree/DEBIAN/control")
[ "$installed" -le $((220 * 1024)) ] || fail "installed: $installed KiB, more than 220 MiB"
echo "$(basename "$deb"): in order, $((installed / 1024)) MiB installed"
