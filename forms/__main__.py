"""``python -m forms OUT``: every paper with its sample, for the eye."""

import sys
from pathlib import Path

from forms import catalogue


def main(arguments: list[str]) -> int:
    """Write the sample papers into the folder named; return the exit status."""
    if len(arguments) != 1:
        print("用法：python -m forms 输出文件夹", file=sys.stderr)
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
