// Opens and verifies what Hefu made, and makes the like, with npm jose.
// node jose.mjs OURS THEIRS
import { readFileSync, writeFileSync } from "node:fs";
import * as jose from "jose";

const [, , oursFile, theirsFile] = process.argv;
const ours = JSON.parse(readFileSync(oursFile, "utf8"));
const base64url = (bytes) => Buffer.from(bytes).toString("base64url");
const byKid = (set, kid) => set.keys.find((key) => key.kid === kid);
const ECDH = "ECDH-ES+A256KW";

const verified = [];
for (const text of ours.jws) {
  const key = byKid(ours.publicKeys, jose.decodeProtectedHeader(text).kid);
  const { payload } = await jose.compactVerify(text, await jose.importJWK(key, key.alg));
  verified.push(base64url(payload));
}

const opened = [];
for (const text of ours.jwe) {
  const key = byKid(ours.recipientKeys, jose.decodeProtectedHeader(text).kid);
  const { plaintext } = await jose.compactDecrypt(text, await jose.importJWK(key, ECDH), {
    keyManagementAlgorithms: [ECDH],
    contentEncryptionAlgorithms: ["A256GCM"],
  });
  opened.push(base64url(plaintext));
}

const message = new TextEncoder().encode(ours.message);
const keys = [];
const jws = [];
for (const [alg, options] of [["EdDSA", { crv: "Ed25519" }], ["ES256", {}]]) {
  const pair = await jose.generateKeyPair(alg, { ...options, extractable: true });
  const jwk = await jose.exportJWK(pair.publicKey);
  const kid = await jose.calculateJwkThumbprint(jwk);
  keys.push({ ...jwk, kid, alg, use: "sig" });
  const header = { alg, kid, typ: ours.typ };
  jws.push(await new jose.CompactSign(message).setProtectedHeader(header).sign(pair.privateKey));
}

const jwe = [];
for (const key of ours.recipientKeys.keys) {
  const { d, ...open } = key;
  const header = { alg: ECDH, enc: "A256GCM", kid: key.kid, cty: "json" };
  jwe.push(
    await new jose.CompactEncrypt(message)
      .setProtectedHeader(header)
      .encrypt(await jose.importJWK(open, ECDH)),
  );
}

writeFileSync(theirsFile, JSON.stringify({ verified, opened, keys: { keys }, jws, jwe }));
