"""QR codes as vector rectangles: no image, sharp on every printer."""

from functools import lru_cache

import segno

from forms.kit.layout.drawing import Box, Fill


def qr(payload: str, box: Box) -> Fill:
    """Return a QR code, error correction level M, that fills a square box without its border."""
    matrix = _matrix(payload)
    module = box.width / len(matrix)
    return Fill(
        tuple(
            Box(box.left + start * module, box.top + row * module, length * module, module)
            for row, modules in enumerate(matrix)
            for start, length in _dark_runs(modules)
        ),
        value=True,
    )


@lru_cache(maxsize=16)  # the papers of a set carry the same code
def _matrix(payload: str) -> tuple[bytes, ...]:
    code = segno.make_qr(payload, error="M", boost_error=False)
    return tuple(bytes(modules) for modules in code.matrix)


def _dark_runs(modules: bytes) -> list[tuple[int, int]]:
    """Return start and length of each stretch of dark modules of a row."""
    runs, start = [], None
    for i, dark in enumerate((*modules, 0)):
        if dark and start is None:
            start = i
        elif not dark and start is not None:
            runs.append((start, i - start))
            start = None
    return runs
