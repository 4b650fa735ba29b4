"""A small, strict OpenID Connect provider: one client, a few people, each in groups.

It insists on what a careful provider insists on: a known client and its secret, an address to
return to that was registered, PKCE, a nonce, a code that is used once.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask, Response, abort, jsonify, redirect, request
from google.auth import crypt, jwt
from werkzeug.serving import make_server
from werkzeug.wrappers import Response as AnyResponse

KEY_ID = "1"
LIFETIME_S = 600


@dataclass
class Provider:
    """What the provider knows.

    Attributes:
        people: Login name → groups.
        client: Id of the client.
        secret: Of the client.
        returns: Addresses it may send people back to.
        address: Of the provider; set once it runs.
        codes: What each code that was given out stands for.
        signed_in: Login names in the order in which tokens were given out.
    """

    people: Mapping[str, tuple[str, ...]]
    client: str
    secret: str
    returns: frozenset[str]
    address: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    signed_in: list[str] = field(default_factory=list)
    key: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )

    @property
    def metadata(self) -> dict[str, object]:
        """What stands at the well-known address."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "code_challenge_methods_supported": ["S256"],
        }

    @property
    def public_key(self) -> dict[str, str]:
        """The key its tokens are checked with."""
        numbers = self.key.public_key().public_numbers()
        sizes = {"n": numbers.n, "e": numbers.e}
        return {"kty": "RSA", "alg": "RS256", "use": "sig", "kid": KEY_ID} | {
            name: base64url(value.to_bytes((value.bit_length() + 7) // 8))
            for name, value in sizes.items()
        }

    def ask(self, asked: Mapping[str, str]) -> None:
        """See that a request to sign somebody in is in order."""
        is_known = asked.get("client_id") == self.client
        if not is_known or asked.get("redirect_uri") not in self.returns:
            abort(400)  # nobody may be sent to an address that was not registered
        if asked.get("response_type") != "code" or "openid" not in asked.get("scope", "").split():
            abort(400)
        if asked.get("code_challenge_method") != "S256" or not asked.get("nonce"):
            abort(400)

    def give_code(self, asked: Mapping[str, str], person: str) -> str:
        """Give a code for somebody who signed in."""
        code = secrets.token_urlsafe()
        kept = ("nonce", "code_challenge", "redirect_uri")
        self.codes[code] = {name: asked[name] for name in kept} | {"person": person}
        return code

    def redeem(self, form: Mapping[str, str]) -> str:
        """Give the ID token for a code, once."""
        kept = self.codes.pop(form.get("code", ""), None)
        if kept is None or form.get("redirect_uri") != kept["redirect_uri"]:
            abort(400)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64url(digest) != kept["code_challenge"]:
            abort(400)
        self.signed_in.append(kept["person"])
        return self.id_token(kept["person"], kept["nonce"])

    def id_token(self, person: str, nonce: str) -> str:
        """Sign who somebody is."""
        now = int(time.time())
        claims = {
            "iss": self.address, "aud": self.client, "sub": person, "nonce": nonce,
            "iat": now, "exp": now + LIFETIME_S, "groups": list(self.people[person]),
        }  # fmt: skip
        private = self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        signer = crypt.RSASigner.from_string(private.decode(), key_id=KEY_ID)
        return str(jwt.encode(signer, claims).decode())


def base64url(data: bytes) -> str:
    """Encode as the standards of OpenID Connect do."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def make_app(provider: Provider) -> Flask:
    """Make the pages of a provider."""
    app = Flask(__name__)

    @app.get("/.well-known/openid-configuration")
    def metadata() -> Response:
        return jsonify(provider.metadata)

    @app.get("/keys")
    def keys() -> Response:
        return jsonify({"keys": [provider.public_key]})

    @app.get("/authorize")
    def authorize() -> str:
        provider.ask(request.args)
        buttons = (f"<button name=person value={name}>{name}</button>" for name in provider.people)
        return f"<!doctype html><title>登录</title><form method=post>{''.join(buttons)}</form>"

    @app.post("/authorize")
    def sign_in() -> AnyResponse:
        provider.ask(request.args)
        code = provider.give_code(request.args, request.form["person"])
        answer = urlencode({"code": code, "state": request.args["state"]})
        return redirect(f"{request.args['redirect_uri']}?{answer}")

    @app.post("/token")
    def token() -> Response:
        who = request.authorization
        if who is None or (who.username, who.password) != (provider.client, provider.secret):
            abort(401)
        return jsonify(
            access_token=secrets.token_urlsafe(),
            token_type="Bearer",  # noqa: S106 — the kind of token, not a token
            expires_in=LIFETIME_S,
            id_token=provider.redeem(request.form),
        )

    return app


@contextmanager
def serving(provider: Provider) -> Iterator[Provider]:
    """Run a provider on a loopback port of its own."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, make_app(provider), threaded=True)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
