package io.larder.protocol.draft;

import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.ValidationLayer;
import java.util.EnumSet;
import java.util.Set;

/**
 * How far the service's newer validation has come in the one region whose answers Larder gives: as
 * us-east-1 was last measured (docs/known-differences.md). The next step is an edit here.
 */
public final class Rollout {
  private static final Set<Operation> NEWER =
      EnumSet.of(
          Operation.GET_ITEM,
          Operation.BATCH_GET_ITEM,
          Operation.QUERY,
          Operation.PUT_ITEM,
          Operation.UPDATE_ITEM,
          Operation.DELETE_ITEM);

  private Rollout() {}

  public static ValidationLayer layerOf(Operation operation) {
    return NEWER.contains(operation) ? ValidationLayer.NEWER : ValidationLayer.OLDER;
  }
}
