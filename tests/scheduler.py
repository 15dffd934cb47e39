"""A CUPS of our own for tests, whose printer is a socket that keeps what arrives."""

import shutil
import socket
import subprocess
import threading
import time

from desk_app.devices import ipp

PROGRAM = shutil.which("cupsd", path="/usr/sbin:/usr/bin")
QUEUE = "一号窗口"

CONFIGURATION = """
Listen {folder}/cups.sock
DefaultAuthType None
LogLevel warn
WebInterface No
DirtyCleanInterval 86400
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess default
  JobPrivateValues default
  SubscriptionPrivateAccess all
  SubscriptionPrivateValues none
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
FILES = """
ServerRoot {folder}
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/state
TempDir {folder}/spool
AccessLog {folder}/access
ErrorLog {folder}/error
PageLog {folder}/page
SystemGroup root
User lp
Group lp
"""


class Printer:
    """A printer that keeps every document it is sent."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.documents = []
        self.arrived = threading.Condition()
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def port(self):
        return self.socket.getsockname()[1]

    def _serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                document = connection.makefile("rb").read()
            with self.arrived:
                self.documents.append(document)
                self.arrived.notify_all()

    def wait(self, count):
        """Return the documents once there are ``count``."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.documents) >= count, timeout=60)
            return list(self.documents)


def eventually(question):
    """Ask until the answer is yes."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if question():
            return True
        threading.Event().wait(0.1)
    return False


class Scheduler:
    """A scheduler of our own, which can be stopped, held up, and made to forget its jobs."""

    def __init__(self, folder, printer):
        self.folder, self.process = folder, None
        for part in ("spool", "cache", "state"):
            (folder / part).mkdir()
        (folder / "cupsd.conf").write_text(CONFIGURATION.format(folder=folder))
        (folder / "cups-files.conf").write_text(FILES.format(folder=folder))
        subprocess.run(["chown", "-R", "lp:lp", folder], check=True)
        self.socket = folder / "cups.sock"
        self.port = printer.port
        self.start()
        self.add_queues()

    def add_queues(self):
        for name, port in ((QUEUE, self.port), ("gone", 9)):
            self.add(name, port)

    def start(self):
        words = [PROGRAM, "-f", "-c", self.folder / "cupsd.conf"]
        words += ["-s", self.folder / "cups-files.conf"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(words, **quiet)
        assert eventually(self.answers)

    @staticmethod
    def answers():
        try:
            with ipp.connected() as system:
                return system.jobs() is not None
        except ipp.NoAnswerError:
            return False

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def add(self, name, port):
        device = f"socket://127.0.0.1:{port}"
        run("/usr/sbin/lpadmin", "-p", name, "-v", device, "-E", "-m", "raw")

    def forget(self):
        """Lose every job and begin with number 1 again."""
        self.stop()
        for part in ("spool", "cache"):
            for one in (self.folder / part).glob("*"):
                if one.is_file():
                    one.unlink()
        self.start()
        self.add_queues()


def run(*words):
    subprocess.run(words, check=True, capture_output=True)
