package io.larder.protocol.draft.item;

import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.WriteRequest;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request of a BatchWriteItem; {@code hasPut} and {@code hasDelete} tell which it gives at all.
 */
public record WriteRequestDraft(
    boolean hasPut, @Nullable AttributeMap item, boolean hasDelete, @Nullable AttributeMap key) {
  void checkShape(String path, Violations violations) {
    if (hasPut) {
      violations.required(item, path + "putRequest.item");
    }
    if (hasDelete) {
      violations.required(key, path + "deleteRequest.key");
    }
  }

  void rejectEmptyName() {
    if (item != null) {
      item.rejectEmptyName(Envelope.NONE);
    }
    if (key != null) {
      key.rejectEmptyName(Envelope.NONE);
    }
  }

  WriteRequest toRequest() {
    if (hasPut == hasDelete) {
      throw ServiceException.validation(
          "Supplied AttributeValue has more than one datatypes set, must contain exactly one of"
              + " the supported datatypes");
    }
    if (item != null) {
      item.rejectFault();
      if (item.size() > ServiceQuotas.MAX_ITEM_BYTES) {
        throw ServiceException.validation(Messages.ITEM_TOO_LARGE);
      }
      return new WriteRequest.Put(item.item());
    }
    AttributeMap presentKey = Objects.requireNonNull(key);
    presentKey.rejectFault();
    return new WriteRequest.Delete(presentKey.values());
  }

  void echo(JavaEcho out) {
    out.text("WriteRequest(putRequest=");
    if (item == null) {
      out.text("null");
    } else {
      out.text("PutRequest(item=").attributes(item.values()).text(", workloadProfileName=null)");
    }
    out.text(", deleteRequest=");
    if (key == null) {
      out.text("null");
    } else {
      out.text("DeleteRequest(key=").attributes(key.values()).text(", workloadProfileName=null)");
    }
    out.text(")");
  }
}
