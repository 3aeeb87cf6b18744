package dev.hefu.gateway.console;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.hefu.crypto.keys.Secret;
import dev.hefu.gateway.console.page.Texts;
import dev.hefu.gateway.evidence.EvidenceLog;
import dev.hefu.gateway.evidence.EvidenceUnavailable;
import dev.hefu.gateway.evidence.FreshChanges;
import dev.hefu.gateway.http.Incoming;
import dev.hefu.gateway.identity.SubjectIds;
import dev.hefu.gateway.outbound.Door;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.gateway.participant.SignInPlaces;
import dev.hefu.gateway.person.ConsentReceipts;
import dev.hefu.gateway.person.Notices;
import dev.hefu.gateway.person.PersonConsents;
import dev.hefu.gateway.person.PersonLinks;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What browsers are served below {@code /console}: complete pages without a script. Every page but
 * the sign-in needs a session, every form its token; each request runs on a virtual thread.
 */
public final class Console {
  /** The console's own client in the realm. */
  private static final String CLIENT = "hefu-console";

  /** A form of ours has a token and a handful of ticks. */
  private static final int MAX_FORM_BYTES = 8 << 10;

  /** Pages made at once: each is short, and a crowd of strangers must leave room for the rest. */
  private static final int PLACES = 128;

  /** The language is asked for once. */
  private static final Duration REMEMBERED = Duration.ofDays(365);

  private static final Logger LOG = LoggerFactory.getLogger(Console.class);

  private final FreshChanges fresh;
  private final Sessions sessions;
  private final SignInPages signIn;
  private final ConsentPages consents;
  private final AccountPages account;
  private final Semaphore places = new Semaphore(PLACES);
  private final String style = style();
  private final String policy;
  private final Clock clock;

  /**
   * What the pages are made with.
   *
   * @param partners reaches the participants where persons sign in
   * @param realm reaches the realm in which persons sign in
   * @param fresh holds back what would show too young a change
   */
  public record Parts(
      DSLContext database,
      PersonConsents consents,
      ConsentReceipts receipts,
      PersonLinks links,
      Notices notices,
      Participants participants,
      SignInPlaces places,
      Door partners,
      Door realm,
      FreshChanges fresh,
      EvidenceLog log,
      SubjectIds subjects,
      Secret key,
      Clock clock) {}

  private Console(
      FreshChanges fresh,
      Sessions sessions,
      SignInPages signIn,
      ConsentPages consents,
      AccountPages account,
      URI issuer,
      Clock clock) {
    this.fresh = fresh;
    this.sessions = sessions;
    this.signIn = signIn;
    this.consents = consents;
    this.account = account;
    this.policy =
        "default-src 'none'; style-src 'self'; form-action 'self' "
            + issuer.getScheme()
            + "://"
            + issuer.getRawAuthority()
            + "; base-uri 'none'; frame-ancestors 'none'";
    this.clock = clock;
  }

  /**
   * The console of a node.
   *
   * @param issuer of the realm in which persons sign in
   * @param issuerUrl where the gateway itself reaches it
   * @param url what persons put before the path
   */
  public static Console of(Parts parts, URI issuer, URI issuerUrl, URI url) {
    Sessions sessions = new Sessions(parts.database());
    ParticipantProviders providers =
        new ParticipantProviders(
            parts.partners(),
            parts.participants(),
            parts.places(),
            URI.create(url + SignInPages.LINKED));
    OpenIdProvider realm =
        new OpenIdProvider(
            parts.realm(), issuer, issuerUrl, CLIENT, URI.create(url + "/console/signed-in"));
    return new Console(
        parts.fresh(),
        sessions,
        new SignInPages(
            realm,
            providers,
            parts.subjects(),
            sessions,
            parts.links(),
            new Names(parts.participants()),
            parts.key()),
        new ConsentPages(
            parts.consents(), parts.links(), providers, parts.notices(), parts.participants()),
        new AccountPages(
            parts.consents(),
            parts.receipts(),
            parts.links(),
            parts.log(),
            parts.participants(),
            parts.notices()),
        issuer,
        parts.clock());
  }

  /** Adds the pages to the routes of a server. */
  public void mount(Router router) {
    open(router, "/console/style.css", visit -> Reply.style(style));
    open(router, "/console/sign-in", signIn::begin);
    open(router, "/console/signed-in", signIn::end);
    page(router, "/console", account::show);
    page(router, "/console/requests/:token", consents::asked);
    page(router, "/console/consents/:ref", consents::requested);
    page(router, "/console/consents/:ref/receipt", account::receipt);
    page(router, "/console/consents/:ref/receipt.sd-jwt", account::receiptFile);
    page(router, "/console/links/:participant", signIn::beginLink);
    page(router, SignInPages.LINKED + ":participant", signIn::endLink);
    form(router, "/console/sign-out", signIn::signOut);
    form(router, "/console/consents/:ref/answer", consents::answer);
    form(router, "/console/consents/:ref/:act", account::act);
    form(router, "/console/links/:link/end", account::unlink);
  }

  private void open(Router router, String path, Function<Visit, Reply> page) {
    router.route(HttpMethod.GET, path).handler(routing -> serve(routing, page));
  }

  /** A page for whoever is signed in; anybody else signs in and comes back. */
  private void page(Router router, String path, Function<Visit, Reply> page) {
    open(
        router,
        path,
        visit ->
            visit.session() == null
                ? Reply.seeOther("/console/sign-in?to=" + visit.path())
                : page.apply(visit));
  }

  private void form(Router router, String path, Function<Visit, Reply> act) {
    router
        .route(HttpMethod.POST, path)
        .handler(
            routing ->
                serve(
                    routing,
                    visit ->
                        isOurs(visit)
                            ? act.apply(visit)
                            : Pages.failed(visit, 403, "failed.form")));
  }

  private static boolean isOurs(Visit visit) {
    return visit.session() != null
        && MessageDigest.isEqual(
            visit.session().csrf().getBytes(StandardCharsets.UTF_8),
            visit.form().getOrDefault("csrf", "").getBytes(StandardCharsets.UTF_8));
  }

  /** Collects a form up to its limit, then lets a virtual thread go on. */
  private void serve(RoutingContext routing, Function<Visit, Reply> page) {
    Context context = routing.vertx().getOrCreateContext();
    Incoming.read(
        routing,
        MAX_FORM_BYTES,
        body ->
            Thread.startVirtualThread(
                () -> {
                  Reply reply = placed(routing, body, page);
                  context.runOnContext(done -> write(routing.response(), reply));
                }),
        () -> {
          Reply reply = Pages.failed(visit(routing, Buffer.buffer()), 413, "failed.form");
          head(routing.response(), reply);
          Incoming.refuse(routing, Buffer.buffer(reply.body()));
        });
  }

  private Reply placed(RoutingContext routing, Buffer body, Function<Visit, Reply> page) {
    if (!places.tryAcquire()) {
      return Pages.failed(visit(routing, body), 503, "failed.later");
    }
    try {
      return reply(routing, body, page);
    } finally {
      places.release();
    }
  }

  private Reply reply(RoutingContext routing, Buffer body, Function<Visit, Reply> page) {
    Visit visit = visit(routing, body);
    Reply reply;
    try {
      reply = shown(page, identified(visit));
    } catch (EvidenceUnavailable | DataAccessException away) {
      LOG.warn("{}: {}", visit.path(), away.getMessage());
      reply = Pages.failed(visit, 503, "failed.later");
    } catch (RuntimeException bug) {
      LOG.error("{} failed", visit.path(), bug);
      reply = Pages.failed(visit, 500, "failed.later");
    }
    String language = visit.query().get("lang");
    return language == null
        ? reply
        : reply.with(Cookies.set(Cookies.LANGUAGE, visit.texts().language(), REMEMBERED));
  }

  private Reply shown(Function<Visit, Reply> page, Visit visit) {
    Reply reply = page.apply(visit);
    if (visit.session() != null) {
      fresh.awaitShown();
    }
    return reply;
  }

  private Visit visit(RoutingContext routing, Buffer body) {
    HttpServerRequest request = routing.request();
    Map<String, String> cookies = new HashMap<>();
    for (Cookie cookie : request.cookies()) {
      cookies.put(cookie.getName(), cookie.getValue());
    }
    Map<String, String> query = fields(String.valueOf(request.query()));
    return new Visit(
        request.method().name(),
        String.valueOf(request.path()),
        routing.pathParams().entrySet().stream()
            .collect(toUnmodifiableMap(Map.Entry::getKey, named -> plain(named.getValue()))),
        query,
        request.method().equals(HttpMethod.POST)
            ? fields(body.toString(StandardCharsets.UTF_8))
            : Map.of(),
        cookies,
        Texts.of(language(query.get("lang"), cookies, request.getHeader("accept-language"))),
        null,
        clock.instant());
  }

  private Visit identified(Visit visit) {
    String token = visit.cookies().get(Cookies.SESSION);
    return new Visit(
        visit.method(),
        visit.path(),
        visit.parameters(),
        visit.query(),
        visit.form(),
        visit.cookies(),
        visit.texts(),
        token == null ? null : sessions.find(token, visit.now()).orElse(null),
        visit.now());
  }

  /** What was chosen now, what was chosen before, what the browser prefers. */
  private static String language(
      @Nullable String chosen, Map<String, String> cookies, @Nullable String preferred) {
    String before = cookies.get(Cookies.LANGUAGE);
    String known = chosen == null ? before : chosen;
    return known == null ? (preferred != null && preferred.startsWith("zh") ? "zh" : "en") : known;
  }

  /** The first value of each field; what is not properly encoded has none. */
  private static Map<String, String> fields(String encoded) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : encoded.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        fields.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    try {
      return plain(URLDecoder.decode(text, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException malformed) {
      return "";
    }
  }

  /** Nothing that is kept has control characters, and the database takes no NUL. */
  private static String plain(String text) {
    return text.chars().anyMatch(Character::isISOControl) ? "" : text;
  }

  private void write(HttpServerResponse response, Reply reply) {
    if (response.closed() || response.ended()) {
      return;
    }
    head(response, reply);
    response.end(reply.body());
  }

  private void head(HttpServerResponse response, Reply reply) {
    response.setStatusCode(reply.status());
    response.putHeader("content-type", reply.mediaType());
    response.putHeader("content-security-policy", policy);
    response.putHeader("x-content-type-options", "nosniff");
    response.putHeader("referrer-policy", "no-referrer");
    response.putHeader("cache-control", "no-store");
    if (reply.location() != null) {
      response.putHeader("location", reply.location());
    }
    if (reply.fileName() != null) {
      response.putHeader(
          "content-disposition", "attachment; filename=\"" + reply.fileName() + "\"");
    }
    reply.cookies().forEach(cookie -> response.headers().add("set-cookie", cookie));
  }

  private static String style() {
    try (InputStream in =
        Objects.requireNonNull(Console.class.getResourceAsStream("/console/style.css"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
