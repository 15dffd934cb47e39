"""The commands for halls with several counters: the shared server, the hall package."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desk_app.cli.opening import Secret, folder, open_desk, passphrase, secret, settled_folder
from desk_app.cli.output import output
from desk_app.clock import Clock
from desk_app.errors import RefusedError
from desk_app.services.desk import counter_number
from desk_app.services.lists import hall_package
from desk_app.services.lists.hall_package import Contents
from desk_app.services.server import hall_server, relocating
from desk_app.services.server.hall_server import Moved
from desk_app.services.start import holding

_SERVER_SECRET = Secret(
    name="服务器口令",
    option="--server-password-file",
    variable="DESK_HALL_PASSWORD",
)


def hall(options: argparse.Namespace) -> int:
    """Do one thing with the hall's server."""
    answer = _ACTIONS[options.action](options)
    if options.json:
        output.emit({"ok": True, **answer})
    return 0


def _init(options: argparse.Namespace) -> dict[str, Any]:
    prepared = hall_server.init(
        url=_given(options.url),
        password=_server_password(options),
        clock=Clock(),
        new_password=options.new_password,
    )
    if not options.json:
        output.line("服务器已准备好。窗口账号能办业务，但不能改动或删除操作记录。")
        output.line("1. 在已有数据的第一个窗口：desk-app hall move --to 管理员的地址")
        output.line(f"2. 在每个窗口（含第一个）：desk-app hall join '{prepared.url}'")
        if prepared.password:
            output.line(f"   窗口账号的口令（只显示这一次）：{prepared.password}")
        else:
            output.line("   窗口账号的口令没有变；遗失时加 --new-password 换新。")
        output.line(
            "   在各窗口放好服务器证书，用地址里的 sslrootcert=文件 指明；不写 sslmode 就会核对。"
        )
    return {"url": prepared.url, "password": prepared.password}


def _join(options: argparse.Namespace) -> dict[str, Any]:
    place = settled_folder(options)
    with holding.hold(folder=place):
        joined = hall_server.join(
            folder=place,
            url=_given(options.url),
            password=_server_password(options),
            passphrase=passphrase(options),
            staff_no=options.staff,
            clock=Clock(),
        )
    if options.counter:
        counter_number.keep(place, options.counter)
    if not options.json:
        output.line(f"已加入 {joined.hall}，{len(joined.people)} 人可在本窗口登录。")
    return {"hall": joined.hall, "people": [slot.staff_no for slot in joined.people]}


def _move(options: argparse.Namespace) -> dict[str, Any]:
    if [bool(options.to), options.to_local, options.stay].count(True) != 1:
        raise RefusedError("请写明 --to 服务器地址、--to-local 或 --stay，只写一个。")
    if options.stay:
        return _stay(options)
    with holding.hold(folder=folder(options)), open_desk(options) as desk:
        if options.to_local:
            moved = hall_server.move_to_local(desk=desk)
        else:
            moved = hall_server.move_to(
                desk=desk, url=options.to, password=_server_password(options)
            )
    if not options.json:
        _tell_moved(moved, to_local=options.to_local)
    return {
        "tables": {
            name: {"rows": total.rows, "sha256": total.digest}
            for name, total in moved.totals.items()
        },
        "kept": moved.kept and str(moved.kept),
    }


def _stay(options: argparse.Namespace) -> dict[str, Any]:
    place = folder(options)
    with holding.hold(folder=place):
        relocating.stay(
            folder=place, passphrase=passphrase(options), clock=Clock(), staff_no=options.staff
        )
    if not options.json:
        output.line("已放弃迁移，数据留在迁移前的地方。那台服务器若恢复，不要再用它上面的数据。")
    return {"stayed": True}


def _tell_moved(moved: Moved, *, to_local: bool) -> None:
    rows = {name: total.rows for name, total in moved.totals.items()}
    output.line(
        f"已迁移并逐行核对：备案 {rows['filing']} 件，人员 {rows['person']} 人，"
        f"草稿 {rows['draft']} 份，操作记录 {rows['audit']} 条。"
    )
    if moved.kept:
        output.line(f"迁移前的数据文件留在 {moved.kept}")
    if to_local:
        output.line("数据现在在本机，服务器上的已停用。请在本机建立备份。")
    else:
        output.line("请接着在每个窗口（含本窗口）执行 desk-app hall join。")


def pack(options: argparse.Namespace) -> int:
    """Write what this hall uses into one file."""
    with open_desk(options) as desk:
        made = hall_package.pack(
            desk=desk,
            target=Path(options.file).absolute(),
            label=options.label,
            with_fonts=options.with_fonts,
        )
    _tell_contents(made, options, accepted=None)
    return 0


def unpack(options: argparse.Namespace) -> int:
    """Say what a hall package would change; with --accept take it into use."""
    path = Path(options.file)
    with open_desk(options) as desk:
        take = hall_package.accept if options.accept else hall_package.look
        found = take(desk=desk, path=path, code=options.code)
    _tell_contents(found, options, accepted=options.accept)
    return 0


def _tell_contents(found: Contents, options: argparse.Namespace, *, accepted: bool | None) -> None:
    if options.json:
        rows = [{"kind": one.kind, "name": one.name, "notes": one.notes} for one in found.items]
        facts = {"label": found.label, "made_at": found.made_at, "code": found.code}
        output.emit({"ok": True, **facts, "items": rows})
        return
    output.line(f"厅包 {found.label}，制作于 {found.made_at}，{len(found.items)} 项")
    other = "请用电话等另一途径告知接收的窗口。" if accepted is None else "请与提供者告知的核对。"
    output.line(f"核对码 {found.code}，{other}")
    for one in found.items:
        output.line(f"  {one.kind} {one.name}")
        for note in one.notes:
            output.line(f"    · {note}")
    if accepted is not None:
        output.line("已启用。" if accepted else "尚未启用；主管核对后加 --accept 启用。")


def _server_password(options: argparse.Namespace) -> str | None:
    """Return the server's password; None where it asks for none, as for local accounts."""
    given = options.server_password_file or os.environ.get(_SERVER_SECRET.variable)
    if not given and not sys.stdin.isatty():
        return None
    return secret(_SERVER_SECRET, options.server_password_file) or None


def _given(url: str | None) -> str:
    if not url:
        raise RefusedError("请写明服务器地址。")
    return url


_ACTIONS: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
    "init": _init,
    "join": _join,
    "move": _move,
}
RUNNERS: dict[str, Callable[[argparse.Namespace], int]] = {
    "hall": hall,
    "pack": pack,
    "unpack": unpack,
}
