package dev.hefu.gateway.evidence;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hefu.crypto.keys.KeyFile;
import dev.hefu.crypto.keys.Secret;
import dev.hefu.crypto.log.NoteSigner;
import dev.hefu.gateway.embedded.SharedPostgres;
import dev.hefu.gateway.evidence.Change.Changed;
import dev.hefu.policy.admit.Uses;
import dev.hefu.policy.claim.Claim;
import dev.hefu.policy.fact.Facts;
import dev.hefu.policy.roundtrip.RoundTrip;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** A log on a database of its own, with a committer that knows no facts. */
final class TestLog implements AutoCloseable {
  static final String ORIGIN = "hefu.test/log";

  final DataSource source = SharedPostgres.freshDatabase();
  final DSLContext database = DSL.using(source, SQLDialect.POSTGRES);
  final NoteSigner signer = NoteSigner.of(ORIGIN, Secret.random());
  final TagKeys tagKeys;
  final EvidenceLog log;
  final Committer committer;

  TestLog(Path folder) throws IOException {
    tagKeys = new TagKeys(KeyFile.openOrCreate(folder.resolve("root.key")), database);
    log = EvidenceLog.open(database, signer);
    committer = new Committer(source, tagKeys, signer, noFacts());
  }

  /** A source for committers that only see changes. */
  static FactsSource noFacts() {
    return new NoFacts();
  }

  /** A change that writes nothing but a leaf, which names a subject and the two parties. */
  static Changed<String> leaf(Instant now, UUID subject, String outcome) {
    return new Changed<>(
        outcome,
        List.of(
            LeafDraft.change(
                LeafKind.CONSENT,
                now,
                new LeafDraft.Owners(subject, "wallet", "market"),
                outcome,
                Map.of(
                    Group.DECISION,
                    JsonNodeFactory.instance.objectNode().put("outcome", outcome),
                    Group.SUBJECT,
                    JsonNodeFactory.instance.objectNode().put("subject", subject.toString())))));
  }

  @Override
  public void close() {
    committer.close();
  }

  private static final class NoFacts implements FactsSource {
    private static final Uses NOTHING =
        new Uses(List.of(), List.of(), List.of(), List.of(), List.of());

    @Override
    public Supplier<Facts> ask(RoundTrip trip, List<Claim> claims) {
      return () -> new Facts(Instant.now(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
    }

    @Override
    public void recordUses(RoundTrip trip, Uses uses) {
      if (!uses.equals(NOTHING)) {
        throw new AssertionError("nothing can be used without facts");
      }
    }
  }
}
