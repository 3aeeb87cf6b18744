package dev.hefu.gateway.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Asks for all addresses of a name; the system's is {@code InetAddress::getAllByName}. */
@FunctionalInterface
interface NameLookup {
  /**
   * All addresses, the one to be tried first in front; blocks, and cannot be interrupted.
   *
   * @throws UnknownHostException if there are none, or nobody could be asked
   */
  InetAddress[] addresses(String name) throws UnknownHostException;
}
