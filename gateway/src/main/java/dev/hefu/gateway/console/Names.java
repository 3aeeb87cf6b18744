package dev.hefu.gateway.console;

import dev.hefu.gateway.console.page.Texts;
import dev.hefu.gateway.participant.Participants;

/** What participants are called, in the person's language. */
record Names(Participants participants) {
  String of(String id, Texts texts) {
    return participants
        .find(id)
        .map(found -> texts.language().equals("zh") ? found.nameZh() : found.nameEn())
        .orElse(id);
  }
}
