package io.larder.protocol.json;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.draft.item.AttributeMap;
import io.larder.protocol.draft.item.Envelope;
import io.larder.protocol.draft.item.ParameterStyles;
import io.larder.protocol.draft.item.RequestEnums;
import io.larder.protocol.operation.GetItemRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The members of a GetItem. */
final class GetItemDecoder {
  private @Nullable String tableName;
  private @Nullable AttributeMap key;
  private boolean consistentRead;
  private @Nullable String returnConsumedCapacity;
  private final ProjectionParameters projection = new ProjectionParameters();
  private final ExpressionMembers expressions = new ExpressionMembers();

  static GetItemRequest decode(RequestReader in) {
    var members = new GetItemDecoder();
    while (in.nextMember()) {
      members.readMember(in);
    }
    return members.toRequest();
  }

  private void readMember(RequestReader in) {
    switch (in.memberName()) {
      case "TableName" -> tableName = in.string();
      case "Key" -> key = AttributeReader.map(in);
      case "ConsistentRead" -> consistentRead = in.bool();
      case "ReturnConsumedCapacity" -> returnConsumedCapacity = in.string();
      case "ExpressionAttributeNames" -> expressions.names = in.stringMap();
      default -> {
        if (!projection.read(in)) {
          in.skip();
        }
      }
    }
  }

  private GetItemRequest toRequest() {
    checkShape();
    AttributeMap presentKey = Objects.requireNonNull(key);
    presentKey.rejectEmptyName(Envelope.NONE);
    projection.rejectEmptyName();
    expressions.rejectEmptyNames(Envelope.NONE);
    if (projection.attributesToGet != null || expressions.names != null) {
      var styles =
          new ParameterStyles()
              .legacy(projection.attributesToGet, "AttributesToGet")
              .expression(projection.expression, "ProjectionExpression");
      expressions.check(styles, "", Envelope.NONE);
    }
    presentKey.rejectProblem();
    projection.rejectNames();
    return new GetItemRequest(
        Objects.requireNonNull(tableName),
        presentKey.values(),
        projection.parseAlone(expressions),
        consistentRead,
        RequestEnums.consumedCapacity(returnConsumedCapacity));
  }

  private void checkShape() {
    var violations = new Violations();
    ResourceName.checkTableNotEmpty(tableName, violations);
    violations.throwIfAny();
    violations.required(key, "key");
    ResourceName.checkTable(tableName, violations);
    violations.memberOf(
        RequestEnums.CONSUMED_CAPACITY, returnConsumedCapacity, "returnConsumedCapacity");
    projection.checkShape(violations);
    violations.throwIfAny();
  }
}
