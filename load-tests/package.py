#!/usr/bin/env python3
"""Installs the Debian package in a system of its own, with systemd as its first process, and purges it again.

The system is a fresh Debian (debootstrap) that is booted in namespaces (systemd-nspawn), with a network of its own. The
package is installed, the unit says that it is ready, the command line and clients are answered, a killed server comes
back, and a purge leaves nothing but the data, which the next installation finds.

With --reproducible two clones of the last commit are built instead, in folders of different names and lengths: what
comes of them must be the same, byte for byte, the bill of materials among it; in the archive all but the AOT cache.

Needs root, debootstrap, systemd-nspawn (Debian's systemd-container) and dpkg-deb; what is missing is said, and skipped.
"""

import argparse
import contextlib
import filecmp
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from harness.verdict import Verdict
from harness.wire import Connection, table

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ("debootstrap", "systemd-nspawn", "nsenter", "dpkg-deb")
ENDPOINT = "http://127.0.0.1:8000"
BOOT = ["systemd-nspawn", "--quiet", "--boot", "--machine=larder-trial", "--register=no", "--keep-unit"]
BOOT += ["--private-network", "--resolv-conf=off", "--timezone=off"]
BOOT_SECONDS = 60
FILES = 65536
AOT_CACHE = "/lib/larder.aot"
ITEM = {"pk": {"S": "a"}, "text": {"S": "kept"}}

# What a system writes about itself, whatever is installed in it.
ITS_OWN = ("dev", "proc", "run", "sys", "tmp", "var/cache", "var/lib/apt", "var/lib/dpkg", "var/lib/systemd", "var/log")


def run(*command, check=True, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if check and done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done


class System:
    """A Debian that runs in the folder `root`."""

    def __init__(self, root):
        self.root = root
        self._container = None
        self._first = None

    def __enter__(self):
        log = (self.root.parent / "boot.log").open("w")
        self._container = subprocess.Popen(
            [*BOOT, "--directory", str(self.root)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"},
        )
        deadline = time.monotonic() + BOOT_SECONDS
        state = "none"
        while state not in ("running", "degraded"):
            if time.monotonic() > deadline or self._container.poll() is not None:
                self.__exit__()
                raise RuntimeError(f"the system is {state}: {(self.root.parent / 'boot.log').read_text()[-2000:]}")
            time.sleep(0.2)
            self._first = self._first or first_process_of(self._container.pid)
            state = self.call("systemctl", "is-system-running", check=False).stdout.strip() if self._first else state
        return self

    def __exit__(self, *_):
        if self._first:
            with contextlib.suppress(ProcessLookupError):
                # Asks the first process to power off, as systemd-nspawn does.
                os.kill(self._first, signal.SIGRTMIN + 4)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._container.wait(30)
        self._container.kill()
        self._container.wait()

    def call(self, *command, check=True, **options):
        """Runs a command in the system."""
        return run(*self.within("--mount", "--uts", "--ipc", "--pid", "--cgroup"), *command, check=check, **options)

    def within(self, *namespaces):
        """What a command begins with that runs in these namespaces of the system and in its network."""
        inside = ("--root", "--wd") if "--mount" in namespaces else ()
        return ("nsenter", "--target", str(self._first), "--net", *namespaces, *inside)

    def property(self, name):
        return self.call("systemctl", "show", "--value", "--property", name, "larder").stdout.strip()

    def files(self):
        """All paths but those that a system writes about itself."""
        found = set()
        for folder, names, files in os.walk(self.root):
            here = Path(folder).relative_to(self.root)
            names[:] = [name for name in names if str(here / name) not in ITS_OWN]
            found.update(str(here / name) for name in names + files)
        return found


def first_process_of(pid):
    """The child of a process, if it has one."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(children[0]) if children else None


def client(system, step):
    """Calls this script again where the system's network is; returns what it says."""
    return run(*system.within(), sys.executable, __file__, "--client", step, check=False).stdout.strip()


def be_client(step):
    wire = Connection(ENDPOINT)
    if step == "write":
        wire.create_table(table("kept", "pk:S"))
        wire.must("PutItem", {"TableName": "kept", "Item": ITEM})
    found = wire.must("GetItem", {"TableName": "kept", "Key": {"pk": ITEM["pk"]}}).get("Item")
    print("found" if found == ITEM else found)


def check_unit(verdict, system):
    verdict.equal("the unit is of Type=notify", system.property("Type"), "notify")
    verdict.equal("it has said that it is ready", system.property("ActiveState"), "active")
    verdict.equal("and serves", system.property("SubState"), "running")
    pid = system.property("MainPID")
    status = system.call("cat", f"/proc/{pid}/status").stdout
    user = system.call("id", "--user", "larder").stdout.strip()
    verdict.check("it runs as its own user", f"\nUid:\t{user}\t{user}\t" in status and user != "0", status)
    verdict.check("it has no capabilities", "\nCapEff:\t0000000000000000\n" in status, status)
    limits = system.call("cat", f"/proc/{pid}/limits").stdout
    most = re.search(r"Max open files +(\d+) ", limits)[1]
    # A machine may let nobody have so many, root neither.
    own = str(min(FILES, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    verdict.equal("it wants 65,536 files", system.property("LimitNOFILE"), str(FILES))
    verdict.check(f"and may open {most}", most in (str(FILES), own), limits)
    journal = system.call("journalctl", "--unit", "larder", "--output", "cat", check=False).stdout
    verdict.check("its log is in the journal", "Larder is serving" in journal, journal)
    verdict.equal(
        "it starts when the system does", system.call("systemctl", "is-enabled", "larder").stdout, "enabled\n"
    )
    # Of what runs as root in the unit nothing is left that the kernel would let it do.
    exposure = system.call("systemd-analyze", "security", "--no-pager", "larder", check=False).stdout.splitlines()
    print("--", exposure[-1].strip() if exposure else "systemd-analyze says nothing")


def check_use(verdict, system):
    said = system.call("larder", "version", check=False)
    verdict.check("the command line answers", said.stdout.startswith("larder "), said.stderr)
    verdict.equal("a client is answered", client(system, "write"), "found")
    exported = system.call("larder", "export", "kept", "--to", "/root/kept.jsonl", check=False)
    verdict.equal("a command calls the server", exported.returncode, 0)
    verdict.check("and is answered", '"kept"' in (system.root / "root/kept.jsonl").read_text(), exported.stderr)
    (system.root / "root/kept.jsonl").unlink()
    verdict.check("there is a manual page", (system.root / "usr/share/man/man1/larder.1.gz").exists())
    aot = system.root / "usr/lib/larder/lib/larder.aot"
    verdict.check("it starts from what it has learnt", aot.exists() and aot.stat().st_size > 1 << 20)

    before = system.property("MainPID")
    system.call("systemctl", "kill", "--signal=KILL", "larder")
    deadline = time.monotonic() + 30
    while system.property("ActiveState") != "active" or system.property("MainPID") == before:
        if time.monotonic() > deadline:
            break
        time.sleep(0.2)
    verdict.equal("a server that is killed comes back", system.property("ActiveState"), "active")
    verdict.equal("with what it had acknowledged", client(system, "read"), "found")

    system.call("systemctl", "stop", "larder")
    verdict.equal("it stops in order", (system.property("Result"), system.property("ExecMainStatus")), ("success", "0"))
    system.call("systemctl", "start", "larder")
    verdict.equal("a start returns when it is ready", client(system, "read"), "found")


def check_configuration(verdict, system):
    environment = system.root / "etc/larder/larder.env"
    kept = environment.read_text()
    environment.write_text("LARDER_LISTEN_PORT=none\n")
    system.call("systemctl", "restart", "larder", check=False)
    verdict.equal("wrong settings are not tried again", system.property("ExecMainStatus"), "2")
    verdict.equal("the unit has failed", system.property("ActiveState"), "failed")
    environment.write_text(kept)
    system.call("systemctl", "restart", "larder")
    verdict.equal("with right ones it serves", client(system, "read"), "found")


def check_purge(verdict, system, before, package):
    system.call("dpkg", "--purge", "larder")
    # Copies of the lists of users before there was another one.
    left = {each for each in system.files() - before if not (each.startswith("etc/") and each.endswith("-"))}
    others = sorted(each for each in left if not (each + "/").startswith("var/lib/larder/"))
    verdict.equal("a purge leaves nothing but the data", others, [])
    verdict.check("and the data", any(each.startswith("var/lib/larder/data/") for each in left), sorted(left))
    verdict.equal("nothing serves any more", system.property("LoadState"), "not-found")
    system.call("dpkg", "--install", package)
    verdict.equal("the next installation finds the data", client(system, "read"), "found")


def try_package(verdict, package, scratch):
    began = time.monotonic()
    root = scratch / "system"
    run("debootstrap", "--variant=minbase", "--include=adduser,dbus,systemd,systemd-sysv", "stable", root)
    print(f"-- a Debian in {time.monotonic() - began:.0f} s")
    with System(root) as system:
        inside = "/root/larder.deb"
        shutil.copy(package, root / inside[1:])
        before = system.files()
        began = time.monotonic()
        system.call("dpkg", "--install", inside)
        print(f"-- installed and served after {time.monotonic() - began:.1f} s")
        check_unit(verdict, system)
        check_use(verdict, system)
        check_configuration(verdict, system)
        check_purge(verdict, system, before, inside)


def build(home):
    """Builds the packages of that checkout; returns their folder."""
    run(home / "bin" / "package")
    return home / "target" / "packages"


def contents(archive):
    """What is in an archive, by name, without what the JVM makes in no certain order."""
    with tarfile.open(archive) as tar:
        return {
            each.name: (each.mode, each.mtime, each.linkname, tar.extractfile(each).read() if each.isreg() else b"")
            for each in tar
            if not each.name.endswith(AOT_CACHE)
        }


def differences(one, other):
    """Where two archives differ; the whole of them counts if there is no AOT cache in them."""
    if filecmp.cmp(one, other, shallow=False):
        return []
    if one.suffix == ".deb":
        return ["bytes"]
    first, second = contents(one), contents(other)
    names = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
    with tarfile.open(one) as tar:
        return names or ([] if any(name.endswith(AOT_CACHE) for name in tar.getnames()) else ["bytes"])


def check_reproducible(verdict, scratch):
    built = []
    for name in ("a", "a-longer-name/of-a-folder"):
        home = scratch / name
        run("git", "clone", "--quiet", ROOT, home)
        built.append(build(home))
    first, second = ({each.name for each in folder.iterdir() if each.is_file()} for folder in built)
    verdict.equal("two builds make the same files", first, second)
    verdict.check("an archive, a chart and a package", len(first) >= (3 if shutil.which("dpkg-deb") else 2), first)
    for name in sorted(first & second):
        verdict.equal(f"{name} is the same", differences(built[0] / name, built[1] / name), [])
    boms = [next(folder.glob("larder-*/larder.cdx.json")) for folder in built]
    verdict.check("the bill of materials is the same", filecmp.cmp(*boms, shallow=False))
    print(f"-- {boms[0].read_text().count('bom-ref')} parts in the bill of materials")


def lacking():
    """What this machine has not, in words."""
    if os.geteuid() != 0:
        return "needs root"
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    return f"{', '.join(missing)} not there" if missing else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--package", type=Path, help="a package that is built already")
    parser.add_argument("--reproducible", action="store_true", help="builds twice and compares")
    parser.add_argument("--client", choices=("write", "read"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.client:
        be_client(arguments.client)
        return
    if not arguments.reproducible and lacking():
        print(f"skipped: {lacking()}")
        return
    verdict = Verdict()
    with tempfile.TemporaryDirectory() as scratch:
        if arguments.reproducible:
            verdict.guarded("two builds", check_reproducible, verdict, Path(scratch))
        else:
            package = arguments.package or next(build(ROOT).glob("*.deb"))
            verdict.guarded("the package", try_package, verdict, package, Path(scratch))
    verdict.finish()


if __name__ == "__main__":
    main()
