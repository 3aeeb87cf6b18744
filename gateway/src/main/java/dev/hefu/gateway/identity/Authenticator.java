package dev.hefu.gateway.identity;

import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.gateway.outbound.Door;
import dev.hefu.policy.claim.Proof;
import dev.hefu.schemas.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds out who sent a request. Only tokens that are bound to a key of their sender are taken
 * (DPoP, RFC 9449), so that a stolen one is of no use. May wait for the issuer when a token names a
 * key that is not known yet; else it only computes. Safe for use by many threads.
 */
public final class Authenticator implements AutoCloseable {
  private static final String DPOP = "dpop ";
  private static final String BEARER = "bearer ";

  private final IssuerKeys keys;
  private final AccessTokens tokens;
  private final Proofs proofs;
  private final TakenProofs taken;

  private Authenticator(
      IdentitySettings settings,
      IssuerKeys keys,
      SubjectIds subjects,
      TakenProofs taken,
      InstantSource clock) {
    this.keys = keys;
    this.taken = taken;
    this.tokens = new AccessTokens(settings, keys, subjects, clock);
    this.proofs = new Proofs(settings.publicUrl(), clock);
  }

  /**
   * Starts with the issuer's keys, or without them if it does not answer, and then goes on asking.
   * Proofs from before the start are refused: an earlier process may have taken them.
   *
   * @param door that reaches the issuer
   * @param taken the proofs that all nodes have taken
   */
  public static Authenticator start(
      IdentitySettings settings,
      Door door,
      SubjectIds subjects,
      TakenProofs taken,
      InstantSource clock) {
    IssuerKeys keys = IssuerKeys.start(new KeySetRequest(settings, door), clock);
    return new Authenticator(settings, keys, subjects, taken, clock);
  }

  /**
   * Checks the token, then the proof; the first failure in the order of {@link ErrorCode} counts.
   * The proof is still to be taken.
   *
   * @param method the request's method
   * @param path the request's path as it came, with or without its query
   * @param authorization all values of the header {@code Authorization}
   * @param dpop all values of the header {@code DPoP}
   */
  public Authentication authenticate(
      String method, String path, List<String> authorization, List<String> dpop) {
    if (authorization.isEmpty()) {
      return refused(ErrorCode.TOKEN_MISSING, "The request has no Authorization header.");
    }
    String credentials = authorization.getFirst();
    Optional<String> bound = after(DPOP, credentials);
    Optional<String> token = bound.or(() -> after(BEARER, credentials));
    if (token.isEmpty()) {
      return refused(ErrorCode.TOKEN_MISSING, "The Authorization header is not of scheme DPoP.");
    }
    if (authorization.size() > 1) {
      return refused(ErrorCode.TOKEN_INVALID, "There is more than one Authorization header.");
    }
    String digest =
        Base64Url.encode(Providers.sha256(token.get().getBytes(StandardCharsets.UTF_8)));
    return switch (tokens.check(token.get(), digest)) {
      case TokenCheck.Invalid(ErrorCode code, String detail) -> refused(code, detail);
      case TokenCheck.Valid(VerifiedToken verified) ->
          bound.isEmpty() || verified.jkt().isEmpty()
              ? refused(
                  ErrorCode.TOKEN_NOT_BOUND,
                  "The access token is not bound to a key, or was not sent with scheme DPoP.")
              : prove(
                  verified,
                  dpop,
                  new Proofs.Demand(method, pathOnly(path), digest, verified.jkt().get()));
    };
  }

  private Authentication prove(VerifiedToken token, List<String> dpop, Proofs.Demand demand) {
    if (dpop.isEmpty()) {
      return refused(ErrorCode.PROOF_MISSING, "The request has no DPoP header.");
    }
    if (dpop.size() > 1) {
      return refused(ErrorCode.PROOF_INVALID, "There is more than one DPoP header.");
    }
    return switch (proofs.check(dpop.getFirst(), demand)) {
      case Proofs.Check.Refused(ErrorCode code, String detail) -> refused(code, detail);
      case Proofs.Check.Held(Proof proof) -> once(token, proof);
    };
  }

  private Authentication once(VerifiedToken token, Proof proof) {
    HeldProof held = new HeldProof(proof, taken);
    return token
        .caller()
        .<Authentication>map(caller -> new Authentication.Authenticated(caller, held))
        .orElseGet(
            () ->
                held.take()
                    .orElse(
                        new Authentication.Refused(
                            ErrorCode.ROLE_MISSING,
                            "The access token has no role of this gateway.")));
  }

  private static Optional<String> after(String scheme, String credentials) {
    int length = scheme.length();
    return credentials.length() > length
            && credentials.substring(0, length).toLowerCase(Locale.ROOT).equals(scheme)
        ? Optional.of(credentials.substring(length).strip())
        : Optional.empty();
  }

  private static String pathOnly(String path) {
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }

  private static Authentication refused(ErrorCode code, String detail) {
    return new Authentication.Refused(code, detail);
  }

  /** Stops asking the issuer. */
  @Override
  public void close() {
    keys.close();
  }
}
