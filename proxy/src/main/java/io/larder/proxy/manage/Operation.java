package io.larder.proxy.manage;

import io.larder.protocol.wire.JsonWriter;
import io.larder.proxy.manage.state.Holdings;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the API.
 *
 * @param isChange true if what it leaves of the holdings is to be kept
 * @param resources the ARNs that its action must be allowed on
 * @param handler answers it
 */
record Operation(boolean isChange, Function<Arguments, List<String>> resources, Handler handler) {
  /**
   * A call.
   *
   * @param asked the address of this server that the caller has found; null if that is not known
   */
  record Call(Arguments arguments, @Nullable InetAddress asked) {}

  /** Writes the members of the answer, and may change the holdings if the operation does. */
  @FunctionalInterface
  interface Handler {
    /**
     * @throws io.larder.protocol.error.ServiceException if the call is refused
     */
    void answer(Call call, Holdings holdings, JsonWriter out);
  }

  /** One that is about no resource in particular. */
  static Operation reading(Handler handler) {
    return new Operation(false, _ -> List.of("*"), handler);
  }

  /** Likewise. */
  static Operation changing(Handler handler) {
    return new Operation(true, _ -> List.of("*"), handler);
  }

  /** The same about other resources. */
  Operation on(Function<Arguments, List<String>> others) {
    return new Operation(isChange, others, handler);
  }
}
