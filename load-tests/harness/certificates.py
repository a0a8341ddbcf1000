"""An authority and a server certificate made for one run, as each client's environment wants them."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

FIND_JDK = Path(__file__).resolve().parents[2] / "bin" / "find-jdk"


@dataclass(frozen=True)
class Certificates:
    """PEM files of the server, and the environment in which a client trusts them."""

    certificate: Path
    private_key: Path
    trust: dict


def make(folder):
    """Makes an authority and a certificate for localhost and 127.0.0.1 (needs openssl)."""
    folder.mkdir(parents=True, exist_ok=True)

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], check=True, cwd=folder, capture_output=True)

    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc")
    openssl("req", "-x509", *curve, "-keyout", "authority.key", "-out", "authority.pem", "-subj", "/CN=Larder test",
            "-days", "30", "-addext", "keyUsage=critical,keyCertSign")  # fmt: skip
    openssl("req", *curve, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
    (folder / "names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial",
            "-out", "server.pem", "-days", "30", "-extfile", "names")  # fmt: skip
    authority = str(folder / "authority.pem")
    trust = {"SSL_CERT_FILE": authority, "NODE_EXTRA_CA_CERTS": authority}
    jdk = subprocess.run([FIND_JDK], capture_output=True, text=True, check=False).stdout.strip()
    if jdk:
        trust["DAX_TRUST_STORE"] = str(folder / "trust.p12")
        (folder / "trust.p12").unlink(missing_ok=True)
        subprocess.run(
            [f"{jdk}/bin/keytool", "-importcert", "-noprompt", "-alias", "larder", "-file", authority,
             "-keystore", trust["DAX_TRUST_STORE"], "-storetype", "PKCS12", "-storepass", "changeit"],
            check=True, capture_output=True,
        )  # fmt: skip
    return Certificates(folder / "server.pem", folder / "server.key", trust)
