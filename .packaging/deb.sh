#!/bin/sh
# Pack a program folder:  deb.sh PROGRAM OUT.  People's records are in their own folders, which
# no package script touches: removing or purging the package leaves them.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
program=$1
out=$2
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' "$here/../desk_app/__init__.py")
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
chmod 755 "$tree"

install -d "$tree/opt" "$tree/usr/bin" "$tree/DEBIAN" "$tree/usr/share/doc/desk-app"
cp -a "$program" "$tree/opt/desk-app"
install -m755 "$here/look-at-backup" "$tree/opt/desk-app/look-at-backup"
ln -s /opt/desk-app/desk-app "$tree/usr/bin/desk-app"
for entry in desk-app.desktop desk-app-backup.desktop; do
    install -Dm644 "$here/$entry" "$tree/usr/share/applications/$entry"
done
install -Dm644 "$here/desk-app.svg" "$tree/usr/share/icons/hicolor/scalable/apps/desk-app.svg"
for picture in "$here"/icons/*.png; do
    size=$(basename "$picture" .png)
    install -Dm644 "$picture" "$tree/usr/share/icons/hicolor/${size}x$size/apps/desk-app.png"
done
install -Dm644 "$here/deskbackup.xml" "$tree/usr/share/mime/packages/desk-app.xml"
cat "$here/../LICENSE" "$program/licences/THIRD-PARTY.txt" >"$tree/usr/share/doc/desk-app/copyright"

glibc=$(find "$program" -type f \( -name '*.so*' -o -name desk-app \) -exec objdump -T {} + 2>/dev/null |
    grep -o 'GLIBC_2\.[0-9]*' | sort -uV | tail -n 1 | sed 's/GLIBC_//')
others=$(cut -d' ' -f2 "$here/system-libraries.txt" | sort -u | paste -sd, | sed 's/,/, /g')
cat >"$tree/DEBIAN/control" <<CONTROL
Package: desk-app
Version: $version
Architecture: $(dpkg --print-architecture)
Maintainer: desk-app maintainers <desk-app@localhost>
Section: misc
Priority: optional
Installed-Size: $(du -sk "$tree/opt" | cut -f1)
Depends: libc6 (>= $glibc), libgl1, libegl1, libxcb1, $others
Recommends: cups-client, libcups2
Description: 异地就医备案窗口
 Offline counter program for out-of-area medical treatment filings.
 Records stay in each user's own folder; removing this package leaves them.
CONTROL
for name in postinst postrm; do
    cat >"$tree/DEBIAN/$name" <<'SCRIPT'
#!/bin/sh
set -e
for refresh in "update-mime-database /usr/share/mime" "update-desktop-database -q" \
    "gtk-update-icon-cache -q /usr/share/icons/hicolor"; do
    if command -v "${refresh%% *}" >/dev/null 2>&1; then $refresh || true; fi
done
SCRIPT
    chmod 755 "$tree/DEBIAN/$name"
done
find "$tree/opt" -type d -exec chmod 755 {} +
find "$tree/opt" -type f -exec chmod go+rX,go-w {} +
(cd "$tree" && find opt usr -type f -exec md5sum {} +) >"$tree/DEBIAN/md5sums"
dpkg-deb --root-owner-group -Zxz "-z${COMPRESSION:-6}" --build "$tree" "$out/desk-app_${version}_$(dpkg --print-architecture).deb" >/dev/null
