package dev.hefu.gateway.demo.story;

import dev.hefu.client.Answer;
import dev.hefu.gateway.demo.partner.Partner;
import dev.hefu.gateway.demo.partner.Person;
import dev.hefu.gateway.demo.stage.StepFailed;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.ConsentView;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Consents of one person for one consumer, each seen from both sides. */
final class Consents {
  private final Person person;
  private final Partner consumer;
  private String own = "";

  Consents(Person person, Partner consumer) {
    this.person = person;
    this.consumer = consumer;
  }

  /** Grants a consent and gives it as the consumer sees it, under a reference of its own. */
  ConsentView granted(ConsentGrant grant) throws IOException {
    return grantedIfInTime(grant)
        .orElseThrow(() -> new StepFailed(person.username() + " could not grant " + grant));
  }

  /** As {@link #granted}; empty if the request is refused, since it ended before it arrived. */
  Optional<ConsentView> grantedIfInTime(ConsentGrant grant) throws IOException {
    Set<String> before =
        Asks.consents(consumer).stream().map(ConsentView::reference).collect(Collectors.toSet());
    if (!(person.client().grant(grant) instanceof Answer.Success<ConsentView> given)) {
      return Optional.empty();
    }
    own = given.message().reference();
    ConsentView seen =
        Asks.consents(consumer).stream()
            .filter(consent -> !before.contains(consent.reference()))
            .findFirst()
            .orElseThrow(() -> new StepFailed(consumer.id() + " does not see the new consent"));
    StepFailed.unless(
        !seen.reference().equals(own), "%s and the person share a reference", consumer.id());
    return Optional.of(seen);
  }

  /** Pauses the consent that was granted last. */
  void pauseOwn() throws IOException {
    person.client().pause(own).orThrow();
  }

  /** Revokes the consent that was granted last. */
  void revokeOwn() throws IOException {
    person.client().revoke(own).orThrow();
  }
}
