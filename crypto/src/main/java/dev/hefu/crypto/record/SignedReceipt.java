package dev.hefu.crypto.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hefu.crypto.JwsCheck;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.encoding.StrictJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway says of a consent, signed so that anybody can check it without the gateway: an
 * SD-JWT (RFC 9901) whose only hidden claim is who the person is. The person's own copy discloses
 * it, a participant's does not. docs/formats/receipt.md is the wire form. Immutable.
 */
public final class SignedReceipt {
  /** Many times a receipt with every provider and every change of a long life. */
  public static final int MAX_CHARS = 256 * 1024;

  /** The type in the header of the signed part. */
  public static final String TYP = "hefu-consent-receipt+sd-jwt";

  private static final String ISSUER = "iss";
  private static final String RECIPIENT = "aud";
  private static final String ISSUED_AT = "iat";
  private static final String RECEIPT = "receipt";

  /** The hidden claim. */
  private static final String SUBJECT = "sub";

  private static final Set<String> MEMBERS =
      Set.of(ISSUER, RECIPIENT, ISSUED_AT, RECEIPT, RecordIssue.HASH_MEMBER, Cell.MEMBERS);

  private final String signed;
  private final Claims claims;
  private final @Nullable Disclosure subject;

  private SignedReceipt(String signed, Claims claims, @Nullable Disclosure subject) {
    this.signed = signed;
    this.claims = claims;
    this.subject = subject;
  }

  /**
   * What every reader of a receipt sees.
   *
   * @param issuer the gateway's URL
   * @param recipient whose copy it is
   * @param issuedAt in whole seconds
   * @param receipt what it says, as the profile of DPV for ISO/IEC TS 27560 names it
   */
  public record Claims(String issuer, String recipient, Instant issuedAt, ObjectNode receipt) {
    /** Cuts the time to whole seconds and copies the receipt. */
    public Claims {
      issuedAt = Instant.ofEpochSecond(issuedAt.getEpochSecond());
      receipt = receipt.deepCopy();
    }
  }

  /**
   * Signs a receipt that discloses the person, under a fresh salt.
   *
   * @throws IllegalArgumentException if a member of it is named {@code _sd} or {@code ...}
   */
  public static SignedReceipt issue(Signer gateway, Claims claims, String subject) {
    if (!Cell.isPlain(claims.receipt())) {
      throw new IllegalArgumentException("a member of the receipt is named _sd or ...");
    }
    Disclosure disclosure = Disclosure.ofCell(SUBJECT, TextNode.valueOf(subject));
    ObjectNode payload =
        StrictJson.newObject()
            .put(ISSUER, claims.issuer())
            .put(RECIPIENT, claims.recipient())
            .put(ISSUED_AT, claims.issuedAt().getEpochSecond())
            .put(RecordIssue.HASH_MEMBER, RecordIssue.HASH);
    payload.putArray(Cell.MEMBERS).add(disclosure.digest());
    payload.set(RECEIPT, claims.receipt());
    String signed = gateway.jws(TYP, StrictJson.bytes(payload));
    return new SignedReceipt(signed, claims, disclosure);
  }

  /** Checks a receipt with the gateway's keys alone. */
  public static ReceiptCheck verify(String text, Verifier gateway) {
    if (text.length() > MAX_CHARS) {
      return new ReceiptCheck.Invalid(
          "a receipt has at most %d characters, this has %d".formatted(MAX_CHARS, text.length()));
    }
    if (!text.endsWith(SignedRecord.SEPARATOR)) {
      return new ReceiptCheck.Invalid("the receipt does not end with a tilde");
    }
    List<String> parts =
        List.of(text.substring(0, text.length() - 1).split(SignedRecord.SEPARATOR, -1));
    return switch (gateway.jws(parts.getFirst(), TYP)) {
      case JwsCheck.Invalid bad -> new ReceiptCheck.Invalid(bad.reason());
      case JwsCheck.Valid good ->
          StrictJson.object(good.payload())
              .map(payload -> read(parts, payload))
              .orElse(new ReceiptCheck.Invalid("the receipt's payload is not strict JSON"));
    };
  }

  private static ReceiptCheck read(List<String> parts, ObjectNode payload) {
    Optional<Claims> claims = claims(payload);
    if (claims.isEmpty()) {
      return new ReceiptCheck.Invalid("the receipt's payload does not have a receipt's members");
    }
    if (parts.size() > 2) {
      return new ReceiptCheck.Invalid(
          "a receipt has at most one disclosure, this has " + (parts.size() - 1));
    }
    if (parts.size() == 1) {
      return new ReceiptCheck.Valid(new SignedReceipt(parts.getFirst(), claims.get(), null));
    }
    Optional<Disclosure> subject = Disclosure.parse(parts.getLast()).filter(SignedReceipt::isName);
    if (subject.isEmpty()) {
      return new ReceiptCheck.Invalid("the disclosure is malformed or not of the person");
    }
    String digest = payload.path(Cell.MEMBERS).path(0).textValue();
    return subject.get().digest().equals(digest)
        ? new ReceiptCheck.Valid(new SignedReceipt(parts.getFirst(), claims.get(), subject.get()))
        : new ReceiptCheck.Invalid("the disclosed person is not the one of this receipt");
  }

  private static boolean isName(Disclosure disclosure) {
    return disclosure.name().filter(SUBJECT::equals).isPresent() && disclosure.value().isTextual();
  }

  private static Optional<Claims> claims(ObjectNode payload) {
    boolean ours =
        payload.size() == MEMBERS.size()
            && MEMBERS.stream().allMatch(payload::has)
            && payload.path(ISSUER).isTextual()
            && payload.path(RECIPIENT).isTextual()
            && RecordHeader.isTime(payload.path(ISSUED_AT))
            && RecordIssue.HASH.equals(payload.path(RecordIssue.HASH_MEMBER).textValue())
            && payload.path(Cell.MEMBERS) instanceof ArrayNode hidden
            && hidden.size() == 1
            && hidden.path(0).isTextual();
    return ours && payload.path(RECEIPT) instanceof ObjectNode receipt && Cell.isPlain(receipt)
        ? Optional.of(
            new Claims(
                payload.path(ISSUER).textValue(),
                payload.path(RECIPIENT).textValue(),
                Instant.ofEpochSecond(payload.path(ISSUED_AT).longValue()),
                receipt))
        : Optional.empty();
  }

  /** The same receipt, telling nobody who the person is. */
  public SignedReceipt withoutSubject() {
    return new SignedReceipt(signed, claims, null);
  }

  /** What every reader sees. */
  public Claims claims() {
    return claims;
  }

  /** Who the person is; empty in a participant's copy. */
  public Optional<String> subject() {
    return Optional.ofNullable(subject).map(disclosed -> disclosed.value().textValue());
  }

  /** The text to keep and to show. */
  public String text() {
    String end = subject == null ? "" : subject.text() + SignedRecord.SEPARATOR;
    return signed + SignedRecord.SEPARATOR + end;
  }

  @Override
  public String toString() {
    return "SignedReceipt for " + claims.recipient();
  }
}
