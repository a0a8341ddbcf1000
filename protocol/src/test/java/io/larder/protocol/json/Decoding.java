package io.larder.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Request;
import java.nio.charset.StandardCharsets;

/** Decodes request bodies that are written with single quotes for legibility. */
final class Decoding {
  private Decoding() {}

  static Request<?> decode(Operation operation, String body) {
    return decode(operation, body, ValidationReport.ALL);
  }

  static Request<?> decode(Operation operation, String body, ValidationReport report) {
    byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return RequestDecoder.decode(operation, bytes, 0, bytes.length, report);
  }

  static <T extends Request<?>> T decode(Operation operation, String body, Class<T> type) {
    return type.cast(decode(operation, body));
  }

  /** The error that the body is refused with. */
  static ServiceError error(Operation operation, String body) {
    return catchThrowableOfType(ServiceException.class, () -> decode(operation, body)).error();
  }

  /** The message of the ValidationException that the body is refused with. */
  static String invalid(Operation operation, String body) {
    return message(error(operation, body));
  }

  /** The same where only the first of several broken constraints is reported. */
  static String invalidAtFirst(Operation operation, String body) {
    return message(
        catchThrowableOfType(
                ServiceException.class, () -> decode(operation, body, ValidationReport.FIRST))
            .error());
  }

  private static String message(ServiceError error) {
    assertThat(error.type()).isEqualTo("com.amazon.coral.validate#ValidationException");
    return error.message();
  }
}
