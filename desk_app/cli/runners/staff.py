"""The command about people: who may sign in, as what, and how they get back in."""

import argparse
import sys
from collections.abc import Callable
from typing import Any

from desk_app.cli.opening import Secret, folder, open_desk, passphrase, secret
from desk_app.cli.output import output
from desk_app.clock import Clock
from desk_app.errors import RefusedError
from desk_app.policy.vocabulary import Role
from desk_app.records.hall import ClerkRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.services.keys import rekeying, typing_back
from desk_app.services.people import people, recovery, rolewatch, ways_in

NEW = Secret(name="新口令", option="--new-passphrase-file", variable="DESK_NEW_PASSPHRASE")
CODE = Secret(name="恢复码", option="--code-file", variable="DESK_RECOVERY_CODE")


_TRIES = 3
_CONFIRMED = "新恢复码已启用，旧恢复码已作废，请销毁；旧备份仍用当时的恢复码。"
_NOT_CONFIRMED = (
    "旧恢复码还有效，新的还没有启用。抄好、收好以后，请用 DESK_RECOVERY_CODE 或 --code-file "
    "给出新恢复码，运行 desk-app staff recovery-code --confirm，旧的才作废。"
)


def staff(options: argparse.Namespace) -> int:
    """Do what the action says, and tell what came of it."""
    answer = _ACTIONS[options.action](options)
    lines = answer.pop("lines")
    output.tell(options.json, lines, answer)
    return 0


def _list(options: argparse.Namespace) -> dict[str, Any]:
    with open_desk(options) as desk:
        members = people.every(desk=desk)
        changes = rolewatch.news(desk=desk)
        if changes is not None:  # told on signing in
            rolewatch.acknowledge(desk=desk, news=changes)
    rows = [{**_clerk(member.clerk), "can_sign_in": member.can_sign_in} for member in members]
    lines = [
        f"{member.clerk.staff_no}  {member.clerk.name}  {member.clerk.role.label}"
        f"{'' if member.can_sign_in else '  （不能登录）'}"
        for member in members
    ]
    return {"ok": True, "staff": rows, "lines": lines}


def _add(options: argparse.Namespace) -> dict[str, Any]:
    if not options.name:
        raise RefusedError("请用 --name 写明姓名。")
    with open_desk(options) as desk:
        clerk = people.add(
            desk=desk,
            name=options.name,
            role=Role(options.role or Role.CLERK),
            passphrase=_new(options),
        )
    told = f"已新增：工号 {clerk.staff_no}（{clerk.role.label}）。请本人登录后改口令。"
    return {"ok": True, **_clerk(clerk), "lines": [told]}


def _change(options: argparse.Namespace) -> dict[str, Any]:
    if not (options.name or options.role):
        raise RefusedError("请用 --name 或 --role 写明改成什么。")
    role = Role(options.role) if options.role else None
    with open_desk(options) as desk:
        clerk = people.change(desk=desk, staff_no=_number(options), name=options.name, role=role)
    return {"ok": True, **_clerk(clerk), "lines": [f"已修改：工号 {clerk.staff_no}。"]}


def _remove(options: argparse.Namespace) -> dict[str, Any]:
    with open_desk(options) as desk:
        clerk = people.deactivate(desk=desk, staff_no=_number(options), progress=_progress)
        became = rekeying.outcome(desk=desk)
    told = f"已停用工号 {clerk.staff_no}；以往的记录里仍写着其姓名。"
    return {"ok": True, **_clerk(clerk), "data_key": became, "lines": [told, became]}


def _passphrase(options: argparse.Namespace) -> dict[str, Any]:
    """Change one's own passphrase, or as a supervisor that of the number given."""
    became = []
    with open_desk(options) as desk:
        number = options.number or desk.clerk.staff_no
        how: dict[str, Any] = {"desk": desk, "seen": options.seen, "progress": _progress}
        if number == desk.clerk.staff_no:
            ways_in.change_passphrase(old=passphrase(options), new=_new(options), **how)
        else:
            ways_in.reset_passphrase(staff_no=number, passphrase=_new(options), **how)
        if options.seen:
            became = [rekeying.outcome(desk=desk)]
    return {"ok": True, "staff": number, "lines": [f"工号 {number} 的口令已更换。", *became]}


def _rekey(options: argparse.Namespace) -> dict[str, Any]:
    """Give the records a new data key."""
    with open_desk(options) as desk:
        rekeying.rekey(desk=desk, leave_out=options.leave_out, progress=_progress)
        became = rekeying.outcome(desk=desk)
    return {"ok": True, "lines": [became]}


def _progress(part: float) -> None:
    """Show at a terminal how far a long rekeying is."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r正在更换数据密钥 {part:.0%} ")


def _recover(options: argparse.Namespace) -> dict[str, Any]:
    number = _number(options)
    recovery.recover(
        folder=folder(options),
        code=secret(CODE, options.code_file),
        staff_no=number,
        passphrase=_new(options),
        clock=Clock(),
    )
    told = f"工号 {number} 已有新口令。恢复码若给别人看过，请用 staff recovery-code 换新的。"
    return {"ok": True, "staff": number, "lines": [told]}


def _recovery_code(options: argparse.Namespace) -> dict[str, Any]:
    """Make a new code; at a terminal ask for three of its groups, else wait for ``--confirm``."""
    if options.confirm is not None:
        with open_desk(options) as desk:
            return _confirm(desk, options.confirm or secret(CODE, options.code_file))
    with open_desk(options) as desk:
        code = recovery.new_recovery_code(desk=desk)
        confirmed = not options.json and sys.stdin.isatty() and _typed_back(code)
        if confirmed:
            return _confirm(desk, code)
    lines = [] if sys.stdin.isatty() and not options.json else [f"恢复码：{code}"]
    return {
        "ok": True,
        "recovery_code": code,
        "confirmed": False,
        "lines": [*lines, _NOT_CONFIRMED],
    }


def _confirm(desk: Desk, code: str) -> dict[str, Any]:
    recovery.confirm_recovery_code(desk=desk, code=code, progress=_progress)
    became = rekeying.outcome(desk=desk)
    return {"ok": True, "confirmed": True, "data_key": became, "lines": [_CONFIRMED, became]}


def _typed_back(code: str) -> bool:
    """Show a code and ask for three of its groups; tell whether they were right."""
    output.line(f"恢复码：{code}")
    output.line("只显示这一次。请抄写或打印，再照着纸输入其中三组；在那以前旧恢复码一直有效。")
    return all(
        any(typing_back.is_right(input(f"第 {group} 组："), code, group) for _ in range(_TRIES))
        for group in typing_back.groups()
    )


def _remember(options: argparse.Namespace) -> dict[str, Any]:
    with open_desk(options) as desk:
        ways_in.remember(desk=desk)
        number = desk.clerk.staff_no
    told = (
        f"工号 {number} 在这台电脑上可以用系统钥匙串登录，不再问口令。"
        "能用这个系统账户的人都能打开资料；不用时请运行 staff forget。"
    )
    return {"ok": True, "staff": number, "lines": [told]}


def _forget(options: argparse.Namespace) -> dict[str, Any]:
    with open_desk(options) as desk:
        number = options.number or desk.clerk.staff_no
        ways_in.forget(desk=desk, staff_no=number)
    return {"ok": True, "staff": number, "lines": [f"工号 {number} 登录时又要输入口令了。"]}


def _number(options: argparse.Namespace) -> str:
    if not options.number:
        raise RefusedError("请写明工号。")
    return str(options.number)


def _new(options: argparse.Namespace) -> str:
    return secret(NEW, options.new_passphrase_file, twice=True)


def _clerk(clerk: ClerkRecord) -> dict[str, Any]:
    return {
        "staff": clerk.staff_no,
        "name": clerk.name,
        "role": clerk.role.value,
        "active": clerk.active,
    }


_ACTIONS: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
    "list": _list,
    "add": _add,
    "change": _change,
    "remove": _remove,
    "passphrase": _passphrase,
    "recover": _recover,
    "recovery-code": _recovery_code,
    "remember": _remember,
    "forget": _forget,
    "rekey": _rekey,
}

RUNNERS: dict[str, Callable[[argparse.Namespace], int]] = {"staff": staff}
