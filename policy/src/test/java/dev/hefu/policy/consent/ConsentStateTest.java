package dev.hefu.policy.consent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hefu.policy.World;
import dev.hefu.schemas.Category;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConsentStateTest {
  /** Every step of a life that there is. */
  private static final Set<String> STEPS =
      Set.of(
          "REQUESTED GRANTED",
          "REQUESTED DENIED",
          "GRANTED PAUSED",
          "GRANTED REVOKED",
          "GRANTED EXPIRED",
          "PAUSED GRANTED",
          "PAUSED REVOKED",
          "PAUSED EXPIRED");

  @Test
  void thereAreNoOtherSteps() {
    Set<String> steps = new HashSet<>();
    for (ConsentState from : ConsentState.values()) {
      for (ConsentState to : ConsentState.values()) {
        if (from.mayBecome(to)) {
          steps.add(from + " " + to);
          assertFalse(from.isFinal());
        }
      }
    }
    assertEquals(STEPS, steps);
  }

  @Test
  void termsCheckThemselves() {
    Instant from = World.NOON;
    Set<String> pay = Set.of("pay");
    Set<Category> payment = Set.of(Category.PAYMENT);
    Instant longest = from.plus(ConsentTerms.MAX_VALIDITY);
    assertEquals(longest, terms(pay, payment, longest, null).validUntil());
    refused(Set.of(), payment, longest, null);
    refused(Set.of("pay", "mall"), payment, longest, null);
    refused(pay, Set.of(), longest, null);
    refused(pay, payment, from, null);
    refused(pay, payment, longest.plusMillis(1), null);
    refused(pay, payment, longest, Duration.ZERO);
    refused(pay, payment, longest, Duration.ofDays(1).plusMillis(1));
  }

  @Test
  void providersHaveALimit() {
    Set<String> providers = new HashSet<>();
    for (int i = 0; i < ConsentTerms.MAX_PROVIDERS; i++) {
      providers.add("provider-" + i);
    }
    Instant until = World.NOON.plusSeconds(1);
    assertEquals(providers, terms(providers, Set.of(Category.VISIT), until, null).providers());
    providers.add("one-more");
    refused(providers, Set.of(Category.VISIT), until, null);
  }

  @Test
  void noConsentIsForNoRecords() {
    assertEquals(1, bounded(1).maxRecords());
    for (int none : new int[] {0, -1}) {
      assertThrows(IllegalArgumentException.class, () -> bounded(none));
    }
  }

  private static ConsentTerms bounded(int maxRecords) {
    ConsentTerms usual = World.terms();
    return new ConsentTerms(
        usual.providers(),
        usual.consumer(),
        usual.purpose(),
        usual.categories(),
        usual.highestTier(),
        usual.validFrom(),
        usual.validUntil(),
        usual.mode(),
        null,
        maxRecords,
        null,
        usual.records(),
        usual.basis(),
        usual.separate());
  }

  private static void refused(
      Set<String> providers, Set<Category> categories, Instant until, @Nullable Duration life) {
    assertThrows(IllegalArgumentException.class, () -> terms(providers, categories, until, life));
  }

  private static ConsentTerms terms(
      Set<String> providers, Set<Category> categories, Instant until, @Nullable Duration life) {
    ConsentTerms usual = World.terms();
    return new ConsentTerms(
        providers,
        World.MALL,
        usual.purpose(),
        categories,
        usual.highestTier(),
        World.NOON,
        until,
        usual.mode(),
        null,
        null,
        life,
        usual.records(),
        usual.basis(),
        usual.separate());
  }
}
