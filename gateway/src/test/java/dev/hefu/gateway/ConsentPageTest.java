package dev.hefu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import dev.hefu.client.Answer;
import dev.hefu.client.PageRequest;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.webhook.ReceivedWebhook;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.record.ReceiptCheck;
import dev.hefu.crypto.record.SignedReceipt;
import dev.hefu.gateway.TestNetwork.Partner;
import dev.hefu.gateway.TestNetwork.Person;
import dev.hefu.schemas.ErrorCode;
import dev.hefu.schemas.ParticipantKind;
import dev.hefu.schemas.Window;
import dev.hefu.schemas.dataset.RecordScope;
import dev.hefu.schemas.exchange.ExchangeAnswer;
import dev.hefu.schemas.exchange.ExchangeRequest;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import dev.hefu.schemas.person.Link;
import dev.hefu.schemas.person.SignInPlace;
import dev.hefu.schemas.sharing.ApprovalGrant;
import dev.hefu.schemas.sharing.ApprovalRefusal;
import dev.hefu.schemas.sharing.SharingAgreementTerms;
import dev.hefu.schemas.webhook.Webhook;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person sees and does, in a real browser against a real network. */
final class ConsentPageTest {
  /** WCAG 2.1 at level AA. */
  private static final List<String> WCAG = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa");

  private static TestBrowser browser;
  private static TestNetwork network;

  @BeforeAll
  static void start() throws Exception {
    browser = TestBrowser.start();
    network = new TestNetwork(query -> Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    if (network != null) {
      network.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  private static URI link() {
    ConsentGrant like = network.grant(ConsentGrant.Mode.PERIODIC);
    ConsentGrant asked =
        new ConsentGrant(
            like.providers(),
            like.consumer(),
            like.purpose(),
            like.categories(),
            like.highestTier(),
            null,
            like.validUntil(),
            like.mode(),
            new ConsentGrant.Frequency(4, Window.DAY),
            200,
            30,
            new RecordScope(
                LocalDate.parse("2026-01-01"),
                null,
                List.of(
                    new RecordScope.ValueFilter(
                        TestNetwork.DATASET, "preferredMethods", List.of("card", "wallet")))),
            null,
            like.flags(),
            like.notice());
    return network.market.client().requestConsent(asked).orThrow().url();
  }

  private static void signIn(Page page, Person person) {
    page.fill("#username", person.name());
    page.fill("#password", person.password());
    page.click("#kc-login");
  }

  /** Opens a request link and signs in: the question stands there. */
  private static Page question(Person person, String language) {
    Page page = browser.phone(language);
    page.navigate(link().toString());
    signIn(page, person);
    page.waitForURL("**/console/consents/*");
    return page;
  }

  private static ConsentView only(Person person) {
    List<ConsentView> all = person.client().consents().orThrow().items();
    assertEquals(1, all.size());
    return all.getFirst();
  }

  private static void look(Page page, String name) {
    Path folder = Path.of("target", "screenshots");
    page.screenshot(
        new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png")).setFullPage(true));
    assertTrue(Files.exists(folder.resolve(name + ".png")));
    assertEquals(
        List.of(),
        new AxeBuilder(page)
            .withTags(WCAG).analyze().getViolations().stream()
                .map(violation -> violation.getId() + ": " + violation.getNodes())
                .toList(),
        name);
    assertFits(page, name);
  }

  private static void assertFits(Page page, String name) {
    int width = (int) page.evaluate("() => document.documentElement.scrollWidth");
    assertTrue(width <= page.viewportSize().width, name + " is " + width + " px wide");
  }

  @Test
  void aPersonReadsEverythingAndGrantsOnAPhone() {
    Person person = network.person();
    Page page = question(person, "zh-CN");
    look(page, "consent-zh-phone");
    String text = page.innerText("main");
    for (String said :
        List.of(
            network.market.id(),
            network.wallet.id(),
            "为您推荐",
            "您的支付方式",
            "以代号表示",
            "2026-01-01",
            "card, wallet",
            "每天最多 4 次",
            "合计最多 200 条记录",
            "30 天",
            "您的权利",
            "告知全文")) {
      assertTrue(text.contains(said), said);
    }
    assertTrue(page.locator("details").textContent().contains("任何人都无法更改的日志"));
    page.click("button[value=grant]");
    assertTrue(page.innerText("[role=alert]").contains(network.market.id()));
    assertEquals(ConsentView.State.REQUESTED, only(person).state());
    page.check("input[name=recipient]");
    page.click("button[value=grant]");
    assertTrue(page.innerText("h1").contains("您已同意"));
    ConsentView granted = only(person);
    assertEquals(ConsentView.State.GRANTED, granted.state());
    assertEquals(new ConsentGrant.Flags(true, false, false, false), granted.flags());
    assertEquals("zh", granted.notice().language());
  }

  @Test
  void refusingIsExactlyAsEasyAsGranting() {
    Person person = network.person();
    Page page = question(person, "en");
    look(page, "consent-en-phone");
    Locator deny = page.locator("button[value=deny]");
    Locator grant = page.locator("button[value=grant]");
    BoundingBox no = deny.boundingBox();
    BoundingBox yes = grant.boundingBox();
    assertEquals(yes.width, no.width, 0.5);
    assertEquals(yes.height, no.height, 0.5);
    assertEquals(yes.y, no.y, 0.5);
    for (String style : List.of("color", "backgroundColor", "fontSize", "fontWeight", "border")) {
      assertEquals(style(grant, style), style(deny, style), style);
    }
    deny.click();
    assertTrue(page.innerText("h1").contains("You refused"));
    assertEquals(ConsentView.State.DENIED, only(person).state());
    assertEquals(
        List.of(),
        network.market.client().consents().orThrow().items().stream()
            .filter(consent -> person.marketId().equals(consent.subject()))
            .toList());
  }

  /** Another tab may have changed the language since; the leaf has what this page showed. */
  @ParameterizedTest
  @CsvSource({"grant, GRANTED", "deny, DENIED"})
  void whatIsKeptIsTheLanguageOfThePageThatWasAnswered(String answer, ConsentView.State state) {
    Person person = network.person();
    Page page = question(person, "zh-CN");
    Page tab = page.context().newPage();
    tab.navigate(network.gateway.url() + "/console?lang=en");
    page.check("input[name=recipient]");
    page.click("button[value=" + answer + "]");
    ConsentView answered = only(person);
    assertEquals(state, answered.state());
    assertEquals("zh", answered.notice().language());
    assertEquals("zh", lastLanguage(person));
  }

  private static String lastLanguage(Person person) {
    String receipt = person.client().consentReceipt(only(person).reference()).orThrow();
    SignedReceipt read =
        assertInstanceOf(
                ReceiptCheck.Valid.class,
                SignedReceipt.verify(receipt, Verifier.of(network.gateway.publicKeys())))
            .receipt();
    JsonNode states = read.claims().receipt().at("/dpv:hasRecordOfActivity/dpv:hasConsentStatus");
    return states.path(states.size() - 1).path("dct:language").asText();
  }

  @Test
  void theLanguageIsChosenOnPagesThatAnswerAFormToo() {
    Person person = network.person();
    Page page = question(person, "en");
    page.click("button[value=grant]");
    assertTrue(page.innerText("[role=alert]").contains(network.market.id()));
    page.click("text=中文");
    assertTrue(page.innerText("main").contains("您的权利"), page.innerText("main"));
    page.check("input[name=recipient]");
    page.click("button[value=grant]");
    page.click("text=English");
    assertTrue(page.innerText("main").contains("in force"), page.innerText("main"));
  }

  /** With the keyboard alone: refusing and granting are one key apart, and each says what it is. */
  @Test
  void everythingIsReachedAndAnsweredByKeyboard() {
    Person person = network.person();
    Page page = question(person, "en");
    List<String> reached = new ArrayList<>();
    for (int i = 0; i < 20 && !reached.contains("Agree"); i++) {
      page.keyboard().press("Tab");
      reached.add(
          (String)
              page.evaluate(
                  "() => { const e = document.activeElement;"
                      + " return e.labels && e.labels.length ? e.labels[0].innerText"
                      + " : e.innerText.trim(); }"));
    }
    int refuse = reached.indexOf("Refuse");
    assertTrue(refuse > 0, reached::toString);
    assertEquals(refuse + 1, reached.indexOf("Agree"), reached::toString);
    assertTrue(reached.contains("The whole notice"), reached::toString);
    assertTrue(
        reached.stream().anyMatch(name -> name.contains("my data goes to")), reached::toString);
    page.keyboard().press("Shift+Tab");
    page.keyboard().press("Enter");
    page.waitForURL("**/answer");
    assertEquals(ConsentView.State.DENIED, only(person).state());
  }

  /** Every page of the console, by what it shows. */
  private static Map<String, String> pages(Person person) throws Exception {
    network.consent(person);
    ask(person);
    String granted = only(person).reference();
    String token = link().getPath().substring("/console/requests/".length());
    String asked = person.client().open(token).orThrow().reference();
    String unlinked = "/console/links/" + network.market.id();
    offerSignIn();
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("the account", "/console");
    pages.put("a question", "/console/consents/" + asked);
    pages.put("a receipt", "/console/consents/" + granted + "/receipt");
    pages.put("a link that is asked about", unlinked);
    pages.put("nothing there", "/console/requests/" + "a".repeat(52));
    pages.put("a sign-in that failed", "/console/signed-in?code=x&state=y");
    return pages;
  }

  /** What stands on a page in another language than the page is marked as such. */
  private static final String UNMARKED =
      """
      () => { const page = document.documentElement.lang;
        const han = /\\p{Script=Han}/u;
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const wrong = [];
        for (let text = texts.nextNode(); text; text = texts.nextNode()) {
          const lang = text.parentElement.closest('[lang]').lang;
          if (han.test(text.data) && lang !== 'zh') wrong.push(text.data.trim());
        }
        return wrong; }\
      """;

  @ParameterizedTest
  @CsvSource({"zh-CN, zh", "en, en", "fr, en"})
  void everyPageSaysWhichLanguageEachPartOfItIsIn(String preferred, String language)
      throws Exception {
    Person person = network.person();
    Map<String, String> pages = pages(person);
    Page page = signedIn(person, preferred);
    pages.forEach(
        (what, path) -> {
          page.navigate(network.gateway.url() + path);
          assertEquals(language, page.evaluate("() => document.documentElement.lang"), what);
          boolean chinese = page.innerText("h1").codePoints().anyMatch(ConsentPageTest::isChinese);
          assertEquals(language.equals("zh"), chinese, what + ": " + page.innerText("h1"));
          assertEquals(List.of(), page.evaluate(UNMARKED), what);
        });
  }

  private static boolean isChinese(int character) {
    return Character.UnicodeScript.of(character) == Character.UnicodeScript.HAN;
  }

  private static Page signedIn(Person person, String language) {
    Page page = browser.phone(language);
    page.navigate(network.gateway.url() + "/console");
    signIn(page, person);
    page.waitForURL("**/console");
    return page;
  }

  /** What a person can do with a page, in the order in which it stands there. */
  private static final String ACTS =
      """
      () => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
        .filter(e => e.type !== 'hidden' && e.getClientRects().length > 0)\
      """;

  /** The place of what has the focus among them, and whether that is seen; -1 for nothing. */
  private static final String FOCUSED =
      "() => { const e = document.activeElement;"
          + " return getComputedStyle(e).outlineStyle === 'none' ? -2 : ("
          + ACTS
          + ")().indexOf(e); }";

  @Test
  void everythingOnEveryPageIsReachedByKeyboardInItsOrderAndSeen() throws Exception {
    Person person = network.person();
    Map<String, String> pages = pages(person);
    Page page = signedIn(person, "en");
    pages.forEach(
        (what, path) -> {
          page.navigate(network.gateway.url() + path);
          int acts = (int) page.evaluate("() => (" + ACTS + ")().length");
          assertTrue(acts >= 3, what + " has the way home and two languages");
          for (int act = 0; act < acts; act++) {
            page.keyboard().press("Tab");
            assertEquals(act, page.evaluate(FOCUSED), what);
          }
        });
  }

  /** Each act on a consent, and the end of a link, with Tab and Enter alone. */
  @Test
  void everyActOfTheAccountIsDoneByKeyboard() {
    Person person = network.person();
    network.consent(person);
    Page page = signedIn(person, "en");
    press(page, "form[action$='/pause'] button");
    assertEquals(ConsentView.State.PAUSED, only(person).state());
    press(page, "form[action$='/resume'] button");
    assertEquals(ConsentView.State.GRANTED, only(person).state());
    press(page, "form[action$='/revoke'] button");
    assertEquals(ConsentView.State.REVOKED, only(person).state());
    press(page, "form[action$='/end'] button");
    assertEquals(1, person.client().links().orThrow().items().size());
    press(page, "a[hreflang=zh]");
    assertEquals("zh", page.evaluate("() => document.documentElement.lang"));
    press(page, "form[action$='/sign-out'] button");
    page.waitForURL("**/protocol/openid-connect/auth**");
  }

  private static void press(Page page, String act) {
    for (int tabs = 0; tabs < 40; tabs++) {
      page.keyboard().press("Tab");
      if ((boolean)
          page.evaluate("act => document.activeElement === document.querySelector(act)", act)) {
        page.waitForNavigation(() -> page.keyboard().press("Enter"));
        return;
      }
    }
    throw new AssertionError(act + " is not reached by Tab");
  }

  @Test
  void aButtonSaysToScreenReadersWhichConsentOrAccountItEnds() {
    Person person = network.person();
    network.consent(person);
    Page page = browser.phone("en");
    page.navigate(network.gateway.url() + "/console");
    signIn(page, person);
    page.waitForURL("**/console");
    for (Locator act : page.locator("main form button, main .card a").all()) {
      String described = act.getAttribute("aria-describedby");
      assertTrue(described != null, act.innerText());
      String about = page.innerText("[id='" + described + "']");
      assertTrue(about.contains(network.market.id()) || about.contains(network.wallet.id()), about);
    }
  }

  /** Going back in one list leaves the other where it is. */
  @Test
  void olderConsentsAndOlderUsesAreFoundApart() {
    Person person = network.person();
    for (int i = 0; i < 51; i++) {
      network.consent(person);
    }
    ask(person);
    Page page = browser.phone("en");
    page.navigate(network.gateway.url() + "/console");
    signIn(page, person);
    page.waitForURL("**/console");
    assertEquals(50, page.locator("main .card .state").count());
    assertEquals(1, page.locator("ol.uses li").count());
    assertEquals(0, page.locator("text=Older uses").count());
    page.click("text=Older agreements");
    assertEquals(1, page.locator("main .card .state").count());
    assertEquals(1, page.locator("ol.uses li").count());
    assertEquals(0, page.locator("text=Older agreements").count());
  }

  private static Object style(Locator button, String name) {
    return button.evaluate("(e, name) => getComputedStyle(e)[name]", name);
  }

  @Test
  void theAccountShowsLinksConsentsAndUsesAndEndsThemInOneStep() {
    Person person = network.person();
    network.consent(person);
    ask(person);
    Page page = browser.desk("en");
    page.navigate(network.gateway.url() + "/console");
    signIn(page, person);
    page.waitForURL("**/console");
    look(page, "account-en-desk");
    String text = page.innerText("main");
    assertTrue(text.contains("in force"), text);
    assertTrue(text.contains("received payment-profile"), text);
    page.click("form[action$='/pause'] button");
    assertEquals(ConsentView.State.PAUSED, only(person).state());
    text = page.innerText("main");
    assertTrue(text.contains("Until you resume, it must not use what it received."), text);
    page.click("form[action$='/resume'] button");
    assertFalse(page.innerText("main").contains("Until you resume"));
    page.click("form[action$='/revoke'] button");
    assertEquals(ConsentView.State.REVOKED, only(person).state());
    assertEquals(ErrorCode.NOT_PERMITTED, refusal(person));
    text = page.innerText("main");
    assertTrue(text.contains("is being told, and has not received it yet."), text);
    acknowledgeTheLast();
    page.click("text=中文");
    look(page, "account-zh-desk");
    text = page.innerText("main");
    assertTrue(text.contains("已由您终止"), text);
    assertTrue(text.contains("签名确认收到通知。"), text);
    assertTrue(text.contains("对方须删除所获得的数据，最迟于"), text);
    page.locator("form[action$='/end'] button").first().click();
    assertEquals(1, person.client().links().orThrow().items().size());
    page.click("header form button");
    page.waitForURL("**/protocol/openid-connect/auth**");
  }

  private static void acknowledgeTheLast() {
    PartnerClient market = network.market.client();
    Webhook last = market.webhooks(PageRequest.FIRST).orThrow().items().getFirst();
    market.acknowledge(ReceivedWebhook.of(last)).orThrow();
  }

  @Test
  void whatAProviderSaidOfThemIsShownToThePerson() throws Exception {
    Partner lender =
        network.provider(
            "lender" + network.market.id(), TestNetwork::card, UnaryOperator.identity());
    SharingAgreementTerms usual = network.sharing.terms();
    SharingAgreementTerms terms =
        new SharingAgreementTerms(
            lender.id(),
            usual.consumer(),
            usual.datasets(),
            usual.purposes(),
            usual.highestTier(),
            usual.validFrom(),
            usual.validUntil(),
            null);
    PartnerClient market = network.market.client();
    market.countersign(lender.client().propose(ApprovalsTest.approved(terms)).orThrow()).orThrow();
    Person person = network.person();
    network.link(person.client(), lender, person.walletId());
    person.client().grant(network.grant(lender, ConsentGrant.Mode.PERIODIC)).orThrow();
    ExchangeRequest cited = network.request(lender, person.marketId(), network.reference(person));
    UUID exchange = refusedOf(market.exchange(cited, PartnerClient.newIdempotencyKey()));
    lender.client().approve(exchange, new ApprovalGrant(1, null)).orThrow();
    lender.client().withdraw(exchange, "a test").orThrow();
    refusedOf(market.exchange(cited, PartnerClient.newIdempotencyKey()));
    lender.client().decline(exchange, new ApprovalRefusal(1, "a test")).orThrow();
    Page page = browser.phone("en");
    page.navigate(network.gateway.url() + "/console");
    signIn(page, person);
    page.waitForURL("**/console");
    look(page, "approvals-en-phone");
    String text = page.innerText("main");
    for (String said : List.of("agreed", "declined", "took its agreement back")) {
      assertTrue(text.contains("payment-profile: " + lender.id() + " " + said), text);
    }
    page.click("text=中文");
    String chinese = page.innerText("main");
    assertTrue(chinese.contains(lender.id() + " 已收回同意"), chinese);
  }

  private static UUID refusedOf(Answer<ExchangeAnswer> answer) {
    return Objects.requireNonNull(((Answer.Refused<ExchangeAnswer>) answer).problem().exchange());
  }

  @Test
  void aReceiptIsReadAndKept() throws Exception {
    Person person = network.person();
    network.consent(person);
    Page page = browser.phone("zh-CN");
    page.navigate(network.gateway.url() + "/console");
    signIn(page, person);
    page.waitForURL("**/console");
    page.click("a[href$='/receipt']");
    look(page, "receipt-zh-phone");
    assertTrue(page.innerText("main").contains("有效"), page.innerText("main"));
    Download kept = page.waitForDownload(() -> page.click("a[href$='.sd-jwt']"));
    assertEquals("consent-" + only(person).reference() + ".sd-jwt", kept.suggestedFilename());
    ReceiptCheck check =
        SignedReceipt.verify(
            Files.readString(kept.path()), Verifier.of(network.gateway.publicKeys()));
    SignedReceipt receipt = assertInstanceOf(ReceiptCheck.Valid.class, check).receipt();
    assertTrue(receipt.subject().isPresent());
    String other = network.consent(network.person()).reference();
    page.navigate(network.gateway.url() + "/console/consents/" + other + "/receipt");
    assertTrue(page.innerText("h1").length() > 0 && !page.content().contains("sd-jwt"));
  }

  private static Answer<ExchangeAnswer> ask(Person person) {
    return network
        .market
        .client()
        .exchange(network.request(person), PartnerClient.newIdempotencyKey());
  }

  private static ErrorCode refusal(Person person) {
    return ((Answer.Refused<ExchangeAnswer>) ask(person)).problem().code();
  }

  @Test
  void whoHasNoLinkSignsInAtEachParticipantFirst() throws Exception {
    Person person = network.stranger();
    offerSignIn();
    Page page = browser.phone("en");
    page.navigate(link().toString());
    signIn(page, person);
    page.waitForURL("**/console/requests/*");
    look(page, "links-en-phone");
    page.locator("main a.answer").first().click();
    page.waitForURL("**/console/requests/*");
    assertEquals(1, person.client().links().orThrow().items().size());
    page.locator("main a.answer").first().click();
    page.waitForURL("**/console/consents/*");
    assertEquals(
        List.of(network.market.id(), network.wallet.id()),
        person.client().links().orThrow().items().stream()
            .map(Link::participant)
            .sorted()
            .toList());
    page.check("input[name=recipient]");
    page.click("button[value=grant]");
    assertEquals(ConsentView.State.GRANTED, only(person).state());
  }

  /** The market and the wallet let their customers sign in. */
  private static void offerSignIn() throws Exception {
    for (Partner partner : List.of(network.market, network.wallet)) {
      String client = "login-" + UUID.randomUUID();
      network.keycloakClient(client, network.gateway.url() + "/console/linked/" + partner.id());
      partner.client().signInAt(new SignInPlace(network.keycloak.issuer(), client)).orThrow();
    }
  }

  /** Elsewhere is a link to it, and the person is signed in at the participant already. */
  @Test
  void whoComesFromElsewhereLinksNothingUnasked() throws Exception {
    Person person = network.stranger();
    offerSignIn();
    Page page = browser.phone("en");
    page.navigate(network.gateway.url() + "/console");
    signIn(page, person);
    page.waitForURL("**/console");
    page.navigate(network.gateway.url() + "/console/links/" + network.market.id());
    assertEquals(1, page.locator("main a.answer").count());
    assertEquals(List.of(), person.client().links().orThrow().items());
    page.navigate(network.gateway.url() + "/console/links/" + network.market.id() + "?key=guess");
    assertEquals(List.of(), person.client().links().orThrow().items());
    page.locator("main a.answer").first().click();
    page.waitForURL("**/console");
    assertEquals(1, person.client().links().orThrow().items().size());
  }

  /** A person opens two requests in two tabs, and finds their password for one after the other. */
  @Test
  void twoSignInsBegunInOneBrowserBothEndWhereTheyBegan() {
    Person person = network.person();
    Page page = browser.phone("en");
    List<String> asked = new ArrayList<>();
    for (String to : List.of("first", "second")) {
      page.navigate(network.gateway.url() + "/console/sign-in?to=/console/consents/" + to);
      asked.add(page.url());
    }
    page.navigate(asked.getFirst());
    signIn(page, person);
    page.waitForURL("**/console/consents/first");
    page.navigate(asked.getLast());
    // Keycloak knows who it is, and asks for the password alone.
    page.fill("#password", person.password());
    page.click("#kc-login");
    page.waitForURL("**/console/consents/second");
    assertEquals(
        List.of("__Host-hefu-session"),
        page.context().cookies().stream()
            .map(cookie -> cookie.name)
            .filter(name -> name.startsWith("__Host-hefu-s"))
            .toList(),
        "what has ended keeps no cookie");
  }

  /** Requests have room for so many headers; whoever begins again and again ends the oldest. */
  @Test
  void aBrowserKeepsAFewSignInsAndTheNewestOfThem() throws Exception {
    Map<String, String> cookies = new LinkedHashMap<>();
    cookies.put("another", "y");
    cookies.put("__Host-hefu-sign-in-broken", "x");
    List<String> begun = new ArrayList<>();
    for (int i = 1; i <= 12; i++) {
      HttpResponse<String> sent = get(network.gateway.url() + "/console/sign-in", header(cookies));
      assertEquals(303, sent.statusCode(), sent::body);
      begun.addAll(kept(sent, cookies));
      List<String> newest = begun.subList(Math.max(0, begun.size() - 5), begun.size());
      assertEquals(newest, cookies.keySet().stream().skip(1).toList());
    }
    assertEquals(12, begun.size());
  }

  private static String header(Map<String, String> cookies) {
    return cookies.entrySet().stream()
        .map(cookie -> "; " + cookie.getKey() + "=" + cookie.getValue())
        .collect(Collectors.joining());
  }

  /** Keeps and drops cookies as browsers do; tells those that came. */
  private static List<String> kept(HttpResponse<String> sent, Map<String, String> cookies) {
    List<String> came = new ArrayList<>();
    for (String set : sent.headers().allValues("set-cookie")) {
      String[] pair = set.split(";", 2)[0].split("=", 2);
      if (set.contains("Max-Age=0")) {
        cookies.remove(pair[0]);
      } else {
        assertTrue(set.contains("Max-Age=600"), set);
        cookies.put(pair[0], pair[1]);
        came.add(pair[0]);
      }
    }
    return came;
  }

  /** One participant cannot have an answer of another brought to itself (RFC 9700, 4.4). */
  @Test
  void anAnswerIsTakenFromTheParticipantThatWasAsked() throws Exception {
    Person person = network.stranger();
    offerSignIn();
    Page page = browser.phone("en");
    page.navigate(network.gateway.url() + "/console");
    signIn(page, person);
    page.waitForURL("**/console");
    page.navigate(network.gateway.url() + "/console/links/" + network.market.id());
    String begin = page.locator("main a.answer").first().getAttribute("href");
    String session =
        page.context().cookies().stream()
            .filter(cookie -> cookie.name.equals("__Host-hefu-session"))
            .findFirst()
            .orElseThrow()
            .value;
    HttpResponse<String> sent = get(network.gateway.url() + begin, session);
    String signIn = sent.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
    String state =
        sent.headers()
            .firstValue("location")
            .orElseThrow()
            .replaceFirst(".*[?&]state=([^&]+).*", "$1");
    String answer = "?code=any&state=" + state;
    String cookies = session + "; " + signIn;
    String linked = network.gateway.url() + "/console/linked/";
    assertEquals(400, get(linked + network.wallet.id() + answer, cookies).statusCode());
    assertEquals(400, get(linked + network.market.id() + "?code=any", cookies).statusCode());
    assertEquals(
        409,
        get(linked + network.market.id() + answer + "&iss=https://other.example", cookies)
            .statusCode());
    assertEquals(List.of(), person.client().links().orThrow().items());
  }

  @Test
  void aLinkServesOnePersonAndNobodyElse() {
    URI link = link();
    Person first = network.person();
    first.client().open(link.getPath().substring("/console/requests/".length())).orThrow();
    Page page = browser.phone("en");
    page.navigate(link.toString());
    signIn(page, network.person());
    page.waitForURL("**/console/requests/*");
    assertTrue(page.innerText("h1").contains("There is nothing here"));
  }

  @Test
  void cookiesAndHeadersKeepOthersOut() throws Exception {
    Person person = network.person();
    Page page = question(person, "en");
    Cookie session =
        page.context().cookies().stream()
            .filter(cookie -> cookie.name.equals("__Host-hefu-session"))
            .findFirst()
            .orElseThrow();
    assertTrue(session.httpOnly && session.secure);
    assertEquals(SameSiteAttribute.LAX, session.sameSite);
    HttpResponse<String> shown = get(page.url(), session.value);
    assertEquals(200, shown.statusCode());
    String policy = shown.headers().firstValue("content-security-policy").orElseThrow();
    assertTrue(policy.startsWith("default-src 'none'; style-src 'self'; form-action 'self'"));
    assertEquals("no-store", shown.headers().firstValue("cache-control").orElseThrow());
    assertFalse(shown.body().contains("<script"));
    assertEquals(403, post(page.url() + "/answer", session.value, "answer=grant&recipient=yes"));
    assertEquals(
        403, post(page.url() + "/answer", session.value, "answer=grant&recipient=yes&csrf=guess"));
    assertEquals(ConsentView.State.REQUESTED, only(person).state());
    assertEquals(303, get(page.url(), "stolen-and-guessed").statusCode());
    page.click("header form button");
    assertEquals(303, get(network.gateway.url() + "/console", session.value).statusCode());
  }

  @Test
  void whatIsNoTextFindsNothing() throws Exception {
    Page page = question(network.person(), "en");
    String session =
        page.context().cookies().stream()
            .filter(cookie -> cookie.name.equals("__Host-hefu-session"))
            .findFirst()
            .orElseThrow()
            .value;
    for (String path :
        List.of("consents/%00", "consents/%00/receipt", "requests/a%00", "linked/%00?state=%00")) {
      int status = get(network.gateway.url() + "/console/" + path, session).statusCode();
      assertTrue(status >= 400 && status < 500, path + " is answered with " + status);
    }
    assertEquals(
        200,
        get(network.gateway.url() + "/console?lang=%00&consents=%00&uses=%00", session)
            .statusCode());
  }

  @Test
  void whatAPartnerIsCalledIsEscaped() throws IOException {
    Partner named =
        network.partner(
            "named-" + Long.toHexString(System.nanoTime()), ParticipantKind.BRAND, null);
    Person person = network.person();
    network.link(person.client(), named, "<b>\"x\"</b>");
    Page page = browser.desk("en");
    page.navigate(network.gateway.url() + "/console?lang=%22%3E%3Cscript%3E");
    signIn(page, person);
    page.waitForURL("**/console");
    assertTrue(page.innerText("main").contains(named.id()));
    assertEquals(0, page.locator("script").count());
  }

  private static HttpResponse<String> get(String url, String session) throws Exception {
    return network.http.send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Cookie", "__Host-hefu-session=" + session)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static int post(String url, String session, String form) throws Exception {
    return network
        .http
        .send(
            HttpRequest.newBuilder(URI.create(url))
                .header("Cookie", "__Host-hefu-session=" + session)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }
}
