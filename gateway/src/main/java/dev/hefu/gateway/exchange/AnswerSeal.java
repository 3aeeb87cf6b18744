package dev.hefu.gateway.exchange;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Sealer;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.policy.decision.Decision;
import dev.hefu.policy.decision.Obligations;
import dev.hefu.policy.input.Candidate;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Makes the envelope: the gateway's signed header over the digest of the minimised record, and the
 * record, sealed to the consumer's registered key. docs/formats/envelope.md is the wire form.
 */
public final class AnswerSeal {
  private static final String HEADER_TYPE = "hefu-answer+jws";
  private static final String CONTENT_TYPE = "application/json";

  private final Signer signer;

  public AnswerSeal(Signer signer) {
    this.signer = signer;
  }

  SealedAnswer seal(Decided decided, Decision.Permit permit, Projection.Minimised minimised) {
    Asked asked = decided.asked();
    byte[] header =
        header(decided, permit, minimised.record()).toString().getBytes(StandardCharsets.UTF_8);
    ObjectNode answer =
        JsonNodeFactory.instance
            .objectNode()
            .put("header", signer.jws(HEADER_TYPE, header))
            .put("record", minimised.record());
    String envelope =
        Sealer.to(asked.consumer().keys())
            .seal(answer.toString().getBytes(StandardCharsets.UTF_8), CONTENT_TYPE);
    return new SealedAnswer(
        envelope, DataGroup.released(asked, minimised, envelope), minimised.records());
  }

  private static ObjectNode header(Decided decided, Decision.Permit permit, String record) {
    Asked asked = decided.asked();
    Candidate.Person person = Objects.requireNonNull(decided.candidate().person());
    ObjectNode header =
        JsonNodeFactory.instance
            .objectNode()
            .put("exchange", decided.exchange().toString())
            .put("consumer", asked.consumer().id())
            .put("provider", asked.provider().id())
            .put("subject", person.consent().consumerReference())
            .put("dataset", asked.dataset().name())
            .put("version", asked.dataset().version())
            .put("purpose", asked.request().purpose().code())
            .put("tier", asked.request().tier().name())
            .put("iat", asked.at().getEpochSecond())
            .put(
                "recordDigest",
                Base64Url.encode(Providers.sha256(record.getBytes(StandardCharsets.US_ASCII))));
    Obligations obligations = permit.obligations();
    ObjectNode duties = header.putObject("obligations");
    duties.put("pseudonymise", obligations.pseudonymise());
    duties.put("smallestGroup", obligations.smallestGroup());
    if (obligations.dataLifeDays() != null) {
      duties.put("dataLifeDays", obligations.dataLifeDays());
    }
    return header;
  }
}
