"""The commands about paper itself: the bureau's own blanks, and printing onto printed sheets."""

import argparse
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path

from desk_app.cli.opening import folder, open_desk
from desk_app.cli.output import output
from desk_app.errors import RefusedError
from desk_app.files import write_whole
from desk_app.services.blanks import blanks, form_reading
from desk_app.services.blanks.blank_trial import Trial
from desk_app.services.papers import overprinting
from desk_app.services.papers.overprinting import Point
from desk_app.services.settings import typefaces


def blank(options: argparse.Namespace) -> int:
    """Read, check, take in, take out or list the bureau's own blanks."""
    return _BLANK_ACTIONS[options.action](options)


def _read(options: argparse.Namespace) -> int:
    if not options.file:
        raise RefusedError("请写明空白表文件（PDF、docx、doc、xlsx 等）。")
    file = Path(options.file)
    found = form_reading.read(file, paper=options.paper)
    target = _out(options, f"{file.stem}.toml")
    pdf = target.with_name(f"{target.stem}-form.pdf")
    write_whole(pdf, found.pdf)
    write_whole(target, found.map_text.encode("utf-8"))
    if options.json:
        output.emit(_found(found) | {"map": str(target), "pdf": str(pdf)})
        return 0
    output.line(f"《{found.title}》按 {found.paper} 的内容读出 {len(found.known)} 处：{target}")
    for place in found.doubtful:
        output.line(f"请核对：第 {place.page} 页“{place.label}”填 {place.value}，对不对？")
    if found.unknown:
        output.line(f"另有 {len(found.unknown)} 处不知道填什么，位置列在对照表末尾。")
    output.line(
        f"核对以后用 blank check {pdf.name} {target.name} 看样张，再用 blank install 启用。"
    )
    return 0


def _found(found: form_reading.ReadForm) -> dict[str, object]:
    places = [
        {
            "page": one.page,
            "box": [round(edge, 2) for edge in astuple(one.box)],
            "label": one.label,
            "value": one.value,
            "sure": one.value is not None and not one.doubt,
            "free": one.free,
        }
        for one in found.places
    ]
    return {"ok": True, "title": found.title, "paper": found.paper, "places": places}


def _check(options: argparse.Namespace) -> int:
    file, places = _both(options)
    typefaces.take_in(folder(options))
    trial = blanks.check(*blanks.read(file, places))
    target = _out(options, f"{file.stem}-map.pdf")
    write_whole(target, trial.shown)
    if options.json:
        output.emit({"ok": True, "result": str(target), **_told(trial)})
    else:
        output.line(f"已把对照表画在空白表上，并按最长的内容填了一份，请打开核对：{target}")
        _tell(trial)
    return 0


def _install(options: argparse.Namespace) -> int:
    file, places = _both(options)
    pdf, map_text = blanks.read(file, places)
    with open_desk(options) as desk:
        trial = blanks.check(pdf, map_text)
        if options.out:
            write_whole(_out(options, f"{file.stem}-sample.pdf"), trial.shown)
        taken = blanks.install(desk=desk, pdf=pdf, map_text=map_text)
    if options.json:
        output.emit({"ok": True, "result": taken.edition, **_told(trial)})
    else:
        output.line(f"已启用本局样表（{taken.paper}）：{taken.edition}")
        _tell(trial)
        if options.out:
            output.line(f"按最长的内容填的样张：{_out(options, f'{file.stem}-sample.pdf')}")
    return 0


def _told(trial: Trial) -> dict[str, list[str]]:
    return {
        "left_out": list(trial.left_out),
        "notes": list(trial.notes),
        "doubts": list(trial.doubts),
    }


def _tell(trial: Trial) -> None:
    if trial.left_out:
        output.line(f"以下内容不属于纸面，已去掉，不会出现在表单里：{'、'.join(trial.left_out)}。")
    for note in trial.notes:
        output.line(f"注意：{note}。")
    for doubt in trial.doubts:
        output.line(f"请核对：{doubt}。")


def _remove(options: argparse.Namespace) -> int:
    if not options.paper:
        raise RefusedError("请用 --paper 写明停用哪种表单的样表。")
    with open_desk(options) as desk:
        blanks.remove(desk=desk, paper=options.paper)
    _done(options, "已停用本局样表，改用程序自带版式：", options.paper)
    return 0


def _list(options: argparse.Namespace) -> int:
    with open_desk(options) as desk:
        used = blanks.every(desk=desk)
    if options.json:
        output.emit({paper: one.edition for paper, one in used.items()})
    elif not used:
        output.line("没有启用本局样表，各表单用程序自带版式。")
    else:
        for paper, one in used.items():
            output.line(f"{paper}：{one.edition}")
    return 0


def calibrate(options: argparse.Namespace) -> int:
    """Print the sheet a printer is measured by, or keep what was measured."""
    if not options.measured:
        target = _out(options, "calibration.pdf")
        write_whole(target, overprinting.calibration_sheet())
        _done(options, "请用实际大小打印此页，量出十字的位置后再运行一次：", target)
        return 0
    if not options.printer:
        raise RefusedError("请用 --printer 写明量的是哪台打印机。")
    with open_desk(options) as desk:
        found = overprinting.measure(
            desk=desk,
            printer=options.printer,
            tray=options.tray,
            measured=[_pair(text) for text in options.measured],
        )
    _done(
        options,
        f"已记下 {options.printer}（{options.tray}）的校准：",
        f"右移 {found.shift_x:.2f} mm，下移 {found.shift_y:.2f} mm，"
        f"横向 {found.scale_x:.4f}，纵向 {found.scale_y:.4f}，转 {found.rotation:.3f}°",
    )
    return 0


def overprint(options: argparse.Namespace) -> int:
    """Print only the values of a paper, for a pre-printed sheet."""
    if not options.printer:
        raise RefusedError("请用 --printer 写明用哪台打印机，各台的校准不同。")
    with open_desk(options) as desk:
        pdf = overprinting.overprint(
            desk=desk,
            record_no=options.record,
            paper=options.paper,
            printer=options.printer,
            tray=options.tray,
        )
    target = _out(options, f"{options.record}-{options.paper}-values.pdf")
    write_whole(target, pdf)
    _done(options, "已生成套打文件：", target)
    return 0


def _pair(text: str) -> tuple[Point, Point]:
    """Read ``30,40=30.5,41.2``: where a cross should be, and where it was measured."""
    try:
        target, real = (
            tuple(float(number) for number in part.split(",")) for part in text.split("=")
        )
        (x, y), (u, v) = target, real
    except ValueError:
        raise RefusedError("量得的位置请写成 30,40=30.5,41.2 的样式（应在=实际，毫米）。") from None
    return (x, y), (u, v)


def _both(options: argparse.Namespace) -> tuple[Path, Path]:
    if not options.file or not options.map:
        raise RefusedError("请写明空白表（PDF）和对照表（TOML）两个文件。")
    return Path(options.file), Path(options.map)


def _out(options: argparse.Namespace, name: str) -> Path:
    target = Path(options.out).absolute() if options.out else Path.cwd() / name
    return target / name if target.is_dir() else target


def _done(options: argparse.Namespace, sentence: str, what: object) -> None:
    if options.json:
        output.emit({"ok": True, "result": str(what)})
    else:
        output.line(f"{sentence}{what}")


_BLANK_ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "read": _read,
    "check": _check,
    "install": _install,
    "remove": _remove,
    "list": _list,
}

RUNNERS: dict[str, Callable[[argparse.Namespace], int]] = {
    "blank": blank,
    "calibrate": calibrate,
    "overprint": overprint,
}
