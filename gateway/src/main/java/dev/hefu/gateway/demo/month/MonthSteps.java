package dev.hefu.gateway.demo.month;

import dev.hefu.gateway.demo.stage.Step;
import java.util.List;

/** The steps of the story that are about money. */
public final class MonthSteps {
  private MonthSteps() {}

  /** From the agreements to one cent of a statement, in the order in which they are told. */
  public static List<Step> all() {
    return List.of(
        new SignRevenueAgreements(),
        new SendEvents(),
        new CloseMonth(),
        new CompareTotals(),
        new ExplainOneCent());
  }
}
