#!/usr/bin/env python3
"""Measures hit ratios of the caches on traces, prints Markdown, and fails where they are too low.

They are held against an LRU of as many bytes and against DAX's documented rules, and must be ahead of both; besides,
how many hits of queries are left where items are written, which must be 70 %. An argument says how many requests a
trace has (1,000,000).
"""

import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent / "bench"))
import jmh
from harness.verdict import Verdict

LEAST_KEPT = 70
RATIOS = re.compile(r"\| (.+) \| ([\d.]+) % \| ([\d.]+) % \| ([\d.]+) % \|")
KEPT = re.compile(r"\| (.+ writes) \| [\d,]+ \| [\d,]+ \| ([\d.]+) % \|")


def main():
    if "--help" in sys.argv[1:]:
        print(__doc__)
        return
    jdk = subprocess.run([jmh.ROOT / "bin" / "find-jdk"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    options = f"@{jmh.ROOT / 'config' / 'jvm.options'}"
    command = [f"{jdk}/bin/java", options, "-cp", jmh.classpath(jdk), "io.larder.cache.HitRatio", *sys.argv[1:]]
    verdict = Verdict()
    judged = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        for line in running.stdout:
            print(line, end="", flush=True)
            if row := RATIOS.match(line):
                ours, *others = (float(ratio) for ratio in row.groups()[1:])
                judged.append((f"ahead on {row[1]}", ours > max(others), line))
            elif row := KEPT.match(line):
                judged.append((f"{LEAST_KEPT} % of the hits are kept: {row[1]}", float(row[2]) >= LEAST_KEPT, line))
    for check in judged:
        verdict.check(*check)
    verdict.equal("all traces were played", (running.returncode, len(judged)), (0, 7))
    verdict.finish()


if __name__ == "__main__":
    main()
