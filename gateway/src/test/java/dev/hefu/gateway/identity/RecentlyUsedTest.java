package dev.hefu.gateway.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RecentlyUsedTest {
  @Test
  void keepsWhatIsUsedAndForgetsTheRestAtItsLimit() {
    RecentlyUsed<Integer> recent = new RecentlyUsed<>();
    recent.put("used", 1);
    recent.put("unused", 2);
    for (int i = 0; i < 5 * RecentlyUsed.GENERATION; i++) {
      recent.put("other-" + i, i);
      assertEquals(Optional.of(1), recent.find("used"));
      assertTrue(recent.size() <= 2 * RecentlyUsed.GENERATION);
    }
    assertEquals(Optional.empty(), recent.find("unused"));
    recent.remove("used");
    assertEquals(Optional.empty(), recent.find("used"));
  }
}
