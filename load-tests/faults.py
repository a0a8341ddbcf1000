#!/usr/bin/env python3
"""Breaks links, stops and kills the nodes of a cluster under load, and checks that no answer is stale and nothing lost.

Three Larders before one upstream, each on a host of its own, which are network namespaces (Linux; `ip` and `unshare`,
no rights of root; a JDK). Of each seed comes a plan: links between nodes or to the upstream are cut, both ways or one
way; processes are stopped for 0.5 to 10 s; nodes are killed, in every step of a write; one node's clock runs slower
or faster by up to 0.9 %. Faults of an even seed come one at a time, those of an odd one pile up. Meanwhile
Coherence.java reads and writes at all nodes (its rules hold, faults or not); at the end, when all is mended, it reads
everything everywhere. Checked besides:

* of writes that the driver makes itself, one after another, each that was acknowledged is shown by every node that
  answers, at once, also if the node that acknowledged it is killed that moment, or the one that is asked was cut off or
  stopped when the write was made; and none is lost;
* clients of nodes that are not harmed wait at most 2 s for one fault, and 7 s if faults pile up.

The history of all calls and faults stays in a file when something is wrong. --seed N repeats one plan.
"""

import argparse
import http.client
import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from harness import namespaces
from harness.cluster import Cluster
from harness.faults import AFTERMATH_SECONDS, Driver, plan
from harness.java import coherence
from harness.server import LARDER, Server
from harness.verdict import Verdict
from harness.wire import Connection, table

TABLE = "faults"
QUIET_SECONDS = 3
HEALING_SECONDS = AFTERMATH_SECONDS + QUIET_SECONDS + 4
LONGEST_SECONDS = 600
WAITS = {"one fault": 2, "faults that pile up": 7}
# A write of the upstream must end soon, so that the quiet time is short, and with it a seed.
SETTINGS = {
    "LARDER_UPSTREAM_WRITE_TIMEOUT": "2s",
    "LARDER_UPSTREAM_READ_TIMEOUT": "2s",
    "LARDER_UPSTREAM_QUIET_TIME": f"{QUIET_SECONDS}s",
}
JAVA_OPTIONS = "-Xmx384m"


class Probe:
    """Writes of the driver, one after another, to one item; what the cluster must show of them.

    Each has a higher number than all before, and the condition that the item has a lower one: so one of which nobody
    knows the outcome cannot come after a later one.
    """

    def __init__(self, endpoints):
        self._endpoints = endpoints
        self._writing = threading.Lock()
        self.number = 0
        self.least = 0
        self.wrong = []
        self.acknowledged = 0
        self.read = 0

    def write(self, node):
        """Makes one write at a node, and returns when it is acknowledged or fails."""
        with self._writing:
            self.number += 1
            answer = self._call(
                node,
                "UpdateItem",
                {
                    "TableName": TABLE,
                    "Key": {"pk": {"S": "probe"}},
                    "UpdateExpression": "SET n = :n",
                    "ConditionExpression": "attribute_not_exists(n) OR n < :n",
                    "ExpressionAttributeValues": {":n": {"N": str(self.number)}},
                },
            )
            if answer and answer.ok:
                self.least = self.number
                self.acknowledged += 1
            elif answer and answer.status == 400:
                self.wrong.append(f"node {node} refuses {self.number}: {answer.raw[:200]!r}")

    def check(self, node):
        """Reads at a node, twice, the second time from memory if that may be."""
        for _ in range(2):
            least = self.least
            answer = self._call(node, "GetItem", {"TableName": TABLE, "Key": {"pk": {"S": "probe"}}})
            if answer and answer.ok:
                shown = int(answer.body.get("Item", {}).get("n", {}).get("N", "0"))
                most = self.number
                self.read += 1
                self.least = max(self.least, shown)
                if not least <= shown <= most:
                    self.wrong.append(f"node {node} shows {shown}, not {least} to {most}")

    def _call(self, node, operation, request):
        connection = Connection(self._endpoints[node], timeout=15)
        try:
            return connection.call(operation, request)
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


class Run:
    """One seed, from the start of the servers to the verdict."""

    def __init__(self, seed, arguments, verdict):
        self.seed = seed
        self.arguments = arguments
        self.verdict = verdict
        self.network = namespaces.Network()
        self.folder = Path(tempfile.mkdtemp(prefix=f"larder-faults-{seed}-"))
        self.history = self.folder / "history.jsonl"
        self.faults = plan(seed, arguments.nodes, arguments.seconds)
        self.clock = self.draw_clock()

    def draw_clock(self):
        """The node whose clock is wrong, and how fast it runs; or None."""
        chance = random.Random(f"{self.seed}/clock")
        drawn = chance.randrange(self.arguments.nodes), chance.choice((0.991, 1.009))
        return drawn if chance.random() < 0.5 and shutil.which("cc") else None

    def start(self):
        upstream_host = self.network.host("upstream", 100)
        hosts = [self.network.host(f"node{number}", number + 1) for number in range(self.arguments.nodes)]
        command = f"{self.network.prefix('upstream')} {LARDER} --host {upstream_host} --port {{port}}"
        command += " --admin-port {admin} --dax-port none --data-dir {data}"
        self.upstream = Server(
            command,
            host=upstream_host,
            environment={
                "LARDER_AUTHENTICATION_ALLOW_UNAUTHENTICATED_REMOTE": "true",
                "LARDER_JAVA_OPTS": JAVA_OPTIONS,
            },
        )
        self.cluster = Cluster(
            self.upstream.endpoint,
            hosts,
            prefixes=[self.network.prefix(f"node{number}") for number in range(len(hosts))],
            settings={**SETTINGS, "LARDER_JAVA_OPTS": JAVA_OPTIONS},
            own_settings=self.clock_settings(),
        )
        self.upstream.start()
        self.cluster.start()
        Connection(self.cluster.endpoints[0]).create_table(table(TABLE, "pk:S"))
        self.probe = Probe(self.cluster.endpoints)
        self.driver = Driver(
            self.network, self.upstream, self.cluster, hosts, write=self.probe.write, read=self.probe.check
        )

    def clock_settings(self):
        if not self.clock:
            return {}
        node, rate = self.clock
        library = self.folder / "slow_clock.so"
        source = Path(__file__).resolve().parent / "harness" / "slow_clock.c"
        subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", library, source, "-ldl"], check=True)
        return {node: {"LD_PRELOAD": str(library), "SLOW_CLOCK_RATE": str(rate)}}

    def drive(self):
        """The plan under load; returns Coherence.java's exit code."""
        stop = self.folder / "stop"
        load = coherence(
            self.cluster.endpoints,
            faults="yes",
            history=self.history,
            stop=stop,
            seconds=LONGEST_SECONDS,
            connections=3 * self.arguments.nodes,
            pause=self.arguments.pause,
            seed=self.seed,
        )
        with subprocess.Popen(load) as process:
            self.over = threading.Event()
            checker = threading.Thread(target=self.check_probe)
            checker.start()
            while process.poll() is None and not (self.history.exists() and self.history.stat().st_size):
                time.sleep(0.05)
            self.driver.run(self.faults)
            time.sleep(HEALING_SECONDS)
            stop.touch()
            code = process.wait()
            self.over.set()
            checker.join()
        return code

    def check_probe(self):
        chance = random.Random(f"{self.seed}/probe")
        while not self.over.wait(0.05):
            self.probe.check(chance.randrange(self.arguments.nodes))
            if chance.random() < 0.1:
                self.probe.write(chance.randrange(self.arguments.nodes))

    def judge(self, code):
        check = self.verdict.check
        name = f"seed {self.seed}: "
        check(name + "faults came and went", not self.driver.problems, self.driver.problems)
        check(name + "Coherence.java found nothing", code == 0, f"exit code {code}")
        for node in range(self.arguments.nodes):
            self.probe.check(node)
        check(name + "the driver's own writes", not self.probe.wrong, self.probe.wrong[:5])
        upstream = Connection(self.upstream.endpoint).must(
            "GetItem", {"TableName": TABLE, "Key": {"pk": {"S": "probe"}}, "ConsistentRead": True}
        )
        kept = int(upstream.get("Item", {}).get("n", {}).get("N", "0"))
        check(name + "the last acknowledged write is kept", kept >= self.probe.least, (kept, self.probe.least))
        self.verdict.guarded(name + "waits", self.judge_waits, name)

    def judge_waits(self, name):
        """How long calls took at nodes that no fault has harmed."""
        nodes = {endpoint.rpartition("/")[2]: number for number, endpoint in enumerate(self.cluster.endpoints)}
        aftermath = AFTERMATH_SECONDS * 1_000_000_000
        faults = [
            (fault.affects(len(nodes)), start, end + aftermath)
            for fault, start, end in sorted(self.driver.done, key=lambda done: done[1])
        ]
        longest = dict.fromkeys(WAITS, 0.0)
        too_long = []
        calls = failed = 0
        with self.history.open() as lines:
            for line in lines:
                call = json.loads(line)
                around = [fault for fault in faults if fault[1] <= call["end"] and fault[2] >= call["start"]]
                if any(nodes[call["at"]] in affected for affected, _, _ in around):
                    continue
                calls += 1
                failed += call["status"] not in (200, 400)
                waited = (call["end"] - call["start"]) / 1e9
                kind = "one fault" if len(around) <= 1 else "faults that pile up"
                longest[kind] = max(longest[kind], waited)
                if waited > WAITS[kind]:
                    too_long.append(line.strip())
        print(
            f"     {calls} calls at nodes that were not harmed, {failed} of them not answered; the longest waited "
            + ", ".join(f"{seconds:.2f} s ({kind})" for kind, seconds in longest.items())
            + f"; {self.probe.acknowledged} writes and {self.probe.read} reads of the driver's own"
        )
        self.verdict.check(name + "nobody waits too long", not too_long, lambda: "\n     ".join(too_long[:5]))

    def keep(self):
        """One log of everything, in the order in which it began."""
        lines = self.history.read_text().splitlines() if self.history.exists() else []
        for fault, start, end in self.driver.done:
            lines.append(json.dumps({"at": "driver", "fault": str(fault), "start": start, "end": end}))
        lines.sort(key=lambda line: json.loads(line)["start"])
        self.history.write_text("\n".join(lines) + "\n")
        logs = ", ".join(str(server.log) for server in (self.upstream, *self.cluster.nodes))
        print(f"     history in {self.history}, logs in {logs}; --seed {self.seed} repeats the plan", flush=True)


def build():
    """While there is a network: Larder is built at its first start."""
    subprocess.run([LARDER, "version"], check=True, stdout=subprocess.DEVNULL)


def one_seed(arguments):
    """Runs in namespaces of its own."""
    if not namespaces.inside():
        build()
    namespaces.reenter()
    verdict = Verdict(verbose=False)
    run = Run(arguments.seed, arguments, verdict)
    for fault in run.faults:
        print(f"     {fault}")
    print(f"     clock: {run.clock or 'as it should be'}", flush=True)
    run.start()
    run.judge(run.drive())
    if verdict.failed or arguments.keep:
        run.keep()
        run.cluster.terminate()
        run.upstream.terminate()
    else:
        for server in (*run.cluster.nodes, run.upstream):
            server.kill()
            server.remove()
        shutil.rmtree(run.folder)
    verdict.finish()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, help="only this one")
    parser.add_argument("--first", type=int, default=random.SystemRandom().randrange(1 << 24), help="of the seeds")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--nodes", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=25, help="in which faults of one seed begin")
    parser.add_argument("--keep", action="store_true", help="the history, also if nothing is wrong")
    parser.add_argument("--pause", type=int, default=20, help="milliseconds between two calls of a client, at most")
    arguments = parser.parse_args()
    if arguments.seed is not None:
        one_seed(arguments)
    build()
    verdict = Verdict()
    for seed in range(arguments.first, arguments.first + arguments.seeds):
        print(f"== seed {seed}", flush=True)
        command = [sys.executable, __file__, "--seed", str(seed)]
        for name in ("nodes", "seconds", "pause"):
            command += [f"--{name}", str(getattr(arguments, name))]
        verdict.equal(f"seed {seed}", subprocess.run(command, check=False).returncode, 0)
    verdict.finish()


if __name__ == "__main__":
    main()
