package dev.hefu.settlement.entry;

/** Where an amount of a party stands. The code is what tables and hashes hold. */
public enum State {
  ACCRUED(0),
  MATURED(1),
  RESERVED(2),
  PAYABLE(3),
  PAID(4),
  /** The party owes. */
  RECEIVABLE(5);

  private final int code;

  State(int code) {
    this.code = code;
  }

  /** The state of a code. */
  public static State of(int code) {
    for (State state : values()) {
      if (state.code == code) {
        return state;
      }
    }
    throw new IllegalArgumentException("no state " + code);
  }

  /** From 0, without gaps. */
  public int code() {
    return code;
  }
}
