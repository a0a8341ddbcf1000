#!/usr/bin/env python3
"""Larder beside its peers: requests per second, latency and CPU time per request, as one Markdown table.

Every server runs on one core (taskset) and wrk on another. All servers are up at once and are measured in turn,
round by round, so that what disturbs the machine disturbs all of them; medians of the rounds are printed. CPU per
request is the server's user and system time of all threads, from /proc, over the requests that wrk counted.

Before an upstream, a Larder is measured beside that upstream alone (--only larder larder-proxied …): the CPU time is
that of the Larder in front. Its upstream, and the other nodes of a cluster, are on the server's core as well.

Larder answers the two cached reads over DAX and over TLS as well, in the same process: closed_loop.c drives DAX, and
HTTP again, to compare with.

Larders that guard what they have, or tell of it, are measured on request (larder-signed, larder-signed-https,
larder-sealed, larder-audited, larder-streamed): where the Larder that does not is measured too, it is printed how much
more CPU a request costs, and held against what it may cost.

Peers: a bare Netty server and nginx that answer the very bytes (and, Netty, headers) of Larder's answer, Redis GET of
a value of that size, dynalite and dynoxide with the same requests. A peer that is not installed is skipped and named.
Before measuring, every answer is checked to be 200 and to hold what it must; after it, that nothing was refused and
that writes have arrived.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import json
import os
import random
import re
import resource
import shlex
import shutil
import signal
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from harness import certificates, dax
from harness.cluster import member_settings, wait_for_writes
from harness.identities import document, make_user, statement
from harness.java import find_jdk
from harness.server import LARDER, credentials_in, free_port, own_files
from harness.signing import Credentials, sign
from harness.wire import HEADERS, Connection, ServiceFault, table

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]

TABLE = "bench"
IDLE_CONNECTIONS = 9_900  # the server takes 10,000
# The item that is read when it is cached.
ONE = (7, 3)
PARTITIONS = 1000
PER_PARTITION = 10
CACHES_OFF = {"LARDER_CACHE_ITEM_BYTES": "0", "LARDER_CACHE_QUERY_BYTES": "0"}
TICKS = os.sysconf("SC_CLK_TCK")


def item(partition, position, rng):
    """Ten attributes, 1.2 KB by the service's rules."""
    made = {
        "pk": {"S": f"partition-{partition:05}"},
        "sk": {"S": f"item-{position:03}"},
        "n": {"N": "1"},
        "price": {"N": str(rng.randrange(100, 99999) / 100)},
        "active": {"BOOL": True},
        "owner": {"S": "".join(rng.choices("abcdefghij", k=40))},
        "tags": {"SS": ["alpha", "beta", "gamma"]},
        "place": {"M": {"city": {"S": "Reykjavík"}, "zip": {"N": "101"}}},
        "text": {"S": "".join(rng.choices("abcdefghijklmnopqrstuvwxyz ", k=600))},
    }
    made["more"] = {"S": "".join(rng.choices("0123456789", k=1200 - size(made) - 4))}
    return made


def size(item_):
    def of(value):
        ((kind, inner),) = value.items()
        if kind == "S":
            return len(inner.encode())
        if kind == "N":
            return 1 + (len(inner.replace(".", "")) + 1) // 2
        if kind == "SS":
            return sum(len(s.encode()) for s in inner)
        if kind == "M":
            return 3 + sum(len(k) + of(v) + 1 for k, v in inner.items())
        return 1

    return sum(len(name) + of(value) for name, value in item_.items())


def dump(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@dataclass
class Way:
    """How a server is reached: the setting of its port, which protocol it speaks and whether over TLS."""

    label: str
    setting: str | None
    is_dax: bool
    is_tls: bool
    server: str = "larder"


# Larders before an upstream: what they are called in the table, of what kind the upstream is, nodes, settings.
IN_FRONT = {
    "larder-proxied": ("Larder before Larder", "larder", 1, {}),
    "larder-proxied-uncached": ("Larder before Larder, caches off", "larder", 1, CACHES_OFF),
    "larder-proxied-dynoxide": ("Larder before dynoxide (file)", "dynoxide", 1, {}),
    "larder-proxied-dynoxide-uncached": ("Larder before dynoxide (file), caches off", "dynoxide", 1, CACHES_OFF),
    "larder-cluster": ("one of three Larders before Larder", "larder", 3, {}),
    "larder-cluster-uncached": ("one of three Larders before Larder, caches off", "larder", 3, CACHES_OFF),
}

# Larders that guard what they have or tell of it: what they are called in the table, settings.
GUARDED = {
    "larder-signed": ("Larder, signed, own items only", {"LARDER_AUTHENTICATION_MODE": "sigv4"}),
    "larder-sealed": ("Larder, encrypted on disk", {"LARDER_ENCRYPTION_ENABLED": "true"}),
    "larder-audited": ("Larder, all writes audited", {"LARDER_AUDIT_MODE": "always"}),
    "larder-streamed": ("Larder, both images in a stream", {}),
}
STREAMS_TARGET = "DynamoDBStreams_20120810"
TIP = "GetRecords at the tip"
CHANGES_AT_TIP = 4000
# Records that a core must be able to deliver in a second.
RECORDS_A_SECOND = 100_000
STREAM = {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}}
SIGNED = {"larder-signed", "larder-signed-https"}
# How many times the CPU of a server that does not guard a request may take.
LIMITS = {
    ("larder-signed", "GetItem, cached"): ("larder", 1.35),
    ("larder-signed-https", "GetItem, cached"): ("larder-http", 1.75),
    ("larder-sealed", "PutItem"): ("larder", 1.15),
    ("larder-audited", "PutItem"): ("larder", 1.1),
    ("larder-streamed", "PutItem"): ("larder", 1.35),
}
ON_REQUEST = {"larder-crowded", "larder-signed-https", *IN_FRONT, *GUARDED}

# Each to the process that it names.
DOORS = {
    "larder-http": Way("Larder, HTTP, as DAX is driven", None, is_dax=False, is_tls=False),
    "larder-https": Way("Larder, HTTPS, likewise", "LISTEN_TLS_PORT", is_dax=False, is_tls=True),
    "larder-dax": Way("Larder, DAX", "DAX_PORT", is_dax=True, is_tls=False),
    "larder-dax-tls": Way("Larder, DAX over TLS", "DAX_TLS_PORT", is_dax=True, is_tls=True),
    "larder-signed-https": Way(
        "Larder, HTTPS, signed, own items only", "LISTEN_TLS_PORT", is_dax=False, is_tls=True, server="larder-signed"
    ),
}


@dataclass
class Workload:
    """Requests to send, and who takes part: `peers` are those that answer it otherwise than by the protocol."""

    name: str
    connections: int
    lines: list
    servers: set
    body_of: tuple | None = None
    check: object = None
    dax: bytes = b""
    holds: str = ""
    mirror: int = -1
    made_anew: bool = False


def workloads(data, rng):
    keys = [(p, i) for p in range(PARTITIONS) for i in range(PER_PARTITION)]

    def key(place):
        return {"pk": data[place]["pk"], "sk": data[place]["sk"]}

    def get(place):
        return "GetItem\t" + dump({"TableName": TABLE, "Key": key(place)})

    def query(partition):
        return "Query\t" + dump(
            {
                "TableName": TABLE,
                "KeyConditionExpression": "pk = :p",
                "ExpressionAttributeValues": {":p": data[(partition, 0)]["pk"]},
            }
        )

    def put(place):
        changed = {**data[place], "owner": {"S": "".join(rng.choices("abcdefghij", k=40))}}
        return "PutItem\t" + dump({"TableName": TABLE, "Item": changed})

    def update(place):
        return "UpdateItem\t" + dump(
            {
                "TableName": TABLE,
                "Key": key(place),
                "UpdateExpression": "SET n = n + :one, #o = :o",
                "ConditionExpression": "attribute_exists(pk) AND n >= :zero",
                "ExpressionAttributeNames": {"#o": "owner"},
                "ExpressionAttributeValues": {
                    ":one": {"N": "1"},
                    ":zero": {"N": "0"},
                    ":o": {"S": "".join(rng.choices("abcdefghij", k=40))},
                },
            }
        )

    some = rng.sample(keys, 5000)
    # Zipf by rank, so that a few keys get most of the reads.
    weights = [1 / (rank + 1) ** 0.99 for rank in range(len(keys))]
    ranked = rng.sample(keys, len(keys))
    mixed = [put(place) if rng.random() < 0.05 else get(place) for place in rng.choices(ranked, weights, k=20000)]
    in_front_uncached = {name for name in IN_FRONT if name.endswith("-uncached")}
    dynamo = {"larder", "larder-versus", "larder-crowded", "dynalite", "dynoxide", *IN_FRONT} - in_front_uncached
    uncached = {"larder-uncached", "larder-uncached-versus", *in_front_uncached}
    everyone = dynamo | {"netty", "nginx", "redis", "larder-signed"} | set(DOORS)
    kept = dynamo | {"larder-sealed", "larder-audited", "larder-streamed"}
    dax_get = dax.get_item(TABLE, data[ONE]["pk"]["S"], data[ONE]["sk"]["S"])
    dax_query = dax.query(TABLE, "pk", data[ONE]["pk"]["S"])
    return [
        Workload("GetItem, cached", 32, [get(ONE)], everyone, body_of=ONE, dax=dax_get, holds=data[ONE]["owner"]["S"]),
        Workload(
            "Query of ten, cached",
            32,
            [query(ONE[0])],
            everyone,
            body_of=(ONE[0], None),
            dax=dax_query,
            holds=data[(ONE[0], 9)]["owner"]["S"],
        ),
        Workload("GetItem, not cached", 32, [get(place) for place in some], uncached),
        Workload("Query of ten, not cached", 32, [query(p) for p in range(PARTITIONS)], uncached),
        # Two rounds with other contents: a PutItem that changes nothing would cost no write.
        Workload("PutItem", 64, [put(place) for place in some + some], kept, check=some[20]),
        Workload(TIP, 8, [], {"larder-streamed"}, made_anew=True),
        Workload("UpdateItem with condition", 64, [update(place) for place in some], dynamo, check=some[20]),
        Workload("95 % GetItem, 5 % PutItem, skewed", 32, mixed, dynamo),
    ]


class Peer:
    """A server process on the server's core."""

    def __init__(self, name, command, port, label=None, environment=None, cwd=None):
        self.name = name
        self.label = label or name
        self.port = port
        self.endpoint = f"http://127.0.0.1:{port}"
        self.credentials = None
        self._command = command
        self._environment = {**os.environ, **(environment or {})}
        self._cwd = cwd
        self._process = None

    @property
    def pid(self):
        return self._process.pid

    def start(self, core, folder):
        pin = ["taskset", "-c", core] if core else []
        with (folder / f"{self.name}.log").open("wb") as log:
            self._process = subprocess.Popen(
                [*pin, *self._command],
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env=self._environment,
                cwd=self._cwd,
            )
        deadline = time.monotonic() + 180
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.name} did not start:\n{(folder / f'{self.name}.log').read_text()[-2000:]}")
            time.sleep(0.1)

    def stop(self):
        if self._process and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()

    def _processes(self):
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) == self._process.pid:
                yield stat.parent, fields

    def cpu_seconds(self):
        """User and system time of all threads of all processes of the server's group."""
        return sum(int(fields[11]) + int(fields[12]) for _, fields in self._processes()) / TICKS

    def resident_megabytes(self):
        pages = 0
        for folder, _ in self._processes():
            pages += int((folder / "statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


class Door:
    """Another way to a server that runs already."""

    def __init__(self, name, server, port):
        self.name = name
        self.way = DOORS[name]
        self.label = self.way.label
        self.credentials = server.credentials
        self.port = port if self.way.setting else server.port
        self.endpoint = f"{'https' if self.way.is_tls else 'http'}://127.0.0.1:{self.port}"
        self.pid = server.pid
        self.cpu_seconds = server.cpu_seconds

    def stop(self):
        """The server is stopped as itself."""


@dataclass
class Sample:
    rate: float
    cpu_micros: float
    p50: float
    p99: float


@dataclass
class Bench:
    arguments: argparse.Namespace
    folder: Path
    peers: dict = field(default_factory=dict)
    behind: list = field(default_factory=list)
    skipped: list = field(default_factory=list)
    wrong: list = field(default_factory=list)
    door_ports: dict = field(default_factory=dict)
    samples: dict = field(default_factory=dict)
    data: dict = field(default_factory=dict)
    records_a_page: float = 0

    def add(self, peer):
        peer.start(self.arguments.server_core, self.folder)
        self.peers[peer.name] = peer

    def wanted(self, name):
        if name.endswith("-versus"):
            return self.arguments.versus is not None and self.wanted(name.removesuffix("-versus"))
        return name in self.arguments.only if self.arguments.only else name not in ON_REQUEST

    def skip(self, name, reason):
        self.skipped.append(f"{name} ({reason})")

    # -- servers that speak the protocol --

    def start_databases(self, data):
        for name, label, environment in (
            ("larder", "**Larder**", {}),
            ("larder-versus", "Larder of --versus", {}),
            ("larder-crowded", f"Larder, {IDLE_CONNECTIONS:,} idle connections more", {}),
            ("larder-uncached", "Larder, caches off", CACHES_OFF),
            ("larder-uncached-versus", "Larder of --versus, caches off", CACHES_OFF),
            *((name, *guarded) for name, guarded in GUARDED.items()),
        ):
            if not self.wanted(name):
                continue
            port = free_port()
            template = self.arguments.versus if name.endswith("-versus") else self.arguments.larder
            data_folder = self.folder / name
            command = template.format(port=port, admin=free_port(), data=data_folder)
            files = own_files(data_folder)
            peer = Peer(name, shlex.split(command), port, label, files | environment | self.prepare_doors(name))
            self.add(peer)
            if name in SIGNED:
                peer.credentials = Credentials.of(credentials_in(files["LARDER_IAM_CREDENTIALS_FILE"]))
        for name, find, command in (
            (
                "dynalite",
                find_dynalite,
                lambda exe, port: [exe, "--host", "127.0.0.1", "--port", str(port), "--createTableMs", "0"],
            ),
            (
                "dynoxide",
                find_dynoxide,
                lambda exe, port: [
                    exe,
                    "serve",
                    "--log",
                    "quiet",
                    "-p",
                    str(port),
                    "--db-path",
                    str(self.folder / "dynoxide.db"),
                ],
            ),
        ):
            executable = find()
            if not self.wanted(name):
                continue
            if not executable:
                self.skip(name, "not installed")
                continue
            port = free_port()
            label = {"dynalite": "dynalite (memory)", "dynoxide": "dynoxide (file)"}[name]
            self.add(Peer(name, command(executable, port), port, label))
        for name in IN_FRONT:
            if self.wanted(name):
                self.start_in_front(name)
        self.data = data
        for peer in self.peers.values():
            self.load(peer, data)
            if peer.name in SIGNED:
                peer.credentials = reader_of(peer, data[ONE]["pk"]["S"])
        if "larder-crowded" in self.peers:
            resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
            port = self.peers["larder-crowded"].port
            self.idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(IDLE_CONNECTIONS)]

    def start_in_front(self, name):
        """One Larder or a cluster before an upstream of its own; the first node is measured."""
        label, engine, count, environment = IN_FRONT[name]
        port = free_port()
        if engine == "larder":
            command = self.arguments.larder.format(port=port, admin=free_port(), data=self.folder / f"{name}-upstream")
        elif executable := find_dynoxide():
            database = self.folder / f"{name}.db"
            command = f"{executable} serve --log quiet -p {port} --db-path {database}"
        else:
            self.skip(name, "dynoxide is not installed")
            return
        upstream = Peer(f"{name}-upstream", shlex.split(command), port)
        nodes = []
        for number in range(count):
            port = free_port()
            command = self.arguments.larder.format(port=port, admin=free_port(), data=self.folder / f"{name}-{number}")
            command += f" --dax-port none --upstream {upstream.endpoint} --upstream-writers exclusive"
            settings = {"LARDER_UPSTREAM_ENGINE": engine if engine == "larder" else "other", **environment}
            if count > 1:
                settings |= member_settings("127.0.0.1", free_port())
            nodes.append(Peer(f"{name}-{number}" if number else name, shlex.split(command), port, label, settings))
        for peer in (upstream, *nodes[1:]):
            self.behind.append(peer)
            peer.start(self.arguments.server_core, self.folder)
        self.add(nodes[0])
        if count > 1:
            for node in nodes:
                wait_for_writes(node.endpoint)

    def load(self, peer, data):
        wire = Connection(peer.endpoint, timeout=60, credentials=peer.credentials)
        wire.create_table({**table(TABLE, "pk:S sk:S"), **(STREAM if peer.name == "larder-streamed" else {})})
        made = list(data.values())
        for start in range(0, len(made), 25):
            pending = {TABLE: [{"PutRequest": {"Item": i}} for i in made[start : start + 25]]}
            while pending:
                pending = wire.must("BatchWriteItem", {"RequestItems": pending})["UnprocessedItems"]
        wire.close()

    def prepare_doors(self, server):
        """What makes the server listen where those of its doors that are wanted lead to."""
        ports = {name: free_port() for name, way in DOORS.items() if way.server == server and self.wanted(name)}
        self.door_ports |= ports
        settings = {f"LARDER_{DOORS[name].setting}": str(port) for name, port in ports.items() if DOORS[name].setting}
        if any(DOORS[name].is_tls for name in ports):
            made = certificates.make(self.folder / f"{server}-tls")
            settings |= {
                "LARDER_TLS_CERTIFICATE": str(made.certificate),
                "LARDER_TLS_PRIVATE_KEY": str(made.private_key),
            }
        return settings

    def open_doors(self):
        """Adds the doors to the server, unless their driver cannot be built."""
        if not self.door_ports:
            return
        compiler = shutil.which("cc")
        self.closed_loop = self.folder / "closed_loop"
        command = [compiler or "cc", "-O2", "-o", self.closed_loop, HERE / "closed_loop.c", "-lssl", "-lcrypto"]
        if not compiler or subprocess.run(command, check=False).returncode != 0:
            self.skip(", ".join(self.door_ports), "a C compiler and libssl-dev are needed for their driver")
            return
        for name, port in self.door_ports.items():
            self.peers[name] = Door(name, self.peers[DOORS[name].server], port)

    # -- servers that answer given bytes --

    def start_mirrors(self, plans):
        """One bare Netty and one nginx per answer, and one Redis, with the bytes that Larder answers."""
        model = self.peers.get("larder") or next(iter(self.peers.values()))
        for number, plan in enumerate(p for p in plans if p.body_of):
            operation, _, body = plan.lines[0].partition("\t")
            answer = Connection(model.endpoint, credentials=model.credentials).call(operation, body)
            if not answer.ok:
                raise ServiceFault(operation, answer)
            (self.folder / f"body-{number}").write_bytes(answer.raw)
            (self.folder / f"headers-{number}").write_text(
                "".join(
                    f"{name}: {value}\n"
                    for name, value in answer.headers.items()
                    if name not in ("transfer-encoding", "connection")
                )
            )
            plan.mirror = number
        self.answers = len([p for p in plans if p.body_of])
        for start in (self.start_netty, self.start_nginx, self.start_redis):
            start()

    def start_netty(self):
        if not self.wanted("netty"):
            return
        jars = self.arguments.netty_jars or find_netty_jars()
        if not jars:
            self.skip("netty", "no Netty jars found; build Larder or give --netty-jars")
            return
        jdk = find_jdk()
        classes = self.folder / "classes"
        subprocess.run([jdk / "bin" / "javac", "-d", classes, "-cp", f"{jars}/*", HERE / "BareNetty.java"], check=True)
        options = ROOT / "config" / "jvm.options"
        for number in range(self.answers):
            port = free_port()
            self.add(
                Peer(
                    f"netty-{number}",
                    [
                        str(jdk / "bin" / "java"),
                        f"@{options}",
                        *shlex.split(os.environ.get("LARDER_JAVA_OPTS", "")),
                        "-cp",
                        f"{classes}:{jars}/*",
                        "BareNetty",
                        str(port),
                        str(self.folder / f"headers-{number}"),
                        str(self.folder / f"body-{number}"),
                    ],
                    port,
                    "bare Netty, same bytes",
                )
            )

    def start_nginx(self):
        executable = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
        if not self.wanted("nginx"):
            return
        if not executable:
            self.skip("nginx", "not installed")
            return
        port = free_port()
        prefix = self.folder / "nginx"
        prefix.mkdir()
        for number in range(self.answers):
            (prefix / f"{number}").write_bytes((self.folder / f"body-{number}").read_bytes())
        (prefix / "nginx.conf").write_text(f"""
daemon off; worker_processes 1; pid {prefix}/pid; error_log {prefix}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 1000000000; default_type application/x-amz-json-1.0;
  client_body_temp_path {prefix}/t; proxy_temp_path {prefix}/t; fastcgi_temp_path {prefix}/t;
  uwsgi_temp_path {prefix}/t; scgi_temp_path {prefix}/t;
  open_file_cache max=10; open_file_cache_valid 1h; sendfile on; tcp_nopush on; etag off;
  server {{ listen 127.0.0.1:{port} reuseport; root {prefix}; }}
}}
""")
        self.folder.chmod(0o755)
        self.add(
            Peer(
                "nginx",
                [executable, "-p", str(prefix), "-c", str(prefix / "nginx.conf")],
                port,
                "nginx, GET of a file with these bytes",
            )
        )

    def start_redis(self):
        if not self.wanted("redis"):
            return
        if not (shutil.which("redis-server") and shutil.which("redis-benchmark")):
            self.skip("redis", "not installed")
            return
        port = free_port()
        self.add(
            Peer(
                "redis",
                [
                    "redis-server",
                    "--bind",
                    "127.0.0.1",
                    "--port",
                    str(port),
                    "--save",
                    "",
                    "--appendonly",
                    "no",
                    "--dir",
                    str(self.folder),
                ],
                port,
                "Redis GET of these bytes",
            )
        )
        for number in range(self.answers):
            body = (self.folder / f"body-{number}").read_bytes()
            subprocess.run(
                ["redis-cli", "-p", str(port), "-x", "set", f"key-{number}"],
                input=body,
                check=True,
                stdout=subprocess.DEVNULL,
            )

    # -- measuring --

    def takers(self, plan):
        for name, peer in self.peers.items():
            kind = name.partition("-")[0] if name.startswith("netty") else name
            if kind in plan.servers and (kind != "netty" or name == f"netty-{plan.mirror}"):
                yield peer

    def check_answers(self, plan, data):
        """Every server must answer the first requests with 200 and the right items."""
        for peer in self.takers(plan):
            if peer.name in ("nginx", "redis"):
                continue
            if isinstance(peer, Door):
                self.check_door(plan, peer)
                continue
            wire = Connection(peer.endpoint, credentials=peer.credentials)
            for line in plan.lines[:50]:
                operation, _, body = line.partition("\t")
                answer = wire.call(operation, body)
                if not answer.ok:
                    self.wrong.append(f"{plan.name}, {peer.name}: {answer.status} {answer.raw[:200]!r}")
                    break
                request = json.loads(body)
                if operation == "GetItem":
                    wanted = next(
                        i for i in data.values() if i["pk"] == request["Key"]["pk"] and i["sk"] == request["Key"]["sk"]
                    )
                    right = (
                        answer.body["Item"].keys() == wanted.keys() and answer.body["Item"]["text"] == wanted["text"]
                    )
                elif operation == "Query":
                    right = [i["sk"] for i in answer.body["Items"]] == [
                        data[(0, n)]["sk"] for n in range(PER_PARTITION)
                    ]
                else:
                    right = True
                if not right:
                    self.wrong.append(f"{plan.name}, {peer.name}: wrong answer {answer.raw[:200]!r}")
                    break
            wire.close()

    def check_door(self, plan, peer):
        """The answer holds the sort keys of what is asked for, in whatever protocol."""
        tls = untrusting() if peer.way.is_tls else None
        if peer.way.is_dax:
            connection = dax.DaxConnection(peer.port, tls)
            answer = connection.call(plan.dax)
            succeeded = answer[:1] == dax.SUCCESS
        else:
            connection = Connection(peer.endpoint, tls=tls, credentials=peer.credentials)
            operation, _, body = plan.lines[0].partition("\t")
            got = connection.call(operation, body)
            answer, succeeded = got.raw, got.ok
        connection.close()
        if not succeeded or plan.holds.encode() not in answer:
            self.wrong.append(f"{plan.name}, {peer.name}: wrong answer {answer[:200]!r}")

    def check_written(self, plan, peer, data):
        """An item that each connection's first requests cover holds what one of the requests has written."""
        key = {"pk": data[plan.check]["pk"], "sk": data[plan.check]["sk"]}
        owners = set()
        for line in plan.lines:
            body = json.loads(line.partition("\t")[2])
            target = body.get("Item") or body.get("Key")
            if target["pk"] == key["pk"] and target["sk"] == key["sk"]:
                owners.add((body["Item"]["owner"] if "Item" in body else body["ExpressionAttributeValues"][":o"])["S"])
        found = Connection(peer.endpoint, credentials=peer.credentials).must(
            "GetItem", {"TableName": TABLE, "Key": key, "ConsistentRead": True}
        )
        if found["Item"]["owner"]["S"] not in owners:
            self.wrong.append(f"{plan.name}, {peer.name}: holds {found['Item']['owner']} instead of {owners}")

    def drive(self, plan, peer, seconds):
        pin = self.driver_pin()
        connections = str(self.arguments.connections or plan.connections)
        before = peer.cpu_seconds()
        if peer.name == "redis":
            outcome = self.drive_redis(pin, plan, peer, connections, seconds)
        elif peer.name == "nginx":
            outcome = result_of(
                [
                    *pin,
                    "wrk",
                    "-t1",
                    f"-c{connections}",
                    f"-d{seconds}s",
                    "--latency",
                    "-s",
                    str(HERE / "get.lua"),
                    f"{peer.endpoint}/{plan.mirror}",
                ]
            )
        elif isinstance(peer, Door):
            outcome = result_of(self.closed_loop_of(pin, plan, peer, connections, seconds))
        else:
            outcome = result_of(
                [
                    *pin,
                    "wrk",
                    "-t1",
                    f"-c{connections}",
                    f"-d{seconds}s",
                    "-s",
                    str(HERE / "requests.lua"),
                    peer.endpoint + "/",
                ],
                {"BENCH_REQUESTS": str(self.requests_of(plan, peer))},
            )
        used = peer.cpu_seconds() - before
        if outcome["refused"] or outcome["broken"] or not outcome["requests"]:
            self.wrong.append(f"{plan.name}, {peer.name}: {outcome}")
        return Sample(
            outcome["requests"] / outcome["seconds"],
            used / max(1, outcome["requests"]) * 1e6,
            outcome["p50"] / 1000,
            outcome["p99"] / 1000,
        )

    def closed_loop_of(self, pin, plan, peer, connections, seconds):
        messages = [dax.opening(), plan.dax]
        if not peer.way.is_dax:
            messages = [b"", *(http_request(line, peer) for line in plan.lines)]
        requests = self.folder / "messages"
        requests.write_bytes(b"".join(len(message).to_bytes(4) + message for message in messages))
        protocol = "dax" if peer.way.is_dax else "http"
        return [
            *(*pin, str(self.closed_loop), protocol, str(peer.port), connections, str(seconds), str(requests)),
            *(["tls"] if peer.way.is_tls else []),
        ]

    def driver_pin(self):
        return ["taskset", "-c", self.arguments.driver_core] if self.arguments.driver_core else []

    def requests_of(self, plan, peer):
        requests = self.folder / "requests"
        lines = self.read_tip(peer) if plan.made_anew else plan.lines
        if peer.credentials:
            # Signed anew each time, for a signature is good for some minutes only.
            lines = [signed(line, peer) for line in lines]
        requests.write_text("\n".join(lines) + "\n")
        return requests

    def read_tip(self, peer):
        """Requests for the changes of items that are made just before, one for each shard."""
        wire = Connection(peer.endpoint, timeout=60, credentials=peer.credentials)
        arn = wire.must("DescribeTable", {"TableName": TABLE})["Table"]["LatestStreamArn"]
        stream = wire.must("DescribeStream", {"StreamArn": arn}, service=STREAMS_TARGET)["StreamDescription"]
        iterators = [
            wire.must(
                "GetShardIterator",
                {"StreamArn": arn, "ShardId": shard["ShardId"], "ShardIteratorType": "LATEST"},
                service=STREAMS_TARGET,
            )["ShardIterator"]
            for shard in stream["Shards"]
            if "EndingSequenceNumber" not in shard["SequenceNumberRange"]
        ]
        # Others each time, so that each is a change.
        owner = "".join(random.choices("abcdefghij", k=40))
        made = [{**item, "owner": {"S": owner}} for item in list(self.data.values())[:CHANGES_AT_TIP]]
        for start in range(0, len(made), 25):
            puts = [{"PutRequest": {"Item": item}} for item in made[start : start + 25]]
            while puts:
                puts = wire.must("BatchWriteItem", {"RequestItems": {TABLE: puts}})["UnprocessedItems"].get(TABLE)
        pages = [wire.must("GetRecords", {"ShardIterator": i}, service=STREAMS_TARGET)["Records"] for i in iterators]
        wire.close()
        if any(record["eventName"] != "MODIFY" or "OldImage" not in record["dynamodb"] for p in pages for record in p):
            self.wrong.append(f"{TIP}, {peer.name}: other records than were made")
        self.records_a_page = sum(map(len, pages)) / len(pages)
        return [f"{STREAMS_TARGET}.GetRecords\t" + dump({"ShardIterator": i}) for i in iterators]

    def drive_redis(self, pin, plan, peer, connections, seconds):
        # redis-benchmark takes a number of requests, not a time: the rate of the last run tells how many.
        number = int(seconds * self.redis_rate.get(plan.name, 50_000)) + 1
        began = time.monotonic()
        run = subprocess.run(
            [
                *pin,
                "redis-benchmark",
                "-p",
                str(peer.port),
                "-c",
                connections,
                "-n",
                str(number),
                "--csv",
                "get",
                f"key-{plan.mirror}",
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=True,
        )
        row = list(csv.DictReader(io.StringIO(run.stdout[run.stdout.index('"test"') :])))[-1]
        self.redis_rate[plan.name] = float(row["rps"])
        elapsed = number / float(row["rps"]) if float(row["rps"]) else time.monotonic() - began
        return {
            "requests": number,
            "seconds": elapsed,
            "refused": 0,
            "broken": 0,
            "p50": float(row["p50_latency_ms"]) * 1000,
            "p99": float(row["p99_latency_ms"]) * 1000,
        }

    redis_rate: dict = field(default_factory=dict)

    def measure(self, plans, data):
        for plan in plans:
            self.check_answers(plan, data)
            for peer in self.takers(plan):
                note(f"warming {plan.name}: {peer.name}")
                self.drive(plan, peer, self.arguments.warm_up)
        for turn in range(self.arguments.rounds):
            for plan in plans:
                for peer in self.takers(plan):
                    sample = self.drive(plan, peer, self.arguments.seconds)
                    self.samples.setdefault((plan.name, peer.name), []).append(sample)
                    if plan.check:
                        self.check_written(plan, peer, data)
                    note(f"round {turn + 1}, {plan.name}: {peer.name} {sample.rate:,.0f}/s, {sample.cpu_micros:.1f} µs")

    def median(self, plan_name, peer_name):
        samples = self.samples[(plan_name, peer_name)]
        return Sample(
            *(statistics.median(getattr(s, f) for s in samples) for f in ("rate", "cpu_micros", "p50", "p99"))
        )

    def costs(self):
        """What the guards cost, as lines; what costs too much is wrong."""
        for (name, work), (beside, limit) in LIMITS.items():
            if {(work, name), (work, beside)} <= self.samples.keys():
                times = self.median(work, name).cpu_micros / self.median(work, beside).cpu_micros
                line = f"{work}: {name} takes {times:.2f} times the CPU of {beside}, of {limit} at most"
                if times > limit:
                    self.wrong.append(line)
                yield line
        if (TIP, "larder-streamed") in self.samples:
            rate = self.records_a_page / self.median(TIP, "larder-streamed").cpu_micros * 1e6
            line = f"{TIP}: {rate:,.0f} records for each second of CPU, {RECORDS_A_SECOND:,} at least; "
            line += f"{self.records_a_page:,.0f} in each page"
            if rate < RECORDS_A_SECOND:
                self.wrong.append(line)
            yield line

    def report(self, plans):
        lines = [
            "| work | server | requests/s | CPU µs/request | p50 ms | p99 ms | CPU ÷ bare Netty | rate ÷ bare Netty |",
            "|---|---|--:|--:|--:|--:|--:|--:|",
        ]
        baseline = {}
        for plan in plans:
            rows = []
            for peer in self.takers(plan):
                median = self.median(plan.name, peer.name)
                rows.append((peer, median))
                if peer.name.startswith("netty"):
                    baseline[plan.name] = median
            # What is not cached is compared with the same answer from bare Netty; writes have no such counterpart.
            base = baseline.get(plan.name) or baseline.get(plan.name.replace("not cached", "cached"))
            for peer, m in sorted(rows, key=lambda row: -row[1].rate):
                ratios = (f"{m.cpu_micros / base.cpu_micros:.2f}", f"{m.rate / base.rate:.2f}") if base else ("", "")
                lines.append(
                    f"| {plan.name} | {peer.label} | {m.rate:,.0f} | {m.cpu_micros:.1f} | {m.p50:.2f} | "
                    f"{m.p99:.2f} | {ratios[0]} | {ratios[1]} |"
                )
        return "\n".join(lines)


def result_of(command, environment=None):
    """What a driver prints as its RESULT."""
    run = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, check=True, env={**os.environ, **(environment or {})}
    )
    return json.loads(re.search(r"^RESULT (.*)$", run.stdout, re.MULTILINE).group(1))


def signed(line, peer):
    """A line of a plan with its date and its authorization."""
    operation, _, body = line.partition("\t")
    headers = signature(peer, operation, body.encode())
    return f"{line}\t{headers['X-Amz-Date']}\t{headers['Authorization']}"


def signature(peer, operation, content):
    """The headers of a signed request, but for its host."""
    headers = {"Content-Type": HEADERS["Content-Type"], "X-Amz-Target": f"DynamoDB_20120810.{operation}"}
    return sign(peer.credentials, f"127.0.0.1:{peer.port}", headers, content)


def reader_of(peer, name):
    """A user who may read the items of the partition that is called like itself, and nothing else."""
    own = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["${aws:username}"]}}
    may = statement(["dynamodb:GetItem", "dynamodb:Query"], f"arn:aws:dynamodb:*:*:table/{TABLE}", own)
    return make_user(peer.endpoint, name, document(may), peer.credentials)


def http_request(line, peer):
    """The bytes that wrk sends for a line of a plan."""
    operation, _, body = line.partition("\t")
    content = body.encode()
    headers = {**HEADERS, "X-Amz-Target": f"DynamoDB_20120810.{operation}"}
    if peer.credentials:
        headers |= signature(peer, operation, content)
    headers |= {"Host": f"127.0.0.1:{peer.port}", "Content-Length": len(content)}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST / HTTP/1.1\r\n{head}\r\n".encode() + content


def untrusting():
    """A TLS context that takes any certificate."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def note(text):
    print(f"  {text}", file=sys.stderr, flush=True)


def find_dynalite():
    local = HERE / "node_modules" / ".bin" / "dynalite"
    return str(local) if local.exists() else shutil.which("dynalite")


def find_dynoxide():
    return shutil.which("dynoxide") or shutil.which("dynoxide", path=str(Path.home() / ".cargo" / "bin"))


def find_netty_jars():
    for folder in (ROOT / "proxy" / "target" / "launch" / "larder" / "lib", ROOT / "lib"):
        if list(folder.glob("netty-transport-4*.jar")):
            return folder
    return None


def machine():
    model = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    commit = (
        subprocess.run(
            ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"],
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ).stdout.strip()
        or "none"
    )
    return f"{model.group(1) if model else 'unknown processor'}, {os.cpu_count()} cores, commit {commit}"


def parser_of(description):
    """The options of every script that starts servers by this module."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--larder",
        default=f"{shlex.quote(LARDER)} --port {{port}} --admin-port {{admin}} --data-dir {{data}}",
        help="command that starts Larder (default: bin/larder)",
    )
    parser.add_argument("--versus", help="command that starts another Larder, to be compared in the same rounds")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3, help="of each measurement")
    parser.add_argument("--warm-up", type=int, default=5, help="seconds for each server and kind of work")
    parser.add_argument("--server-core", default="0", help="core of the servers; empty for any")
    parser.add_argument("--driver-core", default="1", help="core of the driver; empty for any")
    parser.add_argument("--connections", type=int, help="instead of 32 for reads and 64 for writes")
    parser.add_argument("--work", metavar="REGEX", help="only the kinds of work whose name matches")
    parser.add_argument("--netty-jars", type=Path, help="folder of the Netty jars (default: those of the built Larder)")
    parser.add_argument(
        "--data-folder", help="where the servers keep their files (default: the system's temporary folder)"
    )
    parser.add_argument("--seed", type=int, default=1)
    return parser


@contextlib.contextmanager
def started(arguments, kinds=""):
    """The running servers, the kinds of work that are asked for, and the loaded data."""
    for tool in ("wrk", "taskset"):
        if not shutil.which(tool):
            sys.exit(f"{tool} is needed and is not installed")
    rng = random.Random(arguments.seed)
    data = {(p, i): item(p, i, rng) for p in range(PARTITIONS) for i in range(PER_PARTITION)}
    plans = [p for p in workloads(data, rng) if re.search(kinds, p.name) and re.search(arguments.work or "", p.name)]
    bench = Bench(arguments, Path(tempfile.mkdtemp(prefix="larder-bench-", dir=arguments.data_folder)))
    try:
        bench.start_databases(data)
        bench.start_mirrors(plans)
        yield bench, plans, data
    finally:
        for peer in (*bench.peers.values(), *bench.behind):
            peer.stop()
        shutil.rmtree(bench.folder, ignore_errors=True)


def conditions(arguments):
    return (
        f"{machine()}; servers on core {arguments.server_core or 'any'}, driver on core "
        f"{arguments.driver_core or 'any'}; medians of {arguments.rounds} rounds of {arguments.seconds} s; "
        f"seed {arguments.seed}"
    )


def finish(bench, measured):
    print(f"Skipped: {', '.join(bench.skipped) or 'none'}")
    for problem in bench.wrong:
        print(f"WRONG {problem}")
    print(f"{measured} passed, {len(bench.wrong)} failed")
    sys.exit(1 if bench.wrong or not measured else 0)


def main():
    parser = parser_of(__doc__)
    parser.add_argument(
        "--only",
        nargs="+",
        metavar="SERVER",
        help="of larder, larder-http, larder-https, larder-dax, larder-dax-tls, larder-uncached, "
        "netty, nginx, redis, dynalite, dynoxide (default: these), larder-crowded, which has many idle connections, "
        f"{', '.join(IN_FRONT)}, and {', '.join(GUARDED)} with larder-signed-https",
    )
    arguments = parser.parse_args()
    with started(arguments) as (bench, plans, data):
        bench.open_doors()
        bench.measure(plans, data)
        memory = ", ".join(
            f"{p.name} {p.resident_megabytes():.0f} MB" for p in bench.peers.values() if not isinstance(p, Door)
        )
    print(conditions(arguments) + "\n")
    print(bench.report(plans))
    print("".join(f"\n{line}" for line in bench.costs()))
    print(f"\nResident at the end: {memory}")
    finish(bench, len(bench.samples))


if __name__ == "__main__":
    main()
