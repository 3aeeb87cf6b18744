package dev.hefu.schemas;

/** What an organisation is to the network; it may be provider and consumer all the same. */
public enum ParticipantKind {
  PLATFORM,
  PAYMENT,
  BRAND,
  STORE,
  CARRIER,
  SERVICE
}
