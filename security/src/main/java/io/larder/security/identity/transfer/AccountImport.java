package io.larder.security.identity.transfer;

import io.larder.security.identity.IdentityEdit;
import io.larder.security.identity.IdentityStore;
import io.larder.security.identity.edit.AccountEdit;
import io.larder.security.identity.edit.IdentityOperations;
import java.util.List;
import java.util.function.Consumer;

/** Makes an account what a document says. What it is already is not touched. */
public final class AccountImport {
  /** A step touches a user with its keys at most, and a change 99 entities. */
  private static final int STEPS_AT_ONCE = 25;

  private final IdentityStore store;
  private final IdentityOperations operations;
  private final String account;

  public AccountImport(IdentityStore store, IdentityOperations operations, String account) {
    this.store = store;
    this.operations = operations;
    this.account = account;
  }

  /**
   * One thing that is to be changed.
   *
   * @param text a line for people; begins with {@code +}, {@code ~} or {@code -}
   */
  public record Step(String text, Consumer<AccountEdit> change) {}

  /**
   * What has to be changed, in its order; nothing, if the account is what the document says.
   *
   * @param prune whether that is removed which is not in the document
   * @throws io.larder.security.identity.IdentityException if a step may not be made; the first one
   */
  public List<Step> plan(AccountDocument document, boolean prune) {
    var scratch = new IdentityEdit(store.current());
    AccountEdit edit = operations.on(scratch, account);
    var plan = new ImportPlan(edit);
    plan.make(document, prune);
    return plan.steps();
  }

  /**
   * Makes these changes, some at a time.
   *
   * @throws io.larder.security.identity.IdentityException as {@link IdentityStore#change} does;
   *     what was made before stays, and the next plan has the rest
   */
  public void apply(List<Step> steps) {
    for (int from = 0; from < steps.size(); from += STEPS_AT_ONCE) {
      List<Step> some = steps.subList(from, Math.min(steps.size(), from + STEPS_AT_ONCE));
      int _ =
          store.change(
              edit -> {
                AccountEdit own = operations.on(edit, account);
                some.forEach(step -> step.change().accept(own));
                return some.size();
              });
    }
  }
}
