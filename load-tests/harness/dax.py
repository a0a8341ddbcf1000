"""The DAX protocol as far as a script needs it to send requests of its own: framed answers, as they come."""

import socket

MAGIC = "J7yne5G"
FRAMED = 1
USER_AGENT = "LarderLoadTests-1.0"
FRAME_HEAD = 8
LAST_FRAME = 1

AUTHORIZE_CONNECTION = 1489122155
ENDPOINTS = 455855874
GET_ITEM = 263244906
QUERY = -931250863

# How an answer begins that is no error.
SUCCESS = b"\x80"

NOTHING = b"\xf6"
NO_PARAMETERS = b"\xbf\xff"


def head(major, argument):
    """The head of a CBOR item, in its shortest form."""
    first = major << 5
    if argument < 24:
        return bytes([first | argument])
    for info, size in ((24, 1), (25, 2), (26, 4)):
        if argument < 1 << (8 * size):
            return bytes([first | info]) + argument.to_bytes(size)
    return bytes([first | 27]) + argument.to_bytes(8)


def integer(value):
    return head(1, -1 - value) if value < 0 else head(0, value)


def text(value):
    encoded = value.encode()
    return head(3, len(encoded)) + encoded


def octets(value):
    return head(2, len(value)) + value


def array(*items):
    return head(4, len(items)) + b"".join(items)


def opening(access_key="dummy"):
    """What a client sends when it has connected: the prelude, and who it claims to be."""
    scope = "20260101/us-east-1/dax/aws4_request"
    to_sign = f"AWS4-HMAC-SHA256\n20260101T000000Z\n{scope}\n{'0' * 64}"
    return (
        text(MAGIC)
        + integer(FRAMED)
        + NOTHING
        + head(5, 1)
        + text("UserAgent")
        + text(USER_AGENT)
        + integer(0)
        + request(
            AUTHORIZE_CONNECTION,
            text(access_key),
            text("0" * 64),
            octets(to_sign.encode()),
            NOTHING,
            text(USER_AGENT),
        )
    )


def request(method, *arguments):
    return integer(1) + integer(method) + b"".join(arguments)


def get_item(table, partition, sort):
    """GetItem by a key of two strings."""
    return request(GET_ITEM, octets(table.encode()), octets(text(partition) + sort.encode()), NO_PARAMETERS)


def query(table, name, partition):
    """Query of one item collection, whose partition key is a string."""
    path = array(integer(18), text(name))
    tree = array(integer(0), path, array(integer(17), integer(0)))
    condition = array(integer(1), tree, array(text(partition)))
    return request(QUERY, octets(table.encode()), octets(condition), NO_PARAMETERS)


class DaxConnection:
    """One connection, plain or of the given TLS context."""

    def __init__(self, port, tls=None, timeout=30):
        self._socket = socket.create_connection(("127.0.0.1", port), timeout)
        if tls:
            self._socket = tls.wrap_socket(self._socket, server_hostname="localhost")
        self._socket.sendall(opening())

    def call(self, request_):
        """The whole answer: it succeeded if it begins with an empty array, 80."""
        self._socket.sendall(request_)
        answer = b""
        while True:
            frame = self._exactly(FRAME_HEAD)
            answer += self._exactly(int.from_bytes(frame[:4]) - FRAME_HEAD)
            if frame[4] & LAST_FRAME:
                return answer

    def _exactly(self, count):
        received = b""
        while len(received) < count:
            some = self._socket.recv(count - len(received))
            if not some:
                raise ConnectionError("the server has closed the connection")
            received += some
        return received

    def close(self):
        self._socket.close()
