package dev.hefu.settlement.condition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hefu.settlement.event.Attribute;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.event.Voucher;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random conditions over random lines: ours and CEL's runtime answer alike. A failure names the
 * seed; {@code -Dhefu.random=1000000} for the long run.
 */
final class ConditionLawsTest {
  private static final int SEEDS = Integer.getInteger("hefu.laws", 1_000);
  private static final int LINES = 5;

  @Test
  void celsOwnRuntimeAgrees() {
    int read = 0;
    int held = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      String text = test(random, 3);
      if (!(ConditionReader.read(text) instanceof ConditionReading.Read(Condition condition))) {
        continue;
      }
      read++;
      for (int i = 0; i < LINES; i++) {
        Line line = line(random);
        boolean holds = condition.holds(line);
        assertEquals(CelRun.holds(text, line), holds, "seed " + seed + ": " + text);
        held += holds ? 1 : 0;
      }
    }
    assertTrue(read > SEEDS / 3, read + " of " + SEEDS + " could be read");
    assertTrue(held > read && held < 4 * read, held + " answers of " + LINES * read + " were yes");
  }

  /** A condition is never or always true only if CEL's runtime finds no other line. */
  @Test
  void whatIsNeverOrAlwaysTrueIsSo() {
    int never = 0;
    int always = 0;
    for (long seed = 0; seed < 4L * SEEDS; seed++) {
      Random random = new Random(seed);
      String text = few(random, 3);
      if (ConditionReader.read(text) instanceof ConditionReading.Read(Condition condition)
          && condition.always().isPresent()) {
        boolean one = condition.always().get();
        for (int i = 0; i < 4 * LINES; i++) {
          assertEquals(one, CelRun.holds(text, line(random)), "seed " + seed + ": " + text);
        }
        always += one ? 1 : 0;
        never += one ? 0 : 1;
      }
    }
    assertTrue(never > SEEDS / 20, never + " are never true");
    assertTrue(always > SEEDS / 20, always + " are always true");
  }

  /** Of few numbers and texts, so that they contradict each other. */
  private static String few(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 3 : 6)) {
      case 0 ->
          pick(random, "quantity", "priceMinor / 1000", "paidMinor % 3")
              + pick(random, " < ", " <= ", " > ", " >= ", " == ", " != ")
              + random.nextInt(5);
      case 1 -> pick(random, "brand", "kind") + pick(random, " == ", " != ") + literal(random);
      case 2 ->
          pick(random, "brand", "channel")
              + pick(random, ".startsWith(", ".endsWith(", ".contains(")
              + literal(random)
              + ")";
      case 3 -> "!(" + few(random, depth - 1) + ")";
      default ->
          "("
              + few(random, depth - 1)
              + pick(random, " && ", " || ")
              + few(random, depth - 1)
              + ")";
    };
  }

  private static String test(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 8)) {
      case 0, 1 ->
          number(random, depth)
              + pick(random, " < ", " <= ", " > ", " >= ", " == ", " != ")
              + number(random, depth);
      case 2 -> text(random) + pick(random, " == ", " != ") + literal(random);
      case 3 ->
          random.nextBoolean()
              ? text(random) + " in [" + literal(random) + ", " + literal(random) + "]"
              : text(random)
                  + pick(random, ".startsWith(", ".endsWith(", ".contains(")
                  + literal(random)
                  + ")";
      case 4, 5 ->
          "("
              + test(random, depth - 1)
              + pick(random, " && ", " || ")
              + test(random, depth - 1)
              + ")";
      case 6 -> "!(" + test(random, depth - 1) + ")";
      default ->
          "("
              + test(random, depth - 1)
              + " ? "
              + test(random, depth - 1)
              + " : "
              + test(random, depth - 1)
              + ")";
    };
  }

  private static String number(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 3 : 7)) {
      case 0, 1 ->
          pick(
              random,
              "priceMinor",
              "paidMinor",
              "taxMinor",
              "paymentFeeMinor",
              "vouchersMinor",
              "discountPpm",
              "quantity");
      case 2 -> String.valueOf(random.nextInt(3_000));
      case 3 ->
          "("
              + number(random, depth - 1)
              + pick(random, " + ", " - ", " * ")
              + number(random, depth - 1)
              + ")";
      case 4 ->
          "("
              + number(random, depth - 1)
              + pick(random, " / ", " % ")
              + (1 + random.nextInt(9))
              + ")";
      case 5 -> "size(" + text(random) + ")";
      default -> "-(" + number(random, depth - 1) + ")";
    };
  }

  private static String text(Random random) {
    return pick(random, "brand", "group", "channel", "store", "zone", "kind", "seller");
  }

  private static String literal(Random random) {
    return pick(random, "\"web\"", "\"\"", "\"shop\"", "\"s\"", "\"brand-1\"", "\"goods\"");
  }

  private static Line line(Random random) {
    long price = random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(4_000);
    long voucher = random.nextLong(price + 1);
    long paid = price - voucher;
    Map<Attribute, String> attributes = new EnumMap<>(Attribute.class);
    attributes.put(Attribute.SELLER, "shop");
    attributes.put(Attribute.KIND, pick(random, "goods", "shipping"));
    attributes.put(Attribute.CHANNEL, pick(random, "web", "store"));
    if (random.nextBoolean()) {
      attributes.put(Attribute.BRAND, pick(random, "brand-1", "s", "web"));
    }
    return new Line(
        new LineKey("shop", "o", "1"),
        "CNY",
        price,
        paid / 7,
        paid / 50,
        1 + random.nextInt(5),
        List.of(new Voucher("V", "shop", voucher)),
        attributes);
  }

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
