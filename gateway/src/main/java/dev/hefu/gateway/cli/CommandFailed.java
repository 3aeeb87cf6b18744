package dev.hefu.gateway.cli;

/** A command that could not do what was asked; the message is one sentence that says what to do. */
final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandFailed(String message) {
    super(message);
  }
}
