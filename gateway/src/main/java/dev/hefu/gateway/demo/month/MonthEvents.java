package dev.hefu.gateway.demo.month;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.gateway.demo.world.Channel;
import dev.hefu.gateway.demo.world.Line;
import dev.hefu.gateway.demo.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The month's commerce events, each told by the participant that knows it: the seller what was paid
 * and given back, the carrier what was shipped. See {@code docs/formats/events.md}.
 */
public final class MonthEvents {
  /** The lag of an event on its way, far below what counts as late. */
  private static final Duration UNDER_WAY = Duration.ofSeconds(2);

  private final World world;
  private final Map<String, List<ObjectNode>> bySender = new TreeMap<>();

  private MonthEvents(World world) {
    this.world = world;
  }

  /** The events of the month per sender, in the order of the lines. */
  public static Map<String, List<ObjectNode>> of(World world) {
    MonthEvents events = new MonthEvents(world);
    world.lines().forEach(events::add);
    return events.bySender;
  }

  private void add(Line line) {
    paid(line);
    line.shipment().ifPresent(shipment -> shipped(line, shipment));
    line.returned()
        .filter(back -> world.isWithinMonth(back.receivedAt()))
        .ifPresent(back -> cameBack(line, back));
  }

  private void paid(Line line) {
    ObjectNode data = event(line.seller(), "order.line.paid", "paid", line, line.soldAt());
    data.put("currency", World.CURRENCY);
    data.put("priceMinor", line.paidMinor());
    data.put("quantity", line.quantity());
    data.put("brand", line.brand()).put("sku", line.sku()).put("group", line.group());
    data.put("channel", line.channel().code());
    if (line.channel() == Channel.STORE) {
      data.put("store", line.seller());
    }
  }

  private void shipped(Line line, Line.Shipment shipment) {
    String id = "parcel-" + line.order() + "-" + line.number();
    if (world.isWithinMonth(shipment.dispatchedAt())) {
      event(shipment.carrier(), "shipment.dispatched", "dispatched", line, shipment.dispatchedAt())
          .put("shipment", id)
          .put("weightGrams", shipment.grams());
    }
    if (world.isWithinMonth(shipment.deliveredAt())) {
      event(shipment.carrier(), "shipment.delivered", "delivered", line, shipment.deliveredAt())
          .put("shipment", id);
    }
  }

  private void cameBack(Line line, Line.Return back) {
    String id = "return-" + line.order() + "-" + line.number();
    event(line.seller(), "return.received", "returned", line, back.receivedAt())
        .put("return", id)
        .put("quantity", back.quantity());
    event(line.seller(), "refund.paid", "refunded", line, back.receivedAt())
        .put("refund", "refund-" + line.order() + "-" + line.number())
        .put("amountMinor", back.amountMinor())
        .put("quantity", back.quantity());
  }

  /** Adds an event of a sender and gives its data, which names the line so far. */
  private ObjectNode event(String sender, String type, String prefix, Line line, Instant time) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("specversion", "1.0");
    event.put("type", type);
    event.put("source", "/participants/" + sender);
    event.put("id", prefix + "-" + line.order() + "-" + line.number());
    event.put("time", time.toString());
    event.put("receivedat", time.plus(UNDER_WAY).toString());
    event.put("datacontenttype", "application/json");
    ObjectNode data = event.putObject("data");
    data.putObject("order").put("owner", line.seller()).put("id", line.order());
    data.put("line", line.number());
    bySender.computeIfAbsent(sender, key -> new ArrayList<>()).add(event);
    return data;
  }
}
