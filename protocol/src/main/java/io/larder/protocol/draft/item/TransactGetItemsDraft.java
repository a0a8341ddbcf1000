package io.larder.protocol.draft.item;

import io.larder.protocol.draft.Constraint;
import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.operation.TransactGetItem;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The members of a TransactGetItems. */
public final class TransactGetItemsDraft {
  /** The elements of the list; null for one that lacks its only member. */
  public @Nullable List<@Nullable TransactGetDraft> transactItems;

  public @Nullable String returnConsumedCapacity;

  public TransactGetItemsRequest check() {
    List<TransactGetDraft> gets = checkShape();
    for (TransactGetDraft get : gets) {
      get.requireKey().rejectEmptyName(Envelope.NONE);
      get.placeholders.rejectEmptyNames(Envelope.NONE);
    }
    for (TransactGetDraft get : gets) {
      get.requireKey().rejectFault();
    }
    List<TransactGetItem> items = new ArrayList<>(gets.size());
    for (TransactGetDraft get : gets) {
      items.add(get.toItem());
    }
    return new TransactGetItemsRequest(
        items, RequestEnums.consumedCapacity(returnConsumedCapacity));
  }

  private List<TransactGetDraft> checkShape() {
    var violations = new Violations();
    List<TransactGetDraft> gets = checkPresence(violations);
    if (!violations.isEmpty()) {
      RequestEnums.checkConsumedCapacity(returnConsumedCapacity, violations);
      violations.throwIfAny();
    }
    if (gets.isEmpty()) {
      violations.add("[]", "transactItems", Constraint.lengthAtLeast(1));
    } else if (gets.size() > ServiceQuotas.MAX_TRANSACTION_ACTIONS) {
      var echo = new JavaEcho();
      violations.add(
          echo.list(gets, get -> get.echo(echo)).toString(),
          "transactItems",
          Constraint.lengthAtMost(ServiceQuotas.MAX_TRANSACTION_ACTIONS));
    }
    violations.throwIfAny();
    RequestEnums.checkConsumedCapacity(returnConsumedCapacity, violations);
    violations.throwIfAny();
    for (int i = 0; i < gets.size(); i++) {
      ResourceName.checkTableMember(
          gets.get(i).tableName, "transactItems." + (i + 1) + ".member.get.tableName", violations);
    }
    violations.throwIfAny();
    return gets;
  }

  private List<TransactGetDraft> checkPresence(Violations violations) {
    if (transactItems == null) {
      violations.addNull("transactItems");
      return List.of();
    }
    List<TransactGetDraft> gets = new ArrayList<>(transactItems.size());
    for (int i = 0; i < transactItems.size(); i++) {
      String path = "transactItems." + (i + 1) + ".member.get";
      TransactGetDraft get = transactItems.get(i);
      if (get == null) {
        violations.addNull(path);
      } else {
        violations.required(get.key, path + ".key");
        violations.required(get.tableName, path + ".tableName");
        gets.add(get);
      }
    }
    return gets;
  }
}
