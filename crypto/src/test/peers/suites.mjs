// PQ_2026 and SM_2026 with other people's code: @hpke, @noble/post-quantum, sm-crypto.
// node suites.mjs OURS THEIRS
import { CipherSuite, HkdfSha256, Aes256Gcm } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";
import { ml_dsa65 } from "@noble/post-quantum/ml-dsa.js";
import crypto from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import sm from "sm-crypto";

const [, , oursFile, theirsFile] = process.argv;
const ours = JSON.parse(readFileSync(oursFile, "utf8"));
const bytes = (text) => Buffer.from(text, "base64url");
const text = (data) => Buffer.from(data).toString("base64url");
const hex = (data) => Buffer.from(data).toString("hex");
const message = Buffer.from(ours.message);
const INFO = Buffer.concat([
  Buffer.from("JOSE-HPKE rcpt"), Buffer.of(255), Buffer.from("A256GCM"), Buffer.of(255),
]);
const ED25519_DER = Buffer.from("302a300506032b6570032100", "hex");
const SIGNED = { hash: true };

// ---- the post-quantum suite

const hpke = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

async function openPq(envelope, jwk) {
  const [head, key, nonce, sealed, tag] = envelope.split(".");
  const header = JSON.parse(bytes(head));
  const recipientKey = await hpke.kem.deserializePrivateKey(Uint8Array.from(bytes(jwk.priv)).buffer);
  const enc = Uint8Array.from(bytes(header.ek)).buffer;
  const recipient = await hpke.createRecipientContext({ recipientKey, enc, info: INFO });
  const contentKey = Buffer.from(await recipient.open(bytes(key)));
  const cipher = crypto.createDecipheriv("aes-256-gcm", contentKey, bytes(nonce));
  cipher.setAAD(Buffer.from(head));
  cipher.setAuthTag(bytes(tag));
  return Buffer.concat([cipher.update(bytes(sealed)), cipher.final()]);
}

async function sealPq(jwk) {
  const recipientPublicKey = await hpke.kem.deserializePublicKey(Uint8Array.from(bytes(jwk.pub)).buffer);
  const sender = await hpke.createSenderContext({ recipientPublicKey, info: INFO });
  const contentKey = crypto.randomBytes(32);
  const nonce = crypto.randomBytes(12);
  const wrapped = await sender.seal(contentKey);
  const head = text(JSON.stringify({ alg: jwk.alg, enc: "A256GCM", kid: jwk.kid, ek: text(sender.enc) }));
  const cipher = crypto.createCipheriv("aes-256-gcm", contentKey, nonce);
  cipher.setAAD(Buffer.from(head));
  const sealed = Buffer.concat([cipher.update(message), cipher.final()]);
  return [head, text(wrapped), text(nonce), text(sealed), text(cipher.getAuthTag())].join(".");
}

function verifyPq(jws, jwk) {
  const [head, payload, encoded] = jws.split(".");
  const signed = Buffer.from(`${head}.${payload}`);
  const [key, signature] = [bytes(jwk.pub), bytes(encoded)];
  const first = { key: Buffer.concat([ED25519_DER, key.subarray(0, 32)]), format: "der", type: "spki" };
  return (
    crypto.verify(null, signed, crypto.createPublicKey(first), signature.subarray(0, 64)) &&
    ml_dsa65.verify(signature.subarray(64), signed, key.subarray(32))
  );
}

function signPq() {
  const first = crypto.generateKeyPairSync("ed25519");
  const second = ml_dsa65.keygen();
  const pub = Buffer.concat([
    first.publicKey.export({ format: "der", type: "spki" }).subarray(ED25519_DER.length),
    second.publicKey,
  ]);
  const key = { kty: "AKP", kid: "theirs-pq", use: "sig", alg: "Ed25519+ML-DSA-65", pub: text(pub) };
  const head = text(JSON.stringify({ alg: key.alg, kid: key.kid, typ: ours.typ }));
  const signed = Buffer.from(`${head}.${text(message)}`);
  const signature = Buffer.concat([
    crypto.sign(null, signed, first.privateKey), ml_dsa65.sign(signed, second.secretKey),
  ]);
  return { key, jws: `${signed}.${text(signature)}` };
}

// ---- the Chinese suite; SM4-GCM is checked by public vectors, here the content key is handed back

const point = (jwk) => "04" + hex(bytes(jwk.x)) + hex(bytes(jwk.y));

function unwrapSm(envelope, jwk) {
  const wrapped = hex(bytes(envelope.split(".")[1]));
  return Buffer.from(sm.sm2.doDecrypt(wrapped.slice(2), hex(bytes(jwk.d)), 1, { output: "array" }));
}

function verifySm(jws, jwk) {
  const [head, payload, signature] = jws.split(".");
  const signed = [...Buffer.from(`${head}.${payload}`)];
  return sm.sm2.doVerifySignature(signed, hex(bytes(signature)), point(jwk), SIGNED);
}

function signSm() {
  const pair = sm.sm2.generateKeyPairHex();
  const coordinate = (from) => text(Buffer.from(pair.publicKey.slice(from, from + 64), "hex"));
  const key = { kty: "EC", crv: "SM2", kid: "theirs-sm", use: "sig", alg: "SM2-SM3", x: coordinate(2), y: coordinate(66) };
  const head = text(JSON.stringify({ alg: key.alg, kid: key.kid, typ: ours.typ }));
  const signed = `${head}.${text(message)}`;
  const signature = sm.sm2.doSignature([...Buffer.from(signed)], pair.privateKey, {
    hash: true,
    publicKey: pair.publicKey,
  });
  return { key, jws: `${signed}.${text(Buffer.from(signature, "hex"))}` };
}

function wrapSm(jwk) {
  const contentKey = crypto.randomBytes(16);
  const wrapped = "04" + sm.sm2.doEncrypt([...contentKey], point(jwk), 1);
  return { contentKey: text(contentKey), wrapped: text(Buffer.from(wrapped, "hex")) };
}

const [pqSigned, smSigned] = [signPq(), signSm()];
const theirs = {
  pqOpened: text(await openPq(ours.pqEnvelope, ours.pqRecipient)),
  pqVerified: verifyPq(ours.pqJws, ours.pqSigner),
  pqEnvelope: await sealPq(ours.pqRecipient),
  smContentKey: text(unwrapSm(ours.smEnvelope, ours.smRecipient)),
  smVerified: verifySm(ours.smJws, ours.smSigner),
  smWrapped: wrapSm(ours.smRecipient),
  keys: { keys: [pqSigned.key, smSigned.key] },
  jws: [pqSigned.jws, smSigned.jws],
};
writeFileSync(theirsFile, JSON.stringify(theirs));
