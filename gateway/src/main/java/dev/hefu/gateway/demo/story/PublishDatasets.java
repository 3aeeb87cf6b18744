package dev.hefu.gateway.demo.story;

import dev.hefu.gateway.demo.partner.DatasetNames;
import dev.hefu.gateway.demo.stage.Stage;
import dev.hefu.gateway.demo.stage.Step;
import dev.hefu.gateway.demo.world.Cast;
import dev.hefu.schemas.dataset.Dataset;
import dev.hefu.schemas.participant.DatasetPublication;

/** Providers publish what they offer, with a schema that classes every field. */
final class PublishDatasets implements Step {
  /** A second version that no sharing agreement names. */
  static final int UNAGREED_VERSION = 2;

  @Override
  public String title() {
    return "发布数据集，逐字段分级 · Datasets are published, every field classed";
  }

  @Override
  public boolean once() {
    return true;
  }

  @Override
  public void run(Stage stage) {
    publish(stage, Cast.MARKETPLACE, DatasetNames.PURCHASE_HISTORY, 1);
    publish(stage, Cast.MARKETPLACE, DatasetNames.PURCHASE_HISTORY, UNAGREED_VERSION);
    publish(stage, Cast.MARKETPLACE, DatasetNames.PRODUCT_INSIGHT, 1);
    publish(stage, Cast.PAYMENT, DatasetNames.PAYMENT_PROFILE, 1);
    Cast.shops().forEach(shop -> publish(stage, shop, DatasetNames.PURCHASE_HISTORY, 1));
  }

  private static void publish(Stage stage, String provider, String name, int version) {
    Dataset dataset = Dataset.builtIn(name, 1).orElseThrow();
    stage
        .partner(provider)
        .client()
        .publish(new DatasetPublication(name, version, dataset.schema()))
        .orThrow();
  }
}
