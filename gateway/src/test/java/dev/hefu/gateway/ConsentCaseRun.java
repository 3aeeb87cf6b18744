package dev.hefu.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.Answer;
import dev.hefu.client.HefuClient;
import dev.hefu.client.PageRequest;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.PersonClient;
import dev.hefu.crypto.primitive.Providers;
import dev.hefu.gateway.ConsentCases.Case;
import dev.hefu.gateway.ConsentQuestion.Outcome;
import dev.hefu.gateway.TestNetwork.Partner;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.Window;
import dev.hefu.schemas.dataset.RecordScope;
import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.person.ConsentAcceptance;
import dev.hefu.schemas.person.ConsentAttestation;
import dev.hefu.schemas.person.ConsentDenial;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentRequestLink;
import dev.hefu.schemas.person.ConsentView;
import dev.hefu.schemas.person.Link;
import dev.hefu.schemas.person.NoticeReference;
import dev.hefu.schemas.sharing.Approval;
import dev.hefu.schemas.sharing.ApprovalGrant;
import dev.hefu.schemas.sharing.ApprovalRefusal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One case of one person: they link their accounts anew, and unlink them when it is over. */
final class ConsentCaseRun {
  private static final ConsentGrant.Flags ALL = new ConsentGrant.Flags(true, true, true, true);
  private static final ConsentGrant.Flags PLAIN = new ConsentGrant.Flags(true, false, false, false);
  private static final ConsentGrant.Flags SENSITIVE_ONLY =
      new ConsentGrant.Flags(false, true, false, false);

  private final ConsentWorld world;
  private final Person person;
  private final Case each;
  private final Map<String, String> names = new HashMap<>();
  private final List<String> consents = new ArrayList<>();
  private String token = "";
  private String attested = "";

  ConsentCaseRun(ConsentWorld world, Person person, Case each) {
    this.world = world;
    this.person = person;
    this.each = each;
  }

  /**
   * What became of the case.
   *
   * @param codes of the answers, or of the acts
   * @param cells of the first answer
   */
  record Result(List<String> codes, List<String> cells) {}

  Result run() throws Exception {
    try {
      link("market");
      link("wallet");
      if (provider() == world.lender) {
        link("lender");
      }
      names.put("old", Objects.requireNonNull(names.get("at market")));
      names.put("other", world.other.marketId());
      names.put("cite invented", "a".repeat(26));
      if (each.granted()) {
        perform("grant");
      }
      if (!each.acts().isEmpty()) {
        List<String> results = new ArrayList<>();
        for (String act : each.acts()) {
          String name = act.substring(0, act.indexOf(" = "));
          results.add(name + " = " + perform(name));
        }
        return new Result(results, List.of());
      }
      each.before().forEach(this::mustPerform);
      return questions();
    } finally {
      for (Link link : person.client().links().orThrow().items()) {
        person.client().unlink(link.id());
      }
    }
  }

  private Result questions() throws Exception {
    Runnable during = () -> each.during().forEach(this::mustPerform);
    world.answer(
        Objects.requireNonNull(
            names.get("at " + (provider() == world.lender ? "lender" : "wallet"))),
        new ConsentWorld.Answering(each.ask(), during));
    String key = ConsentQuestion.newKey();
    int atOnce = (int) each.ask().getOrDefault("at once", 1);
    List<Outcome> outcomes = new ArrayList<>(together(atOnce, each.ask(), key));
    for (String step : each.then()) {
      Map<String, Object> next = new HashMap<>(each.ask());
      if (step.equals("other purpose")) {
        next.put("purpose", "service");
      } else if (step.equals("identified")) {
        next.put("tier", "IDENTIFIED");
      } else if (!step.equals("nothing")) {
        mustPerform(step);
      }
      boolean same = "same".equals(each.ask().get("key"));
      outcomes.add(question(next, same ? key : ConsentQuestion.newKey()));
    }
    List<String> codes = new ArrayList<>(outcomes.stream().map(Outcome::code).toList());
    if (atOnce > 1) {
      codes.sort(null);
    }
    return new Result(codes, outcomes.getFirst().cells());
  }

  private List<Outcome> together(int count, Map<String, Object> ask, String key) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Outcome>> asked = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String own = i == 0 ? key : ConsentQuestion.newKey();
        asked.add(threads.submit(() -> question(ask, own)));
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> one : asked) {
        outcomes.add(one.get());
      }
      return outcomes;
    }
  }

  private Outcome question(Map<String, Object> ask, String key) throws Exception {
    return new ConsentQuestion(world, ask, names, person.tokens(), key).send();
  }

  private void mustPerform(String step) {
    String result = perform(step);
    if (result.matches("[a-z]+(-[a-z]+)+|conflict|internal")) {
      throw new IllegalStateException(step + ": " + result);
    }
  }

  /** Does what a step says; tells the state or the code that came of it. */
  private String perform(String step) {
    PersonClient client = person.client();
    return switch (step) {
      case "grant" -> keep(client.grant(grant()));
      case "grant less" -> keep(client.grant(plain()));
      case "grant to no named recipient" -> keep(client.grant(with(SENSITIVE_ONLY)));
      case "grant for other data" ->
          keep(client.grant(with(ALL, List.of(Category.PURCHASE, Category.CONTACT))));
      case "somebody says that it is a child" -> linkAsChild();
      case "pause" -> state(client.pause(latest()));
      case "resume" -> state(client.resume(latest()));
      case "revoke" -> state(client.revoke(latest()));
      case "revoke first" -> state(client.revoke(consents.getFirst()));
      case "accept" -> kept(client.accept(latest(), new ConsentAcceptance(ALL, "en")));
      case "accept plain" -> kept(client.accept(latest(), new ConsentAcceptance(PLAIN, "en")));
      case "deny" -> state(client.deny(latest(), new ConsentDenial("en")));
      case "request" -> request();
      case "open" -> keep(client.open(token));
      case "open invented" -> state(client.open("a".repeat(52)));
      case "attest" -> attest(Objects.requireNonNull(names.get("at wallet")), plain());
      case "attest for nobody" -> attest("w-nobody", plain());
      case "attest sensitive" -> attestRaw("wallet", true);
      case "market attests for wallet" -> attestRaw("market", false);
      case "told" -> done(world.network.wallet.client().told(attested), "noted");
      case "market tells" -> done(world.network.market.client().told(attested), "noted");
      case "ask" -> ask();
      case "ask for approval" -> askForApproval();
      case "approve" -> said(lender().approve(approval(person), new ApprovalGrant(30, null)));
      case "approve once" -> said(lender().approve(approval(person), new ApprovalGrant(30, 1)));
      case "decline" -> said(lender().decline(approval(person), new ApprovalRefusal(7, "a test")));
      case "withdraw" -> said(lender().withdraw(approval(person), "a test"));
      case "thirty days pass for the approval" -> {
        world.passForApprovals(approval(person), Duration.ofDays(31));
        yield "passed";
      }
      case "another person is approved" -> approveAnother();
      case "another consumer is approved" -> approveForAnotherConsumer();
      case "the account becomes another's" -> handOver();
      case "an hour passes" -> pass(Duration.ofHours(1));
      case "a day passes" -> pass(Duration.ofDays(1));
      case "a week passes" -> pass(Duration.ofDays(7));
      case "a week less a minute passes" -> pass(Duration.ofDays(7).minusMinutes(1));
      default -> step.startsWith("unlink ") ? unlink(step) : otherwise(step);
    };
  }

  private String otherwise(String step) {
    if (step.startsWith("link ")) {
      link(step.substring("link ".length()));
      return "linked";
    }
    if (step.startsWith("grant ")) {
      return state(personCalls().post("/v1/consents", badGrant(step), ConsentView.class));
    }
    PersonClient other = world.other.client();
    return switch (step) {
      case "other opens" -> state(other.open(token));
      case "other pauses" -> state(other.pause(latest()));
      case "other revokes" -> state(other.revoke(latest()));
      case "other accepts" -> state(other.accept(latest(), new ConsentAcceptance(ALL, "en")));
      case "revoke by the consumer's reference" ->
          state(person.client().revoke(world.consumersReference(latest())));
      case "market revokes" ->
          state(
              world
                  .network
                  .market
                  .calls()
                  .post("/v1/consents/" + latest() + "/revocation", null, ConsentView.class));
      case "market grants" ->
          state(world.network.market.calls().post("/v1/consents", grant(), ConsentView.class));
      case "person requests" ->
          state(personCalls().post("/v1/consent-requests", grant(), ConsentView.class));
      case "person attests" ->
          state(
              personCalls()
                  .post(
                      "/v1/attestations",
                      new ConsentAttestation("w-1", plain(), evidence()),
                      ConsentView.class));
      case "rival requests for market" -> state(world.rival.client().requestConsent(grant()));
      default -> throw new IllegalArgumentException("no step " + step);
    };
  }

  private HefuClient personCalls() {
    return world.network.calls(person.tokens());
  }

  private String latest() {
    return consents.getLast();
  }

  private String keep(Answer<ConsentView> answer) {
    if (answer instanceof Answer.Success<ConsentView>(int status, ConsentView view)
        && !consents.contains(view.reference())) {
      consents.add(view.reference());
    }
    return kept(answer);
  }

  private String kept(Answer<ConsentView> answer) {
    if (!consents.isEmpty()) {
      names.put("cite own", world.consumersReference(latest()));
      names.put("cite person's", latest());
    }
    return state(answer);
  }

  private static <T> String state(Answer<T> answer) {
    return switch (answer) {
      case Answer.Success<T>(int status, T value) ->
          value instanceof ConsentView view ? view.state().name() : "done";
      case Answer.Refused<T> refused -> refused.problem().code().code();
    };
  }

  private static String done(Answer<JsonNode> answer, String word) {
    return answer instanceof Answer.Refused<JsonNode> refused
        ? refused.problem().code().code()
        : word;
  }

  private void link(String participant) {
    String id = participant.charAt(0) + "-" + UUID.randomUUID();
    world.network.link(person.client(), world.partner(participant), id);
    names.put("at " + participant, id);
  }

  /** With a participant that the question is not about. */
  private String linkAsChild() {
    LocalDate fourteen = LocalDate.now(ZoneOffset.UTC).plusYears(1);
    world.network.link(person.client(), world.bank, "b-" + UUID.randomUUID(), fourteen);
    return "linked";
  }

  private String unlink(String step) {
    String participant = world.partner(step.substring("unlink ".length())).id();
    String link =
        person.client().links().orThrow().items().stream()
            .filter(one -> one.participant().equals(participant))
            .map(Link::id)
            .findFirst()
            .orElse(UUID.randomUUID().toString());
    return done(person.client().unlink(link), "gone");
  }

  /** The market gives the account to somebody else, who grants the same. */
  private String handOver() {
    unlink("unlink market");
    Person heir = world.network.stranger();
    String account = Objects.requireNonNull(names.get("at market"));
    world.network.link(heir.client(), world.network.market, account);
    world.network.link(heir.client(), world.network.wallet, heir.walletId());
    return state(heir.client().grant(grant()));
  }

  private String pass(Duration time) {
    world.pass(latest(), time);
    return "passed";
  }

  private String ask() {
    return ask(Map.of("cite", "own"));
  }

  private String ask(Map<String, Object> how) {
    try {
      return question(how, ConsentQuestion.newKey()).code();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whose data the consent is about. */
  private Partner provider() {
    return each.consent().containsKey("of") ? world.lender : world.network.wallet;
  }

  private PartnerClient lender() {
    return world.lender.client();
  }

  /** What the lender was last asked to approve of somebody. */
  private UUID approval(Person of) {
    String id = of == person ? Objects.requireNonNull(names.get("at lender")) : of.walletId();
    return lender().approvals(PageRequest.FIRST).orThrow().items().stream()
        .filter(one -> id.equals(one.subject()))
        .map(Approval::exchange)
        .findFirst()
        .orElse(new UUID(0, 0));
  }

  private static String said(Answer<Approval> answer) {
    return answer instanceof Answer.Success<Approval>(int status, Approval approval)
        ? approval.state().name()
        : state(answer);
  }

  private String askForApproval() {
    Map<String, Object> how = new HashMap<>(each.ask());
    how.put("cite", "own");
    String code = ask(how);
    return code.equals("approval-needed") ? "asked" : code;
  }

  /** Of the same provider, for the same consumer and purpose. */
  private String approveAnother() {
    Person other = world.other;
    if (other.client().links().orThrow().items().stream()
        .noneMatch(link -> link.participant().equals(world.lender.id()))) {
      world.network.link(other.client(), world.lender, other.walletId());
    }
    ConsentView consent = other.client().grant(grant()).orThrow();
    String reference = world.consumersReference(consent.reference());
    Answer<?> refused =
        world
            .network
            .market
            .client()
            .exchange(
                world.network.request(world.lender, other.marketId(), reference),
                ConsentQuestion.newKey());
    return state(refused).equals("approval-needed")
        ? said(lender().approve(approval(other), new ApprovalGrant(30, null)))
        : state(refused);
  }

  /** Of the same provider and person, for the same purpose. */
  private String approveForAnotherConsumer() {
    link("rival");
    ObjectNode theirs = (ObjectNode) MessageCodec.tree(grant());
    theirs.put("consumer", world.rival.id());
    ConsentView consent =
        person.client().grant(MessageCodec.answer(theirs, ConsentGrant.class)).orThrow();
    String reference = world.consumersReference(consent.reference());
    Answer<?> refused =
        world
            .rival
            .client()
            .exchange(
                world.network.request(
                    world.lender, Objects.requireNonNull(names.get("at rival")), reference),
                ConsentQuestion.newKey());
    return state(refused).equals("approval-needed")
        ? said(lender().approve(approval(person), new ApprovalGrant(30, null)))
        : state(refused);
  }

  private String request() {
    Answer<ConsentRequestLink> link = world.network.market.client().requestConsent(grant());
    if (link instanceof Answer.Success<ConsentRequestLink>(int status, ConsentRequestLink made)) {
      String path = made.url().getPath();
      token = path.substring(path.lastIndexOf('/') + 1);
      return "link";
    }
    return state(link);
  }

  private String attest(String subject, ConsentGrant consent) {
    Answer<ConsentView> answer =
        world.network.wallet.client().attest(new ConsentAttestation(subject, consent, evidence()));
    if (answer instanceof Answer.Success<ConsentView>(int status, ConsentView view)) {
      attested = view.reference();
      person.client().consents().orThrow().items().stream()
          .filter(one -> world.network.wallet.id().equals(one.attestedBy()))
          .findFirst()
          .ifPresent(one -> consents.add(one.reference()));
    }
    return state(answer);
  }

  /** As no client of ours would send it. */
  private String attestRaw(String by, boolean sensitive) {
    var message =
        (ObjectNode)
            MessageCodec.tree(
                new ConsentAttestation(
                    Objects.requireNonNull(names.get("at wallet")), plain(), evidence()));
    message.withObject("/consent/flags").put("sensitive", sensitive);
    return state(world.partner(by).calls().post("/v1/attestations", message, ConsentView.class));
  }

  private static String evidence() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Providers.sha256(new byte[1]));
  }

  private ConsentGrant plain() {
    return with(PLAIN);
  }

  private ConsentGrant grant() {
    List<String> flags = ConsentCases.list(each.consent().get("flags"));
    return with(
        flags.isEmpty()
            ? new ConsentGrant.Flags(true, true, false, false)
            : new ConsentGrant.Flags(
                flags.contains("recipient"), flags.contains("sensitive"), false, false));
  }

  private ConsentGrant with(ConsentGrant.Flags flags) {
    return with(
        flags,
        each.consent().containsKey("categories")
            ? ConsentCases.list(each.consent().get("categories")).stream()
                .map(code -> Category.of(code).orElseThrow())
                .toList()
            : List.of(Category.PAYMENT));
  }

  private ConsentGrant with(ConsentGrant.Flags flags, List<Category> categories) {
    Map<String, Object> said = each.consent();
    boolean tomorrow = said.containsKey("from");
    return new ConsentGrant(
        List.of(provider().id()),
        world.network.market.id(),
        Purpose.of(String.valueOf(said.getOrDefault("purpose", "recommendation"))).orElseThrow(),
        categories,
        Tier.valueOf(String.valueOf(said.getOrDefault("tier", "PSEUDONYMOUS"))),
        tomorrow ? Instant.now().plus(Duration.ofDays(1)) : null,
        Instant.now().plus(Duration.ofDays(7)),
        ConsentGrant.Mode.valueOf(String.valueOf(said.getOrDefault("mode", "PERIODIC"))),
        frequency(said),
        (Integer) said.get("max records"),
        30,
        records(said),
        null,
        flags,
        new NoticeReference("data-sharing", 1, "en"));
  }

  private static ConsentGrant.@Nullable Frequency frequency(Map<String, Object> said) {
    if (!said.containsKey("frequency")) {
      return null;
    }
    String[] words = String.valueOf(said.get("frequency")).split(" ", -1);
    return new ConsentGrant.Frequency(Integer.parseInt(words[0]), Window.valueOf(words[2]));
  }

  private static @Nullable RecordScope records(Map<String, Object> said) {
    if (said.containsKey("records from")) {
      return new RecordScope(
          LocalDate.parse(String.valueOf(said.get("records from"))), null, List.of());
    }
    if (!said.containsKey("only")) {
      return null;
    }
    return new RecordScope(
        null,
        null,
        ConsentCases.map(said.get("only")).entrySet().stream()
            .map(
                one ->
                    new RecordScope.ValueFilter(
                        TestNetwork.DATASET, one.getKey(), ConsentCases.list(one.getValue())))
            .toList());
  }

  /** A grant as no client of ours would send it. */
  private JsonNode badGrant(String step) {
    var grant = (ObjectNode) MessageCodec.tree(grant());
    Instant now = Instant.now();
    switch (step) {
      case "grant to nobody" -> grant.put("consumer", "nobody-at-all");
      case "grant of nobody" -> grant.putArray("providers").add("nobody-at-all");
      case "grant of the recipient" -> grant.putArray("providers").add(world.network.market.id());
      case "grant for yesterday" -> {
        grant.put("validFrom", now.minus(Duration.ofDays(2)).toString());
        grant.put("validUntil", now.minus(Duration.ofDays(1)).toString());
      }
      case "grant for a fraction of a microsecond" -> {
        Instant tomorrow = now.plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
        grant.put("validFrom", tomorrow.plusNanos(100).toString());
        grant.put("validUntil", tomorrow.plusNanos(300).toString());
      }
      case "grant for two years" ->
          grant.put("validUntil", now.plus(Duration.ofDays(730)).toString());
      case "grant under no notice" -> grant.withObject("/notice").put("version", 77);
      case "grant of invented values" -> only(grant, "preferredMethods", "shells");
      case "grant of an open field" -> only(grant, "merchantCategories.category", "books");
      case "grant never" -> grant.putObject("frequency").put("limit", 0).put("window", "DAY");
      case "grant of no records" -> grant.put("maxRecords", 0);
      case "grant of records owed" -> grant.put("maxRecords", -1);
      case "grant of too many records" -> grant.put("maxRecords", ConsentGrant.MAX_RECORDS + 1);
      case "grant of half a record" -> grant.put("maxRecords", 0.5);
      case "grant of nothing" -> grant.putArray("categories");
      default -> throw new IllegalArgumentException("no step " + step);
    }
    return grant;
  }

  private static void only(ObjectNode grant, String field, String value) {
    grant
        .putObject("records")
        .putArray("only")
        .addObject()
        .put("dataset", TestNetwork.DATASET)
        .put("field", field)
        .putArray("values")
        .add(value);
  }
}
