#!/usr/bin/env python3
"""Measures hit ratios of the caches on traces, and prints Markdown.

They are held against an LRU of as many bytes and against DAX's documented rules; besides, how many hits of queries are
left where items are written. An argument says how many requests a trace has (1,000,000).
"""

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "bench"))
import jmh


def main():
    if "--help" in sys.argv[1:]:
        print(__doc__)
        return 0
    jdk = subprocess.run([jmh.ROOT / "bin" / "find-jdk"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    options = f"@{jmh.ROOT / 'config' / 'jvm.options'}"
    command = [f"{jdk}/bin/java", options, "-cp", jmh.classpath(jdk), "io.larder.cache.HitRatio", *sys.argv[1:]]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
