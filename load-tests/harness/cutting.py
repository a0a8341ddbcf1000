"""A TCP proxy that cuts some of the connections that go through it, at random."""

import asyncio
import contextlib
import random
import socket
import struct
import threading
from collections import Counter

CHUNK = 1 << 16


class CuttingProxy:
    """Hands on bytes between clients and a server, in a thread of its own.

    Of the messages that a client sends, the given share is fatal to their connection, which is then cut before any of
    the message was handed on, amid it, when it was but no answer, or amid the answer; by FIN or by RST. `cuts` counts
    them. Nothing is cut while `share` is 0.
    """

    MOMENTS = ("before the request", "amid the request", "before the answer", "amid the answer")

    def __init__(self, target_port, seed):
        self._target = target_port
        self._random = random.Random(f"{seed}/cuts")
        self.share = 0.0
        self.cuts = Counter()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),), daemon=True).start()

    async def _serve(self):
        async with await asyncio.start_server(self._connection, sock=self._socket, limit=CHUNK) as server:
            await server.serve_forever()

    async def _connection(self, reader, writer):
        with contextlib.suppress(OSError):
            target_reader, target_writer = await asyncio.open_connection("127.0.0.1", self._target, limit=CHUNK)
            fate = {"moment": None}
            upward = asyncio.ensure_future(self._upward(reader, target_writer, fate))
            downward = asyncio.ensure_future(self._downward(target_reader, writer, fate))
            await asyncio.wait((upward, downward), return_when=asyncio.FIRST_COMPLETED)
            upward.cancel()
            downward.cancel()
            for end in (target_writer, writer):
                self._close(end, abruptly=fate["moment"] is not None and self._random.random() < 0.5)
            return
        self._close(writer, abruptly=False)

    async def _upward(self, reader, writer, fate):
        with contextlib.suppress(OSError):
            while data := await reader.read(CHUNK):
                if self._random.random() < self.share:
                    fate["moment"] = moment = self._random.choice(self.MOMENTS)
                    self.cuts[moment] += 1
                    if moment == "before the request":
                        return
                    if moment == "amid the request":
                        writer.write(data[: self._random.randrange(len(data))])
                        await writer.drain()
                        return
                writer.write(data)
                await writer.drain()

    async def _downward(self, reader, writer, fate):
        with contextlib.suppress(OSError):
            while data := await reader.read(CHUNK):
                if fate["moment"] == "before the answer":
                    return
                if fate["moment"] == "amid the answer":
                    writer.write(data[: self._random.randrange(len(data))])
                    await writer.drain()
                    return
                writer.write(data)
                await writer.drain()

    @staticmethod
    def _close(writer, *, abruptly):
        if abruptly:
            with contextlib.suppress(OSError):
                # The system then sends RST instead of FIN.
                linger = struct.pack("ii", 1, 0)
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            writer.transport.abort()
        else:
            with contextlib.suppress(OSError, RuntimeError):
                writer.close()
