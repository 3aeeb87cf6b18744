package dev.hefu.policy.consent;

import static dev.hefu.policy.World.MALL;
import static dev.hefu.policy.World.NOON;
import static dev.hefu.policy.World.NOTICE;
import static dev.hefu.policy.World.PAY;
import static dev.hefu.policy.World.changed;
import static dev.hefu.policy.World.terms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.hefu.policy.Database;
import dev.hefu.policy.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Consents under the references of the providers that they name, and the states they were in. */
class ProviderConsentsTest {
  @Test
  void aProviderFindsAConsentByItsOwnReferenceAndByNoOther() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          Consent consent = world.grant(world.person("lin"));
          String reference = ProviderConsents.list(tx, PAY, null, 10).getFirst().reference();
          assertEquals(consent, ProviderConsents.find(tx, PAY, reference).orElseThrow().consent());
          assertNotEquals(consent.consumerReference(), reference);
          assertNotEquals(consent.subjectReference(), reference);
          assertEquals(Optional.empty(), ProviderConsents.find(tx, MALL, reference));
          assertEquals(
              Optional.empty(), ProviderConsents.find(tx, PAY, consent.consumerReference()));
        });
  }

  @Test
  void anAttestedConsentHasTheReferenceThatTheProviderWasTold() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = world.person("lin");
          ConsentTerms terms = terms().with(new SeparateConsents(true, false, false, false));
          Consent asked = changed(world.consents.attest(tx, NOON, lin, terms, NOTICE, "proof"));
          String told = Objects.requireNonNull(asked.attestation()).reference();
          assertEquals(asked, ProviderConsents.find(tx, PAY, told).orElseThrow().consent());
          Consent other = changed(world.consents.request(tx, NOON, lin, terms, NOTICE));
          assertEquals(
              List.of(asked.id()),
              ProviderConsents.list(tx, PAY, null, 10).stream()
                  .map(each -> each.consent().id())
                  .toList(),
              "not " + other.id() + ", which nobody granted");
          changed(world.accept(NOON, lin, asked.subjectReference()));
          assertEquals(told, ProviderConsents.list(tx, PAY, null, 10).getFirst().reference());
        });
  }

  @Test
  void pagesAreTheWholeListInItsOrder() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          for (int i = 0; i < 5; i++) {
            world.grant(world.person("lin" + i));
          }
          List<ProviderConsents.Named> whole = ProviderConsents.list(tx, PAY, null, 10);
          List<ProviderConsents.Named> paged = new ArrayList<>();
          for (String after = null; ; after = paged.getLast().reference()) {
            List<ProviderConsents.Named> page = ProviderConsents.list(tx, PAY, after, 2);
            if (page.isEmpty()) {
              break;
            }
            paged.addAll(page);
          }
          assertEquals(5, whole.size());
          assertEquals(whole, paged);
          assertEquals(List.of(), ProviderConsents.list(tx, PAY, "unknown", 2));
          assertEquals(List.of(), ProviderConsents.list(tx, MALL, null, 10));
        });
  }

  @Test
  void everyStateIsRemembered() {
    Database.inTransaction(
        tx -> {
          World world = new World(tx);
          UUID lin = world.person("lin");
          Consent consent = world.grant(lin);
          String reference = consent.subjectReference();
          world.consents.pause(tx, NOON.plusSeconds(1), lin, reference);
          world.consents.resume(tx, NOON.plusSeconds(2), lin, reference);
          world.consents.revoke(tx, NOON.plusSeconds(3), lin, reference);
          assertEquals(
              List.of(
                  past(ConsentState.GRANTED, 0),
                  past(ConsentState.PAUSED, 1),
                  past(ConsentState.GRANTED, 2),
                  past(ConsentState.REVOKED, 3)),
              PastState.of(tx, consent));
        });
  }

  private static PastState past(ConsentState state, int seconds) {
    return new PastState(state, NOON.plusSeconds(seconds), NOTICE.language(), NOTICE.digest());
  }
}
