package io.larder.protocol.json;

import io.larder.protocol.draft.Violations;
import io.larder.protocol.draft.item.AttributeMap;
import io.larder.protocol.draft.item.Envelope;
import io.larder.protocol.draft.item.RequestEnums;
import io.larder.protocol.operation.DeleteItemRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The members of a DeleteItem. */
final class DeleteItemDecoder {
  private @Nullable AttributeMap key;
  private final WriteMembers members = new WriteMembers();

  static DeleteItemRequest decode(RequestReader in) {
    var delete = new DeleteItemDecoder();
    while (in.nextMember()) {
      if (in.memberName().equals("Key")) {
        delete.key = AttributeReader.map(in);
      } else if (!delete.members.read(in)) {
        in.skip();
      }
    }
    return delete.toRequest(in);
  }

  private DeleteItemRequest toRequest(RequestReader in) {
    checkShape(in);
    AttributeMap presentKey = Objects.requireNonNull(key);
    Envelope envelope = Envelope.of(in.isReadByOlderLayer());
    presentKey.rejectEmptyName(envelope);
    members.expected.rejectEmptyName(envelope);
    members.expressions.rejectEmptyNames(envelope);
    members.checkStyles(envelope);
    WriteMembers.rejectTarget(presentKey, true, envelope);
    members.rejectValues(WriteMembers.Naming.DELETE, envelope);
    return new DeleteItemRequest(
        Objects.requireNonNull(members.tableName),
        presentKey.values(),
        members.condition(envelope),
        members.toReturns());
  }

  private void checkShape(RequestReader in) {
    Violations violations = members.checkShape(in, key, "key");
    String returnValues = members.returnValues;
    if (key != null && returnValues != null && RequestEnums.RETURN_VALUES.contains(returnValues)) {
      switch (returnValues) {
        case "NONE", "ALL_OLD" -> {}
        default -> violations.add(WriteMembers.ONLY_OLD_OR_NONE);
      }
    }
    violations.throwIfAny();
  }
}
