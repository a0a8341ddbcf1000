package io.larder.store.upstream;

import io.larder.store.TableStore;
import io.larder.store.TableStoreContract;
import io.larder.store.upstream.UpstreamOptions.Limits;

/**
 * The contract of every store, with the bundled one as the upstream, called in JSON. Requests that
 * no JSON can be written of, and errors that look alike in JSON, are left out.
 */
public abstract class UpstreamContract extends TableStoreContract {
  /** As many as a test has under way at once. */
  private static final int MANY = 2_000;

  /** A way to an upstream that has no tables; closed by the store. */
  protected abstract UpstreamTransport transport();

  @Override
  protected TableStore open() {
    Limits limits = UpstreamOptions.DEFAULT.limits();
    return UpstreamTableStore.over(
        transport(),
        UpstreamOptions.DEFAULT.with(
            new Limits(limits.readTimeout(), limits.writeTimeout(), MANY, MANY)));
  }

  // An empty key is no other error to clients than any fault of a request.

  @Override
  public void aPutWithAnEmptyIndexKeyFailsTheWholeCall() {}

  @Override
  public void anUpdateThatEmptiesAnIndexKeyFailsTheWholeCall() {}

  @Override
  public void anEmptyKeyCountsMoreThanOneThatDoesNotFit() {}

  @Override
  public void anEmptyIndexKeyCountsMoreThanAFailedCondition() {}

  // Values that are nested too deep do not come through the decoder, or not into an expression.

  @Override
  public void anUpdateCannotNestDeeperThanAnItemMay() {}

  @Override
  public void anUpdateWithATooDeepValueCancelsTheTransactionWhateverItsCondition() {}

  // What was given by legacy parameters is sent as the expression that means the same.

  @Override
  public void attributeUpdatesAreMeasuredByTheItemAlone() {}

  @Override
  public void aQueryFilterThatNamesAKeyIsCalledByItsName() {}

  // The layer of a request, and the fingerprint of a transaction, are those that its JSON has.

  @Override
  public void aScanOfTheNewerLayerJudgesTheTypesOfIndexKeysAndSaysNoMore() {}

  @Override
  public void aTokenUsedForSomethingElseIsRefused() {}

  // The decoder refuses what these ask for before any store sees it.

  @Override
  public void aRefusedUpdateChangesNothing() {}

  @Override
  public void throughputWithoutNumbersAloneIsAFailureOfTheService() {}

  @Override
  public void warmThroughputStaysAsHighAsItWas() {}
}
