package io.larder.protocol.json;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.draft.item.AttributeMap;
import io.larder.protocol.draft.item.Envelope;
import io.larder.protocol.draft.item.ParameterStyles;
import io.larder.protocol.draft.item.RequestEnums;
import io.larder.protocol.draft.item.ValueProblem;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.expression.legacy.LegacyAttributeUpdate;
import io.larder.protocol.expression.legacy.LegacyConditions;
import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.operation.UpdateItemRequest;
import io.larder.protocol.operation.ValidationLayer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The members of an UpdateItem. */
final class UpdateItemDecoder {
  private @Nullable AttributeMap key;
  private @Nullable String updateExpression;
  private @Nullable Map<String, LegacyAttributeUpdate> attributeUpdates;
  private @Nullable ValueProblem updatesProblem;
  private final WriteMembers members = new WriteMembers();

  static UpdateItemRequest decode(RequestReader in) {
    var update = new UpdateItemDecoder();
    while (in.nextMember()) {
      update.readMember(in);
    }
    return update.toRequest(in);
  }

  private void readMember(RequestReader in) {
    switch (in.memberName()) {
      case "Key" -> key = AttributeReader.map(in);
      case "UpdateExpression" -> updateExpression = in.string();
      case "AttributeUpdates" -> readAttributeUpdates(in);
      default -> {
        if (!members.read(in)) {
          in.skip();
        }
      }
    }
  }

  private void readAttributeUpdates(RequestReader in) {
    in.enterMap(RequestReader.MODEL + "AttributeValueUpdate");
    Map<String, LegacyAttributeUpdate> updates = new LinkedHashMap<>();
    while (in.nextMember()) {
      String attribute = in.memberName();
      in.enterElement("AttributeValueUpdate");
      found(ValueProblem.ofName(attribute));
      AttributeValue value = null;
      String action = null;
      while (in.nextMember()) {
        switch (in.memberName()) {
          case "Action" -> action = in.string();
          case "Value" -> {
            var reader = new AttributeReader(in);
            value = reader.member(attribute);
            found(reader.problem());
          }
          default -> in.skip();
        }
      }
      updates.put(attribute, new LegacyAttributeUpdate(value, action));
    }
    attributeUpdates = updates;
  }

  private void found(@Nullable ValueProblem problem) {
    if (updatesProblem == null) {
      updatesProblem = problem;
    }
  }

  private UpdateItemRequest toRequest(RequestReader in) {
    checkShape(in);
    AttributeMap presentKey = Objects.requireNonNull(key);
    Envelope envelope = Envelope.of(in.isReadByOlderLayer());
    presentKey.rejectEmptyName(envelope);
    if (updatesProblem != null && updatesProblem.kind() == ValueProblem.Kind.EMPTY_NAME) {
      throw envelope.error(ValueProblem.EMPTY_NAME);
    }
    members.expected.rejectEmptyName(envelope);
    members.expressions.rejectEmptyNames(envelope);
    checkStyles(envelope);
    WriteMembers.rejectTarget(presentKey, true, envelope);
    members.rejectValues(WriteMembers.Naming.UPDATE, envelope);
    rejectUpdatesProblem(envelope);
    UpdateExpression update = legacyUpdate(envelope);
    ConditionExpression condition =
        members.expected.toExpression(members.conditionalOperator, envelope);
    rejectEmpty(members.conditionExpression, "ConditionExpression", envelope);
    rejectEmpty(updateExpression, "UpdateExpression", envelope);
    if (updateExpression != null || members.conditionExpression != null) {
      var parsed = envelope.around(this::parse);
      update = parsed.update;
      condition = parsed.condition;
    }
    return new UpdateItemRequest(
        Objects.requireNonNull(members.tableName),
        presentKey.values(),
        update,
        condition,
        members.toReturns());
  }

  private record Parsed(
      @Nullable UpdateExpression update, @Nullable ConditionExpression condition) {}

  private Parsed parse() {
    ExpressionAttributes attributes = members.expressions.toAttributes();
    var parsed =
        new Parsed(
            updateExpression == null ? null : attributes.update(updateExpression),
            members.conditionExpression == null
                ? null
                : attributes.condition(members.conditionExpression));
    attributes.verifyAllUsed();
    return parsed;
  }

  private static void rejectEmpty(@Nullable String text, String parameter, Envelope envelope) {
    if (text != null && text.isEmpty()) {
      throw envelope.error("Invalid " + parameter + ": The expression can not be empty;");
    }
  }

  private void checkStyles(Envelope envelope) {
    if (members.hasStyles() || attributeUpdates != null) {
      members.checkStyles(
          new ParameterStyles()
              .legacy(attributeUpdates, "AttributeUpdates")
              .legacy(members.expected.conditions(), "Expected")
              .legacy(members.conditionalOperator, "ConditionalOperator")
              .expression(updateExpression, "UpdateExpression")
              .expression(members.conditionExpression, "ConditionExpression"),
          envelope);
    }
  }

  private void rejectUpdatesProblem(Envelope envelope) {
    if (updatesProblem != null) {
      throw updatesProblem.error(envelope);
    }
  }

  private @Nullable UpdateExpression legacyUpdate(Envelope envelope) {
    if (attributeUpdates == null || attributeUpdates.isEmpty()) {
      return null;
    }
    for (LegacyAttributeUpdate update : attributeUpdates.values()) {
      String action = update.action();
      if (action != null
          && !action.equals("ADD")
          && !action.equals("DELETE")
          && !action.equals("PUT")) {
        // The stray quote is the service's own.
        throw envelope.error("Member must satisfy enum value set: [ADD, DELETE, PUT]' for Action");
      }
    }
    return LegacyConditions.attributeUpdates(attributeUpdates);
  }

  /**
   * UpdateItem checks its shape unlike the other writes: a table name apart from the rest, then the
   * first wrong enumeration only. A request without a key goes to the older layer, which tells all
   * of them.
   */
  private void checkShape(RequestReader in) {
    var violations = new Violations();
    if (key == null || in.layer() == ValidationLayer.OLDER) {
      checkOlderShape(violations);
    }
    ResourceName.checkTableNotEmpty(members.tableName, violations);
    violations.throwIfAny();
    if (members.tableName == null) {
      violations.addNull("tableName");
      checkReturnValuesByValue(violations);
    } else if (!ResourceName.isTable(members.tableName)) {
      ResourceName.checkAll(members.tableName, "tableName", violations);
    }
    violations.throwIfAny();
    rejectFirstWrongEnum();
  }

  private void checkOlderShape(Violations violations) {
    checkConsumedCapacity(violations);
    ResourceName.checkTablePresent(members.tableName, violations);
    checkReturnValuesByValue(violations);
    members.checkOnConditionCheckFailure(violations);
    checkCollectionMetrics(violations);
    violations.required(key, "key");
    violations.throwIfAny();
  }

  private void checkReturnValuesByValue(Violations violations) {
    violations.memberOf(RequestEnums.RETURN_VALUES, members.returnValues, "returnValues");
  }

  private void checkConsumedCapacity(Violations violations) {
    violations.memberOf(
        RequestEnums.CONSUMED_CAPACITY, members.returnConsumedCapacity, "returnConsumedCapacity");
  }

  private void checkCollectionMetrics(Violations violations) {
    violations.memberOf(
        RequestEnums.COLLECTION_METRICS,
        members.returnItemCollectionMetrics,
        "returnItemCollectionMetrics");
  }

  /** The second and the fourth of these come without the usual introduction. */
  private void rejectFirstWrongEnum() {
    var violations = new Violations();
    if (members.returnValues != null
        && !RequestEnums.RETURN_VALUES.contains(members.returnValues)) {
      violations.add(WriteMembers.RETURN_VALUES_REJECTION);
      violations.throwIfAny();
    }
    members.checkOnConditionCheckFailure(violations);
    violations.throwFirstAlone();
    checkCollectionMetrics(violations);
    violations.throwIfAny();
    checkConsumedCapacity(violations);
    violations.throwFirstAlone();
  }
}
