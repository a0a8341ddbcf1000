package io.larder.proxy.dax;

import io.larder.protocol.dax.DaxMethod;
import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.error.ServiceException;
import io.larder.proxy.call.Call;
import io.larder.proxy.net.RequestBody;
import io.larder.proxy.net.RequestMemory;
import org.jspecify.annotations.Nullable;

/**
 * A call that came by the DAX protocol. A connection has one of these, for it answers one request
 * at a time; whoever handles the call owns it until the answer is written.
 */
final class DaxCall {
  private static final byte[] NOTHING = {};

  final Call call;

  /** What has come of the request, if it did not come whole. */
  final RequestBody body;

  /** What is called, once its number has come. */
  DaxMethod method = DaxMethod.ENDPOINTS;

  /** What is asked for; null until it is decoded, and if it is about no items. */
  @Nullable DaxRequest request;

  private byte[] bytes = NOTHING;
  private int start;
  private int end;

  DaxCall(Call call, RequestBody body) {
    this.call = call;
    this.body = body;
  }

  /** Notes where the request is, or what has come of it. */
  void received(byte[] in, int from, int to) {
    bytes = in;
    start = from;
    end = to;
  }

  /** Bytes that have come of the request. */
  int length() {
    return end - start;
  }

  /** Reads the request from its beginning. */
  CborReader reader() {
    return new CborReader(bytes, start, end);
  }

  /** Reads the arguments of the request, which is whole. */
  CborReader arguments() {
    CborReader in = reader();
    // The service and the method.
    in.skip();
    in.skip();
    return in;
  }

  /**
   * Keeps the request's bytes for as long as it takes to decode them, wherever they are.
   *
   * @throws ServiceException Throttling, if there is no memory for them
   */
  void keepBytes() {
    if (body.isEmpty()) {
      if (body.append(bytes, start, length()) != RequestBody.Appended.DONE) {
        throw new ServiceException(RequestMemory.REFUSED);
      }
      received(body.bytes(), 0, body.length());
    }
  }

  /** Lets go of the request's bytes, once it is decoded. */
  void forgetBytes() {
    received(NOTHING, 0, 0);
    body.clear();
  }

  /** Lets go of the request and of what the call holds; may be done again. */
  void end() {
    forgetBytes();
    request = null;
    call.end();
  }
}
