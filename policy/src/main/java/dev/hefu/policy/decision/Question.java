package dev.hefu.policy.decision;

/** What the rules are asked; the path of the rule that answers. */
enum Question {
  EXCHANGE("hefu/exchange/decision"),
  BREAK_GLASS("hefu/breakglass/decision");

  private final String path;

  Question(String path) {
    this.path = path;
  }

  /** With slashes, as an entry point of a module and below the data API of a server. */
  String path() {
    return path;
  }
}
