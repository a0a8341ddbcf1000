#!/usr/bin/env python3
"""What an idle Larder costs: time from the command to the first answer, resident memory, memory per open connection.

Starts the server several times on the same data (the first start, which may build, is not counted), then opens many
connections, each of which gets one answer and stays open.
"""

import argparse
import resource
import socket
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from harness import dax
from harness.server import DEFAULT_COMMAND, Server

REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


def resident_kb(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    raise RuntimeError("no VmRSS")


def connect(port, first_bytes):
    connection = socket.create_connection(("127.0.0.1", port))
    connection.sendall(first_bytes)
    return connection


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", default=DEFAULT_COMMAND, help="command with {port}, {admin} and {data}")
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--connections", type=int, default=9900, help="the server's own limit is 10,000")
    parser.add_argument("--protocol", choices=("http", "dax"), default="http", help="of the open connections")
    arguments = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)

    server = Server(arguments.server)
    server.start()
    server.terminate()
    seconds, memory = [], []
    for _ in range(arguments.starts):
        seconds.append(server.start())
        time.sleep(1)
        memory.append(resident_kb(server.pid))
        server.terminate()
    print(
        f"first answer after {statistics.median(seconds) * 1000:.0f} ms "
        f"({min(seconds) * 1000:.0f} to {max(seconds) * 1000:.0f})"
    )
    print(f"resident when idle {statistics.median(memory) / 1024:.0f} MB")

    with server:
        time.sleep(1)
        before = resident_kb(server.pid)
        port, first_bytes, expected = server.port, REQUEST, b"HTTP/1.1 200"
        if arguments.protocol == "dax":
            port, first_bytes, expected = server.dax, dax.opening() + dax.request(dax.ENDPOINTS), dax.SUCCESS
        connections = [connect(port, first_bytes) for _ in range(arguments.connections)]
        answered = sum(expected in connection.recv(1024) for connection in connections)
        time.sleep(1)
        each = (resident_kb(server.pid) - before) / len(connections)
        print(f"{each:.1f} KB for each of {len(connections)} open connections")
    failed = arguments.connections - answered
    print(f"{answered} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
