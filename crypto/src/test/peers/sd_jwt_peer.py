"""Verifies Hefu's projected records and receipts with the reference library of SD-JWT: OURS THEIRS."""
import json
import sys

from jwcrypto.jwk import JWK
from sd_jwt.verifier import SDJWTVerifier

with open(sys.argv[1], encoding="utf-8") as file:
    ours = json.load(file)

key = JWK.from_json(json.dumps(ours["key"]))
payloads, refused = [], []
for text in ours["records"]:
    verifier = SDJWTVerifier(text, lambda issuer, header: key, None, None)
    payloads.append(verifier.get_verified_payload())

for text in ours["altered"]:
    try:
        SDJWTVerifier(text, lambda issuer, header: key, None, None)
        refused.append(False)
    except Exception:  # the library raises its own and jwcrypto's types
        refused.append(True)

with open(sys.argv[2], "w", encoding="utf-8") as file:
    json.dump({"payloads": payloads, "refused": refused}, file)
