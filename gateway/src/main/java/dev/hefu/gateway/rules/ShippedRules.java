package dev.hefu.gateway.rules;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.evidence.Group;
import dev.hefu.gateway.evidence.LeafDraft;
import dev.hefu.gateway.evidence.LeafKind;
import dev.hefu.policy.decision.RulesFile;
import dev.hefu.policy.rules.RulesInForce;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules that come with the program: in force when a network begins, and after an upgrade as
 * long as officers have approved none. Whoever runs the gateway answers for these.
 */
public final class ShippedRules {
  private static final String INSTALLED = "installed";
  private static final Logger LOG = LoggerFactory.getLogger(ShippedRules.class);

  private ShippedRules() {}

  /** Puts our rules in force where they may be; the leaf says that nobody approved them. */
  public static void install(DSLContext database, Committer committer) {
    RulesFile ours = RulesFile.shipped();
    if (!RulesInForce.givesWayTo(database, ours.revision())) {
      String inForce = RulesInForce.revision(database).orElse("");
      if (!inForce.equals(ours.revision())) {
        LOG.info("the rules {} stay in force; this program brings {}", inForce, ours.revision());
      }
      return;
    }
    committer.change(
        (tx, now) -> {
          if (!RulesInForce.givesWayTo(tx, ours.revision())) {
            return Changed.nothing(ours.revision());
          }
          RulesInForce.replace(tx, now, ours, null);
          return new Changed<>(
              ours.revision(),
              List.of(
                  LeafDraft.change(
                      LeafKind.POLICY,
                      now,
                      LeafDraft.Owners.NONE,
                      INSTALLED,
                      Map.of(
                          Group.DECISION,
                          JsonNodeFactory.instance.objectNode().put("outcome", INSTALLED),
                          Group.DATA,
                          JsonNodeFactory.instance
                              .objectNode()
                              .put("revision", ours.revision())))));
        });
  }
}
