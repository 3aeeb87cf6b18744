package dev.hefu.crypto.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.Secret;
import dev.hefu.crypto.log.Checkpoint;
import dev.hefu.crypto.log.ConsistencyProof;
import dev.hefu.crypto.log.Frontier;
import dev.hefu.crypto.log.Hash;
import dev.hefu.crypto.log.InclusionProof;
import dev.hefu.crypto.log.NoteSigner;
import dev.hefu.crypto.log.NoteVerifier;
import dev.hefu.crypto.log.StoredTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tree and checkpoint against golang.org/x/mod/sumdb, which Go's checksum database runs on. */
final class LogPeersTest {
  private static final int LEAVES = 75;

  private static Hash leaf(int index) {
    return Hash.ofLeaf(("entry " + index).getBytes(StandardCharsets.UTF_8));
  }

  private static ArrayNode texts(ArrayNode array, List<Hash> path) {
    path.forEach(hash -> array.add(hash.base64()));
    return array;
  }

  private static List<Hash> hashes(JsonNode texts) {
    List<Hash> hashes = new ArrayList<>();
    texts.forEach(text -> hashes.add(Hash.ofBase64(text.asText())));
    return hashes;
  }

  @Test
  void goTakesOurLogAndWeTakeIts() throws IOException {
    Peer peer = Peer.program("sumdb");
    List<Hash> leaves = new ArrayList<>();
    for (int i = 0; i < LEAVES; i++) {
      leaves.add(leaf(i));
    }
    takes(peer.answer(ours(leaves)));
  }

  private static ObjectNode ours(List<Hash> leaves) {
    NoteSigner signer = NoteSigner.of("hefu.example/log", Secret.random());
    Frontier frontier = Frontier.EMPTY.append(leaves).frontier();
    ByteBuffer tile = ByteBuffer.allocate(LEAVES * Hash.BYTES);
    leaves.forEach(leaf -> tile.put(leaf.bytes()));
    StoredTree tree = new StoredTree(LEAVES, id -> tile.array());
    ObjectNode ours = StrictJson.newObject();
    ours.put("key", signer.verifier().vkey()).put("leaves", LEAVES);
    ours.put("note", new Checkpoint(signer.name(), LEAVES, frontier.root()).signed(signer));
    ArrayNode inclusion = ours.putArray("inclusion");
    ArrayNode consistency = ours.putArray("consistency");
    for (int i = 0; i < LEAVES; i++) {
      ObjectNode proof = inclusion.addObject().put("index", i);
      texts(proof.putArray("path"), tree.inclusion(i).path());
      int oldSize = i + 1;
      Hash oldRoot = Frontier.EMPTY.append(leaves.subList(0, oldSize)).root();
      ObjectNode extension = consistency.addObject().put("oldSize", oldSize);
      extension.put("oldRoot", oldRoot.base64());
      texts(extension.putArray("path"), tree.consistency(oldSize).path());
    }
    return ours;
  }

  private static void takes(JsonNode theirs) {
    NoteVerifier key = NoteVerifier.parse(theirs.path("key").asText()).orElseThrow();
    Checkpoint stated = Checkpoint.verified(theirs.path("note").asText(), key).orElseThrow();
    assertEquals(LEAVES, stated.size());
    assertEquals(LEAVES, theirs.path("inclusion").size());
    for (JsonNode proof : theirs.path("inclusion")) {
      int index = proof.path("index").asInt();
      assertTrue(
          new InclusionProof(index, stated.size(), hashes(proof.path("path")))
              .verify(leaf(index), stated.root()));
    }
    for (JsonNode proof : theirs.path("consistency")) {
      Hash oldRoot = Hash.ofBase64(proof.path("oldRoot").asText());
      assertTrue(
          new ConsistencyProof(
                  proof.path("oldSize").asInt(), stated.size(), hashes(proof.path("path")))
              .verify(oldRoot, stated.root()));
    }
  }
}
