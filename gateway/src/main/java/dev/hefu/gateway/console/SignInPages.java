package dev.hefu.gateway.console;

import dev.hefu.crypto.keys.Secret;
import dev.hefu.gateway.console.OpenIdProvider.Identity;
import dev.hefu.gateway.console.page.LinkPage;
import dev.hefu.gateway.identity.SubjectIds;
import dev.hefu.gateway.person.PersonLinks;
import dev.hefu.policy.subject.LinkLedger;
import dev.hefu.policy.subject.LinkOutcome;
import dev.hefu.policy.subject.LinkToken;
import dev.hefu.policy.subject.RequestOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in to the console, and at a participant to link the account there. */
final class SignInPages {
  /** Where participants send persons back to, each to a place of its own. */
  static final String LINKED = "/console/linked/";

  /** A page of ours, so that nobody is sent on elsewhere. */
  private static final String OURS = "/console(/[a-z0-9-]{1,64}){0,3}";

  /**
   * Sign-ins under way in one browser: a tab for each of a few requests. One more ends the oldest,
   * so that cookies never fill the room that a request has for its headers (16 KiB).
   */
  static final int MAX_BEGUN = 5;

  private static final Logger LOG = LoggerFactory.getLogger(SignInPages.class);

  private final OpenIdProvider issuer;
  private final ParticipantProviders participants;
  private final SubjectIds subjects;
  private final Sessions sessions;
  private final PersonLinks links;
  private final Secret key;
  private final Names names;

  /**
   * @param issuer where persons sign in to this gateway
   * @param key seals sign-ins that are under way
   */
  SignInPages(
      OpenIdProvider issuer,
      ParticipantProviders participants,
      SubjectIds subjects,
      Sessions sessions,
      PersonLinks links,
      Names names,
      Secret key) {
    this.issuer = issuer;
    this.participants = participants;
    this.subjects = subjects;
    this.sessions = sessions;
    this.links = links;
    this.names = names;
    this.key = key;
  }

  Reply begin(Visit visit) {
    return sendTo(visit, issuer, SignIn.begin(Sessions.random(), "", to(visit), visit.now()));
  }

  Reply end(Visit visit) {
    Optional<SignIn> begun = begun(visit, "");
    if (begun.isEmpty()) {
      return Pages.failed(visit, 400, "failed.sign-in");
    }
    try {
      Identity identity = redeem(visit, issuer, begun.get());
      sessions.end(visit.cookies().getOrDefault(Cookies.SESSION, ""));
      String session = sessions.begin(subjects.of(identity.sub()), visit.now());
      return Reply.seeOther(
          begun.get().to(),
          Cookies.set(Cookies.SESSION, session),
          Cookies.drop(begun.get().cookie()));
    } catch (OpenIdProvider.Failed failed) {
      LOG.warn("sign-in: {}", failed.getMessage());
      return Pages.failed(visit, 502, "failed.sign-in").with(Cookies.drop(begun.get().cookie()));
    }
  }

  Reply signOut(Visit visit) {
    sessions.end(visit.cookies().getOrDefault(Cookies.SESSION, ""));
    return Reply.seeOther("/console/sign-in", Cookies.drop(Cookies.SESSION));
  }

  /**
   * Sends the person to the participant; the nonce of their link request comes back signed. Who
   * comes from elsewhere than from a page of ours is asked first: only the person links.
   */
  Reply beginLink(Visit visit) {
    String participant = visit.parameter("participant");
    Optional<OpenIdProvider> provider = participants.find(participant);
    if (provider.isEmpty()) {
      return Pages.failed(visit, 404, "gone.text");
    }
    if (!visit.mayLink(participant)) {
      return Pages.links(
          new LinkPage(
              visit.frame(visit.texts().get("link.title")),
              List.of(
                  new LinkPage.Place(
                      names.of(participant, visit.texts()),
                      visit.linkAddress(participant, to(visit))))));
    }
    return switch (links.request(visit.person(), participant)) {
      case RequestOutcome.Requested(var request) ->
          sendTo(
              visit,
              provider.get(),
              SignIn.begin(request.nonce(), participant, to(visit), visit.now()));
      case RequestOutcome.AlreadyLinked linked -> Reply.seeOther(to(visit));
      case RequestOutcome.TooMany tooMany -> Pages.failed(visit, 409, "failed.later");
    };
  }

  /**
   * The answer of a participant, at the place that is only its own: so none can have an answer of
   * another brought to itself (RFC 9700, 4.4.2).
   */
  Reply endLink(Visit visit) {
    String participant = visit.parameter("participant");
    Optional<SignIn> begun = begun(visit, participant);
    Optional<OpenIdProvider> provider = participants.find(participant);
    if (begun.isEmpty() || provider.isEmpty()) {
      return Pages.failed(visit, 400, "link.failed");
    }
    try {
      Identity identity = redeem(visit, provider.get(), begun.get());
      LinkToken token =
          new LinkToken(
              participant,
              identity.sub(),
              begun.get().nonce(),
              identity.issuedAt(),
              until(identity),
              null);
      return switch (links.complete(visit.person(), token).result()) {
        case LinkOutcome.Linked linked ->
            Reply.seeOther(begun.get().to(), Cookies.drop(begun.get().cookie()));
        case LinkOutcome.TokenRefused refused ->
            notLinked(visit, begun.get(), refused.cause().name());
        case LinkOutcome.Suspended suspended -> notLinked(visit, begun.get(), "suspended");
        case LinkOutcome.Conflict conflict -> notLinked(visit, begun.get(), "conflict");
      };
    } catch (OpenIdProvider.Failed failed) {
      return notLinked(visit, begun.get(), String.valueOf(failed.getMessage()));
    }
  }

  /** Many providers' ID tokens live for an hour; ours is the request's, which ends before. */
  private static Instant until(Identity identity) {
    Instant longest = identity.issuedAt().plus(LinkLedger.REQUEST_LIFE);
    return identity.expiresAt().isBefore(longest) ? identity.expiresAt() : longest;
  }

  private static Reply notLinked(Visit visit, SignIn begun, String why) {
    LOG.warn("link: {}", why);
    return Pages.failed(visit, 409, "link.failed").with(Cookies.drop(begun.cookie()));
  }

  private Reply sendTo(Visit visit, OpenIdProvider provider, SignIn signIn) {
    try {
      // Whoever signed out of a shared phone must not be let in again by the realm's own session.
      boolean anew = signIn.place().isEmpty();
      String address = provider.authorization(signIn, visit.texts().language(), anew).toString();
      Reply reply =
          Reply.seeOther(address, Cookies.set(signIn.cookie(), signIn.sealed(key), SignIn.LIFE));
      for (String name : inTheWay(visit)) {
        reply = reply.with(Cookies.drop(name));
      }
      return reply;
    } catch (OpenIdProvider.Failed failed) {
      LOG.warn("sign-in cannot begin: {}", failed.getMessage());
      return Pages.failed(visit, 502, "failed.later");
    }
  }

  /** The cookies of sign-ins that cannot be ended any more, and of those that are too many. */
  private List<String> inTheWay(Visit visit) {
    List<String> names = new ArrayList<>(visit.cookies().keySet());
    names.removeIf(name -> !name.startsWith(Cookies.SIGN_IN));
    underWay(visit)
        .sorted(Comparator.comparing(SignIn::expiresAt).reversed())
        .limit(MAX_BEGUN - 1)
        .forEach(signIn -> names.remove(signIn.cookie()));
    return names;
  }

  private Stream<SignIn> underWay(Visit visit) {
    return visit.cookies().entrySet().stream()
        .filter(cookie -> cookie.getKey().startsWith(Cookies.SIGN_IN))
        .flatMap(cookie -> SignIn.open(key, cookie.getValue(), visit.now()).stream());
  }

  /** The sign-in that this browser began at this place with the state that came back. */
  private Optional<SignIn> begun(Visit visit, String place) {
    String state = visit.query().getOrDefault("state", "");
    return underWay(visit)
        .filter(signIn -> signIn.state().equals(state) && signIn.place().equals(place))
        .findFirst();
  }

  private static Identity redeem(Visit visit, OpenIdProvider provider, SignIn signIn)
      throws OpenIdProvider.Failed {
    provider.checkIssuer(visit.query().get("iss"));
    return provider.redeem(visit.query().getOrDefault("code", ""), signIn, visit.now());
  }

  private static String to(Visit visit) {
    String to = visit.query().getOrDefault("to", "/console");
    return to.matches(OURS) ? to : "/console";
  }
}
