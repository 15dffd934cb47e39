"""The commands that keep the records safe: backup, restore, verify."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desk_app.cli.opening import Secret, folder, open_desk, passphrase, secret, settled_folder
from desk_app.cli.output import output
from desk_app.clock import Clock
from desk_app.errors import EnvironmentFailureError
from desk_app.records.backup import Backup
from desk_app.records.inspection import Inspection
from desk_app.services.backup import backing_up, restoring
from desk_app.services.backup.restoring import Loss
from desk_app.services.desk.authority import require_supervisor
from desk_app.services.start import gaps, opening

_SHOWN = 20  # record numbers that are listed for a person; --json lists all
_BACKUP_SECRET = Secret(
    name="备份那天的主管口令",
    option="--backup-passphrase-file",
    variable="DESK_BACKUP_PASSPHRASE",
)


def backup(options: argparse.Namespace) -> int:
    """Back up to a file, or as it is done automatically, and say where."""
    with open_desk(options) as desk:
        if options.second:
            place = None if options.second == "none" else Path(options.second)
            backing_up.set_second_folder(desk=desk, folder=place)
        if options.file:
            made = backing_up.back_up(desk=desk, target=Path(options.file).absolute())
            second, fault = None, None
        else:
            done = backing_up.automatic(desk=desk)
            made, second, fault = done.backup, done.second, done.fault
    if options.json:
        answer = {"ok": fault is None, **_backup(made), "second": second and str(second)}
        output.emit(answer | ({"fault": fault} if fault else {}))
    else:
        output.line(f"已备份 {made.filings} 件，并已打开核对：{made.path}")
        if made.warning:
            output.line(f"注意：{made.warning}")
        if second:
            output.line(f"第二份：{second}")
        output.line(backing_up.OF_THEIR_DAY)
        if fault:
            output.line(f"注意：{fault}")
    return 0 if fault is None else 3


def restore(options: argparse.Namespace) -> int:
    """Say what going back would lose; with --yes go back, keeping what is replaced."""
    path, place = Path(options.file).absolute(), settled_folder(options)
    chosen = restoring.look(path=path)
    lost, why = _loss(options, place, chosen)
    lines = [f"备份做于 {chosen.made_at:%Y-%m-%d %H:%M}，有 {chosen.filings} 件备案。"]
    if not options.yes:
        lines += _loss_lines(lost, why)
        lines.append("还没有恢复。看过以上内容后，加 --yes 再执行一次。")
        output.tell(options.json, lines, {"ok": False, "restored": False, **_loss_json(lost)})
        return 1
    done = restoring.restore(
        path=path,
        folder=place,
        passphrase=_backup_passphrase(options),
        clock=Clock(),
        staff_no=options.staff,
        lost=lost,
    )
    lines.append("已恢复，并已打开核对。")
    lines.append(backing_up.PEOPLE_OF_THEN)
    if done.counter:
        lines.append(restoring.NUMBER_OF_THEN.format(done.counter))
    if done.replaced:
        lines += _loss_lines(done.lost, why, "")
        lines.append(f"原来的文件留在 {done.replaced}，确认无误后再删除。")
    replaced = str(done.replaced) if done.replaced else None
    output.tell(
        options.json,
        lines,
        {"ok": True, "restored": True, "replaced": replaced, **_loss_json(done.lost)},
    )
    return 0


def verify(options: argparse.Namespace) -> int:
    """Check everything; say what is wrong and what to do, and which backup is good."""
    try:
        with open_desk(options) as desk:
            if options.accept_missing:
                gaps.accept(desk=desk)
            found = backing_up.verify(desk=desk, heads=options.head or ())
            damage = backing_up.damage(desk=desk) if found.faults else None
    except backing_up.TamperedError as error:
        return _examine(options, error)
    except backing_up.DamagedError as error:
        return _tell_unreadable(options, error)
    if damage is None:
        return _tell_found(options, found, [], None)
    told = [damage.message]
    if damage.backup is not None:
        told += _offer_lines(damage.loss)
    return _tell_found(options, found, told, damage.backup)


def _examine(options: argparse.Namespace, error: EnvironmentFailureError) -> int:
    """Check records that are refused for want of their guards; say what is missing."""
    looked = backing_up.examine(
        folder=folder(options),
        passphrase=passphrase(options),
        clock=Clock(),
        staff_no=options.staff,
    )
    told = [error.message, "以上是只读核验的结果，没有改动数据文件，也没有写入操作记录。"]
    newest = looked.backup
    told.append(
        f"最近一份完好的备份：{newest.path}（{newest.made_at:%Y-%m-%d %H:%M}，"
        f"{newest.filings} 件），可用 desk-app restore 恢复，现有文件会留着。"
        if newest
        else "没有找到完好的备份：请保留这个文件夹，联系技术人员。"
    )
    if newest:
        told += _offer_lines(looked.loss)
    return _tell_found(options, looked.inspection, told, newest)


def _offer_lines(lost: Loss | None) -> list[str]:
    """Say what going back to an offered backup would lose, or that nobody can tell."""
    return _loss_lines(lost, "有损坏" if lost is None else None)


def _tell_found(
    options: argparse.Namespace, found: Inspection, told: list[str], newest: Backup | None
) -> int:
    lines = [f"{fault.area}：{fault.finding}{fault.remedy}" for fault in found.faults] + told
    if not lines:
        lines = [
            f"核验通过：{found.filings} 件备案，{found.entries} 条操作记录，校验值 {found.head}。",
            found.compared,
        ]
    output.tell(
        options.json,
        lines,
        {
            "ok": not found.faults,
            "filings": found.filings,
            "entries": found.entries,
            "head": found.head,
            "compared": {"backups": found.backups, "papers": found.papers},
            "faults": [
                {"area": fault.area, "finding": fault.finding, "remedy": fault.remedy}
                for fault in found.faults
            ],
            "backup": str(newest.path) if newest else None,
        },
    )
    return 1 if found.faults else 0


def _tell_unreadable(options: argparse.Namespace, error: EnvironmentFailureError) -> int:
    """Tell of records that cannot be opened at all, and of the backups there are."""
    found = backing_up.kept(folder=folder(options))
    newest = next(iter(found), None)
    offer = (
        f"最近的自动备份：{newest.path}（{newest.made_at:%Y-%m-%d %H:%M}，{newest.filings} 件），"
        "可用 desk-app restore 恢复。"
        if newest
        else "数据文件夹里没有自动备份，请找U盘或其他位置的备份。"
    ) + restoring.fuller(found)
    offer += backing_up.second_fault(folder=folder(options)) or ""
    fault = {"area": "数据文件", "finding": error.message, "remedy": offer}
    answer = {"ok": False, "faults": [fault], "backup": str(newest.path) if newest else None}
    lines = [error.message, offer, *(_loss_lines(None, error.message) if newest else [])]
    output.tell(options.json, lines, answer)
    return 1


def _loss(
    options: argparse.Namespace, place: Path, chosen: Backup
) -> tuple[Loss | None, str | None]:
    """Return what going back loses, or why that cannot be said."""
    try:
        if not opening.is_set_up(place):
            return None, None
        with open_desk(options) as desk:
            require_supervisor(desk, "恢复备份")
            return restoring.loss(desk=desk, backup=chosen), None
    except EnvironmentFailureError as error:
        return None, error.message


def _loss_lines(lost: Loss | None, why: str | None, will: str = "会") -> list[str]:
    """Say what is lost; ``will`` is the word for what did not happen yet."""
    if lost is None:
        return [] if why is None else [
            f"现有数据打不开，说不出{will}少掉什么：{why}",
            "恢复后请先核对备份时间以后发出的纸质表，编号可能重复。",
        ]  # fmt: skip
    if not lost.related:
        return ["这份备份不是由现有数据做的，恢复后现有的备案都不在里面（原文件会留着）。"]
    lines = [
        f"{title}：{'、'.join(numbers[:_SHOWN])}"
        + (f" 等 {len(numbers)} 件" if len(numbers) > _SHOWN else "")
        for title, numbers in (
            (f"{will}少掉的备案", lost.registered),
            (f"{will}退回原状的备案", lost.changed),
        )
        if numbers
    ]
    lines += [f"{will}少掉的操作：{title} {count} 次" for title, count in lost.others]
    lines += [f"{will}少掉的草稿：{lost.drafts} 份"] if lost.drafts else []
    return lines or [f"备份之后没有新的登记，{'不会' if will else '没有'}少掉什么。"]


def _loss_json(lost: Loss | None) -> dict[str, Any]:
    if lost is None:
        return {"missing": None}
    return {
        "missing": {
            "related": lost.related,
            "registered": list(lost.registered),
            "changed": list(lost.changed),
            "others": dict(lost.others),
            "drafts": lost.drafts,
        }
    }


def _backup_passphrase(options: argparse.Namespace) -> str:
    if not options.backup_passphrase_file:
        return passphrase(options)
    return secret(_BACKUP_SECRET, options.backup_passphrase_file)


def _backup(made: Backup) -> dict[str, Any]:
    return {
        "file": str(made.path),
        "made_at": made.made_at.isoformat(),
        "filings": made.filings,
        "size": made.size,
        "history": made.history,
        "beside": list(made.beside),
        "left_out": list(made.left_out),
    }


RUNNERS: dict[str, Callable[[argparse.Namespace], int]] = {
    "backup": backup,
    "restore": restore,
    "verify": verify,
}
