package dev.hefu.gateway.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.jws.CompactJws;
import dev.hefu.crypto.keys.PublicJwk;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.policy.claim.Proof;
import dev.hefu.schemas.ErrorCode;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Checks proofs of possession as RFC 9449, 4.3 says: signed by the key that the token is bound to,
 * for this method, URL and token, now, and not taken before.
 */
final class Proofs {
  /** A proof with a P-256 key has about 500 characters. */
  static final int MAX_CHARS = 4_096;

  /** A UUID has 36 characters; more than this only fills memory. */
  static final int MAX_JTI_CHARS = 256;

  /** How old a proof may be: a slow link and a slow clock. */
  static final long MAX_AGE_SECONDS = 60;

  /** How far the sender's clock may be ahead of ours. */
  static final long MAX_AHEAD_SECONDS = 10;

  private static final String TYPE = "dpop+jwt";

  private final String publicUrl;
  private final InstantSource clock;
  private final ReplayFilter replays;

  /** By thumbprint: the curve's arithmetic is three times as fast with a point it has met. */
  private final RecentlyUsed<PublicJwk> holders = new RecentlyUsed<>();

  Proofs(URI publicUrl, InstantSource clock) {
    this.publicUrl = publicUrl.toString().replaceFirst("/+$", "");
    this.clock = clock;
    this.replays = new ReplayFilter(clock.instant().getEpochSecond(), MAX_AGE_SECONDS);
  }

  /** What came of checking a proof. */
  sealed interface Check {
    /** The sender holds the key, and this node has not met the proof before. */
    record Held(Proof proof) implements Check {}

    /** The proof proves nothing. */
    record Refused(ErrorCode code, String detail) implements Check {}
  }

  /** What a proof must be for. */
  record Demand(String method, String path, String tokenDigest, String jkt) {}

  Check check(String proof, Demand demand) {
    Optional<CompactJws> parsed =
        proof.length() > MAX_CHARS ? Optional.empty() : CompactJws.parse(proof);
    if (parsed.isEmpty()) {
      return invalid("The proof is no signed JWT of at most " + MAX_CHARS + " characters.");
    }
    CompactJws jws = parsed.get();
    Optional<PublicJwk> key = jws.header().jwk();
    if (!jws.header().typ().equals(TYPE) || key.isEmpty()) {
      return invalid("The header of the proof must have typ dpop+jwt and a public jwk.");
    }
    if (!key.get().thumbprint().equals(demand.jkt())) {
      return invalid("The proof is of another key than the token is bound to.");
    }
    Optional<ObjectNode> claims = jws.claims();
    if (claims.isEmpty()) {
      return invalid("The claims of the proof are not strict JSON.");
    }
    Optional<Check> misfit = misfit(claims.get(), demand);
    if (misfit.isPresent()) {
      return misfit.get();
    }
    return signedBy(key.get(), jws)
        ? once(claims.get(), demand)
        : invalid("The proof's signature is wrong.");
  }

  private boolean signedBy(PublicJwk key, CompactJws jws) {
    Optional<PublicJwk> met =
        holders.find(key.thumbprint()).filter(known -> known.type() == key.type());
    boolean signed = jws.verify(met.orElse(key));
    if (signed && met.isEmpty()) {
      holders.put(key.thumbprint(), key);
    }
    return signed;
  }

  private Optional<Check> misfit(ObjectNode claims, Demand demand) {
    String jti = claims.path("jti").asText("");
    long now = clock.instant().getEpochSecond();
    JsonNode iat = claims.path("iat");
    String detail = null;
    if (jti.isEmpty() || jti.length() > MAX_JTI_CHARS || !claims.path("jti").isTextual()) {
      detail = "The proof needs a jti of 1 to " + MAX_JTI_CHARS + " characters.";
    } else if (!demand.method().equals(claims.path("htm").textValue())) {
      detail = "The proof's htm is not the request's method.";
    } else if (!isTarget(claims.path("htu").asText(""), demand.path())) {
      detail = "The proof's htu is not the request's URL below " + publicUrl + ".";
    } else if (!demand.tokenDigest().equals(claims.path("ath").textValue())) {
      detail = "The proof's ath is not the SHA-256 of the access token.";
    } else if (!iat.isIntegralNumber() || !iat.canConvertToLong()) {
      detail = "The proof's iat is not a whole number of seconds.";
    } else if (iat.longValue() < now - MAX_AGE_SECONDS) {
      detail = "The proof is older than " + MAX_AGE_SECONDS + " s.";
    } else if (iat.longValue() > now + MAX_AHEAD_SECONDS) {
      detail = "The proof is from more than " + MAX_AHEAD_SECONDS + " s ahead of our clock.";
    }
    return Optional.ofNullable(detail).map(Proofs::invalid);
  }

  private boolean isTarget(String htu, String path) {
    String target = publicUrl + path;
    return htu.equals(target)
        || TargetUri.normal(htu).filter(TargetUri.normal(target).orElse("")::equals).isPresent();
  }

  private Check once(ObjectNode claims, Demand demand) {
    String id = demand.jkt() + '.' + claims.path("jti").textValue();
    byte[] digest = Providers.sha256(id.getBytes(StandardCharsets.UTF_8));
    long issuedAt = claims.path("iat").longValue();
    return switch (replays.offer(digest, issuedAt, clock.instant().getEpochSecond())) {
      case FIRST -> new Check.Held(new Proof(ByteBuffer.wrap(digest), issuedAt));
      case REPLAYED ->
          new Check.Refused(ErrorCode.PROOF_REPLAYED, "The proof's jti was used before.");
      case TOO_OLD -> invalid("The proof is from before this gateway started.");
      case FULL ->
          new Check.Refused(
              ErrorCode.OVERLOADED,
              "More than " + ReplayFilter.MAX_PROOFS + " proofs came within a minute.");
    };
  }

  private static Check invalid(String detail) {
    return new Check.Refused(ErrorCode.PROOF_INVALID, detail);
  }
}
