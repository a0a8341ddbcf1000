package io.larder.protocol.dax.response;

import io.larder.protocol.dax.AttributeLists;
import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.error.CancellationReason;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the answers to requests that failed: numbers, a message, and what else is known of it. */
public final class ErrorEncoder {
  private static final int FACTS = 3;
  private static final int FACTS_OF_REASON = 3;
  private static final int BAD_REQUEST = 400;

  private ErrorEncoder() {}

  /**
   * Writes the whole answer.
   *
   * @param request what failed; null if it is not known, or none that has items
   * @throws MissingAttributeLists if it needs lists that have no number yet; what was written until
   *     then is of no use
   */
  public static void encode(
      ServiceError error,
      String requestId,
      @Nullable DaxRequest request,
      AttributeLists lists,
      CborWriter out) {
    if (error instanceof ServiceError.Relayed(var meaning, _, _, var itsId)) {
      encode(meaning, itsId == null ? requestId : itsId, request, lists, out);
      return;
    }
    boolean isOfWrite = request != null && request.request() instanceof Request.Write<?>;
    encodeCodes(ErrorCodes.of(error, isOfWrite), out);
    String type = error.type();
    out.writeText(error.message());
    out.beginArray(error instanceof ServiceError.TransactionCanceled ? FACTS + 1 : FACTS)
        .writeText(requestId)
        .writeText(type.substring(type.indexOf('#') + 1))
        .writeInt(error.httpStatus());
    if (error instanceof ServiceError.TransactionCanceled(var reasons)) {
      var items = new ItemWriter(lists, out);
      encode(reasons, request, items, out);
      items.end();
    }
  }

  /** Writes the whole answer to a method of that name, which clients know but this server lacks. */
  public static void encodeNotImplemented(String method, String requestId, CborWriter out) {
    encodeCodes(ErrorCodes.NOT_IMPLEMENTED, out);
    out.writeText(method + " is not implemented")
        .beginArray(FACTS)
        .writeText(requestId)
        .writeText("NotImplementedException")
        .writeInt(BAD_REQUEST);
  }

  private static void encodeCodes(int[] codes, CborWriter out) {
    out.beginArray(codes.length);
    for (int code : codes) {
      out.writeInt(code);
    }
  }

  /** One array of all facts of all reasons, one reason after the other. */
  private static void encode(
      List<CancellationReason> reasons,
      @Nullable DaxRequest request,
      ItemWriter items,
      CborWriter out) {
    out.beginArray(FACTS_OF_REASON * reasons.size());
    for (int i = 0; i < reasons.size(); i++) {
      CancellationReason reason = reasons.get(i);
      out.writeText(reason.code());
      if (reason.message() == null) {
        out.writeNull();
      } else {
        out.writeText(reason.message());
      }
      if (request != null && reason.item() instanceof Item item) {
        items.values(item, request.keySchemas().get(i));
      } else {
        out.writeNull();
      }
    }
  }
}
