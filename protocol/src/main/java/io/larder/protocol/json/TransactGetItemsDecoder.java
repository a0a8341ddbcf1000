package io.larder.protocol.json;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.draft.item.AttributeMap;
import io.larder.protocol.draft.item.Envelope;
import io.larder.protocol.draft.item.JavaEcho;
import io.larder.protocol.draft.item.RequestEnums;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.operation.TransactGetItem;
import io.larder.protocol.operation.TransactGetItemsRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The members of a TransactGetItems. */
final class TransactGetItemsDecoder {
  static final int MAX_ACTIONS = 100;

  private @Nullable List<GetElement> transactItems;
  private @Nullable String returnConsumedCapacity;

  /** One element of the list, which may lack its only member. */
  private record GetElement(@Nullable Get get) {}

  /** The read of one item. */
  private static final class Get {
    private @Nullable String tableName;
    private @Nullable AttributeMap key;
    private @Nullable String projectionExpression;
    private final ExpressionMembers expressions = new ExpressionMembers();

    static Get read(RequestReader in) {
      in.enterStructure("Get");
      var get = new Get();
      while (in.nextMember()) {
        switch (in.memberName()) {
          case "TableName" -> get.tableName = in.string();
          case "Key" -> get.key = AttributeReader.map(in);
          case "ProjectionExpression" -> get.projectionExpression = in.string();
          case "ExpressionAttributeNames" -> get.expressions.names = in.stringMap();
          default -> in.skip();
        }
      }
      return get;
    }

    AttributeMap requireKey() {
      return Objects.requireNonNull(key);
    }

    TransactGetItem toItem() {
      ProjectionExpression projection = null;
      // A read without a projection may carry names; they are not looked at.
      if (projectionExpression != null) {
        expressions.checkPlaceholders(Envelope.NONE);
        var attributes = expressions.toAttributes();
        projection = attributes.projection(projectionExpression);
        attributes.verifyAllUsed();
      }
      return new TransactGetItem(
          Objects.requireNonNull(tableName), requireKey().values(), projection);
    }

    void echo(JavaEcho out) {
      out.text("TransactGetItem(get=Get(key=")
          .attributes(key == null ? null : key.values())
          .text(", tableName=")
          .text(tableName)
          .text(", projectionExpression=")
          .text(projectionExpression)
          .text(", expressionAttributeNames=")
          .names(expressions.names)
          .text(", workloadProfileName=null))");
    }
  }

  static TransactGetItemsRequest decode(RequestReader in) {
    var transaction = new TransactGetItemsDecoder();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "TransactItems" -> transaction.readItems(in);
        case "ReturnConsumedCapacity" -> transaction.returnConsumedCapacity = in.string();
        default -> in.skip();
      }
    }
    return transaction.toRequest();
  }

  private void readItems(RequestReader in) {
    in.enterList();
    List<GetElement> items = new ArrayList<>();
    while (in.nextElement()) {
      in.enterElement("TransactGetItem");
      Get get = null;
      while (in.nextMember()) {
        if (in.memberName().equals("Get")) {
          get = Get.read(in);
        } else {
          in.skip();
        }
      }
      items.add(new GetElement(get));
    }
    transactItems = items;
  }

  private TransactGetItemsRequest toRequest() {
    List<Get> gets = checkShape();
    for (Get get : gets) {
      get.requireKey().rejectEmptyName(Envelope.NONE);
      get.expressions.rejectEmptyNames(Envelope.NONE);
    }
    for (Get get : gets) {
      get.requireKey().rejectProblem();
    }
    List<TransactGetItem> items = new ArrayList<>(gets.size());
    for (Get get : gets) {
      items.add(get.toItem());
    }
    return new TransactGetItemsRequest(
        items, RequestEnums.consumedCapacity(returnConsumedCapacity));
  }

  private List<Get> checkShape() {
    var violations = new Violations();
    List<Get> gets = checkPresence(violations);
    if (!violations.isEmpty()) {
      checkConsumedCapacity(violations);
      violations.throwIfAny();
    }
    if (gets.isEmpty()) {
      violations.add("[]", "transactItems", "Member must have length greater than or equal to 1");
    } else if (gets.size() > MAX_ACTIONS) {
      var echo = new JavaEcho();
      violations.add(
          echo.list(gets, get -> get.echo(echo)).toString(),
          "transactItems",
          "Member must have length less than or equal to " + MAX_ACTIONS);
    }
    violations.throwIfAny();
    checkConsumedCapacity(violations);
    violations.throwIfAny();
    for (int i = 0; i < gets.size(); i++) {
      ResourceName.checkTableMember(
          gets.get(i).tableName, "transactItems." + (i + 1) + ".member.get.tableName", violations);
    }
    violations.throwIfAny();
    return gets;
  }

  private List<Get> checkPresence(Violations violations) {
    if (transactItems == null) {
      violations.addNull("transactItems");
      return List.of();
    }
    List<Get> gets = new ArrayList<>(transactItems.size());
    for (int i = 0; i < transactItems.size(); i++) {
      String path = "transactItems." + (i + 1) + ".member.get";
      Get get = transactItems.get(i).get;
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

  private void checkConsumedCapacity(Violations violations) {
    violations.memberOf(
        RequestEnums.CONSUMED_CAPACITY, returnConsumedCapacity, "returnConsumedCapacity");
  }
}
