package dev.hefu.gateway.demo.story;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.crypto.Opener;
import dev.hefu.crypto.encoding.StrictJson;
import dev.hefu.crypto.keys.PrivateKeySet;
import dev.hefu.gateway.demo.recording.Recordings;
import dev.hefu.gateway.demo.recording.SharedValue;
import dev.hefu.gateway.demo.stage.Stage;
import dev.hefu.gateway.demo.stage.Step;
import dev.hefu.gateway.demo.stage.StepFailed;
import dev.hefu.gateway.demo.world.Cast;
import dev.hefu.schemas.message.MessageCodec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whatever the participants got in this run is compared: no value about one person reached two of
 * them. Then one such value is handed to a second participant, and the comparison notices.
 */
final class CompareRecordings implements Step {
  @Override
  public String title() {
    return "任何两方都未获得同一个人的相同标识 · No two participants share a value about a person";
  }

  @Override
  public void run(Stage stage) {
    Recordings recordings = stage.recordings();
    StepFailed.unless(
        recordings.unnamed().isEmpty(),
        "%d passages name nobody, such as %s",
        recordings.unnamed().size(),
        recordings.unnamed().stream().findFirst().orElse(""));
    LeftOut leftOut = new LeftOut(stage);
    List<SharedValue> shared = recordings.shared(leftOut::test);
    StepFailed.unless(
        shared.isEmpty(), "%d values are shared, such as %s", shared.size(), first(shared));
    plant(stage, recordings);
    List<SharedValue> found = recordings.shared(leftOut::test);
    StepFailed.unless(found.size() == 1, "one shared value was planted, %s was found", found);
  }

  /** The carrier is told the payment participant's own id of a person. */
  private static void plant(Stage stage, Recordings recordings) {
    String carrier = Cast.carriers().getFirst();
    String id = stage.partner(Cast.PAYMENT).customerId(stage.persons().getFirst().customer());
    ObjectNode answer = StrictJson.newObject().put("note", id);
    recordings
        .of(carrier, Opener.of(PrivateKeySet.generate()))
        .answer("GET /v1/elsewhere", "", 200, Map.of(), MessageCodec.bytes(answer));
  }

  private static String first(List<SharedValue> shared) {
    return shared.stream().limit(3).toList().toString();
  }

  /** What may be equal: raw rows of the providers, and the orders that parties divide. */
  private static final class LeftOut {
    private final Map<Integer, Set<String>> orders = new HashMap<>();
    private final Map<Integer, String> rows = new HashMap<>();

    LeftOut(Stage stage) {
      stage
          .world()
          .lines()
          .forEach(
              line ->
                  orders
                      .computeIfAbsent(line.customer(), key -> new HashSet<>())
                      .add(line.order()));
      for (int customer : stage.world().customers()) {
        String all =
            stage.partners().values().stream()
                .map(partner -> partner.rows(customer))
                .collect(Collectors.joining("\n"));
        rows.put(customer, all);
      }
    }

    boolean test(int person, String value) {
      return orders.getOrDefault(person, Set.of()).contains(value)
          || rows.getOrDefault(person, "").contains(value);
    }
  }
}
