package dev.hefu.settlement.event;

/** How a batch of events came in, which decides whose clock says when they were received. */
public enum Arrival {
  /** As it happens: {@code receivedat} is the gateway's clock, whatever the event says. */
  LIVE,
  /** A run over past events that carry their own {@code receivedat}. */
  IMPORT
}
