# ruff: noqa: INP001 - a script of the build, no package
"""Print the words that guessed passphrases are made of, for resources/passphrases/common.txt.

Worked out from the lists of zxcvbn (leaked passwords, words and names of English), the dictionary
of jieba and the readings of pypinyin; none of them is loaded by the running program:

    pip install zxcvbn==4.5.0 jieba==0.42.1 pypinyin && python .packaging/common_words.py > FILE
"""

import sys
from importlib.resources import files
from itertools import islice

from pypinyin import lazy_pinyin
from zxcvbn.frequency_lists import FREQUENCY_LISTS

ENGLISH = {
    "passwords": ("p", 30_000),
    "english_wikipedia": ("w", 20_000),
    "us_tv_and_film": ("w", 8_000),
    "male_names": ("n", 1_000),
    "female_names": ("n", 3_000),
    "surnames": ("n", 5_000),
}
CHINESE, SPOKEN = 24_000, 16_000
IDIOM = 4


def main() -> None:
    """Print lines of word, rank and kind, sorted by the bytes of the word."""
    ranked: dict[str, tuple[int, str]] = {}
    for name, (kind, most) in ENGLISH.items():
        words = enumerate(FREQUENCY_LISTS[name], 1)
        _take(ranked, ((word, rank) for rank, word in words if rank <= most), kind)
    chinese = _chinese()
    common = list(islice(((word, rank) for rank, word in enumerate(chinese, 1)), CHINESE))
    idioms = [(word, CHINESE) for word in chinese[CHINESE:] if len(word) == IDIOM]
    _take(ranked, common, "z")
    _take(ranked, idioms, "z")
    spoken = (("".join(lazy_pinyin(word, v_to_u=False)), rank) for word, rank in common[:SPOKEN])
    _take(ranked, ((word, rank) for word, rank in spoken if word.isascii()), "y")
    lines = [f"{word}\t{rank}\t{kind}\n".encode() for word, (rank, kind) in ranked.items()]
    sys.stdout.buffer.write(b"".join(sorted(lines)))


def _take(ranked, found, kind) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    for word, rank in found:
        known = ranked.get(word)
        if (len(word) > 1 or not word.isascii()) and (known is None or rank < known[0]):
            ranked[word] = (rank, kind)


def _chinese() -> list[str]:
    """Return the words of the dictionary, the most frequent first; idioms by their tag."""
    text = files("jieba").joinpath("dict.txt").read_text("utf-8")
    rows = [line.split(" ") for line in text.splitlines()]
    kept = [
        (int(count), word, tag)
        for word, count, tag in (row for row in rows if len(row) == 3)
        if all("\u4e00" <= one <= "\u9fff" for one in word)
    ]
    kept.sort(key=lambda row: (-row[0], row[1]))
    often = [word for _, word, _ in kept[:CHINESE]]
    return often + [word for _, word, tag in kept[CHINESE:] if tag in {"i", "l"}]


if __name__ == "__main__":
    main()
