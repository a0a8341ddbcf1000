package io.larder.protocol.dax.request;

import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.Request;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests of one item or page to DAX's. What a projection reaches into is asked for as a
 * whole: the answer has the values at its paths, which the client puts together itself.
 */
final class Projections {
  private static final List<@Nullable ProjectionExpression> NONE = Collections.singletonList(null);

  private Projections() {}

  static DaxRequest none(Request<?> request, KeySchema keys) {
    return new DaxRequest(request, List.of(keys), NONE);
  }

  /** The same for a request that has several parts, each with keys of its own. */
  static DaxRequest none(Request<?> request, List<KeySchema> keys) {
    return new DaxRequest(request, keys, Collections.nCopies(keys.size(), null));
  }

  /** The request, which has that projection and can be given another one. */
  static DaxRequest of(
      Request<?> request,
      KeySchema keys,
      @Nullable ProjectionExpression projection,
      Function<ProjectionExpression, Request<?>> withProjection) {
    if (projection == null) {
      return none(request, keys);
    }
    return new DaxRequest(
        withProjection.apply(projection.toWholeAttributes()), List.of(keys), List.of(projection));
  }

  static @Nullable ProjectionExpression whole(@Nullable ProjectionExpression projection) {
    return projection == null ? null : projection.toWholeAttributes();
  }
}
