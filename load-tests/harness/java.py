"""Programs in Java that scripts start from their sources."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def find_jdk():
    command = [ROOT / "bin" / "find-jdk"]
    return Path(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip())


def coherence(endpoints, **options):
    """The command of Coherence.java, with what it is told beside the addresses."""
    command = [str(find_jdk() / "bin" / "java"), str(ROOT / "load-tests" / "Coherence.java")]
    command += ["--endpoint", ",".join(endpoints)]
    for name, value in options.items():
        command += [f"--{name}", str(value)]
    return command
