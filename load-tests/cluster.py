#!/usr/bin/env python3
"""Three Larders before one upstream, with readers and writers on all of them: no answer of any may be stale.

Starts the upstream and the nodes on this machine, runs Coherence.java over all of them (needs a JDK), and then
measures what the cluster adds to a write: the same writes go, in turn, to a node of it, and to one Larder that is
alone before the same upstream.
"""

import argparse
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from harness.cluster import Cluster, shared_key
from harness.java import coherence
from harness.server import UNVERIFIED, Server, in_front_of
from harness.verdict import Verdict
from harness.wire import Connection, table

ROUNDS = 20
WRITES_A_ROUND = 100


def write_latencies(verdict, upstream, cluster, alone, limit_millis):
    """Medians of writes one after another; each kind in a table of its own, for each Larder must know all writes."""
    kinds = {
        "upstream alone": upstream.endpoint,
        "one Larder": alone.endpoint,
        "node of the cluster": cluster.endpoints[0],
    }
    connections = {}
    for number, (kind, endpoint) in enumerate(kinds.items()):
        connections[kind] = Connection(endpoint)
        connections[kind].create_table(table(f"latency-{number}", "pk:S"))
    taken = {kind: [] for kind in kinds}
    for turn in range(ROUNDS):
        for number, kind in enumerate(kinds):
            for count in range(WRITES_A_ROUND):
                item = {"pk": {"S": f"k{count}"}, "turn": {"N": str(turn)}, "text": {"S": "x" * 1000}}
                began = time.perf_counter()
                connections[kind].must("PutItem", {"TableName": f"latency-{number}", "Item": item})
                taken[kind].append((time.perf_counter() - began) * 1000)
    # The first rounds warm up.
    medians = {kind: statistics.median(times[len(times) // 2 :]) for kind, times in taken.items()}
    for kind, median in medians.items():
        print(f"a write takes {median:.2f} ms at the median: {kind}")
    added = medians["node of the cluster"] - medians["one Larder"]
    verdict.check(f"the cluster adds {added:.2f} ms, at most {limit_millis}", added <= limit_millis)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--connections", type=int, default=9)
    parser.add_argument("--protocols", default="http")
    parser.add_argument("--added-millis", type=float, default=1.5, help="most that the cluster may add to a write")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 24))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    verdict = Verdict()
    upstream = Server(environment=UNVERIFIED)
    upstream.start()
    cluster = Cluster(upstream.endpoint, ["127.0.0.1"] * arguments.nodes)
    alone = in_front_of(upstream.endpoint, settings=shared_key())
    try:
        cluster.start()
        command = coherence(
            cluster.endpoints,
            seconds=arguments.seconds,
            connections=arguments.connections,
            protocols=arguments.protocols,
            dax=",".join(cluster.dax_endpoints),
            seed=arguments.seed,
        )
        verdict.equal("Coherence.java ends with", subprocess.run(command, check=False).returncode, 0)
        alone.start()
        verdict.guarded("latency", write_latencies, verdict, upstream, cluster, alone, arguments.added_millis)
        codes = [server.terminate() for server in (*cluster.nodes, alone, upstream)]
        verdict.equal("exit codes after SIGTERM", codes, [0] * len(codes))
    finally:
        for server in (*cluster.nodes, alone, upstream):
            if server.running():
                server.kill()
    if not verdict.failed:
        for server in (*cluster.nodes, alone, upstream):
            server.remove()
    verdict.finish()


if __name__ == "__main__":
    main()
