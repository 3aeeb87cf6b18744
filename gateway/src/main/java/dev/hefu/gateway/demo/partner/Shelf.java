package dev.hefu.gateway.demo.partner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hefu.client.provider.RecordQuery;
import dev.hefu.client.provider.RecordSource;
import dev.hefu.gateway.demo.world.Cast;
import dev.hefu.gateway.demo.world.World;
import dev.hefu.schemas.dataset.Cell;
import dev.hefu.schemas.dataset.Dataset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one participant has on its shelves about its customers, cut into cells and to the records
 * that the person's consent covers.
 */
final class Shelf implements RecordSource {
  private final String owner;
  private final World world;
  private final CustomerIds ids;

  Shelf(String owner, World world, CustomerIds ids) {
    this.owner = owner;
    this.world = world;
    this.ids = ids;
  }

  @Override
  public Map<String, ObjectNode> cells(RecordQuery query) {
    Optional<Dataset> dataset = Dataset.builtIn(query.dataset(), 1);
    Optional<ObjectNode> record =
        ids.customer(query.subject()).flatMap(customer -> record(query.dataset(), customer));
    if (dataset.isEmpty() || record.isEmpty()) {
      return Map.of();
    }
    Map<String, ObjectNode> cells = new HashMap<>();
    for (Cell cell : dataset.get().cells()) {
      ObjectNode fields = dataset.get().covered(query.scope(), fields(record.get(), cell.fields()));
      if (!fields.isEmpty()) {
        cells.put(cell.name(), fields);
      }
    }
    return cells;
  }

  /** All that is known of a customer, as text. */
  String rows(int customer) {
    return Stream.of(DatasetNames.PURCHASE_HISTORY, DatasetNames.PAYMENT_PROFILE)
        .flatMap(dataset -> record(dataset, customer).stream())
        .map(ObjectNode::toString)
        .collect(Collectors.joining("\n"));
  }

  private Optional<ObjectNode> record(String dataset, int customer) {
    return switch (dataset) {
      case DatasetNames.PURCHASE_HISTORY ->
          Optional.of(PurchaseHistory.of(world.purchases(owner, customer)));
      case DatasetNames.PAYMENT_PROFILE ->
          owner.equals(Cast.PAYMENT)
              ? world
                  .payer(customer)
                  .map(
                      payer ->
                          PaymentProfile.of(
                              payer, world.purchases().getOrDefault(customer, List.of())))
              : Optional.empty();
      case DatasetNames.PRODUCT_INSIGHT ->
          Optional.of(ProductInsight.of(world.purchases(owner, customer)));
      default -> Optional.empty();
    };
  }

  private static ObjectNode fields(ObjectNode record, List<String> names) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    for (String name : names) {
      JsonNode value = record.path(name);
      if (!value.isMissingNode() && !(value.isArray() && value.isEmpty())) {
        fields.set(name, value);
      }
    }
    return fields;
  }
}
