package dev.hefu.gateway.identity;

import java.util.Set;
import java.util.UUID;

/** Who a request comes from, as far as its token and proof show. */
public sealed interface Caller {
  /**
   * A registered organisation's own client. Whether it is suspended is decided at the commit.
   *
   * @param id the participant's id, which is its client id
   */
  record Participant(String id) implements Caller {}

  /**
   * A signed-in person.
   *
   * @param subject the gateway's id of the person, which nobody outside can derive
   */
  record Person(UUID subject) implements Caller {}

  /** Somebody who runs the network. */
  record Operator(String id, Set<Role> roles) implements Caller {
    /** Copies the roles. */
    public Operator {
      roles = Set.copyOf(roles);
    }
  }
}
