package io.larder.protocol.draft.item;

import io.larder.protocol.draft.Constraint;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.TransactionSize;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a TransactWriteItems. */
public final class TransactWriteItemsDraft {
  /** The elements of the list, each of which should have one action. */
  public @Nullable List<Map<TransactActionDraft.Kind, TransactActionDraft>> transactItems;

  public @Nullable String clientRequestToken;
  public @Nullable String returnConsumedCapacity;
  public @Nullable String returnItemCollectionMetrics;

  public TransactWriteItemsRequest check() {
    List<TransactActionDraft> actions = checkShape();
    actions.forEach(TransactActionDraft::rejectEmptyNames);
    List<TransactWriteItem> items = new ArrayList<>(actions.size());
    var fingerprint = new Fingerprint();
    long bytes = 0;
    for (TransactActionDraft action : actions) {
      items.add(action.toItem());
      bytes += action.payloadSize();
    }
    TransactionSize.check(bytes);
    if (clientRequestToken != null) {
      actions.forEach(action -> action.addTo(fingerprint));
    }
    return new TransactWriteItemsRequest(
        items,
        clientRequestToken,
        fingerprint.toBytes(),
        RequestEnums.consumedCapacity(returnConsumedCapacity),
        RequestEnums.collectionMetrics(returnItemCollectionMetrics));
  }

  private List<TransactActionDraft> checkShape() {
    var violations = new Violations();
    List<Map<TransactActionDraft.Kind, TransactActionDraft>> items = transactItems;
    if (items == null) {
      violations.addNull("transactItems");
      items = List.of();
    } else if (items.isEmpty()) {
      violations.add("[]", "transactItems", Constraint.lengthAtLeast(1));
      violations.throwIfAny();
    } else if (items.size() > ServiceQuotas.MAX_TRANSACTION_ACTIONS) {
      violations.add(
          echo(items),
          "transactItems",
          Constraint.lengthAtMost(ServiceQuotas.MAX_TRANSACTION_ACTIONS));
      violations.throwIfAny();
    }
    for (int i = 0; i < items.size(); i++) {
      checkMembers(items.get(i), pathOf(i), violations);
    }
    checkParameters(violations);
    violations.throwIfAny();
    List<TransactActionDraft> actions = new ArrayList<>(items.size());
    for (Map<TransactActionDraft.Kind, TransactActionDraft> item : items) {
      actions.add(onlyAction(item));
    }
    for (int i = 0; i < actions.size(); i++) {
      actions.get(i).checkTable(pathOf(i), violations);
    }
    violations.throwIfAny();
    return actions;
  }

  private static String pathOf(int index) {
    return "transactItems." + (index + 1) + ".member.";
  }

  private static void checkMembers(
      Map<TransactActionDraft.Kind, TransactActionDraft> item, String path, Violations violations) {
    for (TransactActionDraft action : item.values()) {
      action.checkShape(path, violations);
    }
  }

  private void checkParameters(Violations violations) {
    if (clientRequestToken != null && clientRequestToken.isEmpty()) {
      violations.add("", "clientRequestToken", Constraint.lengthAtLeast(1));
    }
    if (clientRequestToken != null
        && clientRequestToken.length() > ServiceQuotas.MAX_CLIENT_REQUEST_TOKEN) {
      violations.add(
          clientRequestToken,
          "clientRequestToken",
          Constraint.lengthAtMost(ServiceQuotas.MAX_CLIENT_REQUEST_TOKEN));
    }
    RequestEnums.checkConsumedCapacity(returnConsumedCapacity, violations);
    RequestEnums.checkCollectionMetrics(returnItemCollectionMetrics, violations);
  }

  private static TransactActionDraft onlyAction(
      Map<TransactActionDraft.Kind, TransactActionDraft> item) {
    if (item.isEmpty()) {
      throw ServiceException.validation(
          "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request");
    }
    if (item.size() > 1) {
      throw ServiceException.validation(
          "TransactItems can only contain one of Check, Put, Update or Delete");
    }
    return item.values().iterator().next();
  }

  private static String echo(List<Map<TransactActionDraft.Kind, TransactActionDraft>> items) {
    var out = new JavaEcho();
    return out.list(items, item -> echo(item, out)).toString();
  }

  private static void echo(Map<TransactActionDraft.Kind, TransactActionDraft> item, JavaEcho out) {
    out.text("TransactWriteItem(conditionCheck=");
    echo(item.get(TransactActionDraft.Kind.CONDITION_CHECK), out);
    out.text(", put=");
    echo(item.get(TransactActionDraft.Kind.PUT), out);
    out.text(", delete=");
    echo(item.get(TransactActionDraft.Kind.DELETE), out);
    out.text(", update=");
    echo(item.get(TransactActionDraft.Kind.UPDATE), out);
    out.text(")");
  }

  private static void echo(@Nullable TransactActionDraft action, JavaEcho out) {
    if (action == null) {
      out.text("null");
    } else {
      action.echo(out);
    }
  }
}
