package dev.hefu.schemas.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.dataset.RecordScope;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.exchange.Receipt;
import dev.hefu.schemas.message.Countersignature;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.message.Problem;
import dev.hefu.schemas.message.Reason;
import dev.hefu.schemas.message.Violation;
import dev.hefu.schemas.officer.BreakGlassRequest;
import dev.hefu.schemas.officer.Motion;
import dev.hefu.schemas.officer.MotionApproval;
import dev.hefu.schemas.officer.NoticeDraft;
import dev.hefu.schemas.officer.PolicyDraft;
import dev.hefu.schemas.officer.PolicyTrial;
import dev.hefu.schemas.officer.Resolution;
import dev.hefu.schemas.participant.Contact;
import dev.hefu.schemas.participant.DatasetPublication;
import dev.hefu.schemas.participant.Participant;
import dev.hefu.schemas.participant.ParticipantRegistration;
import dev.hefu.schemas.participant.PublishedDataset;
import dev.hefu.schemas.person.ConsentAcceptance;
import dev.hefu.schemas.person.ConsentAttestation;
import dev.hefu.schemas.person.ConsentDenial;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentRequestLink;
import dev.hefu.schemas.person.ConsentView;
import dev.hefu.schemas.person.Link;
import dev.hefu.schemas.person.LinkCompletion;
import dev.hefu.schemas.person.LinkNonce;
import dev.hefu.schemas.person.LinkRequest;
import dev.hefu.schemas.person.Notice;
import dev.hefu.schemas.person.SignInPlace;
import dev.hefu.schemas.person.Use;
import dev.hefu.schemas.revenue.CloseRequest;
import dev.hefu.schemas.revenue.Explanation;
import dev.hefu.schemas.revenue.PeriodClose;
import dev.hefu.schemas.revenue.RevenueAgreement;
import dev.hefu.schemas.revenue.RevenueAgreementProposal;
import dev.hefu.schemas.revenue.RevenueTermination;
import dev.hefu.schemas.revenue.Statement;
import dev.hefu.schemas.revenue.StatementSummary;
import dev.hefu.schemas.sharing.SharingAgreement;
import dev.hefu.schemas.sharing.SharingAgreementProposal;
import dev.hefu.schemas.webhook.WebhookPlace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContractTest {
  private static final Contract CONTRACT = Contract.load();

  /** The record of every schema that has one. */
  private static final Map<String, Class<?>> RECORDS =
      Map.ofEntries(
          Map.entry("Problem", Problem.class),
          Map.entry("Reason", Reason.class),
          Map.entry("ParticipantRegistration", ParticipantRegistration.class),
          Map.entry("Participant", Participant.class),
          Map.entry("DatasetPublication", DatasetPublication.class),
          Map.entry("Dataset", PublishedDataset.class),
          Map.entry("SharingAgreementProposal", SharingAgreementProposal.class),
          Map.entry("SharingAgreement", SharingAgreement.class),
          Map.entry("Countersignature", Countersignature.class),
          Map.entry("SignInPlace", SignInPlace.class),
          Map.entry("LinkRequest", LinkRequest.class),
          Map.entry("LinkNonce", LinkNonce.class),
          Map.entry("LinkCompletion", LinkCompletion.class),
          Map.entry("Link", Link.class),
          Map.entry("Notice", Notice.class),
          Map.entry("ConsentGrant", ConsentGrant.class),
          Map.entry("ConsentView", ConsentView.class),
          Map.entry("RecordScope", RecordScope.class),
          Map.entry("ConsentAcceptance", ConsentAcceptance.class),
          Map.entry("ConsentDenial", ConsentDenial.class),
          Map.entry("Contact", Contact.class),
          Map.entry("ConsentRequestLink", ConsentRequestLink.class),
          Map.entry("ConsentAttestation", ConsentAttestation.class),
          Map.entry("Use", Use.class),
          Map.entry("ExchangeRequest", ExchangeRequest.class),
          Map.entry("ExchangeAnswer", ExchangeAnswer.class),
          Map.entry("Receipt", Receipt.class),
          Map.entry("RevenueAgreementProposal", RevenueAgreementProposal.class),
          Map.entry("RevenueAgreement", RevenueAgreement.class),
          Map.entry("RevenueTermination", RevenueTermination.class),
          Map.entry("NoticeDraft", NoticeDraft.class),
          Map.entry("MotionApproval", MotionApproval.class),
          Map.entry("Motion", Motion.class),
          Map.entry("BreakGlassRequest", BreakGlassRequest.class),
          Map.entry("Resolution", Resolution.class),
          Map.entry("PolicyDraft", PolicyDraft.class),
          Map.entry("PolicyTrial", PolicyTrial.class),
          Map.entry("CloseRequest", CloseRequest.class),
          Map.entry("PeriodClose", PeriodClose.class),
          Map.entry("StatementSummary", StatementSummary.class),
          Map.entry("Statement", Statement.class),
          Map.entry("Explanation", Explanation.class));

  @TestFactory
  Stream<DynamicTest> everyExampleIsWhatItsSchemaSays() {
    return CONTRACT.document().at("/components/schemas").properties().stream()
        .flatMap(
            schema ->
                elements(schema.getValue().path("examples"))
                    .map(
                        example ->
                            DynamicTest.dynamicTest(
                                schema.getKey() + " " + example,
                                () ->
                                    assertEquals(
                                        List.of(), CONTRACT.schema(schema.getKey(), example)))));
  }

  @TestFactory
  Stream<DynamicTest> everyExampleSurvivesItsRecord() {
    return RECORDS.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> survives(entry.getKey(), entry.getValue())));
  }

  private static void survives(String schema, Class<?> type) {
    JsonNode example = CONTRACT.document().at("/components/schemas/" + schema + "/examples/0");
    assertFalse(example.isMissingNode(), "no example of " + schema);
    Object record = MessageCodec.request(example, type);
    assertEquals(
        CanonicalJson.text(example), CanonicalJson.text(MessageCodec.tree(record)), schema);
    assertEquals(record, MessageCodec.answer(MessageCodec.tree(record), type));
  }

  @TestFactory
  Stream<DynamicTest> everyProblemExampleIsWhatItsStatusSays() {
    return CONTRACT.document().at("/components/responses").properties().stream()
        .map(
            response ->
                DynamicTest.dynamicTest(
                    response.getKey(),
                    () -> {
                      JsonNode content =
                          response.getValue().at("/content/application~1problem+json");
                      Problem example =
                          MessageCodec.request(content.required("example"), Problem.class);
                      assertEquals(
                          Problem.of(example.code(), example.detail()), example, "texts of enum");
                      String operation = "exchange";
                      if (CONTRACT.operation(operation).answers().containsKey(example.status())) {
                        assertEquals(
                            List.of(),
                            CONTRACT.answer(
                                operation,
                                example.status(),
                                Problem.MEDIA_TYPE,
                                content.required("example")));
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> everyCodeIsDocumentedUnderItsStatus() {
    return CONTRACT.document().at("/components/responses").properties().stream()
        .map(
            response ->
                DynamicTest.dynamicTest(
                    response.getKey(),
                    () -> {
                      JsonNode narrowed =
                          response
                              .getValue()
                              .at("/content/application~1problem+json/schema/allOf/1/properties");
                      int status = narrowed.at("/status/const").intValue();
                      assertEquals(
                          Stream.of(ErrorCode.values())
                              .filter(code -> code.status() == status)
                              .map(ErrorCode::code)
                              .toList(),
                          elements(narrowed.at("/code/enum")).map(JsonNode::textValue).toList());
                    }));
  }

  @Test
  void everyGuardedOperationDocumentsWhatAnyCallMayMeet() {
    for (Operation operation : CONTRACT.operations()) {
      assertTrue(operation.answers().containsKey(400), operation.id());
      if (!operation.open()) {
        assertTrue(
            operation.answers().keySet().containsAll(List.of(401, 403, 429, 500, 503)),
            operation.id());
      }
      if (operation.body() != null) {
        assertTrue(
            operation.answers().keySet().containsAll(List.of(400, 413, 415)), operation.id());
      }
      if (operation.path().contains("{")) {
        assertTrue(operation.answers().containsKey(404), operation.id());
      }
    }
  }

  @Test
  void theContractIsServedAsItStands() {
    assertEquals(CONTRACT.document(), StrictJson.trusted(CONTRACT.text()));
    assertEquals(73, CONTRACT.operations().size());
    assertEquals("3.1.0", CONTRACT.document().path("openapi").textValue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "provider       | `\"Wallet\"`        | /provider",
        "provider       | 7                   | /provider",
        "dataset        | `\"\"`              | /dataset",
        "version        | 0                   | /version",
        "version        | 1.5                 | /version",
        "version        | 10000               | /version",
        "purpose        | `\"curiosity\"`     | /purpose",
        "tier           | `\"identified\"`    | /tier",
        "tier           | null                | /tier",
        "subject        | `\"\"`              | /subject",
        "subject        | `\"with space\"`    | /subject",
        "consent        | `\"SHORT\"`         | /consent",
        "unknown        | true                | ``",
      })
  void aFaultyExchangeIsRefusedWithItsPlace(String member, String value, String pointer) {
    ObjectNode request = exchange();
    request.set(member, StrictJson.trusted(value.getBytes(StandardCharsets.UTF_8)));
    switch (CONTRACT.request("exchange", CanonicalJson.bytes(request), ExchangeRequest.class)) {
      case ContractCheck.Valid<ExchangeRequest> valid -> throw new AssertionError(valid.toString());
      case ContractCheck.Invalid<ExchangeRequest> invalid -> {
        assertEquals(ErrorCode.INVALID_REQUEST, invalid.code());
        assertEquals(
            pointer, invalid.violations().getFirst().pointer(), invalid.violations().toString());
        assertEquals(List.of(), CONTRACT.schema("Problem", MessageCodec.tree(invalid.problem())));
      }
    }
  }

  @Test
  void aMissingMemberIsRefused() {
    for (String member : List.of("provider", "dataset", "version", "purpose", "tier", "subject")) {
      ObjectNode request = exchange();
      request.remove(member);
      assertEquals(
          ErrorCode.INVALID_REQUEST, refusal("exchange", CanonicalJson.bytes(request)), member);
    }
  }

  @Test
  void aRuleBetweenMembersIsRefusedToo() {
    ObjectNode grant =
        CONTRACT.document().at("/components/schemas/ConsentGrant/examples/0").deepCopy();
    grant.put("consumer", "wallet");
    switch (CONTRACT.request("grantConsent", CanonicalJson.bytes(grant), ConsentGrant.class)) {
      case ContractCheck.Valid<ConsentGrant> valid -> throw new AssertionError(valid.toString());
      case ContractCheck.Invalid<ConsentGrant> invalid ->
          assertEquals(
              List.of(new Violation("", "consumer: is a provider too")), invalid.violations());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1e0", "0.1e1"})
  void aWholeNumberIsWrittenAsOne(String number) {
    String request = exchange().toString().replaceFirst("\"version\":1", "\"version\":" + number);
    switch (CONTRACT.request(
        "exchange", request.getBytes(StandardCharsets.UTF_8), ExchangeRequest.class)) {
      case ContractCheck.Valid<ExchangeRequest> valid -> throw new AssertionError(valid.toString());
      case ContractCheck.Invalid<ExchangeRequest> invalid ->
          assertTrue(
              invalid.detail().matches("/version: 1(\\.0)? is not written as a whole number"),
              invalid.detail());
    }
  }

  /** What passes the schema and is nothing in Java is told in the words of the contract. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "putWebhookPlace | url    | https:            | /url: 'https:' is not what the contract"
            + " says",
        "putSignInPlace  | issuer | https:            | /issuer: 'https:' is not what the contract"
            + " says",
        "grantConsent    | validUntil | 2026-02-30T00:00:00Z | must be a valid",
      })
  void noRefusalSpeaksOfOurClasses(String operation, String member, String value, String told) {
    ObjectNode body =
        switch (operation) {
          case "putWebhookPlace" -> JsonNodeFactory.instance.objectNode();
          case "putSignInPlace" -> JsonNodeFactory.instance.objectNode().put("clientId", "hefu");
          default ->
              CONTRACT.document().at("/components/schemas/ConsentGrant/examples/0").deepCopy();
        };
    byte[] bytes = CanonicalJson.bytes(body.put(member, value));
    Class<?> type =
        switch (operation) {
          case "putWebhookPlace" -> WebhookPlace.class;
          case "putSignInPlace" -> SignInPlace.class;
          default -> ConsentGrant.class;
        };
    switch (CONTRACT.request(operation, bytes, type)) {
      case ContractCheck.Valid<?> valid -> throw new AssertionError(valid.toString());
      case ContractCheck.Invalid<?> invalid -> {
        assertTrue(invalid.detail().contains(told), invalid.detail());
        assertFalse(invalid.detail().contains("java"), invalid.detail());
      }
    }
  }

  @Test
  void theBodysLimitIsTheOperations() {
    byte[] atLimit = padded(8192);
    assertEquals(ErrorCode.INVALID_REQUEST, refusal("exchange", atLimit));
    assertEquals(ErrorCode.TOO_LARGE, refusal("exchange", padded(8193)));
    assertEquals(ErrorCode.MALFORMED_JSON, refusal("exchange", new byte[0]));
  }

  @Test
  void anUndocumentedAnswerIsAFault() {
    JsonNode problem = MessageCodec.tree(Problem.of(ErrorCode.CONFLICT, "x"));
    assertEquals(1, CONTRACT.answer("listLinks", 409, Problem.MEDIA_TYPE, problem).size());
    assertEquals(1, CONTRACT.answer("listLinks", 200, "text/html", null).size());
    assertEquals(1, CONTRACT.answer("listLinks", 200, null, null).size());
    assertEquals(List.of(), CONTRACT.answer("endLink", 204, null, null));
    assertFalse(CONTRACT.answer("exchange", 403, Problem.MEDIA_TYPE, problem).isEmpty());
    assertEquals(List.of(), CONTRACT.answer("exchange", 409, Problem.MEDIA_TYPE, problem));
  }

  @Test
  void anUnknownOperationIsABug() {
    assertThrows(IllegalArgumentException.class, () -> CONTRACT.operation("none"));
    assertThrows(IllegalArgumentException.class, () -> CONTRACT.request("listLinks", new byte[0]));
  }

  private static ErrorCode refusal(String operation, byte[] body) {
    return switch (CONTRACT.request(operation, body)) {
      case ContractCheck.Valid<JsonNode> valid -> throw new AssertionError(valid.toString());
      case ContractCheck.Invalid<JsonNode> invalid -> invalid.code();
    };
  }

  private static ObjectNode exchange() {
    return CONTRACT.document().at("/components/schemas/ExchangeRequest/examples/0").deepCopy();
  }

  private static byte[] padded(int bytes) {
    return ("{}" + " ".repeat(bytes - 2)).getBytes(StandardCharsets.UTF_8);
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return array.isMissingNode() ? Stream.empty() : array.valueStream();
  }
}
