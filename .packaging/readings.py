# ruff: noqa: INP001 - a script of the build, no package
"""Print how each character is read, for resources/pinyin/readings.txt.

Worked out from pypinyin, which the running program so need not load: 12 MB, and 155 ms at the
first name. When a newer pypinyin reads characters otherwise, write the file anew and raise
``VERSION`` in desk_app/storage/schema/search_terms.py. A test compares.
"""

import os
import sys
from collections import defaultdict

os.environ["PYPINYIN_NO_PHRASES"] = "true"  # they do not touch the readings of single characters

from pypinyin import Style, pinyin
from pypinyin.constants import PINYIN_DICT

from desk_app.storage.schema.search_terms import READINGS, folded


def main() -> None:
    """Print lines of up to three readings without tones, a tabulator, and all that is read so."""
    read_so: dict[str, str] = defaultdict(str)
    for code in sorted(PINYIN_DICT):
        listed = pinyin(chr(code), style=Style.NORMAL, heteronym=True)[0]
        if found := [folded(reading) for reading in listed if folded(reading)]:
            read_so[" ".join(found[:READINGS])] += chr(code)
    for readings, characters in sorted(read_so.items()):
        sys.stdout.buffer.write(f"{readings}\t{characters}\n".encode())


if __name__ == "__main__":
    main()
