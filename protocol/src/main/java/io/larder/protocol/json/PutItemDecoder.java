package io.larder.protocol.json;

import io.larder.protocol.draft.item.AttributeMap;
import io.larder.protocol.draft.item.Envelope;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.item.ItemSize;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.WriteReturns;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The members of a PutItem. */
final class PutItemDecoder {
  static final String ITEM_TOO_LARGE = "Item size has exceeded the maximum allowed size";

  private @Nullable AttributeMap item;
  private final WriteMembers members = new WriteMembers();

  static PutItemRequest decode(RequestReader in) {
    var put = new PutItemDecoder();
    while (in.nextMember()) {
      if (in.memberName().equals("Item")) {
        put.item = AttributeReader.item(in);
      } else if (!put.members.read(in)) {
        in.skip();
      }
    }
    return put.toRequest(in);
  }

  private PutItemRequest toRequest(RequestReader in) {
    members.checkShape(in, item, "item").throwIfAny();
    AttributeMap presentItem = Objects.requireNonNull(item);
    Envelope envelope = Envelope.of(in.isReadByOlderLayer());
    WriteMembers.rejectTarget(presentItem, false, envelope);
    members.expected.rejectEmptyName(envelope);
    members.expressions.rejectEmptyNames(envelope);
    members.checkStyles(envelope);
    members.rejectValues(WriteMembers.Naming.PUT, envelope);
    rejectReturnValues(envelope);
    ConditionExpression condition = members.condition(envelope);
    if (presentItem.size() > ItemSize.MAX) {
      throw ServiceException.validation(ITEM_TOO_LARGE);
    }
    WriteReturns returns = members.toReturns();
    return new PutItemRequest(
        Objects.requireNonNull(members.tableName), presentItem.item(), condition, returns);
  }

  private void rejectReturnValues(Envelope envelope) {
    if (members.returnValues != null
        && !members.returnValues.equals("NONE")
        && !members.returnValues.equals("ALL_OLD")) {
      throw envelope.error(WriteMembers.ONLY_OLD_OR_NONE);
    }
  }
}
