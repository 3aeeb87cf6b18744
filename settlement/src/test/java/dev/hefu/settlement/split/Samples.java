package dev.hefu.settlement.split;

import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCases;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/**
 * Random samples. What breaks a law shrinks to fewer terms, lines and later events of the same
 * seed; the seed itself stays, since another one is another agreement.
 */
final class Samples extends DomainContextBase {
  /** So much above a full size that most samples have it. */
  private static final int MOSTLY_FULL = 3;

  @Provide
  Arbitrary<Sample> samples() {
    Arbitrary<Long> seeds = Arbitraries.longs().edgeCases(EdgeCases.Config::none).dontShrink();
    Arbitrary<Chance.Size> sizes =
        Combinators.combine(
                size(0, Chance.Size.FULL.terms()),
                size(1, Chance.Size.FULL.lines()),
                size(0, Chance.Size.FULL.later()))
            .as(Chance.Size::new);
    return Combinators.combine(seeds, sizes)
        .as(Sample::of)
        .filter(Optional::isPresent)
        .map(Optional::get);
  }

  private static Arbitrary<Integer> size(int least, int full) {
    return Arbitraries.integers()
        .between(least, MOSTLY_FULL * full)
        .shrinkTowards(least)
        .edgeCases(EdgeCases.Config::none)
        .map(each -> Math.min(full, each));
  }
}
