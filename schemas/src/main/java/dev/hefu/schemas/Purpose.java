package dev.hefu.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why data is asked for: a short list, each mapped to the W3C Data Privacy Vocabulary 2. */
public enum Purpose {
  RECOMMENDATION("ProvidePersonalisedRecommendations"),
  SERVICE("ServiceProvision"),
  DELIVERY("DeliveryOfGoods"),
  SETTLEMENT("PaymentManagement"),
  FRAUD_PREVENTION("FraudPreventionAndDetection"),
  RESEARCH("ResearchAndDevelopment"),
  MARKETING("Marketing");

  private static final String DPV = "https://w3id.org/dpv#";

  private final String concept;

  Purpose(String concept) {
    this.concept = concept;
  }

  /** The word of messages, in kebab case. */
  @JsonValue
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The concept of the Data Privacy Vocabulary that this purpose falls under. */
  public URI dpv() {
    return URI.create(DPV + concept);
  }

  /** The purpose of this code; empty if there is none. */
  public static Optional<Purpose> of(String code) {
    return Arrays.stream(values()).filter(purpose -> purpose.code().equals(code)).findFirst();
  }

  @JsonCreator
  static Purpose parse(String code) {
    return of(code).orElseThrow(() -> new IllegalArgumentException("no purpose " + code));
  }
}
