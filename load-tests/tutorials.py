#!/usr/bin/env python3
"""Follows the tutorials in docs/tutorials word by word, each in an empty folder, with `larder` on the PATH.

A block of code with a file name is written to that file; one of `sh` is carried out, all of a page by one shell, and
must succeed; one of `text` after it must be what it has printed on standard output, where `…` stands for anything.
`<!-- wait URL -->` waits until that answers, as a reader does who looks at what the server prints. The tutorials use
the usual ports, which must be free. What they say that must be installed is installed before.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from harness.server import LARDER
from harness.verdict import Verdict

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs" / "tutorials"
PART = re.compile(
    r"^```(?P<kind>\w+)(?: (?P<file>\S+))?\n(?P<text>.*?)^```$|^<!-- wait (?P<url>\S+) -->$", re.MULTILINE | re.DOTALL
)
PYTHON = ("boto3", "awscli", "amazon-dax-client", "pytest")
NODE = ("vitest@3", "@aws-sdk/client-dynamodb")
END = "end of the block"
PATIENCE_SECONDS = 120


class Shell:
    """One shell for all blocks of a page."""

    def __init__(self, folder, path):
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "LARDER_"))}
        environment.update(PATH=path, HOME=str(folder), AWS_PAGER="")
        self.log = (folder / "shell.log").open("w")
        self.process = subprocess.Popen(
            ["bash", "-u"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            cwd=folder,
            env=environment,
            text=True,
            start_new_session=True,
        )

    def run(self, block):
        """What it prints, and whether its last command and each before it succeeded."""
        # A server in the background keeps its output out of what is compared.
        block = re.sub(r" &$", " >> server.log 2>&1 &", block, flags=re.MULTILINE)
        self.process.stdin.write(f"wrong=0; trap wrong=1 ERR\n{block}\ntrap - ERR; echo; echo {END}: $wrong\n")
        self.process.stdin.flush()
        printed = []
        for line in self.process.stdout:
            if line.startswith(END):
                return "".join(printed).strip(), line.strip().endswith(" 0")
            printed.append(line)
        return "".join(printed), False

    def close(self):
        self.process.stdin.write("kill $(jobs -p); wait\n")
        self.process.stdin.close()
        self.process.wait(60)
        self.log.close()


def wait_for(url):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return True
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    return False


def looks_like(printed, expected):
    pattern = ".*".join(re.escape(part) for part in expected.strip().split("…"))
    return re.search(rf"\A{pattern}\Z", printed, re.DOTALL) is not None


def follow(page, path, modules, verdict):
    folder = Path(tempfile.mkdtemp(prefix=f"larder-{page.stem}-"))
    if modules:
        (folder / "node_modules").symlink_to(modules)
    shell = Shell(folder, path)
    printed = ""
    try:
        for number, part in enumerate(PART.finditer(page.read_text())):
            name = f"{page.stem} {number}"
            if part["url"]:
                verdict.check(f"{name}: {part['url']} answers", wait_for(part["url"]))
            elif part["file"]:
                (folder / part["file"]).write_text(part["text"])
            elif part["kind"] == "sh":
                printed, succeeded = shell.run(part["text"])
                verdict.check(f"{name}: {part['text'].splitlines()[0]}", succeeded, (printed, str(folder)))
            elif part["kind"] == "text":
                verdict.check(f"{name}: printed", looks_like(printed, part["text"]), (printed, part["text"]))
    finally:
        shell.close()
    if not verdict.failed:
        shutil.rmtree(folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = sorted(page.stem for page in PAGES.glob("*.md"))
    parser.add_argument("pages", nargs="*", metavar="PAGE", choices=[*names, []], help=", ".join(names))
    arguments = parser.parse_args()
    tools = ROOT / "target" / "tools" / "tutorials"
    python = tools / "venv"
    if not (python / "bin" / "pytest").exists():
        subprocess.run([sys.executable, "-m", "venv", python], check=True)
        subprocess.run([python / "bin" / "pip", "install", "-q", "--disable-pip-version-check", *PYTHON], check=True)
    modules = tools / "node_modules"
    if shutil.which("npm") and not modules.exists():
        subprocess.run(["npm", "install", "--silent", "--no-save", "--prefix", tools, *NODE], check=True)
    subprocess.run([LARDER, "version"], check=True, stdout=subprocess.DEVNULL)
    path = os.pathsep.join((str(python / "bin"), str(ROOT / "bin"), os.environ["PATH"]))
    verdict = Verdict()
    for name in arguments.pages or names:
        print(f"-- {name}", flush=True)
        verdict.guarded(name, follow, PAGES / f"{name}.md", path, modules if modules.exists() else None, verdict)
    verdict.finish()


if __name__ == "__main__":
    main()
