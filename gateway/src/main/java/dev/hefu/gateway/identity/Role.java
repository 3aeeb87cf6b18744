package dev.hefu.gateway.identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A role of the realm that means something to the gateway; others are ignored. */
public enum Role {
  /** A participant's client. */
  PARTICIPANT,
  /** A person. */
  SUBJECT,
  /** Registers and suspends participants. */
  PARTICIPANT_ADMIN,
  /** Reads who saw what about whom. */
  COMPLIANCE_OFFICER,
  /** Reads statements and postings. */
  FINANCE_ANALYST,
  /** Closes periods and approves payouts. */
  FINANCE_APPROVER,
  /** Runs the gateway. */
  OPERATOR;

  /** The name in the realm, such as {@code participant-admin}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The role of this name; empty if it means nothing here. */
  public static Optional<Role> of(String code) {
    return Arrays.stream(values()).filter(role -> role.code().equals(code)).findFirst();
  }
}
