package io.larder.store.lmdb.items;

import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.item.AttributeValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a write wants of its item. */
sealed interface Change {
  /** The item shall be this. */
  record Put(Image image) implements Change {}

  /**
   * The item shall be changed, or made from {@code key} and then changed unless there is nothing
   * but to be taken away.
   */
  record Update(Map<String, AttributeValue> key, @Nullable UpdateExpression expression)
      implements Change {}

  /** The item shall not be. */
  record Delete() implements Change {}

  /** Nothing; only its condition counts. */
  record Check() implements Change {}
}
