"""An identity provider: signs ID tokens, and writes its keys into the folder where the server looks for them."""

import base64
import json
import re
import subprocess
import time
from pathlib import Path

CURVE = {"RS256": None, "ES256": "P-256"}
POINT_BYTES = 64


class Issuer:
    """The provider of that host and path, with a key of its own (needs openssl)."""

    def __init__(self, name, folder, algorithm):
        self.name = name
        self.algorithm = algorithm
        self._key = Path(folder) / (re.sub(r"[^A-Za-z0-9.-]", "_", name) + ".pem")
        curve = CURVE[algorithm]
        kind = (
            ("EC", "-pkeyopt", f"ec_paramgen_curve:{curve}") if curve else ("RSA", "-pkeyopt", "rsa_keygen_bits:2048")
        )
        openssl("genpkey", "-algorithm", *kind, "-out", str(self._key))

    def publish(self, key_sets):
        """Writes the key set (JWKS) as the file that `iam.key-sets` wants."""
        key = {"kid": "1", "use": "sig", "alg": self.algorithm, **self._public()}
        (Path(key_sets) / self._key.with_suffix(".json").name).write_text(json.dumps({"keys": [key]}))

    def token(self, subject, audience, seconds=300, **claims):
        """A token for somebody that is good for so long; one of the past for less than nothing."""
        now = int(time.time())
        header = {"alg": self.algorithm, "kid": "1", "typ": "JWT"}
        body = {"iss": f"https://{self.name}", "sub": subject, "aud": audience, "iat": now - 600, "exp": now + seconds}
        signed = ".".join(encoded(json.dumps(part).encode()) for part in (header, {**body, **claims}))
        signature = openssl("dgst", "-sha256", "-sign", str(self._key), given=signed.encode())
        return f"{signed}.{encoded(signature if self.algorithm == 'RS256' else fixed_length(signature))}"

    def _public(self):
        if self.algorithm == "RS256":
            modulus = openssl("rsa", "-in", str(self._key), "-noout", "-modulus").decode().strip().partition("=")[2]
            return {"kty": "RSA", "n": encoded(bytes.fromhex(modulus)), "e": "AQAB"}
        point = openssl("pkey", "-in", str(self._key), "-pubout", "-outform", "DER")[-POINT_BYTES:]
        x, y = encoded(point[: POINT_BYTES // 2]), encoded(point[POINT_BYTES // 2 :])
        return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


def encoded(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def fixed_length(der):
    """The two numbers of an ECDSA signature, which openssl gives as a sequence of integers, in 32 bytes each."""
    numbers, at = [], 2
    for _ in range(2):
        length = der[at + 1]
        numbers.append(int.from_bytes(der[at + 2 : at + 2 + length], "big").to_bytes(POINT_BYTES // 2, "big"))
        at += 2 + length
    return b"".join(numbers)


def openssl(*arguments, given=None):
    return subprocess.run(["openssl", *arguments], check=True, input=given, capture_output=True).stdout
