"""A server process that a script starts, stops, kills and starts again.

With LARDER_AUTHENTICATION_MODE=sigv4 in a script's environment its servers verify signatures. The key of the
administrator that the first start of a server makes then is that of the environment, where every client looks for it.
What a server keeps beside its data folder (that key, its master key, its audit) is its own: it lies beside that folder
and goes with it, unless the environment says where it is.
"""

import configparser
import contextlib
import os
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

LARDER = str(Path(__file__).resolve().parents[2] / "bin" / "larder")
DEFAULT_COMMAND = shlex.quote(LARDER) + " --port {port} --admin-port {admin} --dax-port {dax} --data-dir {data}"
IN_FRONT_COMMAND = (
    shlex.quote(LARDER) + " --port {port} --admin-port {admin} --dax-port {dax} --upstream {upstream}"
    " --upstream-writers {writers}"
)

# Of an upstream whose only clients are servers that verify their own.
UNVERIFIED = {"LARDER_AUTHENTICATION_MODE": "header-form"}

_given = set()


def free_port():
    """A port that is free and was not given before: the system may well name the same twice."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        if port not in _given:
            _given.add(port)
            return port


def answers(endpoint):
    """True if a server is there."""
    try:
        with urllib.request.urlopen(endpoint + "/", timeout=1) as answer:
            return answer.status == 200
    except OSError:
        return False


def own_files(data):
    """The settings of what a server keeps beside its data folder."""
    return {
        "LARDER_IAM_CREDENTIALS_FILE": f"{data}.credentials",
        "LARDER_ENCRYPTION_KEY": f"file:{data}.key",
        "LARDER_AUDIT_DIRECTORY": f"{data}.audit",
    }


def credentials_in(path):
    """The key that a first start has written there, as variables of the environment; empty if none has."""
    file = configparser.ConfigParser()
    return {name.upper(): value for name, value in file["default"].items()} if file.read(path) else {}


class Server:
    """A server started from a command template with {port}, {admin}, {dax} and {data}, in a process group of its own.

    {behind} is a port for the upstream of a server that starts one.

    The group is what gets the signals, so it does not matter whether a launcher script stands before the JVM.
    `environment` is what it gets beside that of the script.
    """

    def __init__(self, command=DEFAULT_COMMAND, data=None, environment=None, host="127.0.0.1"):
        self._command = (
            command if "{" in command else (command + " --port {port} --admin-port {admin} --data-dir {data}")
        )
        self.data = data or tempfile.mkdtemp(prefix="larder-load-")
        self.port = free_port()
        self.admin = free_port()
        self.dax = free_port()
        self.behind = free_port()
        self.host = host
        self.endpoint = f"http://{host}:{self.port}"
        self._process = None
        self.log = Path(self.data + ".log")
        self.credentials = {}
        self._environment = {**own_files(self.data), **os.environ, **(environment or {})}
        self._verifies = self._environment.get("LARDER_AUTHENTICATION_MODE") == "sigv4"

    def start(self, seconds=180):
        """Starts and waits until the endpoint answers; returns how long that took."""
        command = self._command.format(
            port=self.port, admin=self.admin, dax=self.dax, behind=self.behind, data=self.data
        )
        began = time.monotonic()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                shlex.split(command),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env=self._environment,
            )
        while not answers(self.endpoint):
            if self._process.poll() is not None or time.monotonic() - began > seconds:
                self.kill()
                tail = self.log.read_text(errors="replace")[-3000:]
                raise RuntimeError(f"server did not come up: {command}\n{tail}")
            time.sleep(0.02)
        if self._verifies:
            self._take_credentials(began + seconds)
        return time.monotonic() - began

    def _take_credentials(self, deadline):
        """Those that this server has made, or of several that share what they know another one has.

        A server before an upstream may well serve before it has made them.
        """
        while not (found := credentials_in(self._environment["LARDER_IAM_CREDENTIALS_FILE"])):
            if "AWS_ACCESS_KEY_ID" in os.environ:
                return
            if time.monotonic() > deadline:
                raise RuntimeError("the server has made no administrator")
            time.sleep(0.02)
        self.credentials = found
        os.environ.update(found)

    def terminate(self, seconds=60):
        """SIGTERM; returns the exit code of the command."""
        # Only the started process: a launcher has to pass the signal on, or to have been replaced by the server.
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            return None

    def kill(self):
        """SIGKILL to the whole group: nothing gets a chance to tidy up."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def running(self):
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self):
        return self._process.pid

    def audit_fault(self):
        """What `larder audit verify` finds wrong with the records of this server, which has ended; empty if nothing."""
        folder = Path(self._environment["LARDER_AUDIT_DIRECTORY"])
        if not folder.exists():
            return ""
        run = subprocess.run([LARDER, "audit", "verify", folder], capture_output=True, text=True, check=False)
        return run.stderr or run.stdout if run.returncode != 0 else ""

    def remove(self):
        """Its files and its log, once it has ended and nobody needs them."""
        shutil.rmtree(self.data, ignore_errors=True)
        self.log.unlink(missing_ok=True)
        for place in own_files(self.data).values():
            path = Path(place.removeprefix("file:"))
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        if self.running():
            self.terminate()


def in_front_of(upstream, *, engine="larder", writers="exclusive", settings=None):
    """A Larder that caches before the server at that endpoint; `settings` are environment variables of its own."""
    command = IN_FRONT_COMMAND.replace("{upstream}", upstream).replace("{writers}", writers)
    return Server(command, environment={"LARDER_UPSTREAM_ENGINE": engine, **(settings or {})})
