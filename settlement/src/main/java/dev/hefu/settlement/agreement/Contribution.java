package dev.hefu.settlement.agreement;

import java.util.List;

/**
 * An amount divided among the parties whose contacts led to a line.
 *
 * @param among at most {@link #MAX_PARTIES} parties; contacts of others do not count
 */
public record Contribution(Rule.Quota quota, List<String> among, Model model) implements Rule {
  /** Shapley's value looks at every subset: 4,096 of them. */
  public static final int MAX_PARTIES = 12;

  /** Least common multiple of 1…16: so many equal parts of the last 16 contacts are exact. */
  public static final long EQUAL_PARTS = 720_720;

  /** The first and the last contact's parts are hundredths. */
  private static final long HUNDRED = 100;

  /** What can have any denominator is rounded to millionths. */
  private static final long MILLION = 1_000_000;

  /** Copies. */
  public Contribution {
    among = List.copyOf(among);
  }

  /** Into how many parts the amount is divided: all weights of a line sum to it. */
  public long unit() {
    return switch (model) {
      case Model.Plain plain ->
          switch (plain) {
            case FIRST, LAST -> 1;
            case LINEAR -> EQUAL_PARTS;
          };
      case Model.Position _ -> EQUAL_PARTS * HUNDRED;
      case Model.TimeDecay _ -> MILLION;
      case Model.Shapley(List<Worth> worth) -> worth.isEmpty() ? EQUAL_PARTS : MILLION;
    };
  }

  /** How contacts weigh. */
  public sealed interface Model {
    /** Models that need nothing else. */
    enum Plain implements Model {
      FIRST,
      LAST,
      /** Every contact the same. */
      LINEAR
    }

    /** The first and the last contact in hundredths; those between share the rest. */
    record Position(int firstPercent, int lastPercent) implements Model {}

    /** A contact weighs half as much for every whole period that it is older. */
    record TimeDecay(int halfDays) implements Model {}

    /** Shapley's value; without worths the value needs everyone who had a contact. */
    record Shapley(List<Worth> worth) implements Model {
      /** Copies. */
      public Shapley {
        worth = List.copyOf(worth);
      }
    }
  }

  /** What these parties are worth together; a group is worth its best part. */
  public record Worth(List<String> parties, long ppm) {
    /** Copies. */
    public Worth {
      parties = List.copyOf(parties);
    }
  }
}
