"""``.venv/bin/python -m forms OUT``: every paper with its sample, for the eye."""

import sys
from pathlib import Path

from forms import catalogue

_USAGE = "用法：.venv/bin/python -m forms 输出文件夹（名字以 - 开头的，前面加 ./）"


def main(arguments: list[str]) -> int:
    """Write the sample papers into the folder named; return the exit status."""
    if len(arguments) != 1:
        print(_USAGE, file=sys.stderr)
        return 2
    if arguments[0].startswith("-"):
        print(f"没有“{arguments[0]}”这个选项，什么都没有写。{_USAGE}", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for paper, pdf in catalogue.samples():
        target = folder / f"{paper.id}.pdf"
        target.write_bytes(pdf)
        print(f"{target}  {paper.title}  {paper.edition}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
