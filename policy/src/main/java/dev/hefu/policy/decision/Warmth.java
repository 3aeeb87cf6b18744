package dev.hefu.policy.decision;

/** Runs an instance over every part of the rules until the module answers at its usual speed. */
final class Warmth {
  /** After this many the first tier of the JVM's compiler has been over the module. */
  private static final int ROUNDS = 300;

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

  static void bring(RulesInstance instance) {
    for (int i = 0; i < ROUNDS; i++) {
      instance.evaluate(Question.EXCHANGE, PERMITTED);
      instance.evaluate(Question.EXCHANGE, "{}");
    }
  }
}
