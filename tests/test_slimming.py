"""The build's slimming: which tables stay, which libraries are shared; prove.sh runs the result."""

import importlib.util
import struct
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / ".packaging" / "slim.py"


@pytest.fixture(scope="module")
def slim():
    spec = importlib.util.spec_from_file_location("slim", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def archive_of(tables):
    """An archive of ICU's layout; ``tables`` by name, sorted as ICU wants them."""
    header = struct.pack("<H", 32) + b"\xda\x27" + bytes(28)
    names = b"".join(f"icudt73l/{name}".encode() + b"\0" for name in tables)
    at, start = 4 + 8 * len(tables), 4 + 8 * len(tables) + len(names)
    start += -start % 16
    rows, contents, place = [], b"", at
    for name, content in tables.items():
        rows.append(struct.pack("<LL", place, start + len(contents)))
        contents += content + bytes(-len(content) % 16)
        place += len(f"icudt73l/{name}") + 1
    body = struct.pack("<L", len(tables)) + b"".join(rows) + names
    return header + body.ljust(start, b"\0") + contents


def test_the_tables_of_chinese_and_english_stay_whole(slim):
    kept = {
        "coll/root.res": b"root order", "coll/ucadata.icu": b"u" * 100, "coll/zh.res": b"pinyin",
        "en_US.res": b"english", "gb18030.cnv": b"g" * 33, "nfc.nrm": b"n", "root.res": b"root",
        "zh_Hans_CN.res": b"chinese", "zoneinfo64.res": b"zones",
    }  # fmt: skip
    dropped = {
        "brkitr/cjdict.dict": b"d" * 50, "coll/de.res": b"german", "curr/zh.res": b"money",
        "de.res": b"german", "euc-tw-2014.cnv": b"e", "translit/root.res": b"t", "zu.res": b"zulu",
    }  # fmt: skip
    every = dict(sorted({**kept, **dropped}.items()))
    assert slim.reduced(archive_of(every), len("icudt73l/")) == archive_of(kept)


def test_a_newer_openssl_is_shared_and_an_older_one_is_not(slim, tmp_path):
    for name, stated in (("older", b"OpenSSL 3.0.9"), ("newer", b"OpenSSL 3.5.1")):
        folder = tmp_path / name
        (folder / "psycopg_binary.libs").mkdir(parents=True)
        (folder / "psycopg_binary.libs" / "libcrypto-ab.so.3").write_bytes(stated + b" 1 Jan")
        (folder / "psycopg_binary.libs" / "libssl-cd.so.3").write_bytes(b"ssl")
        (folder / "libcrypto.so.3").write_bytes(b"OpenSSL 3.0.19 2 Feb")
        (folder / "libssl.so.3").write_bytes(b"own ssl")
        slim.share_openssl(folder)
    assert not (tmp_path / "older" / "libcrypto.so.3").is_symlink()
    assert (tmp_path / "older" / "libssl.so.3").read_bytes() == b"own ssl"
    assert (tmp_path / "newer" / "libcrypto.so.3").read_bytes() == b"OpenSSL 3.5.1 1 Jan"
    assert (tmp_path / "newer" / "libssl.so.3").read_bytes() == b"ssl"


def test_what_the_package_depends_on_is_not_brought_along(slim, tmp_path):
    rows = (SCRIPT.parent / "system-libraries.txt").read_text(encoding="ascii").splitlines()
    (tmp_path / "_internal").mkdir()
    for row in rows:
        library, _ = row.split()
        (tmp_path / "_internal" / library).write_bytes(b"")
    slim.drop_system_libraries(tmp_path)
    assert list((tmp_path / "_internal").iterdir()) == []
