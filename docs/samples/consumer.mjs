// A consumer of Hefu in another language, from docs/formats alone; Node 20 or newer, no packages.
// node consumer.mjs VECTORS_FOLDER: runs every vector and prints one line.
import {
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  verify,
} from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const MAX_DISCLOSURES = 4096;
const HEADER_MEMBERS = new Set(["alg", "enc", "cty", "typ", "kid", "epk", "apu", "apv"]);
const PAYLOAD_MEMBERS = "_sd_alg,aud,cells,dataset,iat,iss,nonce,version";

class Refused extends Error {}

function need(condition, why) {
  if (!condition) throw new Refused(why);
}

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();

function base64url(text) {
  const bytes = Buffer.from(text, "base64url");
  need(bytes.toString("base64url") === text, "not canonical base64url");
  return bytes;
}

/** JSON.parse keeps the last of two equal members: compare with what it would write. */
function json(bytes) {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refused("not JSON");
  }
  need(JSON.stringify(value) === text, "a member twice, or not in the form that Hefu writes");
  return value;
}

// ---- envelope.md

function uint32(number) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes;
}

/** Concat KDF of RFC 7518, 4.6.2, for 256 bits. */
function wrappingKey(secret, header) {
  const info = [Buffer.from("ECDH-ES+A256KW"), base64url(header.apu ?? ""), base64url(header.apv ?? "")];
  return sha256(uint32(1), secret, ...info.flatMap((part) => [uint32(part.length), part]), uint32(256));
}

/** The five parts of an envelope in either form, and the ephemeral key if it stands outside. */
function envelopeParts(envelope) {
  if (!envelope.startsWith("{")) return [envelope.split(".")];
  const { protected: head, encrypted_key, iv, ciphertext, tag, header, ...others } = json(Buffer.from(envelope));
  need(Object.keys(others).length === 0, "more than one recipient and a protected header need");
  need(header === undefined || Object.keys(header).join() === "epk", "an unprotected header");
  return [[head, encrypted_key, iv, ciphertext, tag], header?.epk];
}

export function open(envelope, privateJwk) {
  const [parts, outside] = envelopeParts(envelope);
  need(parts.length === 5 && parts.every((part) => typeof part === "string"), "not five parts");
  const [head, key, nonce, text, tag] = parts.map(base64url);
  const header = json(head);
  need(!(outside && header.epk), "two ephemeral keys");
  header.epk ??= outside;
  need(Object.keys(header).every((member) => HEADER_MEMBERS.has(member)), "an unknown header");
  need(header.alg === "ECDH-ES+A256KW" && header.enc === "A256GCM", "another suite");
  need(header.kid === privateJwk.kid && header.epk.crv === privateJwk.crv, "to another key");
  try {
    const secret = diffieHellman({
      privateKey: createPrivateKey({ key: privateJwk, format: "jwk" }),
      publicKey: createPublicKey({ key: header.epk, format: "jwk" }),
    });
    const unwrap = createDecipheriv("id-aes256-wrap", wrappingKey(secret, header), Buffer.alloc(8, 0xa6));
    const contentKey = Buffer.concat([unwrap.update(key), unwrap.final()]);
    need(nonce.length === 12 && tag.length === 16, "nonce or tag of another length");
    const cipher = createDecipheriv("aes-256-gcm", contentKey, nonce);
    cipher.setAAD(Buffer.from(parts[0]));
    cipher.setAuthTag(tag);
    return Buffer.concat([cipher.update(text), cipher.final()]);
  } catch {
    throw new Refused("the envelope does not open");
  }
}

// ---- record.md

function verifyJws(text, jwk, typ) {
  const parts = text.split(".");
  need(parts.length === 3, "not three parts");
  const [head, payload, signature] = parts.map(base64url);
  const header = json(head);
  need(header.alg === jwk.alg && header.kid === jwk.kid && header.typ === typ, "another key or type");
  const key = { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" };
  const hash = jwk.alg === "EdDSA" ? null : "sha256";
  need(verify(hash, Buffer.from(`${parts[0]}.${parts[1]}`), key, signature), "the signature is not theirs");
  return json(payload);
}

function plain(value) {
  if (value === null || typeof value !== "object") return true;
  const names = Array.isArray(value) ? [] : Object.keys(value);
  return !names.includes("_sd") && !names.includes("...") && Object.values(value).every(plain);
}

export function readRecord(text, providerJwk, audience, nonce) {
  need(text.endsWith("~"), "no closing tilde");
  const [jws, ...disclosed] = text.slice(0, -1).split("~");
  need(disclosed.length <= MAX_DISCLOSURES, "too many disclosures");
  const payload = verifyJws(jws, providerJwk, "hefu-record+sd-jwt");
  need(Object.keys(payload).sort().join() === PAYLOAD_MEMBERS, "another payload");
  need(payload.aud === audience && payload.nonce === nonce, "for another audience or exchange");
  const pool = new Map();
  for (const disclosure of disclosed) {
    const digest = sha256(disclosure).toString("base64url");
    need(!pool.has(digest), "a disclosure twice");
    pool.set(digest, json(base64url(disclosure)));
  }
  const places = new Set();
  const take = (digest) => {
    need(!places.has(digest), "a digest in two places");
    places.add(digest);
    const found = pool.get(digest);
    pool.delete(digest);
    return found;
  };
  const cells = {};
  for (const digest of payload.cells._sd) {
    const found = take(digest);
    if (!found) continue;
    need(found.length === 3 && found[0].length >= 22, "a malformed cell");
    const [, name, fields] = found;
    const base = name.split("#")[0];
    need(Object.keys(cells).every((other) => other.split("#")[0] !== base), "two variants of one cell");
    for (const [member, value] of Object.entries(fields)) {
      if (Array.isArray(value)) {
        fields[member] = value.flatMap((element) => {
          if (typeof element?.["..."] !== "string") return [element];
          const inner = take(element["..."]);
          need(!inner || inner.length === 2, "a malformed element");
          return inner ? [inner[1]] : [];
        });
      }
    }
    need(plain(fields), "a member named _sd or ...");
    cells[name] = fields;
  }
  need(pool.size === 0, "a disclosure that belongs to no digest");
  return cells;
}

/** The cells of a blind record that was read with readRecord. */
export function openBlind(text, cells, consumerJwk) {
  need(cells["blind-key"], "no base key");
  const base = open(cells["blind-key"].key, consumerJwk);
  const payload = JSON.parse(base64url(text.split(".")[1]));
  const header = ["iss", "aud", "nonce", "iat", "dataset", "version"].map((name) => [name, payload[name]]);
  const digest = sha256(JSON.stringify(Object.fromEntries(header)));
  const opened = {};
  for (const [name, cell] of Object.entries(cells).filter(([name]) => name !== "blind-key")) {
    const sealed = base64url(cell.sealed);
    const key = Buffer.from(hkdfSync("sha256", base, "", `hefu/blind/${name}`, 32));
    const cipher = createDecipheriv("aes-256-gcm", key, Buffer.alloc(12));
    cipher.setAAD(Buffer.concat([digest, Buffer.from(name)]));
    cipher.setAuthTag(sealed.subarray(-16));
    try {
      opened[name] = json(Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]));
    } catch {
      throw new Refused("a blind cell does not open");
    }
  }
  return opened;
}

// ---- log.md

const leafHash = (entry) => sha256(Buffer.of(0), entry);
const nodeHash = (left, right) => sha256(Buffer.of(1), left, right);

function verifyCheckpoint(note, vkey) {
  const [name, id, encoded] = vkey.split(/\+(.{8})\+/);
  const key = Buffer.from(encoded, "base64");
  need(key[0] === 1 && key.length === 33, "not an Ed25519 key");
  const jwk = { kty: "OKP", crv: "Ed25519", x: key.subarray(1).toString("base64url") };
  const gap = note.lastIndexOf("\n\n");
  const text = note.slice(0, gap + 1);
  const own = note
    .slice(gap + 2)
    .split("\n")
    .filter((line) => line.startsWith(`— ${name} `))
    .map((line) => Buffer.from(line.split(" ")[2], "base64"))
    .filter((bytes) => bytes.subarray(0, 4).toString("hex") === id);
  const publicKey = createPublicKey({ key: jwk, format: "jwk" });
  need(own.length > 0, "not signed by the log");
  for (const bytes of own) {
    need(verify(null, Buffer.from(text), publicKey, bytes.subarray(4)), "a failed signature");
  }
  const [origin, size, root] = text.split("\n");
  need(origin === name && String(Number(size)) === size, "another log or size");
  return { size: Number(size), root: Buffer.from(root, "base64") };
}

/** RFC 9162, 2.1.3.2. */
function rootOf(leaf, index, size, path) {
  let [node, last, hash] = [index, size - 1, leaf];
  for (const sibling of path) {
    need(last > 0, "a path that is too long");
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  need(last === 0, "a path that is too short");
  return hash;
}

export function verifyProof(proof, entry, vkey) {
  const gap = proof.indexOf("\n\n");
  const lines = proof.slice(0, gap).split("\n");
  need(lines.shift() === "c2sp.org/tlog-proof@v1", "another version");
  if (lines[0]?.startsWith("extra ")) lines.shift();
  const index = /^index (0|[1-9][0-9]*)$/.exec(lines.shift() ?? "");
  need(index, "no index");
  const { size, root } = verifyCheckpoint(proof.slice(gap + 2), vkey);
  need(Number(index[1]) < size, "an index beyond the log");
  const path = lines.map((line) => Buffer.from(line, "base64"));
  const reached = rootOf(leafHash(Buffer.from(entry)), Number(index[1]), size, path);
  need(reached.equals(root), "the path leads to another root");
}

// ---- the vectors

function refuses(action, why) {
  try {
    action();
  } catch (error) {
    if (error instanceof Refused) return 1;
    throw error;
  }
  throw new Error(`accepted although: ${why}`);
}

function same(actual, expected) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) throw new Error(`read ${JSON.stringify(actual)}`);
  return 1;
}

const sorted = (cells) => Object.fromEntries(Object.entries(cells).sort());

function runVectors(folder) {
  const read = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
  let [accepted, refused] = [0, 0];
  const envelopes = read("envelope.json");
  for (const one of envelopes.open) {
    accepted += same(open(one.envelope, one.key).toString("utf8"), one.plaintext);
    for (const bad of envelopes.refuse) refused += refuses(() => open(bad.envelope, one.key), bad.why);
  }
  const records = read("record.json");
  const reading = (text) => readRecord(text, records.providerKey, records.audience, records.nonce);
  for (const one of records.accept) accepted += same(sorted(reading(one.record)), sorted(one.cells));
  for (const bad of records.refuse) refused += refuses(() => reading(bad.record), bad.why);
  const blind = read("blind.json");
  const opening = (text) =>
    openBlind(text, readRecord(text, blind.providerKey, blind.audience, blind.nonce), blind.consumerKey);
  for (const one of blind.accept) accepted += same(sorted(opening(one.record)), sorted(one.cells));
  for (const bad of blind.refuse) refused += refuses(() => opening(bad.record), bad.why);
  const log = read("log.json");
  const checking = (one) => verifyProof(one.proof, log.entries[one.entry], log.key);
  for (const one of log.accept) accepted += same(checking(one), undefined);
  for (const bad of log.refuse) refused += refuses(() => checking(bad), bad.why);
  console.log(`vectors accepted=${accepted} refused=${refused}`);
}

if (process.argv[2]) runVectors(process.argv[2]);
