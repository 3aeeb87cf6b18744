package dev.hefu.gateway.demo.story;

import dev.hefu.gateway.demo.world.Cast;
import dev.hefu.schemas.Category;
import dev.hefu.schemas.Purpose;
import dev.hefu.schemas.Tier;
import dev.hefu.schemas.person.ConsentGrant;
import dev.hefu.schemas.person.NoticeReference;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The consents that the demo's persons grant; each starts from a plain one and changes a word. */
final class Grants {
  private static final Duration VALIDITY = Duration.ofDays(90);
  private static final NoticeReference NOTICE = new NoticeReference("data-sharing", 1, "zh");
  private static final int DATA_LIFE_DAYS = 30;

  private Grants() {}

  /** The payment participant may look at purchases, against fraud. */
  static ConsentGrant againstFraud() {
    return plain(
        Cast.MARKETPLACE, Cast.PAYMENT, Purpose.FRAUD_PREVENTION, List.of(Category.PURCHASE));
  }

  /** The marketplace may look at how a person pays, which is sensitive, to recommend. */
  static ConsentGrant toRecommend() {
    ConsentGrant plain =
        plain(Cast.PAYMENT, Cast.MARKETPLACE, Purpose.RECOMMENDATION, List.of(Category.PAYMENT));
    return with(plain, new ConsentGrant.Flags(true, true, false, false));
  }

  /** A shop may look at what was bought on the marketplace, to serve. */
  static ConsentGrant toServe(String shop) {
    return plain(
        Cast.MARKETPLACE, shop, Purpose.SERVICE, List.of(Category.PURCHASE, Category.LOCATION));
  }

  static ConsentGrant with(ConsentGrant grant, ConsentGrant.Flags flags) {
    return copy(
        grant,
        grant.categories(),
        grant.validFrom(),
        grant.validUntil(),
        grant.mode(),
        null,
        flags);
  }

  static ConsentGrant with(ConsentGrant grant, ConsentGrant.Mode mode) {
    return copy(
        grant,
        grant.categories(),
        grant.validFrom(),
        grant.validUntil(),
        mode,
        null,
        grant.flags());
  }

  static ConsentGrant with(ConsentGrant grant, ConsentGrant.Frequency frequency) {
    return copy(
        grant,
        grant.categories(),
        grant.validFrom(),
        grant.validUntil(),
        grant.mode(),
        frequency,
        grant.flags());
  }

  static ConsentGrant with(ConsentGrant grant, Category only) {
    return copy(
        grant,
        List.of(only),
        grant.validFrom(),
        grant.validUntil(),
        grant.mode(),
        null,
        grant.flags());
  }

  static ConsentGrant with(ConsentGrant grant, Purpose purpose) {
    return new ConsentGrant(
        grant.providers(),
        grant.consumer(),
        purpose,
        grant.categories(),
        grant.highestTier(),
        grant.validFrom(),
        grant.validUntil(),
        grant.mode(),
        null,
        null,
        grant.dataLifeDays(),
        grant.records(),
        grant.legalBasis(),
        grant.flags(),
        grant.notice());
  }

  static ConsentGrant between(ConsentGrant grant, @Nullable Instant from, Instant until) {
    return copy(grant, grant.categories(), from, until, grant.mode(), null, grant.flags());
  }

  private static ConsentGrant plain(
      String provider, String consumer, Purpose purpose, List<Category> categories) {
    return new ConsentGrant(
        List.of(provider),
        consumer,
        purpose,
        categories,
        Tier.PSEUDONYMOUS,
        null,
        Instant.now().plus(VALIDITY).truncatedTo(ChronoUnit.SECONDS),
        ConsentGrant.Mode.PERIODIC,
        null,
        null,
        DATA_LIFE_DAYS,
        null,
        null,
        new ConsentGrant.Flags(true, false, false, false),
        NOTICE);
  }

  private static ConsentGrant copy(
      ConsentGrant grant,
      List<Category> categories,
      @Nullable Instant from,
      Instant until,
      ConsentGrant.Mode mode,
      ConsentGrant.@Nullable Frequency frequency,
      ConsentGrant.Flags flags) {
    return new ConsentGrant(
        grant.providers(),
        grant.consumer(),
        grant.purpose(),
        categories,
        grant.highestTier(),
        from,
        until,
        mode,
        frequency,
        null,
        grant.dataLifeDays(),
        grant.records(),
        grant.legalBasis(),
        flags,
        grant.notice());
  }
}
