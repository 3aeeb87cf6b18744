package dev.hefu.client;

import dev.hefu.schemas.message.MessageCodec;
import dev.hefu.schemas.message.Reason;
import dev.hefu.schemas.participant.Contact;
import dev.hefu.schemas.participant.Country;
import dev.hefu.schemas.participant.Participant;
import dev.hefu.schemas.participant.ParticipantRegistration;
import dev.hefu.schemas.revenue.CloseRequest;
import dev.hefu.schemas.revenue.PeriodClose;
import java.time.YearMonth;
import java.util.Map;

/** What an operator asks of the gateway: participants, and the close of periods. */
public final class OperatorClient {
  private final HefuClient client;

  /**
   * @param client with tokens that have the role that each act needs
   */
  public OperatorClient(HefuClient client) {
    this.client = client;
  }

  /** Registers a participant with its public keys. */
  public Answer<Participant> register(ParticipantRegistration participant) {
    return client.post("/v1/participants", participant, Participant.class);
  }

  /** Suspends a participant. */
  public Answer<Participant> suspend(String participant, String reason) {
    return client.post(suspension(participant), new Reason(reason), Participant.class);
  }

  /** Lifts a suspension. */
  public Answer<Participant> resume(String participant) {
    HttpAnswer answer = client.send("DELETE", suspension(participant), null, Map.of());
    return HefuClient.answer(answer, json -> MessageCodec.answer(json, Participant.class));
  }

  /** Says where a participant processes data from now on. */
  public Answer<Participant> move(String participant, String country) {
    return put(participant, "/country", new Country(country));
  }

  /** Says where persons reach a participant about their data from now on. */
  public Answer<Participant> contact(String participant, Contact contact) {
    return put(participant, "/contact", contact);
  }

  private Answer<Participant> put(String participant, String member, Object value) {
    HefuClient.Body body = new HefuClient.Body("application/json", MessageCodec.bytes(value));
    HttpAnswer answer =
        client.send("PUT", "/v1/participants/" + participant + member, body, Map.of());
    return HefuClient.answer(answer, json -> MessageCodec.answer(json, Participant.class));
  }

  private static String suspension(String participant) {
    return "/v1/participants/" + participant + "/suspension";
  }

  /** Ends a period of a revenue agreement. */
  public Answer<PeriodClose> close(String agreement, YearMonth period) {
    return client.post(
        "/v1/revenue-agreements/" + agreement + "/closes",
        new CloseRequest(period),
        PeriodClose.class);
  }
}
