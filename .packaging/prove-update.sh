#!/bin/sh
# Prove installing over an older version:  prove-update.sh OLDER.deb   (as root)
# Builds a next version of this checkout whose tables differ, then in a bare system: people and
# filings made with the older one, the newer installed over it, everything there after a copy was
# made; the older one again, which refuses the newer data and changes nothing; the newer again.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/bare.sh"
older=$1
next=$(mktemp -d)
for part in desk_app forms resources .packaging pyproject.toml README.md LICENSE; do
    cp -a "$here/../$part" "$next/"
done
head=$(sed -n 's/^REVISIONS = .*"\(.*\)".*/\1/p' "$next/desk_app/storage/schema.py")
sed -i 's/^REVISIONS = (\(.*"\),*)/REVISIONS = (\1, "next")/' "$next/desk_app/storage/schema.py"
sed -i 's/^__version__ = "\(.*\)"/__version__ = "\1.1"/' "$next/desk_app/__init__.py"
cat >"$next/desk_app/storage/migrations/versions/next.py" <<MIGRATION
"""Rebuild a table with one more column, as a release may."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "next", "$head", None, None

def upgrade():
    with op.batch_alter_table("person", recreate="always") as batch:
        batch.add_column(sa.Column("nickname", sa.String(), nullable=True))
MIGRATION
COMPRESSION=0 sh "$next/.packaging/build.sh" "$next/dist" >/dev/null
newer=$(ls "$next"/dist/*.deb)
make_bare_system
trap 'rm -rf "$next"; remove_bare_system' EXIT
data=$bare/home/hall

put_in "$older"
desk init --hall 示例厅 --code SL01 --region 440300 --clerk 示例主管 >/dev/null
desk intake /opt/desk-app/_internal/resources/demo/intake.json --out /tmp/papers >/dev/null
desk export /tmp/before.csv >/dev/null

put_in "$newer"
desk export /tmp/after.csv >/dev/null # the first start migrates
cmp "$bare/tmp/before.csv" "$bare/tmp/after.csv"
test -s "$data/records-before-next-from-$head.db"
desk verify
register_roster

put_in "$older"
before=$(cat "$data/records.db" "$data/keys.json" | sha256sum)
status=0
said=$(desk find 陈 2>&1) || status=$?
echo "the older program on newer data: exit $status, $said"
[ "$status" -eq 3 ]
case $said in *Traceback*) exit 1 ;; esac
[ "$before" = "$(cat "$data/records.db" "$data/keys.json" | sha256sum)" ]

put_in "$newer"
desk verify >/dev/null
desk export /tmp/last.csv >/dev/null
[ "$(wc -l <"$bare/tmp/last.csv")" -gt "$(wc -l <"$bare/tmp/after.csv")" ]
echo "proved: $(basename "$newer") over $(basename "$older")"
