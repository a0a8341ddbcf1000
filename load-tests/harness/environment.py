"""The Python environment of the scripts that need packages: made on first use, beside them, with pinned versions."""

import os
import subprocess
import sys
import venv
from pathlib import Path

HOME = Path(__file__).resolve().parents[1] / ".venv"
REQUIREMENTS = Path(__file__).resolve().parents[1] / "requirements.txt"
PYTHON = HOME / "bin" / "python"


def ready():
    """Makes the environment if it is missing or older than the list of packages."""
    stamp = HOME / "installed"
    if not stamp.exists() or stamp.read_text() != REQUIREMENTS.read_text():
        print(f"installing {', '.join(REQUIREMENTS.read_text().split())} into {HOME.name}", file=sys.stderr)
        venv.create(HOME, with_pip=True)
        subprocess.run([PYTHON, "-m", "pip", "install", "-q", "-r", REQUIREMENTS], check=True)
        stamp.write_text(REQUIREMENTS.read_text())


def reenter():
    """Goes on in the environment's Python; call it before importing a package."""
    if Path(sys.prefix) != HOME:
        ready()
        os.execv(PYTHON, [str(PYTHON), *sys.argv])
