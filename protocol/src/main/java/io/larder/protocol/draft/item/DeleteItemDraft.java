package io.larder.protocol.draft.item;

import io.larder.protocol.draft.Violations;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.ValidationLayer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The members of a DeleteItem. */
public final class DeleteItemDraft {
  public @Nullable AttributeMap key;
  public final WriteDraft write;

  public DeleteItemDraft(ValidationLayer layer) {
    write = new WriteDraft(layer);
  }

  public DeleteItemRequest check() {
    checkShape();
    AttributeMap presentKey = Objects.requireNonNull(key);
    Envelope envelope = write.envelope();
    presentKey.rejectEmptyName(envelope);
    write.expected.rejectEmptyName(envelope);
    write.placeholders.rejectEmptyNames(envelope);
    write.checkStyles(envelope);
    WriteDraft.rejectTarget(presentKey, true, envelope);
    write.rejectValues(WriteDraft.Naming.DELETE, envelope);
    return new DeleteItemRequest(
        Objects.requireNonNull(write.tableName),
        presentKey.values(),
        write.condition(envelope),
        write.toReturns());
  }

  private void checkShape() {
    Violations violations = write.checkShape(key, "key");
    String returnValues = write.returnValues;
    if (key != null && returnValues != null && RequestEnums.RETURN_VALUES.contains(returnValues)) {
      switch (returnValues) {
        case "NONE", "ALL_OLD" -> {}
        default -> violations.add(WriteDraft.ONLY_OLD_OR_NONE);
      }
    }
    violations.throwIfAny();
  }
}
