"""What going back to a backup would lose, in words."""

from desk_app.records.backup import Backup
from desk_app.services.backup import backing_up
from desk_app.services.backup.restoring import NUMBER_OF_THEN, Loss, Restored

LISTED = 12  # record numbers that are named


def describe(backup: Backup, loss: Loss) -> str:
    """Say of a backup when it was made, what is in it, and what would be missing."""
    said = contents(backup)
    if not loss.related:
        return f"{said}\n它不是从现在这份资料做的，恢复后现在的资料全部看不到，请特别小心。"
    parts = []
    if loss.registered:
        parts.append(f"会少 {len(loss.registered)} 件：{_some(loss.registered)}")
    if loss.changed:
        parts.append(f"{len(loss.changed)} 件会回到改动以前：{_some(loss.changed)}")
    if loss.drafts:
        parts.append(f"会少 {loss.drafts} 份没办完的草稿")
    parts += [f"“{words}”{many} 次会失效" for words, many in loss.others]
    if not parts:
        return f"{said}\n此后没有新的改动，恢复后什么都不会少。"
    return "\n".join([said, *(f"· {part}" for part in parts), "已用过的编号不会再用。"])


def restored(done: Restored) -> str:
    """Say what was put in place, what is not there any more, and where the old files are."""
    said = f"已恢复到 {done.backup.made_at:%Y-%m-%d %H:%M} 的备份，并已打开核对，请登录。"
    if done.lost is not None and done.lost.registered:
        said += (
            f"少了 {len(done.lost.registered)} 件：{_some(done.lost.registered)}，请照纸质表补录。"
        )
    if done.counter is not None:
        said += NUMBER_OF_THEN.format(done.counter)
    if done.replaced is not None:
        said += f"原来的资料另存在数据文件夹的 {done.replaced.name} 里。"
    return said + backing_up.PEOPLE_OF_THEN


def contents(backup: Backup) -> str:
    """Say of a backup when it was made and what is in it."""
    return f"备份做于 {backup.made_at:%Y-%m-%d %H:%M}，有 {backup.filings} 件备案。"


def _some(numbers: tuple[str, ...]) -> str:
    shown = "、".join(numbers[:LISTED])
    return shown if len(numbers) <= LISTED else f"{shown} 等"
