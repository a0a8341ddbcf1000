#!/usr/bin/env python3
"""Runs the JMH benchmarks of all modules whose name matches a regular expression; without one, all of them.

Compiles them first, runs them with the server's JVM options, and ends with one table: time and allocated bytes per
call. All arguments are JMH's own; options take the place of the defaults here, e.g. `-f 3 -i 10`. `-h` explains them,
`-l` lists the benchmarks.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULES = ("protocol", "store", "cache", "proxy")
DEFAULTS = {
    "-bm": "avgt",
    "-tu": "ns",
    "-f": "1",
    "-wi": "3",
    "-w": "1s",
    "-i": "5",
    "-r": "1s",
    "-prof": "gc",
    "-foe": "true",
}


def classpath(jdk):
    """The tests of the last module with what they need, and the tests of the others."""
    subprocess.run(
        [
            "mvn",
            "-q",
            "-B",
            "-pl",
            MODULES[-1],
            "-am",
            "test-compile",
            "dependency:build-classpath",
            "-Dmdep.outputFile=target/benchmark-classpath",
        ],
        cwd=ROOT,
        env=os.environ | {"JAVA25_HOME": jdk},
        stdin=subprocess.DEVNULL,
        check=True,
    )
    tests = [str(ROOT / module / "target" / "test-classes") for module in MODULES]
    main = str(ROOT / MODULES[-1] / "target" / "classes")
    return os.pathsep.join([*tests, main, (ROOT / MODULES[-1] / "target" / "benchmark-classpath").read_text()])


def table(results):
    lines = ["| benchmark | ns/op | ± | B/op |", "|---|--:|--:|--:|"]
    for result in results:
        time = result["primaryMetric"]
        allocated = result["secondaryMetrics"].get("gc.alloc.rate.norm", {}).get("score", float("nan"))
        name = ".".join(result["benchmark"].split(".")[-2:])
        lines.append(f"| {name} | {time['score']:,.0f} | {float(time['scoreError']):,.0f} | {allocated:,.0f} |")
    return "\n".join(lines)


def main():
    given = sys.argv[1:]
    if "--help" in given:
        print(__doc__)
        return 0
    defaults = [word for option, value in DEFAULTS.items() if option not in given for word in (option, value)]
    jdk = subprocess.run([ROOT / "bin" / "find-jdk"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    with tempfile.TemporaryDirectory(prefix="larder-jmh-") as folder:
        results = Path(folder, "results.json")
        code = subprocess.run(
            [
                f"{jdk}/bin/java",
                f"@{ROOT / 'config' / 'jvm.options'}",
                "-cp",
                classpath(jdk),
                "org.openjdk.jmh.Main",
                *given,
                *defaults,
                "-rf",
                "json",
                "-rff",
                str(results),
            ],
            check=False,
        ).returncode
        if results.exists() and results.stat().st_size:
            print("\n" + table(json.loads(results.read_text())))
    return code


if __name__ == "__main__":
    sys.exit(main())
