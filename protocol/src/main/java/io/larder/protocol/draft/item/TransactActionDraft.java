package io.larder.protocol.draft.item;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One action of a TransactWriteItems as the request gives it. Its expressions are text: the size
 * and the fingerprint of a transaction are those of text and placeholders.
 */
public final class TransactActionDraft {
  public @Nullable String tableName;

  /** The item of a Put, the key of any other action. */
  public @Nullable AttributeMap target;

  public @Nullable String updateExpression;
  public @Nullable String conditionExpression;
  public @Nullable String onConditionCheckFailure;
  public final Placeholders placeholders = new Placeholders();

  private final Kind kind;

  /** What the action does; {@code member} is its name in paths, {@code target} its item or key. */
  public enum Kind {
    CONDITION_CHECK("ConditionCheck", "conditionCheck", "Key"),
    PUT("Put", "put", "Item"),
    DELETE("Delete", "delete", "Key"),
    UPDATE("Update", "update", "Key");

    private final String wireName;
    private final String member;
    private final String target;

    Kind(String wireName, String member, String target) {
      this.wireName = wireName;
      this.member = member;
      this.target = target;
    }

    public static @Nullable Kind of(String member) {
      return switch (member) {
        case "ConditionCheck" -> CONDITION_CHECK;
        case "Put" -> PUT;
        case "Delete" -> DELETE;
        case "Update" -> UPDATE;
        default -> null;
      };
    }

    /** The name of the action in a request. */
    public String wireName() {
      return wireName;
    }

    /** The member that has the item or key. */
    public String target() {
      return target;
    }
  }

  public TransactActionDraft(Kind kind) {
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  private AttributeMap requireTarget() {
    return Objects.requireNonNull(target);
  }

  private Map<String, AttributeValue> targetValues() {
    return requireTarget().values();
  }

  /** Size of the item or key and of what expressions substitute, in bytes. */
  int payloadSize() {
    return requireTarget().size() + placeholders.substitutedBytes();
  }

  /** Checks that required members are there, and the enumeration. */
  void checkShape(String itemPath, Violations violations) {
    String path = itemPath + kind.member + ".";
    violations.required(target, path + (kind == Kind.PUT ? "item" : "key"));
    violations.required(tableName, path + "tableName");
    if (kind == Kind.UPDATE) {
      violations.required(updateExpression, path + "updateExpression");
    }
    if (kind == Kind.CONDITION_CHECK) {
      violations.required(conditionExpression, path + "conditionExpression");
    }
    violations.memberOf(
        RequestEnums.ON_CONDITION_CHECK_FAILURE,
        onConditionCheckFailure,
        path + "returnValuesOnConditionCheckFailure");
  }

  void checkTable(String itemPath, Violations violations) {
    ResourceName.checkTableMember(tableName, itemPath + kind.member + ".tableName", violations);
  }

  void rejectEmptyNames() {
    requireTarget().rejectEmptyName(Envelope.NONE);
    placeholders.rejectEmptyNames(Envelope.NONE);
    ValueFault fault = placeholders.fault();
    if (fault != null && fault.kind() == ValueFault.Kind.EMPTY_NAME) {
      throw ServiceException.validation(fault.named());
    }
  }

  /** Makes the checks that need no table, in the service's order. */
  TransactWriteItem toItem() {
    requireTarget().rejectFault();
    rejectValues();
    if (kind == Kind.PUT && requireTarget().size() > ServiceQuotas.MAX_ITEM_BYTES) {
      throw ServiceException.validation(Messages.ITEM_TOO_LARGE);
    }
    UpdateExpression update = null;
    ConditionExpression condition = null;
    // An action without any expression may carry placeholders; they are not looked at.
    if (updateExpression != null || conditionExpression != null) {
      placeholders.checkPlaceholders(Envelope.NONE);
      ExpressionAttributes attributes = placeholders.toAttributes();
      update =
          kind == Kind.UPDATE && updateExpression != null
              ? attributes.update(updateExpression)
              : null;
      condition =
          conditionExpression == null
              ? null
              : attributes.conditionInTransaction(conditionExpression);
      attributes.verifyAllUsed();
    }
    return toItem(update, condition);
  }

  private TransactWriteItem toItem(
      @Nullable UpdateExpression update, @Nullable ConditionExpression condition) {
    String table = Objects.requireNonNull(tableName);
    ReturnValuesOnConditionCheckFailure returns = returns();
    return switch (kind) {
      case PUT -> new TransactWriteItem.Put(table, requireTarget().item(), condition, returns);
      case DELETE -> new TransactWriteItem.Delete(table, targetValues(), condition, returns);
      case UPDATE ->
          new TransactWriteItem.Update(
              table,
              targetValues(),
              Objects.requireNonNull(update),
              condition,
              returns,
              placeholders.values != null && placeholders.values.isTooDeep());
      case CONDITION_CHECK ->
          new TransactWriteItem.ConditionCheck(
              table, targetValues(), Objects.requireNonNull(condition), returns);
    };
  }

  private ReturnValuesOnConditionCheckFailure returns() {
    return RequestEnums.ON_CONDITION_CHECK_FAILURE.of(
        onConditionCheckFailure, ReturnValuesOnConditionCheckFailure.NONE);
  }

  private void rejectValues() {
    ValueFault fault = placeholders.fault();
    if (fault == null) {
      return;
    }
    boolean named =
        switch (fault.kind()) {
          case NUMBER, EMPTY_SET, DUPLICATES, NESTING, DEEP_NESTING, EMPTY_NAME -> true;
          case LONG_NAME, NO_TYPE, SEVERAL_TYPES, NULL_FALSE -> false;
        };
    throw ServiceException.validation(named ? fault.named() : fault.message());
  }

  void addTo(Fingerprint fingerprint) {
    fingerprint
        .text(kind.member)
        .text(tableName)
        .attributes(targetValues())
        .text(updateExpression)
        .text(conditionExpression)
        .names(placeholders.names)
        .attributes(placeholders.values == null ? null : placeholders.values.values())
        .text(returns().name());
  }

  void echo(JavaEcho out) {
    out.text(kind.wireName + "(" + (kind == Kind.PUT ? "item=" : "key="))
        .attributes(target == null ? null : target.values());
    if (kind == Kind.UPDATE) {
      out.text(", updateExpression=").text(updateExpression);
    }
    out.text(", tableName=")
        .text(tableName)
        .text(", conditionExpression=")
        .text(conditionExpression)
        .text(", expressionAttributeNames=")
        .names(placeholders.names)
        .text(", expressionAttributeValues=")
        .attributes(placeholders.values == null ? null : placeholders.values.values())
        .text(", returnValuesOnConditionCheckFailure=")
        .text(onConditionCheckFailure)
        .text(", workloadProfileName=null)");
  }
}
