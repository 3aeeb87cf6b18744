package dev.hefu.client;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.webhook.ReceivedWebhook;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.encoding.Base64Url;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.schemas.CanonicalJson;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.exchange.FigureRequest;
import dev.hefu.schemas.exchange.Receipt;
import dev.hefu.schemas.message.Countersignature;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.message.Page;
import dev.hefu.schemas.message.Reason;
import dev.hefu.schemas.participant.DatasetPublication;
import dev.hefu.schemas.participant.Participant;
import dev.hefu.schemas.participant.PublishedDataset;
import dev.hefu.schemas.person.ConsentAttestation;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentRequestLink;
import dev.hefu.schemas.person.ConsentView;
import dev.hefu.schemas.person.SignInPlace;
import dev.hefu.schemas.revenue.Adjustment;
import dev.hefu.schemas.revenue.AdjustmentProposal;
import dev.hefu.schemas.revenue.EventResult;
import dev.hefu.schemas.revenue.Explanation;
import dev.hefu.schemas.revenue.RevenueAgreement;
import dev.hefu.schemas.revenue.RevenueAgreementProposal;
import dev.hefu.schemas.revenue.RevenueTermination;
import dev.hefu.schemas.revenue.Statement;
import dev.hefu.schemas.revenue.StatementSummary;
import dev.hefu.schemas.revenue.WaitingEvent;
import dev.hefu.schemas.sharing.Approval;
import dev.hefu.schemas.sharing.ApprovalGrant;
import dev.hefu.schemas.sharing.ApprovalRefusal;
import dev.hefu.schemas.sharing.SharingAgreement;
import dev.hefu.schemas.sharing.SharingAgreementProposal;
import dev.hefu.schemas.sharing.SharingAgreementTerms;
import dev.hefu.schemas.webhook.Webhook;
import dev.hefu.schemas.webhook.WebhookAcknowledgement;
import dev.hefu.schemas.webhook.WebhookPlace;
import java.net.URI;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a participant asks of the gateway: as consumer, as provider, and as party to revenue. */
public final class PartnerClient {
  /** 128 bits: nobody guesses or meets it. */
  private static final int IDEMPOTENCY_KEY_BYTES = 16;

  private static final String BATCH = "application/cloudevents-batch+json";
  private static final TypeReference<Page<ConsentView>> CONSENTS = new TypeReference<>() {};
  private static final TypeReference<Page<Approval>> APPROVALS = new TypeReference<>() {};
  private static final TypeReference<Page<PublishedDataset>> DATASETS = new TypeReference<>() {};
  private static final TypeReference<Page<WaitingEvent>> WAITING = new TypeReference<>() {};
  private static final TypeReference<Page<Adjustment>> ADJUSTMENTS = new TypeReference<>() {};
  private static final TypeReference<Page<StatementSummary>> STATEMENTS = new TypeReference<>() {};
  private static final TypeReference<Page<Webhook>> WEBHOOKS = new TypeReference<>() {};
  private static final TypeReference<List<EventResult>> RESULTS = new TypeReference<>() {};

  private final HefuClient client;
  private final Signer signer;

  /**
   * @param client with the participant's own tokens
   * @param signer of the participant's registered key, for agreements
   */
  public PartnerClient(HefuClient client, Signer signer) {
    this.client = client;
    this.signer = signer;
  }

  /** A key that no other request has. */
  public static String newIdempotencyKey() {
    return Base64Url.encode(Providers.randomBytes(IDEMPOTENCY_KEY_BYTES));
  }

  /** A participant and its public keys. */
  public Answer<Participant> participant(String id) {
    return client.get("/v1/participants/" + id, Participant.class);
  }

  /** Offers a dataset. */
  public Answer<PublishedDataset> publish(DatasetPublication dataset) {
    return client.post("/v1/datasets", dataset, PublishedDataset.class);
  }

  /** The datasets of one provider: the first page. */
  public Answer<Page<PublishedDataset>> datasets(String provider) {
    return datasets(provider, PageRequest.FIRST);
  }

  /** The datasets of one provider: one page. */
  public Answer<Page<PublishedDataset>> datasets(String provider, PageRequest page) {
    return client.page("/v1/datasets?provider=" + provider, page, DATASETS);
  }

  /** Proposes a sharing agreement and signs it. */
  public Answer<SharingAgreement> propose(SharingAgreementTerms terms) {
    return client.post(
        "/v1/sharing-agreements",
        new SharingAgreementProposal(terms, signed(terms)),
        SharingAgreement.class);
  }

  /** Signs the very terms that the other side proposed. */
  public Answer<SharingAgreement> countersign(SharingAgreement proposed) {
    return client.post(
        "/v1/sharing-agreements/" + proposed.id() + "/signatures",
        new Countersignature(signed(proposed.terms())),
        SharingAgreement.class);
  }

  /** A sharing agreement as it stands. */
  public Answer<SharingAgreement> sharingAgreement(String id) {
    return client.get("/v1/sharing-agreements/" + id, SharingAgreement.class);
  }

  /** Ends a sharing agreement at once. */
  public Answer<SharingAgreement> terminate(String id) {
    return client.post(
        "/v1/sharing-agreements/" + id + "/termination", null, SharingAgreement.class);
  }

  /** The consents that name this participant as consumer: the first page. */
  public Answer<Page<ConsentView>> consents() {
    return consents(PageRequest.FIRST);
  }

  /** The consents that name this participant as consumer: one page. */
  public Answer<Page<ConsentView>> consents(PageRequest page) {
    return client.page("/v1/consents", page, CONSENTS);
  }

  /** A consent that names this participant, under its own reference. */
  public Answer<ConsentView> consent(String reference) {
    return client.get("/v1/consents/" + reference, ConsentView.class);
  }

  /** The consents that name this participant as provider: the first page. */
  public Answer<Page<ConsentView>> consentsAsProvider() {
    return consentsAsProvider(PageRequest.FIRST);
  }

  /** The consents that name this participant as provider: one page. */
  public Answer<Page<ConsentView>> consentsAsProvider(PageRequest page) {
    return client.page("/v1/consents?role=provider", page, CONSENTS);
  }

  /** The receipt of a consent that names this participant, under its own reference. */
  public Answer<String> consentReceipt(String reference) {
    return client.text("/v1/consents/" + reference + "/receipt");
  }

  /** Asks a person for a consent, under a link that only they are to be given. */
  public Answer<ConsentRequestLink> requestConsent(ConsentGrant asked) {
    return client.post("/v1/consent-requests", asked, ConsentRequestLink.class);
  }

  /** Attests that a person agreed elsewhere. */
  public Answer<ConsentView> attest(ConsentAttestation attestation) {
    return client.post("/v1/attestations", attestation, ConsentView.class);
  }

  /** Says that the person was told of a consent that this participant attested. */
  public Answer<JsonNode> told(String reference) {
    return client.post("/v1/consents/" + reference + "/telling");
  }

  /** Says where customers sign in to link their account. */
  public Answer<JsonNode> signInAt(SignInPlace place) {
    return client.put("/v1/sign-in-place", place);
  }

  /** Says where webhooks are received. */
  public Answer<JsonNode> receiveWebhooksAt(URI url) {
    return client.put("/v1/webhook-place", new WebhookPlace(url));
  }

  /** What this participant was told, the newest first: one page. */
  public Answer<Page<Webhook>> webhooks(PageRequest page) {
    return client.page("/v1/webhooks", page, WEBHOOKS);
  }

  /** Acknowledges a webhook and its duty; to repeat it changes nothing. */
  public Answer<Webhook> acknowledge(ReceivedWebhook received) {
    byte[] document =
        CanonicalJson.bytes(WebhookAcknowledgement.document(received.id(), received.bodyDigest()));
    return client.post(
        "/v1/webhooks/" + received.id() + "/acknowledgement",
        new WebhookAcknowledgement(signer.jws(WebhookAcknowledgement.JWS_TYPE, document)),
        Webhook.class);
  }

  /** Asks for one record; on 503 the same is repeated under the same key. */
  public Answer<ExchangeAnswer> exchange(ExchangeRequest request, String idempotencyKey) {
    return client.post("/v1/exchanges", request, idempotencyKey, ExchangeAnswer.class);
  }

  /** Asks how many persons are in which group; on 503 the same is repeated under the same key. */
  public Answer<ExchangeAnswer> figures(FigureRequest request, String idempotencyKey) {
    return client.post("/v1/figures", request, idempotencyKey, ExchangeAnswer.class);
  }

  /** What waits for a provider's approval, and what was said of it: one page. */
  public Answer<Page<Approval>> approvals(PageRequest page) {
    return client.page("/v1/approvals", page, APPROVALS);
  }

  /** An approval, by the exchange that asked for it first. */
  public Answer<Approval> approval(UUID exchange) {
    return client.get("/v1/approvals/" + exchange, Approval.class);
  }

  /** Approves, as the provider. */
  public Answer<Approval> approve(UUID exchange, ApprovalGrant yes) {
    return client.post("/v1/approvals/" + exchange + "/grant", yes, Approval.class);
  }

  /** Declines what waits, as the provider. */
  public Answer<Approval> decline(UUID exchange, ApprovalRefusal no) {
    return client.post("/v1/approvals/" + exchange + "/refusal", no, Approval.class);
  }

  /** Takes an approval back, as the provider. */
  public Answer<Approval> withdraw(UUID exchange, String reason) {
    return client.post(
        "/v1/approvals/" + exchange + "/withdrawal", new Reason(reason), Approval.class);
  }

  /** The receipt of an own exchange. */
  public Answer<Receipt> receipt(UUID exchange) {
    return client.get("/v1/receipts/" + exchange, Receipt.class);
  }

  /** Sends commerce events; each gets its own result, in their order. */
  public Answer<List<EventResult>> send(List<? extends JsonNode> events) {
    HefuClient.Body body = new HefuClient.Body(BATCH, MessageCodec.bytes(events));
    return HefuClient.answer(
        client.send("POST", "/v1/events", body, Map.of()),
        json -> MessageCodec.answer(json, RESULTS));
  }

  /** Proposes a revenue agreement and signs it. */
  public Answer<RevenueAgreement> propose(ObjectNode document) {
    return client.post(
        "/v1/revenue-agreements",
        new RevenueAgreementProposal(document, signed(document)),
        RevenueAgreement.class);
  }

  /**
   * Keeps a draft of a revenue agreement, for its parties to read; the first signature proposes.
   */
  public Answer<RevenueAgreement> draft(ObjectNode document) {
    return client.post(
        "/v1/revenue-agreements",
        new RevenueAgreementProposal(document, null),
        RevenueAgreement.class);
  }

  /** Signs the very document that another party drafted or proposed. */
  public Answer<RevenueAgreement> countersign(RevenueAgreement proposed) {
    return client.post(
        "/v1/revenue-agreements/" + proposed.id() + "/signatures",
        new Countersignature(signed(proposed.document())),
        RevenueAgreement.class);
  }

  /** Signs that a revenue agreement ends: it does once every party signed the same day. */
  public Answer<RevenueAgreement> terminate(RevenueAgreement agreement, LocalDate until) {
    byte[] document = CanonicalJson.bytes(RevenueTermination.document(agreement.digest(), until));
    return client.post(
        "/v1/revenue-agreements/" + agreement.id() + "/terminations",
        new RevenueTermination(until, signer.jws(RevenueTermination.JWS_TYPE, document)),
        RevenueAgreement.class);
  }

  /** A revenue agreement as it stands. */
  public Answer<RevenueAgreement> revenueAgreement(String id) {
    return client.get("/v1/revenue-agreements/" + id, RevenueAgreement.class);
  }

  /** Events that are not settled, own ones and those of own agreements: one page. */
  public Answer<Page<WaitingEvent>> waitingEvents(PageRequest page) {
    return client.page("/v1/waiting-events", page, WAITING);
  }

  /** Proposes what becomes of an event that waits for persons. */
  public Answer<Adjustment> propose(AdjustmentProposal proposal) {
    return client.post("/v1/adjustments", proposal, Adjustment.class);
  }

  /** Approves what another party proposed: it takes effect. */
  public Answer<Adjustment> approve(Adjustment proposed) {
    return client.post("/v1/adjustments/" + proposed.id() + "/approvals", null, Adjustment.class);
  }

  /** What was proposed for events of own agreements: one page. */
  public Answer<Page<Adjustment>> adjustments(PageRequest page) {
    return client.page("/v1/adjustments", page, ADJUSTMENTS);
  }

  /** The own statements of a period: the first page. */
  public Answer<Page<StatementSummary>> statements(YearMonth period) {
    return statements(period, PageRequest.FIRST);
  }

  /** The own statements of a period: one page. */
  public Answer<Page<StatementSummary>> statements(YearMonth period, PageRequest page) {
    return client.page("/v1/statements?period=" + period, page, STATEMENTS);
  }

  /** An own statement with its postings. */
  public Answer<Statement> statement(String id) {
    return client.get("/v1/statements/" + id, Statement.class);
  }

  /** Why a posting is what it is. */
  public Answer<Explanation> explain(String posting) {
    return client.get("/v1/postings/" + posting + "/explanation", Explanation.class);
  }

  private String signed(SharingAgreementTerms terms) {
    return signer.jws(
        SharingAgreementTerms.JWS_TYPE, CanonicalJson.bytes(MessageCodec.tree(terms)));
  }

  private String signed(ObjectNode document) {
    return signer.jws(RevenueAgreementProposal.JWS_TYPE, CanonicalJson.bytes(document));
  }
}
