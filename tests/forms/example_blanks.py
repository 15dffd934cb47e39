"""Make the two example blanks of resources/blanks: ``python -m tests.forms.example_blanks``.

They stand in for a bureau's own form: one flat, one with form fields, both invented.
"""

import io
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfgen.canvas import Canvas

from forms.fonts.chains import HEI
from forms.kit.layout.drawing import A4, MM, Box, Layout, Page, Rule, Run
from forms.kit.output.paint import paint

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "blanks"
EXPLAINED = """\
# 空白表对照表：说明程序里的哪一项内容，印到空白表的什么位置。用法：
#   paper   用哪种表单的内容
#   value   内容的名称；选项写成 type.referral 这样，选中时印一个勾；日期可以写 begin.year 等
#   box     平面空白表：左、上、宽、高，从页面左上角量起，单位毫米；page 是第几页，不写是第 1 页
#   name    带填写框的空白表：填写框的名称（box 和 name 只写一个）
#   state   几个选项共用一个名称的（单选框）：这一项在空白表里的代号，检查时会列出
#   lines   最多印几行；size 字号；align 写 centre 居中；spacing 字间距（磅）
#   font    宋体、仿宋、黑体或楷体；不写时按填写框自己的字体和字号，没有就用宋体
# 写好以后，请先用检查功能画出位置，看过再用。
"""
ROWS = (
    ("姓名", "applicant.name", "xm"),
    ("证件号码", "applicant.id_number", "zjhm"),
    ("联系电话", "applicant.phone", "lxdh"),
    ("单位名称", "applicant.employer", "dwmc"),
    ("就医地", "place.name", "jyd"),
    ("异地详细地址", "place.address", "yddz"),
    ("代办人", "agent.name", "dbr"),
)
TICKS = (("转诊", "type.referral", "zz"), ("安置退休", "type.retiree_resettled", "aztx"))
PAPER = 'paper = "guangdong_registration"'
LEFT, TOP, LABEL, WIDTH, HEIGHT = 25.0, 50.0, 35.0, 125.0, 11.0


def page() -> Page:
    """Return the printed part: title, rules and labels."""
    drawn = Page(A4)
    drawn.runs.append(Run(62, 35, "异地就医备案表（示例空白表）", 18.0, HEI))
    for i, (label, _, _) in enumerate(ROWS):
        top = TOP + i * HEIGHT
        drawn.frame(Box(LEFT, top, LABEL, HEIGHT), 0.6)
        drawn.frame(Box(LEFT + LABEL, top, WIDTH, HEIGHT), 0.6)
        drawn.runs.append(Run(LEFT + 4, top + 7, label, 11.0))
    for i, (label, _, _) in enumerate(TICKS):
        box = tick_box(i)
        corners = [(box.left, box.top), (box.right, box.top), (box.right, box.bottom)]
        drawn.rules.append(Rule((*corners, (box.left, box.bottom), corners[0]), 0.6))
        drawn.runs.append(Run(box.right + 2, box.bottom - 0.8, label, 11.0))
    return drawn


def value_box(i: int) -> Box:
    """Return where the value of a row stands."""
    return Box(LEFT + LABEL + 2, TOP + i * HEIGHT + 1, WIDTH - 4, HEIGHT - 2)


def tick_box(i: int) -> Box:
    """Return where a tick stands."""
    return Box(LEFT + 40 * i, TOP + len(ROWS) * HEIGHT + 8, 4.5, 4.5)


def flat_blank() -> bytes:
    """Return the form without fields."""
    return _saved(pikepdf.open(io.BytesIO(paint(_layout()))))


def flat_map() -> str:
    """Return the map of the form without fields."""
    entries = [(value, value_box(i), 2, "left") for i, (_, value, _) in enumerate(ROWS)]
    entries += [(value, tick_box(i), 1, "centre") for i, (_, value, _) in enumerate(TICKS)]
    lines = [EXPLAINED, 'title = "异地就医备案表（示例空白表）"', PAPER]
    for value, box, most, align in entries:
        place = f"[{box.left:g}, {box.top:g}, {box.width:g}, {box.height:g}]"
        lines += ["", "[[field]]", f'value = "{value}"', f"box = {place}", f"lines = {most}"]
        lines += ['align = "centre"'] if align == "centre" else []
    return "\n".join(lines) + "\n"


def form_blank() -> bytes:
    """Return the form with fields of its own, as word processors make them."""
    document = pikepdf.open(io.BytesIO(paint(_layout())))
    widgets = [
        _text_widget(document, name, value_box(i)) for i, (_, _, name) in enumerate(ROWS)
    ] + [_tick_widget(document, name, tick_box(i)) for i, (_, _, name) in enumerate(TICKS)]
    document.pages[0].Annots = Array(widgets)
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    document.Root.AcroForm = Dictionary(
        Fields=Array(widgets),
        NeedAppearances=True,
        DA=String("/Helv 11 Tf 0 g"),
        DR=Dictionary(Font=Dictionary(Helv=document.make_indirect(helvetica))),
    )
    return _saved(document)


def form_map() -> str:
    """Return the map of the form with fields."""
    lines = [EXPLAINED, 'title = "异地就医备案表（示例空白表）"', PAPER]
    for _, value, name in (*ROWS, *TICKS):
        lines += ["", "[[field]]", f'value = "{value}"', f'name = "{name}"', "lines = 2"]
    return "\n".join(lines) + "\n"


def _layout() -> Layout:
    return Layout("异地就医备案表（示例空白表）", "", "示例", (page(),))


def _rectangle(box: Box) -> Array:
    height = A4[1]
    edges = (box.left, height - box.bottom, box.right, height - box.top)
    return Array([round(edge * MM, 2) for edge in edges])


def _text_widget(document: pikepdf.Pdf, name: str, box: Box) -> pikepdf.Object:
    return document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String(name),
            F=4,
            Rect=_rectangle(box),
            DA=String("/Helv 11 Tf 0 g"),
        )
    )


def _tick_widget(document: pikepdf.Pdf, name: str, box: Box) -> pikepdf.Object:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(box.width * MM, box.height * MM), invariant=1)
    canvas.lines([(2, 6, 5, 2), (5, 2, 11, 11)])
    canvas.showPage()
    canvas.save()
    with pikepdf.open(io.BytesIO(buffer.getvalue())) as drawn:
        on = document.copy_foreign(drawn.pages[0].as_form_xobject())
    off = document.make_stream(b"")
    off.Type, off.Subtype, off.BBox = Name.XObject, Name.Form, Array([0, 0, 13, 13])
    return document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Btn,
            T=String(name),
            F=4,
            Rect=_rectangle(box),
            AS=Name.Off,
            V=Name.Off,
            AP=Dictionary(N=Dictionary(Yes=on, Off=off)),
        )
    )


def _saved(document: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def write(folder: Path) -> None:
    """Write both forms and their maps."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "example_flat.pdf").write_bytes(flat_blank())
    (folder / "example_flat.toml").write_text(flat_map(), encoding="utf-8")
    (folder / "example_form.pdf").write_bytes(form_blank())
    (folder / "example_form.toml").write_text(form_map(), encoding="utf-8")


if __name__ == "__main__":
    write(FOLDER)
