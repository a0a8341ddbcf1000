package io.larder.protocol.draft.item;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.Messages;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.UpdateAction;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.expression.legacy.LegacyAttributeUpdate;
import io.larder.protocol.expression.legacy.LegacyConditions;
import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.operation.UpdateItemRequest;
import io.larder.protocol.operation.ValidationLayer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The members of an UpdateItem. The update is given as text, or as a tree like the condition. */
public final class UpdateItemDraft {
  public @Nullable AttributeMap key;
  public @Nullable String updateExpression;
  public @Nullable List<UpdateAction> updateTree;

  /** AttributeUpdates by attribute, null if they are not given at all. */
  public @Nullable Map<String, LegacyAttributeUpdate> attributeUpdates;

  public final WriteDraft write;

  private final ValidationLayer layer;
  private @Nullable ValueDraft updateValues;

  public UpdateItemDraft(ValidationLayer layer) {
    this.layer = layer;
    write = new WriteDraft(layer);
  }

  /** Begins the update of this attribute in AttributeUpdates, whose value the draft is to read. */
  public ValueDraft updateOf(String attribute) {
    if (updateValues == null) {
      updateValues = new ValueDraft(layer);
    }
    updateValues.at(attribute);
    updateValues.name(attribute);
    return updateValues;
  }

  public UpdateItemRequest check() {
    checkShape();
    AttributeMap presentKey = Objects.requireNonNull(key);
    Envelope envelope = write.envelope();
    presentKey.rejectEmptyName(envelope);
    ValueFault updatesFault = updateValues == null ? null : updateValues.fault();
    if (updatesFault != null && updatesFault.kind() == ValueFault.Kind.EMPTY_NAME) {
      throw envelope.error(Messages.EMPTY_NAME);
    }
    write.expected.rejectEmptyName(envelope);
    write.placeholders.rejectEmptyNames(envelope);
    checkStyles(envelope);
    WriteDraft.rejectTarget(presentKey, true, envelope);
    write.rejectValues(WriteDraft.Naming.UPDATE, envelope);
    if (updatesFault != null) {
      throw updatesFault.error(envelope);
    }
    UpdateExpression update = legacyUpdate(envelope);
    ConditionExpression condition = write.legacyCondition(envelope);
    rejectEmpty(write.conditionExpression, "ConditionExpression", envelope);
    rejectEmpty(updateExpression, "UpdateExpression", envelope);
    if (updateExpression != null || updateTree != null || write.hasCondition()) {
      var parsed = envelope.around(this::parse);
      update = parsed.update;
      condition = parsed.condition;
    }
    return new UpdateItemRequest(
        Objects.requireNonNull(write.tableName),
        presentKey.values(),
        update,
        condition,
        write.toReturns());
  }

  private record Parsed(
      @Nullable UpdateExpression update, @Nullable ConditionExpression condition) {}

  private Parsed parse() {
    ExpressionAttributes attributes = write.placeholders.toAttributes();
    var parsed = new Parsed(update(attributes), write.condition(attributes));
    attributes.verifyAllUsed();
    return parsed;
  }

  private @Nullable UpdateExpression update(ExpressionAttributes attributes) {
    if (updateTree != null) {
      return UpdateExpression.of(updateTree);
    }
    return updateExpression == null ? null : attributes.update(updateExpression);
  }

  private static void rejectEmpty(@Nullable String text, String parameter, Envelope envelope) {
    if (text != null && text.isEmpty()) {
      throw envelope.error("Invalid " + parameter + ": The expression can not be empty;");
    }
  }

  private void checkStyles(Envelope envelope) {
    if (write.hasStyles() || attributeUpdates != null) {
      write.checkStyles(
          new ParameterStyles()
              .legacy(attributeUpdates, "AttributeUpdates")
              .legacy(write.expected.conditions, "Expected")
              .legacy(write.conditionalOperator, "ConditionalOperator")
              .expression(updateExpression, updateTree, "UpdateExpression")
              .expression(write.conditionExpression, write.conditionTree, "ConditionExpression"),
          envelope);
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
  private void checkShape() {
    var violations = new Violations();
    if (key == null || write.isOfOlderLayer()) {
      checkOlderShape(violations);
    }
    ResourceName.checkTableNotEmpty(write.tableName, violations);
    violations.throwIfAny();
    if (write.tableName == null) {
      violations.addNull("tableName");
      checkReturnValuesByValue(violations);
    } else if (!ResourceName.isTable(write.tableName)) {
      ResourceName.checkAll(write.tableName, "tableName", violations);
    }
    violations.throwIfAny();
    rejectFirstWrongEnum();
  }

  private void checkOlderShape(Violations violations) {
    RequestEnums.checkConsumedCapacity(write.returnConsumedCapacity, violations);
    ResourceName.checkTablePresent(write.tableName, violations);
    checkReturnValuesByValue(violations);
    write.checkOnConditionCheckFailure(violations);
    RequestEnums.checkCollectionMetrics(write.returnItemCollectionMetrics, violations);
    violations.required(key, "key");
    violations.throwIfAny();
  }

  private void checkReturnValuesByValue(Violations violations) {
    violations.memberOf(RequestEnums.RETURN_VALUES, write.returnValues, "returnValues");
  }

  /** The second and the fourth of these come without the usual introduction. */
  private void rejectFirstWrongEnum() {
    var violations = new Violations();
    if (write.returnValues != null && !RequestEnums.RETURN_VALUES.contains(write.returnValues)) {
      violations.add(WriteDraft.RETURN_VALUES_REJECTION);
      violations.throwIfAny();
    }
    write.checkOnConditionCheckFailure(violations);
    violations.throwFirstAlone();
    RequestEnums.checkCollectionMetrics(write.returnItemCollectionMetrics, violations);
    violations.throwIfAny();
    RequestEnums.checkConsumedCapacity(write.returnConsumedCapacity, violations);
    violations.throwFirstAlone();
  }
}
