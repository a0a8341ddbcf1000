package io.larder.protocol.draft.item;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.operation.GetItemRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The members of a GetItem. */
public final class GetItemDraft {
  public @Nullable String tableName;
  public @Nullable AttributeMap key;
  public boolean consistentRead;
  public @Nullable String returnConsumedCapacity;
  public final ProjectionDraft projection = new ProjectionDraft();
  public final Placeholders placeholders = new Placeholders();

  public GetItemRequest check() {
    checkShape();
    AttributeMap presentKey = Objects.requireNonNull(key);
    presentKey.rejectEmptyName(Envelope.NONE);
    projection.rejectEmptyName();
    placeholders.rejectEmptyNames(Envelope.NONE);
    if (projection.attributesToGet != null || placeholders.names != null) {
      var styles =
          new ParameterStyles()
              .legacy(projection.attributesToGet, "AttributesToGet")
              .expression(projection.expression, projection.tree, "ProjectionExpression");
      placeholders.check(styles, "", Envelope.NONE);
    }
    presentKey.rejectFault();
    projection.rejectNames();
    return new GetItemRequest(
        Objects.requireNonNull(tableName),
        presentKey.values(),
        projection.parseAlone(placeholders),
        consistentRead,
        RequestEnums.consumedCapacity(returnConsumedCapacity));
  }

  private void checkShape() {
    var violations = new Violations();
    ResourceName.checkTableNotEmpty(tableName, violations);
    violations.throwIfAny();
    violations.required(key, "key");
    ResourceName.checkTable(tableName, violations);
    RequestEnums.checkConsumedCapacity(returnConsumedCapacity, violations);
    projection.checkShape(violations);
    violations.throwIfAny();
  }
}
