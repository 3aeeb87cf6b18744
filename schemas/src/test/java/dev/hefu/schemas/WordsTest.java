package dev.hefu.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WordsTest {
  @Test
  void aTierIsWithinItselfAndEveryHigherOne() {
    assertTrue(Tier.AGGREGATE.within(Tier.AGGREGATE));
    assertTrue(Tier.AGGREGATE.within(Tier.IDENTIFIED));
    assertTrue(Tier.PSEUDONYMOUS.within(Tier.IDENTIFIED));
    assertFalse(Tier.IDENTIFIED.within(Tier.PSEUDONYMOUS));
    assertFalse(Tier.PSEUDONYMOUS.within(Tier.AGGREGATE));
  }

  @Test
  void everyPurposeHasItsOwnConcept() {
    Set<String> concepts = new HashSet<>();
    for (Purpose purpose : Purpose.values()) {
      assertTrue(purpose.dpv().toString().startsWith("https://w3id.org/dpv#"));
      assertTrue(concepts.add(purpose.dpv().getFragment()), purpose.code());
      assertEquals(Optional.of(purpose), Purpose.of(purpose.code()));
    }
    assertEquals("fraud-prevention", Purpose.FRAUD_PREVENTION.code());
    assertEquals(Optional.empty(), Purpose.of("FRAUD_PREVENTION"));
  }

  @Test
  void everyCategoryIsFoundByItsCode() {
    for (Category category : Category.values()) {
      assertEquals(Optional.of(category), Category.of(category.code()));
    }
    assertEquals(Optional.empty(), Category.of("PAYMENT"));
  }

  @Test
  void moreCareIsAHigherLevel() {
    int level = 0;
    for (Classification classification : Classification.values()) {
      assertTrue(classification.level() > level && classification.level() <= 4);
      level = classification.level();
    }
  }
}
