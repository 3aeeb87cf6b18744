package dev.hefu.policy.decision;

import java.time.Duration;

/** Runs an instance over every part of the rules until the module answers at its usual speed. */
final class Warmth {
  /** After this many the first tier of the JVM's compiler has been over the module. */
  private static final int ROUNDS = 300;

  /** Many times what the rounds take: rules that need longer are slow however warm. */
  private static final Duration ENOUGH = Duration.ofSeconds(2);

  /** What has not ended by then would not end. */
  private static final Duration LIMIT = ENOUGH.multipliedBy(2);

  /** An input that is permitted and runs over every part of the rules. */
  static final String PERMITTED =
      """
      {"abroad":false,"agreement":{"datasets":["warm-up/1"],"highestTier":"PSEUDONYMOUS",\
      "purposes":["service"],"state":"SIGNED","validFrom":0,"validUntil":2},\
      "cells":[{"category":"contact","classification":"PERSONAL","masks":["region"],"name":"a"},\
      {"category":"payment","classification":"SENSITIVE","masks":[],"name":"b"}],\
      "consent":{"categories":["contact","payment"],"dataLifeDays":30,\
      "highestTier":"PSEUDONYMOUS","linked":true,"purpose":"service","separate":{"abroad":false,\
      "guardian":false,"recipient":true,"sensitive":true},"state":"GRANTED","validFrom":0,\
      "validUntil":2},"consumer":"x","dataset":"warm-up/1","minor":false,"now":1,"provider":"y",\
      "purpose":"service","subjects":1,"tier":"PSEUDONYMOUS"}\
      """;

  private Warmth() {}

  /**
   * Returns after all rounds, or as many as there was time for.
   *
   * @param instance watched by somebody who interrupts what is late
   * @throws RuntimeException if the rules fail or do not end
   */
  static void bring(RulesInstance instance) {
    long begun = System.nanoTime();
    long end = begun + LIMIT.toNanos();
    for (int i = 0; i < ROUNDS && System.nanoTime() - begun < ENOUGH.toNanos(); i++) {
      instance.evaluate(Question.EXCHANGE, PERMITTED, end);
      instance.evaluate(Question.EXCHANGE, "{}", end);
    }
  }
}
