package dev.hefu.settlement.split;

import dev.hefu.settlement.agreement.Agreement;
import dev.hefu.settlement.document.AgreementReader;
import dev.hefu.settlement.document.AgreementReading;
import dev.hefu.settlement.event.Attribute;
import dev.hefu.settlement.event.Event;
import dev.hefu.settlement.event.ExchangeRate;
import dev.hefu.settlement.event.Line;
import dev.hefu.settlement.event.LineKey;
import dev.hefu.settlement.event.Stamp;
import dev.hefu.settlement.event.Voucher;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Random agreements, lines and events, the same for the same seed. The same seed with a smaller
 * size gives a beginning of the same: so what breaks a law is found in its smallest form.
 */
final class Chance {
  /**
   * At most so many terms (before those of parties that none names), lines, later events a line.
   */
  record Size(int terms, int lines, int later) {
    static final Size FULL = new Size(6, 6, 5);
  }

  private static final String[] RATES = {
    "10%", "12.5%", "33.333333%", "1/3", "1/7", "2/9", "0.6%", "50%", "1/2", "7/10000", "3/11"
  };
  private static final String[] PARTIES = {"shop", "brand", "store", "carrier"};

  private final long seed;
  private final Size size;
  private Random random;
  private int terms;
  private @Nullable String exchange;
  private boolean reduce;
  private String rest = "shop";

  /** Terms with a share of the line by what they can be referred to, and who receives it. */
  private final Map<String, String> earlier = new LinkedHashMap<>();

  /** Those of the highest level. */
  private final List<String> top = new ArrayList<>();

  private final Set<String> named = new HashSet<>();
  private final StringBuilder yaml = new StringBuilder();

  Chance(long seed) {
    this(seed, Size.FULL);
  }

  Chance(long seed, Size size) {
    this.seed = seed;
    this.size = size;
    this.random = new Random(seed);
  }

  /** An agreement, unless what came out breaks a proof. */
  Optional<Agreement> agreement() {
    yaml.append(
        """
        format: hefu-revenue-agreement/1
        name: chance
        version: 1
        title: {en: Chance, zh: 随机}
        currency: CNY
        from: 2026-01-01
        selects: {}
        largestLineMinor: 1000000
        """);
    List<String> order = new ArrayList<>(List.of(PARTIES));
    java.util.Collections.shuffle(order, random);
    yaml.append("parties: ").append(order).append('\n');
    if (one(4)) {
      yaml.append("until: 2026-07-01\n");
    }
    reduce = one(4);
    if (reduce) {
      yaml.append("shortfall: reduce\n");
    }
    if (one(4)) {
      exchange = pick("USD", "KWD");
      yaml.append("exchange: [{currency: ")
          .append(exchange)
          .append(", quoted: ")
          .append(pick("foreign-per-own", "own-per-foreign"))
          .append(", difference: ")
          .append(party())
          .append("}]\n");
    }
    yaml.append("divides: ")
        .append(pick("paid", "paid", "net-of-tax", "net-of-tax-and-payment-fee"))
        .append("\nterms:\n");
    rest = party();
    if (one(3)) {
      holding();
    }
    int count = Math.min(size.terms(), 1 + random.nextInt(Size.FULL.terms()));
    for (int i = 0; i < count; i++) {
      term("", 1);
    }
    for (String party : PARTIES) {
      if (!named.contains(party)) {
        yaml.append("- {id: t%d, fixed: {to: %s, amountMinor: 7}}\n".formatted(terms++, party));
      }
    }
    yaml.append("- {id: rest, remaining: {to: ").append(rest).append("}}\n");
    byte[] document = yaml.toString().getBytes(StandardCharsets.UTF_8);
    return switch (AgreementReader.read(document)) {
      case AgreementReading.Read read -> Optional.of(read.agreement());
      case AgreementReading.Faulty _ -> Optional.empty();
    };
  }

  /** The document of {@link #agreement()}. */
  String document() {
    return yaml.toString();
  }

  private void term(String indent, int depth) {
    String id = "t" + terms++;
    yaml.append(indent).append("- id: ").append(id).append('\n');
    String at = indent + "  ";
    int drawn = random.nextInt(depth > 1 ? 4 : 17);
    int kind = drawn == 5 && reduce ? 0 : drawn;
    boolean waterfall = kind == 3 && depth < 3;
    switch (kind) {
      case 0, 1 -> {
        String to = who();
        line(at, "percentage: {to: " + to + ", " + quota() + "}");
        earlier.put(id, to);
      }
      case 2 -> {
        String to = who();
        String per = pick("line", "unit");
        line(at, "fixed: {to: %s, amountMinor: %d, per: %s}".formatted(to, few(), per));
        earlier.put(id, to);
      }
      case 3 -> {
        if (waterfall) {
          line(at, "waterfall:");
          line(at + "  ", "rate: " + pick(RATES));
          line(at + "  ", "of: " + pick("whole", "rest"));
          line(at + "  ", "terms:");
          term(at + "    ", depth + 1);
          line(at + "    ", "- {id: t%d, remaining: {to: %s}}".formatted(terms++, party()));
        } else {
          line(at, "payment-fee: {to: " + party() + "}");
        }
      }
      case 4 -> {
        String to = party();
        line(at, "payment-fee: {to: " + to + "}");
        earlier.put(id, to);
      }
      case 5 ->
          line(
              at,
              "promotion: {funding: [{party: %s, rate: %s, cap: %d}, {party: %s, rate: 20%%}]}"
                  .formatted(party(), pick("1/3", "50%"), few(), party()));
      case 6 ->
          line(
              at,
              "fixed: {to: %s, amountMinor: %d, per: shipment}"
                  .formatted(pick("$carrier", rest.equals("shop") ? "brand" : "shop"), few()));
      case 7 ->
          line(
              at,
              "table: {to: $carrier, from: %s, rows: [{zone: \"1\", upToGrams: 500, amountMinor: %d}, {upToGrams: 9000, amountMinor: %d}]}"
                  .formatted(party(), few(), few()));
      case 8 ->
          line(at, "fixed: {to: %s, amountMinor: %d, per: return}".formatted(other(rest), few()));
      case 9 ->
          line(
              at,
              "penalty: {from: carrier, to: %s, when: %s, %s}"
                  .formatted(
                      other("carrier"),
                      pick(
                          "late-delivery, graceMinutes: 30",
                          "not-otif, graceMinutes: 30",
                          "out-of-stock"),
                      pick("amountMinor: 90", "rate: 1/7, of: price, cap: 55")));
      case 10 -> withholdOrBonus(at);
      case 14 -> {
        contribution(at);
        earlier.put(id, "");
      }
      case 15 -> {
        line(
            at,
            "resource: {%s, parts: [{party: %s, kind: stock, weight: %d}, {party: $store, kind: space, weight: %d}, {party: %s, kind: staff, weight: 7}]}"
                .formatted(quota(), party(), few(), few(), party()));
        earlier.put(id, "");
      }
      case 16 ->
          line(
              at,
              "return-risk: {to: shop, rate: %s, of: %s, funding: [{party: %s, rate: 1/3}, {party: $store, rate: 11%%}]}"
                  .formatted(pick(RATES), pick("price", "whole"), pick("brand", "carrier")));
      default -> {
        memory(at);
        return;
      }
    }
    if (depth == 1 && earlier.containsKey(id)) {
      top.add(id);
    }
    if (one(3) && !waterfall) {
      line(at, "onReturn: keep");
      String bearer = pick("shop", "brand", "$store");
      boolean staysAnyway = kind == 8 || kind == 9 || kind == 16;
      if (one(2) && !staysAnyway && !bearer.equals(earlier.get(id))) {
        line(at, "borneBy: " + bearer);
      }
    }
    if (one(4)) {
      line(at, "only: {channel: [" + pick("web", "store") + "]}");
    }
    if (one(5)) {
      line(
          at,
          "when: '"
              + pick(
                  "paidMinor >= 1000",
                  "channel == \"web\" && quantity > 1",
                  "discountPpm > 100000 || store != \"\"",
                  "!(priceMinor / 100 % 2 == 0)")
              + "'");
    }
  }

  private void contribution(String at) {
    String model =
        pick(
            "first",
            "last",
            "linear",
            "position, first: 40, last: 31",
            "position, first: 0, last: 100",
            "time-decay, halfDays: 1",
            "shapley",
            "shapley, worth: [{parties: [brand], ppm: 300000}, {parties: [store, carrier], ppm:"
                + " 700001}, {parties: [brand, carrier], ppm: 999999}]");
    line(
        at,
        "contribution: {among: [%s], %s, model: %s}"
            .formatted(
                model.contains("worth")
                    ? "carrier, store, brand"
                    : pick("brand, store", "store, carrier, brand", "brand"),
                quota(),
                model));
  }

  private void holding() {
    if (one(2)) {
      String some = pick("", "parties: [" + pick(PARTIES) + "], ");
      line("", "- id: soon");
      line("  ", "maturity: {%sdays: %d, after: payment}".formatted(some, random.nextInt(4)));
      line("  ", "only: {channel: [web]}");
    }
    if (one(2)) {
      String some = pick("", "parties: [" + pick(PARTIES) + "], ");
      line("", "- id: wait");
      line("  ", "maturity: {%sdays: %d, after: delivery}".formatted(some, random.nextInt(4)));
    }
    if (one(2)) {
      String held =
          "party: %s, rate: %s, days: %d"
              .formatted(pick(PARTIES), pick(RATES), 30 * (1 + random.nextInt(12)));
      line("", "- {id: roll, reserve: {" + held + "}}");
    }
    if (one(2)) {
      line(
          "",
          "- {id: back, holdback: {party: %s, amountMinor: %d}}"
              .formatted(pick(PARTIES), 3 * few()));
    }
  }

  private void memory(String at) {
    String of =
        top.isEmpty() || one(2)
            ? pick("whole", "earned:brand", "earned:carrier")
            : "term:" + top.get(random.nextInt(top.size()));
    String to = other(rest);
    String pair = "to: " + to + (one(2) ? ", from: " + other(to) : "");
    String per = ", per: " + pick("month", "quarter", "year", "agreement");
    String mode = ", mode: " + pick("graduated", "whole-volume");
    String counts = ", of: \"" + of + "\"";
    line(
        at,
        switch (random.nextInt(6)) {
          case 0 ->
              "scale: {%s%s%s%s, steps: [{from: %d, rate: %s}, {from: %d, rate: 1/3}]}"
                  .formatted(pair, counts, per, mode, few() - 1, pick(RATES), 400 + few());
          case 1 ->
              "scale: {%s, of: units%s%s, baseMinor: %d, steps: [{from: 0, amountMinor: 3}, {from: 4, amountMinor: %d}]}"
                  .formatted(pair, per, mode, few() - 1, few());
          case 2 ->
              "minimum: {%s%s%s, amountMinor: %d%s}"
                  .formatted(
                      pair,
                      counts,
                      per,
                      5 * few(),
                      random.nextBoolean() || per.contains("agreement") ? "" : ", atEnd: pro-rata");
          case 3 -> "cap: {%s%s%s, amountMinor: %d}".formatted(pair, counts, per, 5 * few());
          case 4 ->
              "advance: {%s%s, amountMinor: %d, recoup: %s%s}"
                  .formatted(pair, counts, 9 * few(), pick(RATES), one(3) ? ", atEnd: repaid" : "");
          default ->
              "indicator: {%s%s, name: on-time, party: carrier, by: shop, referencePpm: 900000, slopePpm: %d, leastPpm: -150000, mostPpm: 333333}"
                  .formatted(pair, counts, random.nextInt(8_000_000) - 4_000_000);
        });
  }

  private void withholdOrBonus(String at) {
    if (earlier.isEmpty()) {
      line(
          at,
          "bonus: {from: brand, to: $carrier, when: "
              + pick("on-time-delivery", "otif")
              + ", amountMinor: 33}");
    } else {
      String of = anEarlier();
      String receiver = java.util.Objects.requireNonNull(earlier.get(of));
      String from = receiver.isEmpty() ? who() : receiver;
      line(
          at,
          "withholding: {from: %s, to: %s, rate: 6%%, of: \"term:%s\"}"
              .formatted(from, other(from), of));
    }
  }

  private String quota() {
    String text = "rate: " + pick(RATES);
    String of = pick("whole", "rest", "price", "paid", "price-less-own-vouchers:brand", "term");
    if (!of.equals("term")) {
      text += ", of: \"" + of + "\"";
    } else if (!earlier.isEmpty()) {
      text += ", of: \"term:" + anEarlier() + "\"";
    }
    if (one(4)) {
      text += ", cap: " + (200 + few());
    }
    return one(5) ? text + ", floor: " + (1 + random.nextInt(200)) : text;
  }

  /** Some lines and what happens to them, in canonical order, with one or two closes. */
  List<Event> events() {
    List<Event> events = new ArrayList<>();
    random = new Random(~seed);
    int lines = Math.min(size.lines(), 1 + random.nextInt(Size.FULL.lines()));
    for (int i = 0; i < lines; i++) {
      random = new Random(seed * 31 + i);
      line(events, "l" + i);
    }
    random = new Random(seed + 1);
    if (one(2)) {
      events.add(new Event.TimePassed(stamp(1 + random.nextInt(4_000), "shop", "time")));
    }
    for (String by : List.of("shop", "brand")) {
      events.add(
          new Event.IndicatorReported(
              stamp(random.nextInt(6_000), by, "indicator"),
              "on-time",
              "carrier",
              "2026-06",
              800_000 + random.nextInt(200_000)));
    }
    events.add(new Event.PeriodClosed(stamp(5_000, "shop", "close"), "2026-06"));
    events.add(new Event.TimePassed(stamp(5_500, "shop", "later")));
    if (one(2)) {
      events.add(refund("l0", "late", 6_000, random.nextInt(2_000)));
      events.add(new Event.PeriodClosed(stamp(9_000, "shop", "close-2"), "2026-07"));
    }
    events.sort(Comparator.comparing(Event::stamp));
    return events;
  }

  private void line(List<Event> events, String id) {
    long price = one(8) ? 0 : random.nextInt(3_000);
    Map<Attribute, String> attributes = new EnumMap<>(Attribute.class);
    attributes.put(Attribute.SELLER, "shop");
    attributes.put(Attribute.CHANNEL, pick("web", "store"));
    if (one(2)) {
      attributes.put(Attribute.STORE, "store");
    }
    List<Voucher> vouchers = new ArrayList<>();
    if (one(3)) {
      long amount = one(5) ? price : random.nextLong(price + 1);
      vouchers.add(new Voucher("V", pick("brand", "shop"), amount));
    }
    long paid = price - vouchers.stream().mapToLong(Voucher::amountMinor).sum();
    long tax = paid / 7;
    long fee = one(6) ? paid : paid / 100;
    int quantity = 1 + random.nextInt(5);
    boolean foreign = exchange != null && one(2);
    Line line =
        new Line(
            key(id),
            foreign ? java.util.Objects.requireNonNull(exchange) : "CNY",
            price,
            tax,
            fee,
            quantity,
            vouchers,
            attributes,
            List.of(),
            foreign
                ? ExchangeRate.of(pick("0.912345", "0.13", "2.5", "1.00001")).orElseThrow()
                : null);
    events.add(new Event.LinePaid(stamp(random.nextInt(100), "shop", "paid-" + id), line));
    int contacts = one(3) ? random.nextInt(one(5) ? 20 : 4) : 0;
    for (int i = 0; i < contacts; i++) {
      String by = pick("brand", "store", "carrier", "shop");
      events.add(
          new Event.TouchpointRecorded(
              stamp(random.nextInt(120) - 6_000 * random.nextInt(2), by, id + "-touch-" + i),
              key(id),
              "campaign",
              "web",
              1 + random.nextInt(4)));
    }
    int more = Math.min(size.later(), random.nextInt(Size.FULL.later() + 1));
    for (int i = 0; i < more; i++) {
      events.add(later(id, i, 200 + random.nextInt(3_000), paid));
    }
  }

  /** Of a line's later events each tells of a shipment, return or refund of its own. */
  private Event later(String line, int place, int minute, long paid) {
    String id = line + "-" + place;
    Stamp carrier = stamp(minute, "carrier", id);
    Instant promised = one(5) ? null : carrier.time().plusSeconds(random.nextInt(7_200) - 3_600L);
    return switch (random.nextInt(8)) {
      case 0 ->
          new Event.ShipmentDispatched(
              carrier, key(line), "s" + place, 1 + random.nextInt(1_000), pick("1", "2"), promised);
      case 1 ->
          new Event.ShipmentDelivered(
              carrier, key(line), "s" + (place - 1), promised, random.nextInt(2));
      case 2 ->
          new Event.ReturnReceived(
              stamp(minute, "shop", id), key(line), "r" + place, 1 + random.nextInt(3));
      case 3 ->
          one(3)
              ? new Event.LineCancelled(stamp(minute, "shop", id), key(line), one(2))
              : refund(line, id, minute, paid);
      default -> refund(line, id, minute, random.nextLong(paid / 2 + 2));
    };
  }

  private Event refund(String line, String id, int minute, long amount) {
    return new Event.RefundPaid(
        stamp(minute, "shop", id),
        key(line),
        id,
        amount,
        amount / 7,
        amount / 100,
        random.nextInt(3),
        one(4) ? "brand" : null);
  }

  static LineKey key(String line) {
    return new LineKey("shop", "o", line);
  }

  static Stamp stamp(int minute, String sender, String id) {
    Instant time = Books.NOON.plusSeconds(60L * minute);
    return new Stamp(time, time, "/participants/" + sender, id);
  }

  private void line(String indent, String text) {
    yaml.append(indent).append(text).append('\n');
  }

  private String who() {
    return named(pick("shop", "brand", "$store", "store"));
  }

  private String party() {
    return named(pick(PARTIES));
  }

  private String other(String than) {
    String party = pick(PARTIES);
    return named(party.equals(than) ? PARTIES[(List.of(PARTIES).indexOf(than) + 1) % 4] : party);
  }

  private String named(String party) {
    named.add(party);
    return party;
  }

  private String anEarlier() {
    return List.copyOf(earlier.keySet()).get(random.nextInt(earlier.size()));
  }

  private int few() {
    return 1 + random.nextInt(300);
  }

  private boolean one(int in) {
    return random.nextInt(in) == 0;
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
