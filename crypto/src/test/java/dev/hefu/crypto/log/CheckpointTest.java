package dev.hefu.crypto.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.crypto.keys.Secret;
import dev.hefu.crypto.keys.SecretAccess;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckpointTest {
  private static final String ORIGIN = "log.example/hefu";
  private static final NoteSigner SIGNER = signer(ORIGIN, 1);
  private static final NoteVerifier KEY = SIGNER.verifier();
  private static final NaiveTree TREE = NaiveTree.of(100);
  private static final Checkpoint CHECKPOINT = new Checkpoint(ORIGIN, 100, TREE.root(100));

  private static NoteSigner signer(String name, int seed) {
    byte[] bytes = new byte[Secret.BYTES];
    bytes[0] = (byte) seed;
    return NoteSigner.of(name, Secret.of(bytes, SecretAccess.granted()));
  }

  /** The key and note of Go's golang.org/x/mod/sumdb/note, which made the format. */
  @Test
  void theNoteOfTheGoProjectVerifies() {
    NoteVerifier key =
        NoteVerifier.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
            .orElseThrow();
    Note note =
        Note.parse(
                """
                If you think cryptography is the answer to your problem,
                then you don't know what your problem is.

                — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
                """)
            .orElseThrow();
    assertTrue(note.signedBy(key));
    assertFalse(note.signedBy(KEY));
  }

  @Test
  void aSignedCheckpointIsReadBack() {
    assertEquals(Optional.of(CHECKPOINT), Checkpoint.verified(CHECKPOINT.signed(SIGNER), KEY));
    Checkpoint empty = new Checkpoint(ORIGIN, 0, Hash.EMPTY_TREE);
    assertEquals(Optional.of(empty), Checkpoint.verified(empty.signed(SIGNER), KEY));
  }

  @Test
  void aKeyIsHandedOutAsText() {
    assertEquals(KEY.vkey(), NoteVerifier.parse(KEY.vkey()).orElseThrow().vkey());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a+b",
        "a+00000000+AAAA",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
      })
  void textThatIsNoKeyIsNone(String vkey) {
    assertTrue(NoteVerifier.parse(vkey).isEmpty());
  }

  @Test
  void namesHaveNoSpaceAndNoPlus() {
    byte[] key = new byte[32];
    for (String name : List.of("", "a b", "a+b", "a\u00a0b", "a\nb")) {
      assertThrows(IllegalArgumentException.class, () -> NoteVerifier.of(name, key));
    }
  }

  @Property(tries = 500)
  void aNoteWithAnyCharacterChangedIsRefused(@ForAll @IntRange(max = 5_000) int any) {
    String note = CHECKPOINT.signed(SIGNER);
    int place = any % note.length();
    char other = note.charAt(place) == 'A' ? 'B' : 'A';
    String changed = note.substring(0, place) + other + note.substring(place + 1);
    assertEquals(Optional.empty(), Checkpoint.verified(changed, KEY));
  }

  @Test
  void lineEndsAndControlCharactersAreRefused() {
    String note = CHECKPOINT.signed(SIGNER);
    for (String changed :
        List.of(
            note.replace("\n", "\r\n"),
            note.substring(0, note.length() - 1),
            note + "\n",
            "\t" + note,
            note.replace("\n\n", "\n"),
            note.substring(0, note.indexOf("\n\n") + 2))) {
      assertEquals(Optional.empty(), Checkpoint.verified(changed, KEY));
    }
  }

  @Test
  void linesOfOtherKeysAreIgnoredButAFailedLineOfOursIsNot() {
    String note = CHECKPOINT.signed(SIGNER);
    String witness = signer("witness.example", 2).sign(CHECKPOINT.text()).text() + "\n";
    assertTrue(Checkpoint.verified(note + witness, KEY).isPresent());
    String failed = SIGNER.sign("another text\n").text() + "\n";
    assertTrue(Checkpoint.verified(note + failed, KEY).isEmpty());
    assertTrue(Checkpoint.verified(CHECKPOINT.text() + "\n" + witness, KEY).isEmpty());
  }

  @Test
  void aCheckpointOfAnotherLogOrKeyIsRefused() {
    Checkpoint foreign = new Checkpoint("other.example", 100, TREE.root(100));
    assertTrue(Checkpoint.verified(foreign.signed(SIGNER), KEY).isEmpty());
    assertTrue(Checkpoint.verified(CHECKPOINT.signed(signer(ORIGIN, 3)), KEY).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "01", "-1", "1e2", "1000000000000000000", " 1", ""})
  void aSizeIsAPlainDecimal(String size) {
    String text = ORIGIN + "\n" + size + "\n" + TREE.root(100).base64() + "\n";
    String note = new Note(text, List.of(SIGNER.sign(text))).wire();
    assertTrue(Checkpoint.verified(note, KEY).isEmpty());
  }

  @Test
  void thirtyTwoSignaturesAreReadAndOneMoreIsNot() {
    NoteSignature line = SIGNER.sign(CHECKPOINT.text());
    List<NoteSignature> most = Collections.nCopies(Note.MAX_SIGNATURES, line);
    List<NoteSignature> tooMany = Collections.nCopies(Note.MAX_SIGNATURES + 1, line);
    assertTrue(Note.parse(new Note(CHECKPOINT.text(), most).wire()).isPresent());
    assertTrue(Note.parse(new Note(CHECKPOINT.text(), tooMany).wire()).isEmpty());
  }

  @Property(tries = 100)
  void aProofInTextShowsItsEntryAndNoOther(@ForAll @IntRange(max = 99) int index) {
    LogProof proof =
        LogProof.of(
            new InclusionProof(index, 100, TREE.inclusion(index, 100)), CHECKPOINT.signed(SIGNER));
    LogProof read = LogProof.parse(proof.text()).orElseThrow();
    assertEquals(proof, read);
    assertEquals(Optional.of(CHECKPOINT), read.verified(NaiveTree.leaf(index), KEY));
    assertTrue(read.verified(NaiveTree.leaf(index + 1), KEY).isEmpty());
    assertTrue(read.verified(NaiveTree.leaf(index), signer(ORIGIN, 3).verifier()).isEmpty());
    LogProof moved = new LogProof((index + 1) % 100, proof.path(), proof.checkpoint());
    assertTrue(moved.verified(NaiveTree.leaf(index), KEY).isEmpty());
  }

  @Test
  void extraDataIsSkipped() {
    String text =
        new LogProof(4, TREE.inclusion(4, 100), CHECKPOINT.signed(SIGNER))
            .text()
            .replace("index ", "extra QUFB\nindex ");
    assertTrue(LogProof.parse(text).orElseThrow().verified(NaiveTree.leaf(4), KEY).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c2sp.org/tlog-proof@v1\n\n",
        "c2sp.org/tlog-proof@v1\nindex 01\n\nnote",
        "c2sp.org/tlog-proof@v1\nindex -1\n\nnote",
        "c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\nnote",
        "c2sp.org/tlog-proof@v1\nextra ?\nindex 1\n\nnote",
        "c2sp.org/tlog-proof@v2\nindex 1\n\nnote",
        "c2sp.org/tlog-proof@v1\nextra QUFB\n\nnote"
      })
  void textThatIsNoProofIsNone(String text) {
    assertTrue(LogProof.parse(text).isEmpty());
  }

  @Test
  void aPathLongerThanAnyTreeIsNone() {
    List<Hash> most = Collections.nCopies(LogProof.MAX_PATH, Hash.EMPTY_TREE);
    String text = new LogProof(0, most, "note").text();
    assertTrue(LogProof.parse(text).isPresent());
    String longer = text.replace("index 0\n", "index 0\n" + Hash.EMPTY_TREE.base64() + "\n");
    assertTrue(LogProof.parse(longer).isEmpty());
  }
}
