# Read by prove.sh and prove-update.sh: a Debian 12 without Python, in the folder $bare.
make_bare_system() {
    bare=$(mktemp -d)
    trap remove_bare_system EXIT
    debootstrap --variant=minbase bookworm "$bare" >/dev/null
    mount -t devpts -o newinstance,ptmxmode=0666 devpts "$bare/dev/pts" # for the simulated reader
    cp /etc/resolv.conf "$bare/etc/resolv.conf"
    chroot "$bare" apt-get update -qq
    without_python
}

remove_bare_system() {
    umount "$bare/dev/pts" || true
    rm -rf --one-file-system "$bare"
}

without_python() {
    if chroot "$bare" sh -c 'command -v python3'; then
        echo "there is a Python, which proves nothing" >&2
        exit 1
    fi
}

# Install a .deb from outside, over whatever is there, newer or older.
put_in() {
    cp "$1" "$bare/tmp/desk-app.deb"
    chroot "$bare" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
        --no-install-recommends --allow-downgrades /tmp/desk-app.deb >/dev/null
    without_python
}

# Run the installed program on one data folder, as a clerk who knows the passphrase.
desk() {
    chroot "$bare" env DESK_PASSPHRASE=prove-it-works-48 desk-app --data /home/hall "$@"
}

# Register one more person, from an employer's list.
register_roster() {
    printf '%s\n' '姓名,证件号码,手机号码,就医地,险种,开始日期' \
        '陈𬭚,440399198802140010,13800000000,长沙市,职工一档,2026-12-01' >"$bare/tmp/roster.csv"
    desk intake /tmp/roster.csv --documents both --consent --employer 示例公司 \
        --out /tmp/roster >/dev/null
}
