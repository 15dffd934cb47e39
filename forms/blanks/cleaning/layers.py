"""Which layers of a PDF show when it is printed: decided once; afterwards there are none."""

from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

from forms.blanks.cleaning.objects import entry, is_name, items, key_of

_DEEPEST = 16
_POLICIES: dict[str, Callable[[list[bool]], bool]] = {
    "/AllOn": all,
    "/AnyOff": lambda states: not all(states),
    "/AllOff": lambda states: not any(states),
    "/AnyOn": any,
}


class Layers:
    """The layers of one document, as its own default shows them and as printing changes that."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        properties = entry(document.Root, "/OCProperties")
        default = entry(properties, "/D")
        self.any = bool(items(entry(properties, "/OCGs")))
        self._base = not is_name(entry(default, "/BaseState"), "OFF")
        self._on = {one.objgen for one in items(entry(default, "/ON")) if _is_layer(one)}
        self._off = {one.objgen for one in items(entry(default, "/OFF")) if _is_layer(one)}
        self._printing = {
            one.objgen
            for rule in items(entry(default, "/AS"))
            if is_name(entry(rule, "/Event"), "Print")
            for one in items(entry(rule, "/OCGs"))
            if _is_layer(one)
        }

    def shows(self, content: Any, depth: int = 0) -> bool:
        """Tell whether what belongs to a layer or a set of layers shows on paper."""
        if not isinstance(content, Dictionary) or depth > _DEEPEST:
            return True
        if not is_name(entry(content, "/Type"), "OCMD"):
            return self._shows_layer(content)
        expression = entry(content, "/VE")
        if isinstance(expression, Array):
            return self._holds(expression, depth)
        members = entry(content, "/OCGs")
        layers = [members] if isinstance(members, Dictionary) else items(members)
        states = [self._shows_layer(one) for one in layers if _is_layer(one)]
        policy = entry(content, "/P")
        name = key_of(policy) if isinstance(policy, pikepdf.Name) else "/AnyOn"
        return _POLICIES.get(name, any)(states) if states else True

    def _shows_layer(self, layer: Any) -> bool:
        if layer.objgen in self._printing:
            state = entry(entry(entry(layer, "/Usage"), "/Print"), "/PrintState")
            if is_name(state, "ON", "OFF"):
                return is_name(state, "ON")
        if self._base:
            return layer.objgen not in self._off
        return layer.objgen in self._on

    def _holds(self, expression: Any, depth: int) -> bool:
        operator, *operands = items(expression) or [None]
        states = [
            self._holds(one, depth + 1)
            if isinstance(one, Array) and depth < _DEEPEST
            else self.shows(one, depth + 1)
            for one in operands
        ]
        if is_name(operator, "Not"):
            return not all(states)
        return any(states) if is_name(operator, "Or") else all(states)


def _is_layer(value: Any) -> bool:
    return isinstance(value, Dictionary)
