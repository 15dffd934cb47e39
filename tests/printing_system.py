"""A printing system for tests: it answers IPP on a socket of its own, as the scheduler does."""

import re
import socketserver
import struct
import tempfile
import threading
from http.server import BaseHTTPRequestHandler

WAITING, HELD, CANCELED, ABORTED, COMPLETED = 3, 4, 7, 8, 9
_GET_JOB, _GET_JOBS, _GET_PRINTER = 0x0009, 0x000A, 0x000B
_OK, _NOT_FOUND = 0x0000, 0x0406
_INTEGER, _ENUM, _NAME, _KEYWORD, _URI, _CHARSET, _LANGUAGE = (
    0x21,
    0x23,
    0x42,
    0x44,
    0x45,
    0x47,
    0x48,
)


class PrintingSystem(socketserver.ThreadingUnixStreamServer):
    """Answers what it is told to: ``states`` of jobs by their numbers, ``reasons`` of printers."""

    daemon_threads = True
    block_on_close = False

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()  # the path of a socket must be short
        self.path = f"{self.folder.name}/ipp"
        self.states, self.reasons, self.asked = {}, {}, []
        super().__init__(self.path, _Handler)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}).start()

    def state(self, number):
        """Return the state of a job, or None where it is not known."""
        return self.states.get(number, COMPLETED)

    def stop(self):
        """Answer no more."""
        self.shutdown()
        self.server_close()
        self.folder.cleanup()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def address_string(self):
        return "local"

    def log_message(self, *_):
        pass

    def do_POST(self):
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        operation, request = struct.unpack(">HI", asked[2:8])
        self.server.asked.append(operation)
        status, groups = self._answer(operation, asked)
        body = struct.pack(">BBHI", 2, 0, status, request) + b"\x01"
        body += _attribute(_CHARSET, "attributes-charset", "utf-8")
        body += _attribute(_LANGUAGE, "attributes-natural-language", "en")
        body += b"".join(groups) + b"\x03"
        self.send_response(200)
        self.send_header("Content-Type", "application/ipp")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _answer(self, operation, asked):
        if operation == _GET_PRINTER:
            _, _, rest = asked.partition(b"printer-uri")
            uri = rest[2 : 2 + int.from_bytes(rest[:2], "big")]
            name = uri.decode().rpartition("/")[2]
            reasons = self.server.reasons.get(name, ["none"])
            return _OK, [b"\x04", _attribute(_ENUM, "printer-state", 3),
                         *(_attribute(_KEYWORD, "printer-state-reasons" if not at else "", one)
                           for at, one in enumerate(reasons))]  # fmt: skip
        if operation == _GET_JOBS:
            return _OK, [_job(number, self.server.state(number)) for number in self.server.states]
        number = int(re.search(rb"/jobs/(\d+)", asked)[1])
        state = self.server.state(number)
        return (_NOT_FOUND, []) if state is None else (_OK, [_job(number, state)])


def _job(number, state):
    return b"\x02" + b"".join(
        (
            _attribute(_INTEGER, "job-id", number),
            _attribute(_ENUM, "job-state", state),
            _attribute(_URI, "job-uuid", f"urn:uuid:{number}"),
            _attribute(_NAME, "job-name", f"job {number}"),
        )
    )


def _attribute(tag, name, value):
    content = struct.pack(">i", value) if isinstance(value, int) else value.encode()
    return (
        struct.pack(">BH", tag, len(name))
        + name.encode()
        + struct.pack(">H", len(content))
        + content
    )
