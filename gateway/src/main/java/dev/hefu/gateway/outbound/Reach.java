package dev.hefu.gateway.outbound;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far the connections of a {@link Door} lead: to public addresses over TLS, and to the ranges
 * that somebody trusted has named.
 */
public final class Reach {
  /** Where an operator's own identity provider and policy server usually stand. */
  private static final List<AddressRange> INSIDE =
      Stream.of(
              "127.0.0.0/8",
              "10.0.0.0/8",
              "172.16.0.0/12",
              "192.168.0.0/16",
              "100.64.0.0/10",
              "::1/128",
              "fc00::/7")
          .map(AddressRange::parse)
          .toList();

  private final List<AddressRange> named;

  private Reach(List<AddressRange> named) {
    this.named = named;
  }

  /**
   * The reach of addresses that participants name, who are no more than partners.
   *
   * @param allowed ranges that are reached though they are not public, and without TLS: those of
   *     development
   */
  public static Reach ofParticipants(List<AddressRange> allowed) {
    return new Reach(List.copyOf(allowed));
  }

  /**
   * The reach of addresses that the operator has configured: private networks and loopback too, but
   * never link-local ones, where clouds give out credentials.
   */
  public static Reach ofOperator(List<AddressRange> allowed) {
    return new Reach(Stream.concat(INSIDE.stream(), allowed.stream()).toList());
  }

  /**
   * Why the address must not be connected to; empty if it may be.
   *
   * @param tls whether the connection will be encrypted
   */
  Optional<String> refusal(InetAddress address, boolean tls) {
    if (named.stream().anyMatch(range -> range.contains(address))) {
      return Optional.empty();
    }
    return SpecialAddresses.find(address)
        .map(what -> address.getHostAddress() + " is " + what)
        .or(
            () ->
                tls
                    ? Optional.empty()
                    : Optional.of(address.getHostAddress() + " is public and the scheme is http"));
  }
}
