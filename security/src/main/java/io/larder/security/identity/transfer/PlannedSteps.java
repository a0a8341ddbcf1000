package io.larder.security.identity.transfer;

import io.larder.security.identity.Account;
import io.larder.security.identity.edit.AccountEdit;
import io.larder.security.identity.transfer.AccountImport.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Steps while they are planned. Each is made on a copy at once, so that the next one is planned on
 * what will be there then, and under the same rules.
 */
final class PlannedSteps {
  private final AccountEdit scratch;
  private final List<Step> steps = new ArrayList<>();

  PlannedSteps(AccountEdit scratch) {
    this.scratch = scratch;
  }

  void add(String text, Consumer<AccountEdit> change) {
    change.accept(scratch);
    steps.add(new Step(text, change));
  }

  /** The account after what was planned so far. */
  Account state() {
    return scratch.state();
  }

  List<Step> all() {
    return List.copyOf(steps);
  }
}
