package dev.hefu.gateway.demo.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.encoding.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One piece of what a participant got that is about one person at most: a list is a passage per
 * item, a statement one per line.
 *
 * @param context what was asked, which names the person where the answer does not; nobody got it
 * @param text what was got
 * @param exchange the id of the exchange it is part of; empty if of none
 * @param aboutPerson whether it must name a person
 */
record Passage(String context, String text, String exchange, boolean aboutPerson) {
  /** The members that hold one entry per person. */
  private static final List<String> LISTS = List.of("items", "lines");

  /** The passages of a JSON answer outside of exchanges; a batch is answered item by item. */
  static List<Passage> of(String context, JsonNode json, boolean aboutPersons) {
    List<Passage> passages = new ArrayList<>();
    if (json instanceof ObjectNode object && hasList(object)) {
      ObjectNode rest = object.deepCopy();
      for (String list : LISTS) {
        JsonNode items = rest.remove(list);
        if (items != null) {
          items.forEach(
              item ->
                  passages.add(
                      new Passage(
                          "", item.toString(), item.path("exchange").asText(""), aboutPersons)));
        }
      }
      passages.add(new Passage("", rest.toString(), "", false));
    } else if (json.isArray()) {
      JsonNode batch =
          StrictJson.parse(context.getBytes(StandardCharsets.UTF_8))
              .orElse(MissingNode.getInstance());
      for (int i = 0; i < json.size(); i++) {
        passages.add(
            new Passage(batch.path(i).toString(), json.get(i).toString(), "", aboutPersons));
      }
    } else {
      passages.add(new Passage(context, json.toString(), "", aboutPersons));
    }
    return passages;
  }

  private static boolean hasList(ObjectNode object) {
    return LISTS.stream().anyMatch(list -> object.path(list).isArray());
  }
}
