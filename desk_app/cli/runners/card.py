"""The command for card readers: list them, read a card, or be the vendor library's process."""

import argparse
import time
from collections.abc import Callable
from typing import Any

from desk_app.cli.output import output
from desk_app.devices import registry, vendor_host
from desk_app.devices.card import Card
from desk_app.devices.errors import CardUnreadableError
from desk_app.devices.watcher import POLL_SECONDS
from desk_app.errors import RefusedError
from desk_app.policy.people.names import mask_id, mask_name


def card(options: argparse.Namespace) -> int:
    """Read the card that lies on the reader, waiting for one as long as was asked."""
    if options.host:
        return vendor_host.main([options.host])
    if options.list:
        return _list(options)
    reader = registry.opener(options.device)()
    try:
        found = reader.read()
        for _ in range(int(options.wait / POLL_SECONDS)):
            if found is not None:
                break
            time.sleep(POLL_SECONDS)
            found = reader.read()
    except CardUnreadableError as error:
        raise RefusedError(error.message) from error
    finally:
        reader.close()
    if found is None:
        raise RefusedError("读卡器上没有证件，请把证件放在读卡区。")
    _tell(found, options)
    return 0


def _list(options: argparse.Namespace) -> int:
    found = registry.find()
    if options.json:
        rows = [{"source": one.source, "address": one.address, "title": one.title} for one in found]
        output.emit(rows)
        return 0
    for one in found:
        output.line(f"{one.source}:{one.address}  {one.title}")
    if not found:
        output.line("没有找到读卡器。没有设备时可用 --device sim 演示。")
    return 0


def _tell(found: Card, options: argparse.Namespace) -> None:
    if options.json:
        output.emit({"ok": True, **_plain(found)})
        return
    output.line(f"{found.kind.label}：{mask_name(found.name)} {mask_id(found.number)}")
    output.line("读卡正常。完整内容请用 --json 输出给其他程序。")


def _plain(found: Card) -> dict[str, Any]:
    return {
        "kind": found.kind.value,
        "name": found.name,
        "english_name": found.english_name,
        "number": found.number,
        "sex": found.sex.value if found.sex else None,
        "nation": found.nation,
        "birth": found.birth,
        "address": found.address,
        "issuer": found.issuer,
        "valid_from": found.valid_from,
        "valid_to": found.valid_to,
        "endless": found.endless,
        "country": found.country,
        "travel_permit_no": found.travel_permit_no,
    }


RUNNERS: dict[str, Callable[[argparse.Namespace], int]] = {"card": card}
