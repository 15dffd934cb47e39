"""Read JSON that comes from outside: what is not plain JSON is refused, with a sentence."""

import json
from collections.abc import Sequence
from typing import Any

from desk_app.errors import RefusedError

LONGEST_NUMBER = 100  # digits; no number of a case, a list or a package is that long


def parse(text: str | bytes, *, what: str) -> Any:
    """Return the value of a JSON text; ``what`` is what it is, in words.

    Raises RefusedError saying where it is wrong: no JSON, nested too deep, a key written twice,
    NaN or Infinity, a number that is too long.
    """
    reader = _Strict(what)
    try:
        return json.loads(
            text,
            object_pairs_hook=reader.group,
            parse_int=reader.whole,
            parse_float=reader.decimal,
            parse_constant=reader.constant,
        )
    except UnicodeDecodeError:
        raise RefusedError(f"{what}不是 UTF-8 编码，请另存为 UTF-8 后重试。") from None
    except json.JSONDecodeError as error:
        raise RefusedError(
            f"{what}不是有效的 JSON：第 {error.lineno} 行第 {error.colno} 个字符附近有误。"
        ) from None
    except RecursionError:
        raise RefusedError(f"{what}的内容一层套一层，套得太深，读不了。") from None


class _Strict:
    """What json leaves to whoever reads."""

    def __init__(self, what: str) -> None:
        self._what = what

    def group(self, pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise RefusedError(
                f"{self._what}里的项目“{twice[:40]}”在同一组里写了两次，请删去一处。"
            )
        return found

    def whole(self, digits: str) -> int:
        self._expect_short(digits)
        return int(digits)

    def decimal(self, digits: str) -> float:
        self._expect_short(digits)
        number = float(digits)
        if number in {float("inf"), float("-inf")}:
            raise RefusedError(f"{self._what}里有大得无法处理的数字，请改正。")
        return number

    def constant(self, name: str) -> float:
        raise RefusedError(f"{self._what}里有 {name}，不是有效的 JSON，请改正。")

    def _expect_short(self, digits: str) -> None:
        if len(digits) > LONGEST_NUMBER:
            raise RefusedError(f"{self._what}里有 {len(digits)} 位的数字，太长了，请改正。")
