package dev.hefu.gateway.demo.partner;

import dev.hefu.client.AnswerOpener;
import dev.hefu.client.FigureOpener;
import dev.hefu.client.HefuClient;
import dev.hefu.client.LinkTokens;
import dev.hefu.client.PartnerClient;
import dev.hefu.client.ProviderKeys;
import dev.hefu.client.provider.CountKit;
import dev.hefu.client.provider.ProviderEndpoint;
import dev.hefu.client.provider.ProviderKit;
import dev.hefu.client.token.TokenSource;
import dev.hefu.crypto.Opener;
import dev.hefu.crypto.Signer;
import dev.hefu.crypto.Verifier;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.gateway.demo.folder.DemoFolder;
import dev.hefu.gateway.demo.recording.Recording;
import dev.hefu.gateway.demo.recording.Recordings;
import dev.hefu.gateway.demo.world.Cast;
import dev.hefu.gateway.demo.world.World;
import dev.hefu.schemas.message.LocalizedText;
import dev.hefu.schemas.participant.Contact;
import dev.hefu.schemas.participant.ParticipantRegistration;
import dev.hefu.schemas.person.LinkNonce;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.List;

/** One organisation of the demo with all that is its own. */
public final class Partner implements AutoCloseable {
  private final Cast.Member member;
  private final PrivateKeySet keys;
  private final Access access;
  private final HttpClient http;
  private final TokenSource tokens;
  private final HefuClient calls;
  private final PartnerClient client;
  private final AnswerOpener opener;
  private final CustomerIds customers;
  private final Shelf shelf;
  private final ProviderServer server;

  private Partner(
      Cast.Member member,
      PrivateKeySet keys,
      Access access,
      HttpClient http,
      CustomerIds customers,
      Shelf shelf,
      ProviderServer server) {
    this.member = member;
    this.keys = keys;
    this.access = access;
    this.http = http;
    this.tokens = access.tokens(member.id(), keys);
    this.calls = access.as(tokens, http);
    this.client = new PartnerClient(calls, Signer.of(keys));
    this.opener = opener(member.id(), keys, access, client);
    this.customers = customers;
    this.shelf = shelf;
    this.server = server;
  }

  /**
   * Opens the organisation: its keys and customer ids as they were, or new ones, and its server.
   *
   * @param recordings where every byte that it gets is recorded
   * @throws IOException if its files cannot be read or its port is taken
   */
  public static Partner open(
      Cast.Member member, World world, DemoFolder folder, Access access, Recordings recordings)
      throws IOException {
    PrivateKeySet keys = folder.keys(member.id());
    CustomerIds customers =
        CustomerIds.open(folder.part("customers").resolve(member.id() + ".csv"), world.customers());
    Shelf shelf = new Shelf(member.id(), world, customers);
    ProviderKit kit =
        new ProviderKit(
            member.id(),
            Signer.of(keys),
            Verifier.of(access.address().gatewayKeys()),
            shelf,
            access.clock());
    world.customers().forEach(customer -> recordings.name(customers.of(customer), customer));
    Recording recording = recordings.of(member.id(), Opener.of(keys));
    CountKit counts =
        new CountKit(
            member.id(),
            Signer.of(keys),
            Verifier.of(access.address().gatewayKeys()),
            shelf,
            access.clock());
    ProviderServer server =
        ProviderServer.start(
            recording.endpoint(new ProviderEndpoint(kit)),
            recording.endpoint(new ProviderEndpoint(counts)),
            folder.part("ports").resolve(member.id()));
    return new Partner(
        member, keys, access, recording.client(access.http()), customers, shelf, server);
  }

  /** The opener of answers to a consumer, with the keys that the gateway knows of providers. */
  public static AnswerOpener opener(
      String id, PrivateKeySet keys, Access access, PartnerClient client) {
    return new AnswerOpener(
        id,
        Opener.of(keys),
        Verifier.of(access.address().gatewayKeys()),
        access.address().logKey(),
        new ProviderKeys(client, access.clock()));
  }

  /** The opener of figures that a consumer asked for. */
  public static FigureOpener figureOpener(String id, PrivateKeySet keys, Access access) {
    return new FigureOpener(
        id,
        Opener.of(keys),
        Verifier.of(access.address().gatewayKeys()),
        access.address().logKey());
  }

  /** The participant's id. */
  public String id() {
    return member.id();
  }

  /** What it asks of the gateway. */
  public PartnerClient client() {
    return client;
  }

  /** Its calls, for what has no method of its own. */
  public HefuClient calls() {
    return calls;
  }

  /** Its bare connection, for what a partner should not send. */
  public HttpClient http() {
    return http;
  }

  /** Its access tokens. */
  public TokenSource tokens() {
    return tokens;
  }

  /** What opens answers to it. */
  public AnswerOpener opener() {
    return opener;
  }

  /** What opens figures that it asked for. */
  public FigureOpener figureOpener() {
    return figureOpener(member.id(), keys, access);
  }

  /** Its signing key. */
  public Signer signer() {
    return Signer.of(keys);
  }

  /** What an operator registers of it. */
  public ParticipantRegistration registration() {
    return new ParticipantRegistration(
        member.id(),
        new LocalizedText(member.names().en(), member.names().zh()),
        member.kind(),
        server.endpoint(),
        keys.toPublic().toJson(),
        // The month of the demo is long past.
        List.of(ParticipantRegistration.Role.EVENT_IMPORTER),
        null,
        new Contact("privacy@" + member.id() + ".example", null));
  }

  /** Its own id of a customer. */
  public String customerId(int customer) {
    return customers.of(customer);
  }

  /** The raw rows that it has of a customer, as text. */
  public String rows(int customer) {
    return shelf.rows(customer);
  }

  /** The token by which it tells the gateway its own id of a customer who is signed in with it. */
  public String linkToken(LinkNonce nonce, int customer) {
    return LinkTokens.issue(
        signer(), customers.of(customer), access.address().url(), nonce, access.clock().instant());
  }

  @Override
  public void close() {
    server.close();
  }
}
