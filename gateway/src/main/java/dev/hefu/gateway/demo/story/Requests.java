package dev.hefu.gateway.demo.story;

import dev.hefu.schemas.message.MessageCodec;

/** Requests as somebody would type them. */
final class Requests {
  private Requests() {}

  static String text(Record request) {
    return MessageCodec.tree(request).toString();
  }
}
