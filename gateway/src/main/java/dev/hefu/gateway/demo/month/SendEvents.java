package dev.hefu.gateway.demo.month;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.HefuClient;
import dev.hefu.client.HttpAnswer;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.gateway.demo.partner.Partner;
import dev.hefu.gateway.demo.stage.Stage;
import dev.hefu.gateway.demo.stage.Step;
import dev.hefu.gateway.demo.stage.StepFailed;
import dev.hefu.gateway.demo.world.Cast;
import dev.hefu.schemas.message.MessageCodec;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The month goes in as CloudEvents, each told by who knows it; sent twice, it changes nothing. */
final class SendEvents implements Step {
  /** A batch is one transaction; half of what the gateway takes at once. */
  private static final int BATCH = 2_000;

  /** The events of a past month carry their own time of receipt. */
  private static final String PATH = "/v1/events?arrival=import";

  @Override
  public String title() {
    return "一个月的订单行、发货、退货以事件送入 · A month of lines, shipments and returns goes in";
  }

  @Override
  public boolean once() {
    return true;
  }

  @Override
  public void run(Stage stage) {
    Map<String, List<ObjectNode>> events = MonthEvents.of(stage.world());
    stage.progress().expect(events.values().stream().mapToLong(List::size).sum());
    // Sellers first: a shipment of a line that is not known yet would have to wait.
    events.keySet().stream()
        .sorted(Comparator.comparing(Cast.carriers()::contains))
        .forEach(sender -> sendAll(stage, sender, events.getOrDefault(sender, List.of())));
    String first = events.keySet().iterator().next();
    again(stage.partner(first), events.getOrDefault(first, List.of()));
  }

  private static void sendAll(Stage stage, String sender, List<ObjectNode> events) {
    for (int from = 0; from < events.size(); from += BATCH) {
      List<ObjectNode> batch = events.subList(from, Math.min(from + BATCH, events.size()));
      expect(stage.partner(sender), batch, "ACCEPTED");
      batch.forEach(event -> stage.progress().advance());
    }
  }

  private static void again(Partner sender, List<ObjectNode> events) {
    expect(sender, events.subList(0, Math.min(BATCH, events.size())), "DUPLICATE");
  }

  private static void expect(Partner sender, List<ObjectNode> batch, String outcome) {
    HttpAnswer answer =
        sender
            .calls()
            .send(
                "POST",
                PATH,
                new HefuClient.Body(
                    "application/cloudevents-batch+json", MessageCodec.bytes(batch)),
                Map.of());
    StepFailed.unless(answer.status() == 200, "the events of %s: %s", sender.id(), answer.text());
    JsonNode results =
        StrictJson.parse(answer.body())
            .orElseThrow(() -> new StepFailed("the results of the batch are not JSON"));
    StepFailed.unless(
        results.size() == batch.size(), "%d results of %d events", results.size(), batch.size());
    for (JsonNode result : results) {
      boolean expected =
          result.path("outcome").asText().equals(outcome)
              && (outcome.equals("DUPLICATE") || result.path("reason").asText("").isEmpty());
      StepFailed.unless(
          expected,
          "%s: event %d was answered %s, expected %s",
          sender.id(),
          result.path("index").asInt(),
          result,
          outcome);
    }
  }
}
