"""What the catalogue knows of a paper."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from forms.kit.layout.drawing import Layout
from forms.stored import PaperData


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One printed paper.

    ``edition`` changes with every change of wording or layout, since a reprint must be the
    same document; ``source`` says what the layout rests on; ``sample`` is made-up data;
    ``copies`` is how many a case needs.
    """

    id: str
    title: str
    edition: str
    source: str
    data_type: type[PaperData]
    sample: Any  # an instance of data_type
    lay_out: Callable[[Any], Layout]
    copies: int = 1
