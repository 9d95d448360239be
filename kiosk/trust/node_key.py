"""A node's own key: made at its first start, kept in `secrets/`, shown to others as a certificate it signed itself.

A next key may stand beside it. While it does, it is announced over connections that the present key vouches for, and
whoever heard of it believes both; then the next takes the place of the present one.
"""

from __future__ import annotations

import datetime
import ssl
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kiosk.trust.private_file import is_open_to_others, write_privately, write_privately_once

_FROM = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_NEVER = datetime.datetime(9999, 12, 31, 23, 59, 59, tzinfo=datetime.UTC)  # RFC 5280, 4.1.2.5: no end


class NodeKeyProblem(StrEnum):
    """Why a key cannot be used. It is never made anew by itself: everybody who joined knows the old one."""

    OPEN_TO_OTHERS = "key_open_to_others"
    BROKEN = "key_broken"
    CANNOT_WRITE = "key_cannot_be_written"
    NO_NEXT = "no_next_key"


@dataclass(frozen=True, slots=True)
class NodeKey:
    """`path` holds key and certificate (PEM). `next_pin` is empty while no next key is announced, `pin_before` as long
    as no key took the place of another here."""

    path: Path
    pin: str
    next_pin: str = ""
    pin_before: str = ""

    @property
    def pins(self) -> tuple[str, ...]:
        """What others should believe, the present one first."""
        return (self.pin, self.next_pin) if self.next_pin else (self.pin,)

    def server_context(self) -> ssl.SSLContext:
        """TLS 1.3 and nothing older: both ends are ours."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.num_tickets = 0
        context.load_cert_chain(self.path)
        return context


def ensure_node_key(secrets: Path, name: str) -> NodeKey | NodeKeyProblem:
    """The key of the node `name` (hall, city), made when there is none."""
    path = _path(secrets, name)
    try:
        if not path.exists():
            write_privately_once(path, _made(name))
    except OSError:
        return NodeKeyProblem.CANNOT_WRITE
    return read_node_key(secrets, name)


def read_node_key(secrets: Path, name: str) -> NodeKey | NodeKeyProblem:
    path, after = _path(secrets, name), _next_path(secrets, name)
    pin = _pin_in(path)
    if isinstance(pin, NodeKeyProblem):
        return pin
    next_pin = _pin_in(after) if after.exists() else ""
    if isinstance(next_pin, NodeKeyProblem):
        return next_pin
    return NodeKey(path, pin, next_pin, _read_before(secrets, name))


def prepare_next(secrets: Path, name: str) -> NodeKey | NodeKeyProblem:
    """Makes the next key; again while there is one changes nothing."""
    after = _next_path(secrets, name)
    try:
        if not after.exists():
            write_privately_once(after, _made(name))
    except OSError:
        return NodeKeyProblem.CANNOT_WRITE
    return read_node_key(secrets, name)


def use_next(secrets: Path, name: str) -> NodeKey | NodeKeyProblem:
    """The next key becomes the present one, at the node's next start. Who never heard of it has to join anew."""
    after = _next_path(secrets, name)
    pin, path = _pin_in(after) if after.exists() else NodeKeyProblem.NO_NEXT, _path(secrets, name)
    before = _pin_in(path) if path.exists() else ""
    if isinstance(pin, NodeKeyProblem):
        return pin
    try:
        if not isinstance(before, NodeKeyProblem):
            write_privately(_before_path(secrets, name), before.encode())
        after.replace(path)
    except OSError:
        return NodeKeyProblem.CANNOT_WRITE
    return read_node_key(secrets, name)


def _path(secrets: Path, name: str) -> Path:
    return secrets / f"{name}-key.pem"


def _next_path(secrets: Path, name: str) -> Path:
    return secrets / f"{name}-key.next.pem"


def _before_path(secrets: Path, name: str) -> Path:
    return secrets / f"{name}-key.before"


def _read_before(secrets: Path, name: str) -> str:
    try:
        return _before_path(secrets, name).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def _pin_in(path: Path) -> str | NodeKeyProblem:
    from cryptography import x509

    from kiosk.trust.pins import pin_of

    try:
        if is_open_to_others(path):
            return NodeKeyProblem.OPEN_TO_OTHERS
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(path)
        return pin_of(x509.load_pem_x509_certificate(path.read_bytes()))
    except (OSError, ValueError):
        return NodeKeyProblem.BROKEN


def _made(name: str) -> bytes:
    from cryptography import x509  # here, because a node of one machine has no such key and does not pay for it
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"hall-kiosk {name}")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_FROM)
        .not_valid_after(_NEVER)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + certificate.public_bytes(Encoding.PEM)
