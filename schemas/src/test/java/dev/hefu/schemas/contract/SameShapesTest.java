package dev.hefu.schemas.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.Classification;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.ParticipantKind;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Shape;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.Window;
import dev.hefu.schemas.dataset.Mask;
import dev.hefu.schemas.exchange.FigureRequest;
import dev.hefu.schemas.message.Balance;
import dev.hefu.schemas.officer.Motion;
import dev.hefu.schemas.officer.NoticeDraft;
import dev.hefu.schemas.officer.PolicyDraft;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import dev.hefu.schemas.person.LinkCompletion;
import dev.hefu.schemas.revenue.EventResult;
import dev.hefu.schemas.revenue.RevenueAgreement;
import dev.hefu.schemas.sharing.Approval;
import dev.hefu.schemas.sharing.ApprovalGrant;
import dev.hefu.schemas.sharing.SharingAgreement;
import dev.hefu.schemas.sharing.SharingBudgets;
import dev.hefu.schemas.webhook.Webhook;
import dev.hefu.schemas.webhook.WebhookAcknowledgement;
import dev.hefu.schemas.webhook.WebhookBody;
import dev.hefu.schemas.webhook.WebhookType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract and the code say the same of every list and every limit that both name. */
final class SameShapesTest {
  private static final JsonNode SCHEMAS = Contract.load().document().at("/components/schemas");

  @Test
  void theListsOfWordsAreEqual() {
    assertWords("/ErrorCode", Arrays.stream(ErrorCode.values()).map(ErrorCode::code));
    assertWords("/Purpose", Arrays.stream(Purpose.values()).map(Purpose::code));
    assertWords("/Category", Arrays.stream(Category.values()).map(Category::code));
    assertWords("/Mask", Arrays.stream(Mask.values()).map(Mask::code));
    assertWords("/Tier", names(Tier.values()));
    assertWords("/Classification", names(Classification.values()));
    assertWords("/ParticipantKind", names(ParticipantKind.values()));
    assertWords("/ConsentMode", names(ConsentGrant.Mode.values()));
    assertWords("/Frequency/properties/window", names(Window.values()));
    assertWords("/Allowance/properties/window", names(Window.values()));
    assertWords("/Approval/properties/state", names(Approval.State.values()));
    assertWords("/Balance/properties/of", names(Balance.Of.values()));
    assertWords("/Balance/properties/window", names(Window.values()));
    assertWords("/ConsentView/properties/state", names(ConsentView.State.values()));
    assertWords("/SharingAgreement/properties/state", names(SharingAgreement.State.values()));
    assertWords("/RevenueAgreement/properties/state", names(RevenueAgreement.State.values()));
    assertWords("/Motion/properties/kind", names(Motion.Kind.values()));
    assertWords("/Motion/properties/state", names(Motion.State.values()));
    assertWords("/WebhookType", Arrays.stream(WebhookType.values()).map(WebhookType::code));
    assertWords("/WebhookState", names(Webhook.State.values()));
    assertWords("/WebhookDuty/properties/act", names(WebhookBody.Act.values()));
    assertWords("/EventResult/properties/outcome", names(EventResult.Outcome.values()));
  }

  @Test
  void thePatternsAreEqual() {
    Map<String, Pattern> patterns =
        Map.of(
            "ParticipantId", Shape.PARTICIPANT,
            "DatasetName", Shape.DATASET,
            "ConsentReference", Shape.CONSENT_REFERENCE,
            "ResourceId", Shape.RESOURCE,
            "Jws", Shape.JWS);
    patterns.forEach(
        (schema, pattern) ->
            assertEquals(
                "^" + pattern + "$", SCHEMAS.at("/" + schema + "/pattern").textValue(), schema));
  }

  @Test
  void theLimitsAreEqual() {
    assertLimit(Shape.MAX_VERSION, "/DatasetNumber/maximum");
    assertLimit(ConsentGrant.MAX_PROVIDERS, "/ConsentGrant/properties/providers/maxItems");
    assertLimit(Category.values().length, "/ConsentGrant/properties/categories/maxItems");
    assertLimit(ConsentGrant.MAX_DATA_LIFE_DAYS, "/ConsentGrant/properties/dataLifeDays/maximum");
    assertLimit(ConsentGrant.Frequency.MAX_LIMIT, "/Frequency/properties/limit/maximum");
    assertLimit(ConsentGrant.MAX_RECORDS, "/ConsentGrant/properties/maxRecords/maximum");
    assertLimit(ApprovalGrant.MAX_DAYS, "/ApprovalGrant/properties/days/maximum");
    assertLimit(ApprovalGrant.MAX_DAYS, "/ApprovalRefusal/properties/days/maximum");
    assertLimit(ApprovalGrant.MAX_USES, "/ApprovalGrant/properties/uses/maximum");
    assertLimit(SharingBudgets.Allowance.MAX_LIMIT, "/Allowance/properties/limit/maximum");
    assertLimit(LinkCompletion.MAX_CHARS, "/LinkCompletion/properties/linkToken/maxLength");
    assertLimit(
        WebhookAcknowledgement.MAX_CHARS,
        "/WebhookAcknowledgement/properties/acknowledgement/maxLength");
    assertLimit(Purpose.values().length, "/SharingAgreementTerms/properties/purposes/maxItems");
    assertLimit(Mask.values().length, "/Cell/properties/masks/maxItems");
    assertLimit(NoticeDraft.MAX_TEXT_CHARS, "/NoticeDraft/properties/zh/maxLength");
    assertLimit(PolicyDraft.MAX_BUNDLE_CHARS, "/PolicyDraft/properties/bundle/maxLength");
    assertLimit(Motion.MAX_REASON_CHARS, "/Motion/properties/reason/maxLength");
    assertLimit(FigureRequest.MAX_FIELDS, "/FigureRequest/properties/by/maxItems");
    assertLimit(SchemaChecks.MAX_VIOLATIONS, "/Problem/properties/violations/maxItems");
  }

  private static void assertLimit(int code, String pointer) {
    assertEquals(code, SCHEMAS.at(pointer).intValue(), pointer);
  }

  private static void assertWords(String pointer, Stream<String> code) {
    List<String> contract =
        SCHEMAS.at(pointer + "/enum").valueStream().map(JsonNode::textValue).toList();
    assertEquals(code.toList(), contract, pointer);
  }

  private static Stream<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name);
  }
}
