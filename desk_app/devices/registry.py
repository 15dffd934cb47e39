"""Every way to reach a reader: the built-in ones and those of third parties."""

import logging
from collections.abc import Callable, Mapping
from importlib.metadata import entry_points

from desk_app.devices.errors import DeviceError, NoReaderError
from desk_app.devices.reader import ENTRY_POINTS, DeviceInfo, Reader, Source
from desk_app.devices.serial_reader import SerialSource
from desk_app.devices.simulator import SimulatedSource
from desk_app.devices.vendor import VendorSource

log = logging.getLogger(__name__)

SIMULATED = SimulatedSource.name


def sources() -> Mapping[str, Source]:
    """Return the sources by name; a plug-in that cannot be loaded is logged and left out."""
    found: dict[str, Source] = {
        one.name: one for one in (VendorSource(), SerialSource(), SimulatedSource())
    }
    for point in entry_points(group=ENTRY_POINTS):
        try:
            plugin: Source = point.load()()
        except Exception as error:  # noqa: BLE001 - a third party's code may raise anything
            log.warning("reader plug-in %s: %s", point.name, type(error).__name__)
            continue
        found.setdefault(plugin.name, plugin)
    return found


def find() -> tuple[DeviceInfo, ...]:
    """Return what may be a reader on this computer; the simulated one only when asked for."""
    return tuple(
        info for source in sources().values() if source.name != SIMULATED for info in source.probe()
    )


def opener(device: str | None = None) -> Callable[[], Reader]:
    """Return what opens the wanted reader, or without a wish the first that answers.

    ``device`` is ``sim``, the name of a source, ``SOURCE:ADDRESS``, or a serial port. The
    function raises DeviceError, and may be called again after a reader was lost.
    """
    return lambda: _open(device)


def _open(device: str | None) -> Reader:
    known = sources()
    if device is None:
        return _first(list(find()), known)
    name, _, address = device.partition(":")
    if device in known:
        return _first(known[device].probe(), known)
    if address and name in known:
        return known[name].open(address)
    return known[SerialSource.name].open(device)


def _first(infos: list[DeviceInfo], known: Mapping[str, Source]) -> Reader:
    """Open the first device that works; raise what the last one said, or NoReaderError."""
    fault: DeviceError = NoReaderError()
    for info in infos:
        try:
            return known[info.source].open(info.address)
        except DeviceError as error:
            fault = error
    raise fault
