package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.HefuClient;
import dev.hefu.client.HttpAnswer;
import dev.hefu.client.PartnerClient;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.record.ReceiptCheck;
import dev.hefu.crypto.record.SignedReceipt;
import dev.hefu.gateway.TestNetwork.Partner;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.gateway.cli.HefuCommand;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.ParticipantKind;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.StrictJson;
import dev.hefu.schemas.participant.Contact;
import dev.hefu.schemas.person.ConsentAcceptance;
import dev.hefu.schemas.person.ConsentAttestation;
import dev.hefu.schemas.person.ConsentDenial;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Consent receipts over HTTP: who gets which, what they say, and that they verify offline. */
final class ConsentReceiptsTest {
  private static final long LOOK_NANOS = 100_000_000;

  private static TestNetwork network;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(query -> Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  private static SignedReceipt valid(Answer<String> answer) {
    ReceiptCheck check =
        SignedReceipt.verify(answer.orThrow(), Verifier.of(network.gateway.publicKeys()));
    return assertInstanceOf(ReceiptCheck.Valid.class, check).receipt();
  }

  private static JsonNode record(SignedReceipt receipt) {
    return receipt.claims().receipt().path("dpv:hasRecordOfActivity");
  }

  private static List<String> states(SignedReceipt receipt) {
    List<String> states = new ArrayList<>();
    record(receipt)
        .path("dpv:hasConsentStatus")
        .forEach(one -> states.add(one.path("@type").asText()));
    return states;
  }

  private static ErrorCode refused(Answer<?> answer) {
    return ((Answer.Refused<?>) answer).problem().code();
  }

  private static ConsentView atConsumer(Person person) {
    return network.market.client().consent(network.reference(person)).orThrow();
  }

  /** What the wallet calls the consent of this person. */
  private static ConsentView atProvider(Person person) {
    return network.wallet.client().consentsAsProvider().orThrow().items().stream()
        .filter(consent -> person.walletId().equals(consent.subject()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void eachPartyGetsItsOwnAndOnlyThePersonsSaysWhoTheyAre() {
    Person person = network.person();
    String own = network.consent(person).reference();
    SignedReceipt persons = valid(person.client().consentReceipt(own));
    SignedReceipt consumers =
        valid(network.market.client().consentReceipt(network.reference(person)));
    SignedReceipt providers =
        valid(network.wallet.client().consentReceipt(atProvider(person).reference()));

    assertTrue(persons.subject().isPresent());
    assertEquals(Optional.empty(), consumers.subject());
    assertEquals(Optional.empty(), providers.subject());
    assertEquals("dpv:DataSubject", persons.claims().recipient());
    assertEquals(network.market.id(), consumers.claims().recipient());
    assertEquals(network.wallet.id(), providers.claims().recipient());
    Set<String> references = new TreeSet<>();
    for (SignedReceipt receipt : List.of(persons, consumers, providers)) {
      assertEquals(network.gateway.url().toString(), receipt.claims().issuer());
      String reference = receipt.claims().receipt().path("dct:identifier").asText();
      assertEquals(reference, record(receipt).path("dct:identifier").asText());
      references.add(reference);
      assertEquals(List.of("dpv:ConsentGiven"), states(receipt));
      JsonNode process = record(receipt).path("dpv:hasProcess");
      assertEquals(network.market.id(), process.path("dpv:hasRecipient").asText());
      assertEquals(network.wallet.id(), process.path("dpv:hasDataSource").path(0).asText());
      assertEquals("hefu:category:payment", process.path("dpv:hasPersonalData").path(0).asText());
      assertEquals(
          "P30D", process.path("dpv:hasStorageCondition").path("dpv:hasDuration").asText());
      assertEquals(List.of("recipient", "sensitive"), texts(process.path("hefu:separateConsents")));
    }
    assertEquals(3, references.size(), references::toString);
  }

  @Test
  void aProviderReadsWhatItAttestedFromTheFirstAndHasItsReceiptOnceItIsGranted() {
    Person person = network.person();
    ConsentView said = attested(person);
    PartnerClient wallet = network.wallet.client();
    String own = person.client().consents().orThrow().items().getFirst().reference();
    assertEquals(ConsentView.State.REQUESTED, wallet.consent(said.reference()).orThrow().state());
    assertEquals(person.walletId(), atProvider(person).subject());
    assertEquals(ErrorCode.NOT_FOUND, refused(wallet.consentReceipt(said.reference())));
    assertEquals(ErrorCode.NOT_FOUND, refused(network.market.client().consent(said.reference())));
    person
        .client()
        .accept(own, new ConsentAcceptance(new ConsentGrant.Flags(true, true, true, true), "en"))
        .orThrow();
    for (SignedReceipt receipt :
        List.of(
            valid(wallet.consentReceipt(said.reference())),
            valid(person.client().consentReceipt(own)))) {
      assertEquals(network.wallet.id(), record(receipt).path("hefu:attestedBy").asText());
      assertEquals(
          List.of("recipient"),
          texts(record(receipt).path("dpv:hasProcess").path("hefu:separateConsents")));
    }
    Person denies = network.person();
    ConsentView denied = attested(denies);
    denies
        .client()
        .deny(
            denies.client().consents().orThrow().items().getFirst().reference(),
            new ConsentDenial("en"))
        .orThrow();
    assertEquals(ConsentView.State.DENIED, wallet.consent(denied.reference()).orThrow().state());
    assertEquals(ErrorCode.NOT_FOUND, refused(wallet.consentReceipt(denied.reference())));
  }

  private static ConsentView attested(Person person) {
    return network
        .wallet
        .client()
        .attest(
            new ConsentAttestation(
                person.walletId(),
                network.grant(
                    network.wallet,
                    Purpose.RECOMMENDATION,
                    new ConsentGrant.Flags(true, false, false, false)),
                "A".repeat(43)))
        .orThrow();
  }

  @Test
  void howManyRecordsItGivesStandsInItWhereItIsBounded() {
    Person person = network.person();
    ConsentGrant like = network.grant(ConsentGrant.Mode.PERIODIC);
    assertFalse(maxRecords(person, like).isNumber());
    ConsentGrant bounded =
        new ConsentGrant(
            like.providers(),
            like.consumer(),
            like.purpose(),
            like.categories(),
            like.highestTier(),
            null,
            like.validUntil(),
            like.mode(),
            null,
            ConsentGrant.MAX_RECORDS,
            30,
            null,
            null,
            like.flags(),
            like.notice());
    assertEquals(ConsentGrant.MAX_RECORDS, maxRecords(person, bounded).asInt());
  }

  private static JsonNode maxRecords(Person person, ConsentGrant grant) {
    ConsentView granted = person.client().grant(grant).orThrow();
    assertEquals(grant.maxRecords(), granted.maxRecords());
    SignedReceipt receipt = valid(person.client().consentReceipt(granted.reference()));
    return record(receipt).at("/dpv:hasProcess/hefu:maxRecords");
  }

  /** What ISO/IEC TS 27560 wants of the parties and of each event. */
  @Test
  void saysWhereThePartiesAreAndAreReachedAndWhoDidWhat() {
    Person person = network.person();
    String own = network.consent(person).reference();
    person.client().pause(own).orThrow();
    for (SignedReceipt receipt :
        List.of(
            valid(person.client().consentReceipt(own)),
            valid(network.market.client().consentReceipt(network.reference(person))))) {
      JsonNode record = record(receipt);
      assertEquals(2, record.path("dpv:hasEntity").size());
      for (String id : List.of(network.market.id(), network.wallet.id())) {
        JsonNode party = record.path("dpv:hasEntity").path(id);
        Contact contact = Objects.requireNonNull(TestNetwork.contact(id));
        assertEquals("dpv:LegalEntity", party.path("@type").asText());
        assertEquals(id, party.path("dpv:hasName").path("en").asText());
        assertEquals("mailto:" + contact.email(), party.path("dpv:hasContact").asText());
        assertEquals(contact.address(), party.path("dpv:hasAddress").asText());
        assertEquals("loc:CN", party.path("dpv:hasLocation").asText());
      }
      assertEquals(
          List.of("loc:CN"), texts(record.path("dpv:hasProcess").path("dpv:hasJurisdiction")));
      assertEquals(
          List.of(
              "dpv:ConsentGiven dpv:DataSubject dpv:ExplicitlyExpressedConsent",
              "hefu:ConsentPaused dpv:DataSubject"),
          events(receipt));
    }
  }

  private static List<String> events(SignedReceipt receipt) {
    List<String> events = new ArrayList<>();
    for (JsonNode event : record(receipt).path("dpv:hasConsentStatus")) {
      String words =
          event.path("@type").asText() + " " + event.path("dpv:isImplementedByEntity").asText();
      events.add((words + " " + event.path("dpv:hasLegalBasis").asText()).strip());
    }
    return events;
  }

  @Test
  void namesWhatAPartyHasToldOfItselfByNowAndNothingElse() throws Exception {
    Partner store =
        network.partner(
            TestNetwork.MUTE + UUID.randomUUID().toString().substring(0, 8),
            ParticipantKind.STORE,
            null);
    String mute = store.id();
    Person person = network.person();
    network.link(person.client(), store, "m-" + UUID.randomUUID());
    String own = person.client().grant(network.grantFor(store)).orThrow().reference();
    SignedReceipt before = valid(person.client().consentReceipt(own));
    assertEquals(mute, party(before, mute).path("dpv:hasName").path("en").asText());
    assertFalse(party(before, mute).has("dpv:hasContact"));
    assertFalse(party(before, mute).has("dpv:hasAddress"));

    Contact contact = new Contact("dpo@mute.example", null);
    assertEquals(contact, network.operator.contact(mute, contact).orThrow().contact());
    assertEquals(ErrorCode.CONFLICT, refused(network.operator.contact(mute, contact)));
    assertEquals(ErrorCode.NOT_FOUND, refused(network.operator.contact("nobody", contact)));
    network.operator.move(mute, "DE").orThrow();
    SignedReceipt after = valid(person.client().consentReceipt(own));
    assertEquals("mailto:dpo@mute.example", party(after, mute).path("dpv:hasContact").asText());
    assertFalse(party(after, mute).has("dpv:hasAddress"));
    assertEquals("loc:DE", party(after, mute).path("dpv:hasLocation").asText());
    assertEquals(
        List.of("loc:CN", "loc:DE"),
        texts(record(after).path("dpv:hasProcess").path("dpv:hasJurisdiction")));
  }

  private static JsonNode party(SignedReceipt receipt, String id) {
    return record(receipt).path("dpv:hasEntity").path(id);
  }

  /** A node looks for it every ten seconds. */
  @Timeout(60)
  @Test
  void whoWasToldAndKeptSilentDidNotSayYes() {
    Person person = network.person();
    ConsentView said = attested(person);
    network.wallet.client().told(said.reference()).orThrow();
    String own = person.client().consents().orThrow().items().getFirst().reference();
    assertEquals(
        List.of("dpv:ConsentRequested " + network.wallet.id()),
        events(valid(person.client().consentReceipt(own))));
    DSL.using(network.database, SQLDialect.POSTGRES)
        .execute(
            "UPDATE policy.consents SET told_at = told_at - interval '72 hours'"
                + " WHERE attested_reference = ?",
            said.reference());
    while (person.client().consent(own).orThrow().state() != ConsentView.State.GRANTED) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    assertEquals(
        List.of(
            "dpv:ConsentRequested " + network.wallet.id(),
            "dpv:ConsentGiven " + network.wallet.id() + " dpv:ImpliedConsent"),
        events(valid(person.client().consentReceipt(own))));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  @Test
  void participantsAreToldTimesToTheHour() {
    Person person = network.person();
    String own = network.consent(person).reference();
    JsonNode exact = record(valid(person.client().consentReceipt(own)));
    for (Answer<String> answer :
        List.of(
            network.market.client().consentReceipt(network.reference(person)),
            network.wallet.client().consentReceipt(atProvider(person).reference()))) {
      SignedReceipt receipt = valid(answer);
      assertEquals(0, receipt.claims().issuedAt().getEpochSecond() % 3600);
      for (String time :
          List.of("/dpv:hasDuration/schema:endTime", "/dpv:hasConsentStatus/0/dct:date")) {
        String told = record(receipt).at(time).asText();
        assertTrue(told.endsWith(":00:00Z"), told);
        assertNotEquals(exact.at(time).asText(), told, "to the hour, the control is exact");
      }
    }
    ConsentView exactView = person.client().consent(own).orThrow();
    for (ConsentView told : List.of(atProvider(person), atConsumer(person))) {
      assertEquals(exactView.changedAt().truncatedTo(ChronoUnit.HOURS), told.changedAt());
      assertEquals(exactView.grantedAt().truncatedTo(ChronoUnit.HOURS), told.grantedAt());
    }
    assertNotEquals(0, exactView.changedAt().getNano(), "the control is exact");
    assertEquals(exactView.validUntil(), atConsumer(person).validUntil());
  }

  @Test
  void everyStateStandsInItAndTheOldReceiptStaysValid() {
    Person person = network.person();
    String own = network.consent(person).reference();
    Answer<String> before = person.client().consentReceipt(own);
    person.client().pause(own).orThrow();
    person.client().resume(own).orThrow();
    person.client().revoke(own).orThrow();
    List<String> all =
        List.of(
            "dpv:ConsentGiven", "hefu:ConsentPaused", "dpv:ConsentGiven", "dpv:ConsentWithdrawn");
    assertEquals(all, states(valid(person.client().consentReceipt(own))));
    assertEquals(
        all, states(valid(network.market.client().consentReceipt(network.reference(person)))));
    assertEquals(List.of("dpv:ConsentGiven"), states(valid(before)));
  }

  @Test
  void twoReceiptsOfOneConsentShareNoSalt() {
    Person person = network.person();
    String own = network.consent(person).reference();
    String first = person.client().consentReceipt(own).orThrow();
    String second = person.client().consentReceipt(own).orThrow();
    assertNotEquals(last(first), last(second));
    assertEquals(
        valid(person.client().consentReceipt(own)).subject(),
        assertInstanceOf(
                ReceiptCheck.Valid.class,
                SignedReceipt.verify(first, Verifier.of(network.gateway.publicKeys())))
            .receipt()
            .subject());
  }

  private static String last(String receipt) {
    return receipt.substring(receipt.lastIndexOf('~', receipt.length() - 2));
  }

  /** Nobody finds a consent under another party's reference of it. */
  @ParameterizedTest
  @CsvSource({
    "market, person's",
    "market, wallet's",
    "wallet, person's",
    "wallet, market's",
    "person, wallet's",
    "person, market's",
    "stranger, person's"
  })
  void anotherPartysReferenceIsUnknown(String who, String whose) {
    Person person = network.person();
    String own = network.consent(person).reference();
    String reference =
        switch (whose) {
          case "person's" -> own;
          case "market's" -> network.reference(person);
          default -> atProvider(person).reference();
        };
    Answer<String> answer =
        switch (who) {
          case "market" -> network.market.client().consentReceipt(reference);
          case "wallet" -> network.wallet.client().consentReceipt(reference);
          case "person" -> person.client().consentReceipt(reference);
          default -> network.person().client().consentReceipt(reference);
        };
    assertEquals(ErrorCode.NOT_FOUND, refused(answer));
  }

  @Test
  void participantsHaveNoneOfWhatThePersonNeverGranted() {
    Person person = network.person();
    ConsentGrant grant = network.grant(ConsentGrant.Mode.PERIODIC);
    String path = network.market.client().requestConsent(grant).orThrow().url().getPath();
    String own =
        person.client().open(path.substring(path.lastIndexOf('/') + 1)).orThrow().reference();
    assertEquals(
        List.of("dpv:ConsentRequested"), states(valid(person.client().consentReceipt(own))));
    person.client().deny(own, new ConsentDenial("en")).orThrow();
    SignedReceipt refused = valid(person.client().consentReceipt(own));
    assertEquals(List.of("dpv:ConsentRequested", "dpv:ConsentRefused"), states(refused));
    JsonNode events = record(refused).path("dpv:hasConsentStatus");
    assertEquals("zh", events.path(0).path("dct:language").asText(), "as it was asked for");
    assertEquals("en", events.path(1).path("dct:language").asText(), "as it was refused");
    assertNotEquals(
        events.path(0).path("hefu:noticeDigest"), events.path(1).path("hefu:noticeDigest"));
    for (PartnerClient partner : List.of(network.market.client(), network.wallet.client())) {
      assertTrue(
          partner.consentsAsProvider().orThrow().items().stream()
              .noneMatch(one -> person.walletId().equals(one.subject())));
    }
  }

  @Test
  void aRoleThatIsNoneIsRefused() {
    HefuClient calls = network.wallet.calls();
    HttpAnswer answer = calls.send("GET", "/v1/consents?role=owner", null, Map.of());
    assertEquals(400, answer.status());
    assertTrue(answer.text().contains("role is 'owner': "), answer::text);
  }

  @Test
  void aProvidersListIsPaged() {
    for (int i = 0; i < 3; i++) {
      network.consent(network.person());
    }
    List<String> whole = references("/v1/consents?role=provider&limit=1000");
    List<String> paged = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = page("/v1/consents?role=provider&limit=2" + cursor);
      page.path("items").forEach(one -> paged.add(one.path("reference").asText()));
      cursor = page.path("next").isTextual() ? "&cursor=" + page.path("next").asText() : "";
    } while (!cursor.isEmpty());
    assertEquals(whole, paged);
    assertFalse(whole.isEmpty());
  }

  private static List<String> references(String path) {
    List<String> references = new ArrayList<>();
    page(path).path("items").forEach(one -> references.add(one.path("reference").asText()));
    return references;
  }

  private static JsonNode page(String path) {
    HttpAnswer answer = network.wallet.calls().send("GET", path, null, Map.of());
    assertEquals(200, answer.status(), answer::text);
    return StrictJson.trusted(answer.body());
  }

  /** The reference library of SD-JWT, with nothing of ours but the published keys. */
  @Test
  void aStockClientVerifiesAPersonsAndAParticipantsReceipt() throws Exception {
    Person person = network.person();
    String own = network.consent(person).reference();
    String persons = person.client().consentReceipt(own).orThrow();
    String markets = network.market.client().consentReceipt(network.reference(person)).orThrow();
    HttpAnswer published = network.market.calls().send("GET", "/v1/keys", null, Map.of());
    ObjectNode ours = JsonNodeFactory.instance.objectNode();
    ours.set("key", StrictJson.trusted(published.body()).at("/jwks/keys/0"));
    String withForeign = markets + last(persons).substring(1);
    ours.putArray("records").add(persons).add(markets).add(withForeign);
    ours.putArray("altered")
        .add(persons.replaceFirst("\\.e", ".f"))
        .add(markets.substring(0, markets.indexOf('~') - 4) + "AAAA~");
    JsonNode theirs = StockSdJwt.read(ours);
    for (int i = 0; i < 2; i++) {
      SignedReceipt receipt = valid(new Answer.Success<>(200, i == 0 ? persons : markets));
      JsonNode payload = theirs.path("payloads").path(i);
      assertEquals(receipt.claims().receipt(), payload.path("receipt"));
      assertEquals(receipt.claims().recipient(), payload.path("aud").asText());
      assertEquals(receipt.subject(), Optional.ofNullable(payload.path("sub").textValue()));
    }
    assertFalse(theirs.path("payloads").path(2).has("sub"), "who another receipt is about");
    assertEquals(List.of("true", "true"), texts(theirs.path("refused")));
  }

  /** What a person keeps is checked by a command that calls nobody. */
  @Test
  void theCommandVerifiesWhatWasKept(@TempDir Path folder) throws Exception {
    Person person = network.person();
    String own = network.consent(person).reference();
    Path kept = folder.resolve("kept.sd-jwt");
    Files.writeString(kept, person.client().consentReceipt(own).orThrow());
    Path keys = folder.resolve("keys.json");
    HttpAnswer published = network.market.calls().send("GET", "/v1/keys", null, Map.of());
    Files.write(keys, published.body());
    assertEquals(
        0, HefuCommand.execute("receipt", "verify", kept.toString(), "--jwks", keys.toString()));
    Files.writeString(
        kept, Files.readString(kept).replaceFirst("\\.e", ".f"), StandardCharsets.US_ASCII);
    assertEquals(
        1, HefuCommand.execute("receipt", "verify", kept.toString(), "--jwks", keys.toString()));
  }
}
