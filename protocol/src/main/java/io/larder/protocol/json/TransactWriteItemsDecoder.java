package io.larder.protocol.json;

import io.larder.protocol.draft.Violations;
import io.larder.protocol.draft.item.Fingerprint;
import io.larder.protocol.draft.item.JavaEcho;
import io.larder.protocol.draft.item.RequestEnums;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.TransactionSize;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a TransactWriteItems. */
final class TransactWriteItemsDecoder {
  private static final int MAX_TOKEN_LENGTH = 36;

  private @Nullable List<Map<TransactAction.Kind, TransactAction>> transactItems;
  private @Nullable String clientRequestToken;
  private @Nullable String returnConsumedCapacity;
  private @Nullable String returnItemCollectionMetrics;

  static TransactWriteItemsRequest decode(RequestReader in) {
    var transaction = new TransactWriteItemsDecoder();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "TransactItems" -> transaction.readItems(in);
        case "ClientRequestToken" -> transaction.clientRequestToken = in.string();
        case "ReturnConsumedCapacity" -> transaction.returnConsumedCapacity = in.string();
        case "ReturnItemCollectionMetrics" -> transaction.returnItemCollectionMetrics = in.string();
        default -> in.skip();
      }
    }
    return transaction.toRequest();
  }

  private void readItems(RequestReader in) {
    in.enterList();
    List<Map<TransactAction.Kind, TransactAction>> items = new ArrayList<>();
    while (in.nextElement()) {
      in.enterElement("TransactWriteItem");
      Map<TransactAction.Kind, TransactAction> actions = new EnumMap<>(TransactAction.Kind.class);
      while (in.nextMember()) {
        TransactAction.Kind kind = TransactAction.Kind.of(in.memberName());
        if (kind == null) {
          in.skip();
        } else {
          actions.put(kind, TransactAction.read(kind, in));
        }
      }
      items.add(actions);
    }
    transactItems = items;
  }

  private TransactWriteItemsRequest toRequest() {
    List<TransactAction> actions = checkShape();
    actions.forEach(TransactAction::rejectEmptyNames);
    List<TransactWriteItem> items = new ArrayList<>(actions.size());
    var fingerprint = new Fingerprint();
    long bytes = 0;
    for (TransactAction action : actions) {
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
        RequestEnums.COLLECTION_METRICS.of(
            returnItemCollectionMetrics, ReturnItemCollectionMetrics.NONE));
  }

  private List<TransactAction> checkShape() {
    var violations = new Violations();
    List<Map<TransactAction.Kind, TransactAction>> items = transactItems;
    if (items == null) {
      violations.addNull("transactItems");
      items = List.of();
    } else if (items.isEmpty()) {
      violations.add("[]", "transactItems", "Member must have length greater than or equal to 1");
      violations.throwIfAny();
    } else if (items.size() > TransactGetItemsDecoder.MAX_ACTIONS) {
      violations.add(
          echo(items),
          "transactItems",
          "Member must have length less than or equal to " + TransactGetItemsDecoder.MAX_ACTIONS);
      violations.throwIfAny();
    }
    for (int i = 0; i < items.size(); i++) {
      checkMembers(items.get(i), pathOf(i), violations);
    }
    checkParameters(violations);
    violations.throwIfAny();
    List<TransactAction> actions = new ArrayList<>(items.size());
    for (Map<TransactAction.Kind, TransactAction> item : items) {
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
      Map<TransactAction.Kind, TransactAction> item, String path, Violations violations) {
    for (TransactAction action : item.values()) {
      action.checkShape(path, violations);
    }
  }

  private void checkParameters(Violations violations) {
    if (clientRequestToken != null && clientRequestToken.isEmpty()) {
      violations.add(
          "", "clientRequestToken", "Member must have length greater than or equal to 1");
    }
    if (clientRequestToken != null && clientRequestToken.length() > MAX_TOKEN_LENGTH) {
      violations.add(
          clientRequestToken,
          "clientRequestToken",
          "Member must have length less than or equal to " + MAX_TOKEN_LENGTH);
    }
    violations.memberOf(
        RequestEnums.CONSUMED_CAPACITY, returnConsumedCapacity, "returnConsumedCapacity");
    violations.memberOf(
        RequestEnums.COLLECTION_METRICS,
        returnItemCollectionMetrics,
        "returnItemCollectionMetrics");
  }

  private static TransactAction onlyAction(Map<TransactAction.Kind, TransactAction> item) {
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

  private static String echo(List<Map<TransactAction.Kind, TransactAction>> items) {
    var out = new JavaEcho();
    return out.list(items, item -> echo(item, out)).toString();
  }

  private static void echo(Map<TransactAction.Kind, TransactAction> item, JavaEcho out) {
    out.text("TransactWriteItem(conditionCheck=");
    echo(item.get(TransactAction.Kind.CONDITION_CHECK), out);
    out.text(", put=");
    echo(item.get(TransactAction.Kind.PUT), out);
    out.text(", delete=");
    echo(item.get(TransactAction.Kind.DELETE), out);
    out.text(", update=");
    echo(item.get(TransactAction.Kind.UPDATE), out);
    out.text(")");
  }

  private static void echo(@Nullable TransactAction action, JavaEcho out) {
    if (action == null) {
      out.text("null");
    } else {
      action.echo(out);
    }
  }
}
