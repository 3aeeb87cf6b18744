package dev.hefu.gateway.operation;

import dev.hefu.gateway.evidence.Committer;
import dev.hefu.gateway.evidence.EvidenceLog;
import dev.hefu.gateway.evidence.TagKeys;
import dev.hefu.gateway.exchange.Exchange;
import dev.hefu.gateway.figure.FigureExchange;
import dev.hefu.gateway.http.Endpoint;
import dev.hefu.gateway.http.ParticipantActs;
import dev.hefu.gateway.participant.Datasets;
import dev.hefu.gateway.participant.KeycloakProvisioner;
import dev.hefu.gateway.participant.LinkTokens;
import dev.hefu.gateway.participant.Participants;
import dev.hefu.gateway.participant.SignInPlaces;
import dev.hefu.gateway.person.ConsentReceipts;
import dev.hefu.gateway.person.Notices;
import dev.hefu.gateway.person.PersonConsents;
import dev.hefu.gateway.person.PersonLinks;
import dev.hefu.policy.consent.ConsentLedger;
import dev.hefu.policy.subject.LinkLedger;
import dev.hefu.schemas.contract.Contract;
import dev.hefu.schemas.message.PublishedKeys;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jooq.DSLContext;

/** The operations about participants, persons and their data, with what serves each. */
public final class Endpoints {
  private Endpoints() {}

  /** The doors that endpoints open. */
  public record Doors(
      DSLContext database,
      Committer committer,
      EvidenceLog log,
      TagKeys tagKeys,
      Participants participants,
      KeycloakProvisioner provisioner,
      Datasets datasets,
      LinkTokens linkTokens,
      SignInPlaces places,
      LinkLedger links,
      ConsentLedger consents,
      PersonConsents persons,
      ConsentReceipts receipts,
      PersonLinks personLinks,
      Notices notices,
      Exchange exchange,
      FigureExchange figures,
      Contract contract,
      PublishedKeys keys,
      PrometheusMeterRegistry metrics,
      Map<String, BooleanSupplier> readiness,
      URI url,
      Clock clock) {}

  /** The endpoints by the contract's operation ids. */
  public static Map<String, Endpoint> of(Doors doors) {
    DSLContext database = doors.database();
    Committer committer = doors.committer();
    Participants participants = doors.participants();
    ParticipantActs acts = new ParticipantActs(database, committer, participants);
    Map<String, Endpoint> all = new HashMap<>();
    all.putAll(
        new ServiceEndpoints(doors.contract(), doors.keys(), doors.metrics(), doors.readiness())
            .all());
    all.putAll(
        new ParticipantEndpoints(committer, participants, doors.provisioner(), doors.tagKeys())
            .all());
    all.putAll(new DatasetEndpoints(acts, doors.datasets(), doors.clock()).all());
    all.putAll(new SharingAgreementEndpoints(database, committer, acts, participants).all());
    all.putAll(
        new LinkEndpoints(
                acts, doors.personLinks(), doors.linkTokens(), doors.places(), participants)
            .all());
    Notices notices = doors.notices();
    PersonConsents persons = doors.persons();
    all.putAll(
        new ConsentEndpoints(
                database,
                persons,
                doors.receipts(),
                doors.consents(),
                doors.links(),
                participants,
                notices)
            .all());
    all.putAll(
        new ConsentRequestEndpoints(acts, persons, participants, notices, doors.url()).all());
    all.putAll(new UseEndpoints(doors.log()).all());
    all.putAll(new ApprovalEndpoints(database, committer, acts, doors.links()).all());
    all.putAll(new ExchangeEndpoints(doors.exchange(), doors.figures(), doors.log()).all());
    all.putAll(new LogEndpoints(doors.log()).all());
    return Map.copyOf(all);
  }
}
