"""Bind several papers into one file, so that they are printed as one job in their order."""

import io
from collections.abc import Iterable

import pikepdf

from forms.kit.output.finish import save


def bind(papers: Iterable[tuple[bytes, int]]) -> bytes:
    """Return one PDF of all papers in order, each as often as its number of copies.

    The papers' fonts and page contents stay as they are; equal papers give equal bytes.
    """
    with pikepdf.new() as bound:
        for pdf, copies in papers:
            with pikepdf.open(io.BytesIO(pdf)) as paper:
                for _ in range(copies):
                    bound.pages.extend(paper.pages)
        bound.Root.ViewerPreferences = pikepdf.Dictionary(PrintScaling=pikepdf.Name("/None"))
        return save(bound)
