package io.larder.protocol.draft.item;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.operation.KeysAndAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a BatchGetItem says about one table. */
public final class KeysDraft {
  public @Nullable List<AttributeMap> keys;
  public @Nullable Boolean consistentRead;
  public final ProjectionDraft projection = new ProjectionDraft();
  public final Placeholders placeholders = new Placeholders();

  int size() {
    return keys == null ? 0 : keys.size();
  }

  List<AttributeMap> requireKeys() {
    return Objects.requireNonNull(keys);
  }

  void rejectEmptyNames() {
    requireKeys().forEach(key -> key.rejectEmptyName(Envelope.NONE));
    projection.rejectEmptyName();
    placeholders.rejectEmptyNames(Envelope.NONE);
  }

  KeysAndAttributes toKeysAndAttributes() {
    if (placeholders.names != null) {
      placeholders.check(
          new ParameterStyles()
              .expression(projection.expression, projection.tree, "ProjectionExpression"),
          "",
          Envelope.NONE);
    }
    projection.rejectNames();
    List<Map<String, AttributeValue>> values = new ArrayList<>(size());
    for (AttributeMap key : requireKeys()) {
      key.rejectFault();
      values.add(key.values());
    }
    rejectDuplicates(values);
    ProjectionExpression parsed = projection.parseAlone(placeholders);
    return new KeysAndAttributes(
        values,
        parsed,
        Boolean.TRUE.equals(consistentRead),
        projection.expression,
        placeholders.names,
        projection.attributesToGet);
  }

  private static void rejectDuplicates(List<Map<String, AttributeValue>> keys) {
    if (keys.size() < 2) {
      return;
    }
    Set<Map<String, AttributeValue>> seen = HashSet.newHashSet(keys.size());
    for (Map<String, AttributeValue> key : keys) {
      if (!seen.add(key)) {
        throw ServiceException.validation("Provided list of item keys contains duplicates");
      }
    }
  }
}
