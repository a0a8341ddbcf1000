package io.larder.protocol.draft.item;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.ValidationLayer;
import io.larder.protocol.operation.WriteReturns;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The members of a PutItem. */
public final class PutItemDraft {
  public @Nullable AttributeMap item;
  public final WriteDraft write;

  public PutItemDraft(ValidationLayer layer) {
    write = new WriteDraft(layer);
  }

  public PutItemRequest check() {
    write.checkShape(item, "item").throwIfAny();
    AttributeMap presentItem = Objects.requireNonNull(item);
    Envelope envelope = write.envelope();
    WriteDraft.rejectTarget(presentItem, false, envelope);
    write.expected.rejectEmptyName(envelope);
    write.placeholders.rejectEmptyNames(envelope);
    write.checkStyles(envelope);
    write.rejectValues(WriteDraft.Naming.PUT, envelope);
    rejectReturnValues(envelope);
    ConditionExpression condition = write.condition(envelope);
    if (presentItem.size() > ServiceQuotas.MAX_ITEM_BYTES) {
      throw ServiceException.validation(Messages.ITEM_TOO_LARGE);
    }
    WriteReturns returns = write.toReturns();
    return new PutItemRequest(
        Objects.requireNonNull(write.tableName), presentItem.item(), condition, returns);
  }

  private void rejectReturnValues(Envelope envelope) {
    if (write.returnValues != null
        && !write.returnValues.equals("NONE")
        && !write.returnValues.equals("ALL_OLD")) {
      throw envelope.error(WriteDraft.ONLY_OLD_OR_NONE);
    }
  }
}
