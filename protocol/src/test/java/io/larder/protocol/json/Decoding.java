package io.larder.protocol.json;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.Request;
import java.nio.charset.StandardCharsets;

/** Decodes request bodies that are written with single quotes for legibility. */
final class Decoding {
  private Decoding() {}

  static Request decode(Operation operation, String body) {
    byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return operation.decode(bytes, 0, bytes.length);
  }

  static <T extends Request> T decode(Operation operation, String body, Class<T> type) {
    return type.cast(decode(operation, body));
  }

  /** The error that the body is refused with. */
  static ServiceError error(Operation operation, String body) {
    return catchThrowableOfType(ServiceException.class, () -> decode(operation, body)).error();
  }

  /** The message of the ValidationException that the body is refused with. */
  static String invalid(Operation operation, String body) {
    return ((ServiceError.Validation) error(operation, body)).message();
  }
}
