package dev.hefu.gateway.operation;

import dev.hefu.schemas.message.Balance;
import java.util.List;

/** What is used of budgets, as messages. */
final class BalanceForm {
  private BalanceForm() {}

  static List<Balance> of(List<dev.hefu.policy.budget.Balance> balances) {
    return balances.stream().map(BalanceForm::of).toList();
  }

  private static Balance of(dev.hefu.policy.budget.Balance balance) {
    return new Balance(
        Balance.Of.valueOf(balance.of().name()),
        balance.limit(),
        balance.window(),
        balance.used(),
        balance.windowStart(),
        balance.resetsAt());
  }
}
