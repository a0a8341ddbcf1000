package io.larder.proxy.admin;

import io.larder.security.auth.RequestContext;
import io.larder.security.auth.SignedRequest;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** An API that speaks AWS's JSON protocol at the root of the admin port. */
@FunctionalInterface
public interface JsonApi {
  /** The answer. May block; decides itself who may have it. */
  Answer answer(Call call);

  /**
   * A call; good until it is answered.
   *
   * @param asked the address that the caller has connected to; null if it was gone before that
   *     could be asked for
   */
  record Call(
      SignedRequest request, RequestContext context, String body, @Nullable InetAddress asked) {}

  /**
   * What a caller is told.
   *
   * @param status of HTTP
   * @param body JSON
   */
  record Answer(int status, String requestId, String body) {}
}
