package dev.hefu.gateway.exchange;

import dev.hefu.gateway.evidence.Evidence;
import dev.hefu.gateway.evidence.Fence;
import dev.hefu.schemas.ErrorCode;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What became of one exchange, durable. */
public sealed interface ExchangeOutcome {
  /**
   * The sealed answer may leave: its evidence is committed.
   *
   * @param exchange the exchange that the envelope was sealed in; an earlier one if this is a
   *     replay
   * @param fence until when it may begin to leave
   * @param withheld what is answered instead if it came too late for that
   */
  record Released(
      UUID exchange, String envelope, Evidence evidence, Fence fence, Supplier<Refused> withheld)
      implements ExchangeOutcome {}

  /**
   * Nothing leaves.
   *
   * @param exchange null where no leaf was written
   * @param evidence of the refusal; null where no leaf was written
   */
  record Refused(
      ErrorCode code, String detail, @Nullable UUID exchange, @Nullable Evidence evidence)
      implements ExchangeOutcome {
    /** A refusal before any decision, which leaves no leaf. */
    public static Refused early(ErrorCode code, String detail) {
      return new Refused(code, detail, null, null);
    }

    /** The caller's name for its request was another request's before. */
    public static Refused keyReused(String key) {
      return early(
          ErrorCode.IDEMPOTENCY_KEY_REUSED, "the key '" + key + "' stands for another request");
    }
  }
}
