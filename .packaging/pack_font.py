# ruff: noqa: INP001 - a script of the build, no package
"""Pack a TrueType face of rare characters: pack_font.py FACE.ttf FACE.ttf.xz.

Puts the outlines last, so that everything else is the beginning of the file, and writes an .xz
whose blocks can be read one by one (forms/fonts/packed.py). ``xz -d`` gives a TrueType file back.
Done once for each of the faces in resources/fonts; no glyph is changed.
"""

import struct
import subprocess
import sys
from pathlib import Path

BLOCK = 512 * 1024  # bytes before packing: 10 ms to read one, 3 % more than one single block


def main() -> None:
    """Write the packed face."""
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    how = ["--lzma2=preset=9e,dict=512KiB", "--check=crc32", f"--block-size={BLOCK}"]
    command = ["xz", *how, "--stdout"]
    done = subprocess.run(  # noqa: S603 - the command is ours
        command, input=outlines_last(source.read_bytes()), capture_output=True, check=True
    )
    target.write_bytes(done.stdout)


def outlines_last(font: bytes) -> bytes:
    """Return the same face with the table of outlines at the end of the file."""
    count = struct.unpack_from(">H", font, 4)[0]
    rows = [struct.unpack_from(">4sLLL", font, 12 + 16 * i) for i in range(count)]
    offset, places, body = 12 + 16 * count, {}, b""
    for tag, _, start, length in sorted(rows, key=lambda row: (row[0] == b"glyf", row[0])):
        places[tag] = offset + len(body)
        body += font[start : start + length] + bytes(-length % 4)
    directory = b"".join(
        struct.pack(">4sLLL", tag, mark, places[tag], length) for tag, mark, _, length in rows
    )
    return font[:12] + directory + body


if __name__ == "__main__":
    main()
