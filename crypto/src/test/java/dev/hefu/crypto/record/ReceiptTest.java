package dev.hefu.crypto.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.KeyType;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.crypto.primitive.Providers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReceiptTest {
  private static final PrivateKeySet KEYS = PrivateKeySet.generate();
  private static final Signer GATEWAY = Signer.of(KEYS);
  private static final Verifier VERIFIER = Verifier.of(KEYS.toPublic());
  private static final String PERSON = "0d5c9f8e-2f0a-4a51-9a0e-000000000001";
  private static final SignedReceipt.Claims CLAIMS =
      new SignedReceipt.Claims(
          "https://hefu.example",
          "coffee-shop",
          Instant.parse("2026-03-01T10:00:00.9Z"),
          json("{\"@type\":\"dpv:ConsentReceipt\",\"dct:identifier\":\"r-1\"}"));
  private static final String OWN = SignedReceipt.issue(GATEWAY, CLAIMS, PERSON).text();
  private static final String OTHERS =
      SignedReceipt.issue(GATEWAY, CLAIMS, PERSON).withoutSubject().text();

  private static ObjectNode json(String text) {
    return StrictJson.object(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  private static SignedReceipt valid(String text, Verifier gateway) {
    return assertInstanceOf(ReceiptCheck.Valid.class, SignedReceipt.verify(text, gateway))
        .receipt();
  }

  private static void assertRefused(String text, String reason) {
    ReceiptCheck check = SignedReceipt.verify(text, VERIFIER);
    String said = assertInstanceOf(ReceiptCheck.Invalid.class, check).reason();
    assertTrue(said.contains(reason), said);
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"ED25519", "ES256"})
  void whatWasIssuedIsRead(KeyType type) {
    PrivateKeySet keys = PrivateKeySet.generate(type);
    SignedReceipt issued = SignedReceipt.issue(Signer.of(keys), CLAIMS, PERSON);
    SignedReceipt read = valid(issued.text(), Verifier.of(keys.toPublic()));
    assertEquals(CLAIMS, read.claims());
    assertEquals(Instant.parse("2026-03-01T10:00:00Z"), read.claims().issuedAt());
    assertEquals(Optional.of(PERSON), read.subject());
    assertEquals(issued.text(), read.text());
  }

  @Test
  void withoutThePersonNothingOfThePersonIsLeft() {
    SignedReceipt whole = valid(OWN, VERIFIER);
    SignedReceipt read = valid(whole.withoutSubject().text(), VERIFIER);
    assertEquals(Optional.empty(), read.subject());
    assertEquals(whole.claims(), read.claims());
    assertFalse(decoded(read.text()).contains(PERSON));
    assertTrue(decoded(OWN).contains(PERSON), "the control says who it is");
  }

  private static String decoded(String text) {
    StringBuilder all = new StringBuilder();
    for (String part : text.split("[.~]")) {
      Base64Url.decode(part)
          .ifPresent(bytes -> all.append(new String(bytes, StandardCharsets.UTF_8)));
    }
    return all.toString();
  }

  @Test
  void noTwoReceiptsShareASalt() {
    String other = SignedReceipt.issue(GATEWAY, CLAIMS, PERSON).text();
    assertNotEquals(OWN.split("~")[1], other.split("~")[1]);
    assertNotEquals(OWN.split("~")[0], other.split("~")[0]);
  }

  @Test
  void anotherReceiptsPersonDoesNotFit() {
    String other = SignedReceipt.issue(GATEWAY, CLAIMS, PERSON).text();
    assertRefused(
        OTHERS + other.split("~")[1] + "~", "the disclosed person is not the one of this receipt");
  }

  @Test
  void anotherGatewaysKeyDoesNotFit() {
    Verifier stranger = Verifier.of(PrivateKeySet.generate().toPublic());
    assertInstanceOf(ReceiptCheck.Invalid.class, SignedReceipt.verify(OWN, stranger));
  }

  @Test
  void aMessageOfAnotherTypeIsNoReceipt() {
    assertRefused(
        GATEWAY.jws("hefu-answer+jws", StrictJson.bytes(payload())) + "~", "is not of the type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_sd", "..."})
  void namesWithAMeaningAreRefused(String name) {
    ObjectNode receipt = StrictJson.newObject();
    receipt.putObject("deep").put(name, 1);
    SignedReceipt.Claims claims =
        new SignedReceipt.Claims("https://hefu.example", "shop", Instant.EPOCH, receipt);
    assertThrows(
        IllegalArgumentException.class, () -> SignedReceipt.issue(GATEWAY, claims, PERSON));
    ObjectNode payload = payload();
    payload.set("receipt", receipt);
    assertRefused(signed(payload), "does not have a receipt's members");
  }

  private static ObjectNode payload() {
    ObjectNode payload = StrictJson.newObject();
    payload.put("iss", "https://hefu.example").put("aud", "shop").put("iat", 1_772_359_200);
    payload.put("_sd_alg", "sha-256");
    payload.putArray("_sd").add(digest("x"));
    payload.putObject("receipt");
    return payload;
  }

  private static String digest(String text) {
    return Base64Url.encode(Providers.sha256(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String signed(ObjectNode payload) {
    return GATEWAY.jws(SignedReceipt.TYP, StrictJson.bytes(payload)) + "~";
  }

  @Test
  void thePayloadOfTheNextTestIsValidBeforeItIsChanged() {
    valid(signed(payload()), VERIFIER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "iss     | 7",
        "aud     | null",
        "iat     | -1",
        "iat     | 1.5",
        "iat     | 253402300800",
        "iat     | 1e3",
        "_sd_alg | \"sha-512\"",
        "_sd     | []",
        "_sd     | [\"a\",\"b\"]",
        "_sd     | [7]",
        "receipt | []",
        "exp     | 1",
        "sub     | \"somebody\""
      })
  void aPayloadOfAnotherFormIsRefused(String member, String value) {
    ObjectNode payload = payload();
    payload.set(member, json("{\"v\":" + value + "}").get("v"));
    assertRefused(signed(payload), "does not have a receipt's members");
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "aud", "iat", "_sd_alg", "_sd", "receipt"})
  void aPayloadThatLacksAMemberIsRefused(String member) {
    ObjectNode payload = payload();
    payload.remove(member);
    assertRefused(signed(payload), "does not have a receipt's members");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"SALT\",\"sub\",7]                | malformed",
        "[\"SALT\",\"name\",\"x\"]           | malformed",
        "[\"SALT\",\"x\"]                    | malformed",
        "[\"short\",\"sub\",\"x\"]           | malformed",
        "[\"SALT\",\"sub\",\"x\",\"y\"]      | malformed",
        "{\"SALT\":1}                        | malformed",
        "[\"SALT\",\"sub\",\"x\"]            | not the one of this receipt"
      })
  void aDisclosureOfTheTestsOwnMakingIsRefused(String disclosure, String reason) {
    String salted = disclosure.replace("SALT", "0123456789012345678901");
    assertRefused(OTHERS + Base64Url.encodeUtf8(salted) + "~", reason);
  }

  @Test
  void aReceiptEndsWithATildeAndHasOneDisclosureAtMost() {
    assertRefused(OWN.substring(0, OWN.length() - 1), "does not end with a tilde");
    assertRefused("", "does not end with a tilde");
    assertRefused(OWN + OWN.split("~")[1] + "~", "at most one disclosure, this has 2");
    assertRefused(OWN + "~", "at most one disclosure, this has 2");
    assertRefused(OTHERS + "~", "malformed");
  }

  @Test
  void theLongestTextIsReadAndOneMoreIsNot() {
    String longest = "~".repeat(SignedReceipt.MAX_CHARS);
    assertRefused(longest, "malformed");
    assertRefused(
        longest + "~",
        "a receipt has at most %d characters, this has %d"
            .formatted(SignedReceipt.MAX_CHARS, SignedReceipt.MAX_CHARS + 1));
  }

  /** Any other character in any place makes it invalid or the same receipt, never another one. */
  @Property(tries = 2_000)
  void anAlteredReceiptIsNeverAnother(
      @ForAll @IntRange(max = 100_000) int place, @ForAll("letters") char letter) {
    int at = place % OWN.length();
    String altered = OWN.substring(0, at) + letter + OWN.substring(at + 1);
    if (SignedReceipt.verify(altered, VERIFIER) instanceof ReceiptCheck.Valid valid) {
      assertEquals(OWN, valid.receipt().text());
      assertEquals(OWN, altered);
    }
  }

  @Provide
  Arbitrary<Character> letters() {
    return Arbitraries.of(List.of('A', 'b', 'Z', '0', '9', '-', '_', '.', '~', '=', ' ', 'é'));
  }
}
