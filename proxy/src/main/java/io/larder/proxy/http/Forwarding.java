package io.larder.proxy.http;

import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Operation.Kind;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which calls are handed to an upstream as they came, if the tables are kept by one. */
enum Forwarding {
  NONE,
  /**
   * All of both services that read and write no items, as far as is known here: those that are not
   * modelled, and those that are, so that nothing is lost of what they say.
   */
  TO_UPSTREAM;

  /** The services, their version, and any name of an operation. */
  private static final Pattern TARGET =
      Pattern.compile("DynamoDB(?:Streams)?_20120810\\.[A-Za-z0-9]{1,64}");

  /** True if the call of that target, which may name an operation, is handed on. */
  boolean takes(@Nullable String target, @Nullable Operation operation) {
    if (this == NONE || target == null) {
      return false;
    }
    return operation == null
        ? TARGET.matcher(target).matches()
        : (operation.kind() == Kind.DESCRIBE && operation != Operation.DESCRIBE_ENDPOINTS)
            || operation.kind() == Kind.CHANGE
            || operation.kind() == Kind.ABSENT;
  }
}
