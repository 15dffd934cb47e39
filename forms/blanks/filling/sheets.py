"""Print values alone where a map puts them, for sheets that were printed before."""

from collections.abc import Mapping

from forms.blanks.filling.fitting import set_value
from forms.blanks.filling.mapping import BlankMap
from forms.errors import PaperError
from forms.kit.layout.contents import Ground
from forms.kit.layout.drawing import Box, Page


def values_pages(
    places: BlankMap, values: Mapping[str, str], size: tuple[float, float]
) -> list[Page]:
    """Return pages that hold nothing but the values, for pre-printed sheets."""
    for field in places.fields:
        if field.box is None or field.value not in values:
            raise PaperError(f"对照表中的 {field.value} 不能用于套打：请写 box，并核对名称。")
        if not Box(0, 0, *size).holds(field.box, 0.5):
            raise PaperError(f"对照表中的 {field.value} 在页面之外，请改正。", field=field.value)
    pages = [Page(size) for _ in range(max(field.page for field in places.fields))]
    for field in places.fields:
        if field.box and values[field.value]:
            ground = Ground(pages[field.page - 1])
            set_value(ground, field, field.box, values[field.value])
            if ground.annex:
                raise PaperError(f"“{field.title}”的内容过长，套打位置放不下。", field=field.value)
    return pages
