"""Settings that are a form each: the hall, when the window locks, how long records are kept."""

from collections.abc import Callable

from desk_app.policy.guidance.wrong_door import Neighbours
from desk_app.services.desk.open_desk import Desk
from desk_app.services.settings import hall, preferences
from desk_app.services.settings.preferences import IDLE_MINUTES, NEIGHBOURS, NUMBERS
from desk_app.ui.screens.settings.form_page import FormPage, Values, whole_number
from desk_app.ui.widgets.editors.choices import Option
from desk_app.ui.widgets.editors.form import FormRow

HALL_ROWS = (
    FormRow(name="name", label="服务厅名称", at=(0, 0, 12), longest=100, helper="印在每种表单上"),
    FormRow(name="address", label="地址", at=(1, 0, 12), longest=200, required=False),
    FormRow(
        name="phone",
        label="咨询电话",
        at=(2, 0, 6),
        kind="latin",
        longest=30,
        required=False,
        check=hall.telephone_problem,
        helper="印在告知书和回执上",
    ),
    FormRow(
        name="complaint_phone",
        label="监督电话",
        at=(2, 6, 6),
        kind="latin",
        longest=30,
        required=False,
        check=hall.telephone_problem,
    ),
    FormRow(
        name=NEIGHBOURS.name,
        label="省内外市参保的人来备案",
        at=(3, 0, 12),
        kind="choice",
        options=tuple(Option(one.value, one.label) for one in Neighbours),
        helper="先问医保局本窗口能不能办；省外参保的只作指引，不登记",
    ),
)


def hall_page(desk: Desk, renewed: Callable[[Desk], None]) -> FormPage:
    """Return the page of the hall; ``renewed`` hears of the desk as it is then."""

    def read() -> Values:
        kept = desk.hall
        return {
            "name": kept.name,
            "address": kept.address or "",
            "phone": kept.phone or "",
            "complaint_phone": kept.complaint_phone or "",
            NEIGHBOURS.name: NEIGHBOURS.of(desk),
        }

    def save(values: Values) -> Desk:
        told = {name: value or None for name, value in values.items()}
        neighbours = told.pop(NEIGHBOURS.name) or NEIGHBOURS.usual
        fields = hall.described(code=desk.hall.code, region=desk.hall.region, **told)
        after = hall.change(desk=desk, fields=fields)
        NEIGHBOURS.set(after, neighbours)
        return after

    def done(after: Desk) -> str:
        renewed(after)
        return "服务厅信息已保存，从下一份表单起按新的打印。"

    about = f"服务厅代码 {desk.hall.code}、参保地 {desk.hall.region} 已印在编号和表单上，不能修改。"
    return FormPage("服务厅", about, HALL_ROWS, read=read, save=save, done=done)


def safety_page(desk: Desk, idle_changed: Callable[[int], None]) -> FormPage:
    """Return the page of every number that is set; ``idle_changed`` hears of the minutes."""

    def read() -> Values:
        return {number.name: str(number.of(desk)) for number in NUMBERS}

    def save(values: Values) -> list[int]:
        kept = [int(values[number.name]) for number in NUMBERS]
        named = {number.name: value for number, value in zip(NUMBERS, kept, strict=True)}
        preferences.set_numbers(desk=desk, values=named)
        return kept

    def done(kept: list[int]) -> str:
        idle_changed(kept[NUMBERS.index(IDLE_MINUTES)])
        told = [number.told.format(value) for number, value in zip(NUMBERS, kept, strict=True)]
        return f"已保存：{'，'.join(told)}。"

    about = "公众能看到屏幕，锁屏时间不要太长。随时按 F12 立即锁屏。"
    return FormPage("安全", about, _number_rows(), read=read, save=save, done=done)


def _number_rows() -> tuple[FormRow, ...]:
    return tuple(
        FormRow(
            name=number.name,
            label=number.label,
            at=(at // 2, at % 2 * 6, 6),
            kind="latin",
            longest=len(str(number.most)),
            check=whole_number(number.least, number.most, number.unit),
            helper=number.helper,
        )
        for at, number in enumerate(NUMBERS)
    )
