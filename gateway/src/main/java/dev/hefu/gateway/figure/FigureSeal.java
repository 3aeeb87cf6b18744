package dev.hefu.gateway.figure;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Sealer;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.policy.decision.Obligations;
import dev.hefu.schemas.Tier;
import java.nio.charset.StandardCharsets;

/**
 * Makes the envelope: the gateway's signed header over the digest of the figures, and the figures,
 * sealed to the consumer's registered key. docs/formats/figures.md is the wire form.
 */
public final class FigureSeal {
  private static final String HEADER_TYPE = "hefu-figures+jws";
  private static final String CONTENT_TYPE = "application/json";

  private final Signer signer;

  public FigureSeal(Signer signer) {
    this.signer = signer;
  }

  /**
   * The envelope.
   *
   * @param figures canonical JSON: the same bytes whenever the question is asked
   */
  String seal(DecidedFigure decided, Obligations obligations, String figures) {
    byte[] header =
        header(decided, obligations, figures).toString().getBytes(StandardCharsets.UTF_8);
    ObjectNode answer =
        JsonNodeFactory.instance
            .objectNode()
            .put("header", signer.jws(HEADER_TYPE, header))
            .put("figures", figures);
    return Sealer.to(decided.asked().consumer().keys())
        .seal(answer.toString().getBytes(StandardCharsets.UTF_8), CONTENT_TYPE);
  }

  private static ObjectNode header(DecidedFigure decided, Obligations obligations, String figures) {
    AskedFigure asked = decided.asked();
    byte[] digest = Providers.sha256(figures.getBytes(StandardCharsets.UTF_8));
    ObjectNode header =
        JsonNodeFactory.instance
            .objectNode()
            .put("exchange", decided.exchange().toString())
            .put("consumer", asked.consumer().id())
            .put("provider", asked.provider().id())
            .put("dataset", asked.dataset().name())
            .put("version", asked.dataset().version())
            .put("purpose", asked.request().purpose().code())
            .put("tier", Tier.AGGREGATE.name())
            .put("iat", asked.at().getEpochSecond())
            .put("figuresDigest", Base64Url.encode(digest));
    if (obligations.dataLifeDays() != null) {
      header.putObject("obligations").put("dataLifeDays", obligations.dataLifeDays());
    }
    return header;
  }
}
