package io.larder.protocol.json.response;

import io.larder.protocol.error.CancellationReason;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ThrottlingReason;
import io.larder.protocol.wire.JsonWriter;
import java.util.List;

/**
 * Writes errors as the service does, including its inconsistencies: the message is {@code Message}
 * in some errors and {@code message} in the others, and absent in a few.
 */
public final class ErrorEncoder {
  private ErrorEncoder() {}

  /** Writes the whole body of {@code error}. */
  public static void encode(ServiceError error, JsonWriter out) {
    if (error instanceof ServiceError.Relayed relayed) {
      out.value(relayed.body());
      return;
    }
    out.beginObject().name("__type").value(error.type());
    switch (error) {
      case ServiceError.UnknownOperation(),
          ServiceError.InternalFailure(),
          ServiceError.Relayed _ -> {}
      case ServiceError.Serialization(var detail) -> {
        if (detail != null && !detail.isEmpty()) {
          out.name("Message").value(detail);
        }
      }
      case ServiceError.AccessDenied _,
          ServiceError.TransactionInProgress _,
          ServiceError.IdempotentParameterMismatch _ ->
          out.name("Message").value(error.message());
      case ServiceError.ConditionalCheckFailed(var message, var item) -> {
        out.name("message").value(message);
        if (item != null) {
          out.name("Item").value(item);
        }
      }
      case ServiceError.TransactionCanceled canceled -> encodeReasons(canceled, out);
      case ServiceError.ProvisionedThroughputExceeded(var message, var reasons) ->
          encodeThrottled(message, "ThrottlingReasons", reasons, out);
      case ServiceError.RequestLimitExceeded(var message, var reasons) ->
          encodeThrottled(message, "ThrottlingReasons", reasons, out);
      case ServiceError.Throttling(var message, var reasons) ->
          encodeThrottled(message, "throttlingReasons", reasons, out);
      case ServiceError.Validation _,
          ServiceError.EmptyKeyValue _,
          ServiceError.ValidationErrors _,
          ServiceError.MissingAuthenticationToken _,
          ServiceError.IncompleteSignature _,
          ServiceError.InvalidSignature _,
          ServiceError.UnrecognizedClient _,
          ServiceError.ExpiredToken _,
          ServiceError.ResourceNotFound _,
          ServiceError.ResourceInUse _,
          ServiceError.PolicyNotFound _,
          ServiceError.LimitExceeded _,
          ServiceError.ExpiredIterator _,
          ServiceError.TrimmedDataAccess _,
          ServiceError.TableNotFound _,
          ServiceError.DuplicateItem _,
          ServiceError.TransactionConflict _,
          ServiceError.ItemCollectionSizeLimitExceeded _,
          ServiceError.InternalServer _,
          ServiceError.ServiceUnavailable _,
          ServiceError.Other _,
          ServiceError.RequestTooLarge _ ->
          out.name("message").value(error.message());
    }
    out.endObject();
  }

  private static void encodeThrottled(
      String message, String name, List<ThrottlingReason> reasons, JsonWriter out) {
    out.name("message").value(message);
    if (reasons.isEmpty()) {
      return;
    }
    out.name(name).beginArray();
    for (ThrottlingReason each : reasons) {
      out.beginObject();
      out.name("reason").value(each.reason());
      out.name("resource").value(each.resource());
      out.endObject();
    }
    out.endArray();
  }

  private static void encodeReasons(ServiceError.TransactionCanceled canceled, JsonWriter out) {
    out.name("Message").value(canceled.message()).name("CancellationReasons").beginArray();
    for (CancellationReason reason : canceled.reasons()) {
      out.beginObject().name("Code").value(reason.code());
      if (reason.item() != null) {
        out.name("Item").value(reason.item());
      }
      if (reason.message() != null) {
        out.name("Message").value(reason.message());
      }
      out.endObject();
    }
    out.endArray();
  }
}
