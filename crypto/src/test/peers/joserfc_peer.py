"""Opens and verifies what Hefu made, and makes the like, with joserfc: OURS THEIRS."""
import base64
import json
import sys

from joserfc import jwe, jws
from joserfc.jwk import ECKey, OKPKey

ECDH = "ECDH-ES+A256KW"
SIGNATURES = ["EdDSA", "Ed25519", "ES256"]
ENVELOPE = [ECDH, "A256GCM"]


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def imported(jwk):
    return (OKPKey if jwk["kty"] == "OKP" else ECKey).import_key(jwk)


def header(text):
    part = text.split(".")[0]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def by_kid(keys, kid):
    return imported(next(key for key in keys["keys"] if key["kid"] == kid))


with open(sys.argv[1], encoding="utf-8") as file:
    ours = json.load(file)

verified = []
for text in ours["jws"]:
    key = by_kid(ours["publicKeys"], header(text)["kid"])
    verified.append(base64url(jws.deserialize_compact(text, key, algorithms=SIGNATURES).payload))

opened = []
for text in ours["jwe"]:
    key = by_kid(ours["recipientKeys"], header(text)["kid"])
    opened.append(base64url(jwe.decrypt_compact(text, key, algorithms=ENVELOPE).plaintext))

message = ours["message"].encode()
keys, signed = [], []
for alg, key in [("EdDSA", OKPKey.generate_key("Ed25519")), ("ES256", ECKey.generate_key("P-256"))]:
    kid = key.thumbprint()
    keys.append({**key.as_dict(private=False), "kid": kid, "alg": alg, "use": "sig"})
    head = {"alg": alg, "kid": kid, "typ": ours["typ"]}
    signed.append(jws.serialize_compact(head, message, key, algorithms=SIGNATURES))

sealed = []
for jwk in ours["recipientKeys"]["keys"]:
    public = {name: value for name, value in jwk.items() if name != "d"}
    head = {"alg": ECDH, "enc": "A256GCM", "kid": jwk["kid"], "cty": "json"}
    sealed.append(jwe.encrypt_compact(head, message, imported(public), algorithms=ENVELOPE))

with open(sys.argv[2], "w", encoding="utf-8") as file:
    json.dump(
        {"verified": verified, "opened": opened, "keys": {"keys": keys}, "jws": signed, "jwe": sealed},
        file,
    )
