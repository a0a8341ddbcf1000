package io.larder.security.auth;

import io.larder.protocol.operation.Request;
import org.jspecify.annotations.Nullable;

/** Decides whether a caller may make a request. Safe for any number of threads. */
@FunctionalInterface
public interface Authorizer {
  /**
   * Returns if the request is allowed. Called on event loops: must not block.
   *
   * @throws io.larder.protocol.error.ServiceException AccessDenied, if it is not
   * @throws MustBlockException if that cannot be told without looking something up
   */
  void authorize(Principal principal, Request<?> request, RequestContext context);

  /**
   * The same on a thread that may block.
   *
   * @throws io.larder.protocol.error.ServiceException AccessDenied, if it is not; or why what must
   *     be known cannot be had
   */
  default void authorizeBlocking(Principal principal, Request<?> request, RequestContext context) {
    authorize(principal, request, context);
  }

  /**
   * Returns if a client of DAX may be told what it must know before it can ask for items. Called on
   * event loops: must not block.
   *
   * @param method such as {@code DefineKeySchema}
   * @param table whose key it is about, by name or ARN; null if it is about no table
   * @throws io.larder.protocol.error.ServiceException AccessDenied, if it may not
   * @throws MustBlockException if that cannot be told without looking something up
   */
  default void authorizeMetadata(
      Principal principal, String method, @Nullable String table, RequestContext context) {}

  /** The same on a thread that may block. */
  default void authorizeMetadataBlocking(
      Principal principal, String method, @Nullable String table, RequestContext context) {
    authorizeMetadata(principal, method, table, context);
  }

  /**
   * Returns if a client of DAX may be told why its request cannot be read, or that there is no such
   * table: if there could be items of it that it may do that to. Called on event loops: must not
   * block.
   *
   * @param action such as {@code GetItem}
   * @param table by name or ARN
   * @throws io.larder.protocol.error.ServiceException AccessDenied, if it may not
   * @throws MustBlockException if that cannot be told without looking something up
   */
  default void authorizeRefusal(
      Principal principal, String action, String table, RequestContext context) {}

  /** The same on a thread that may block. */
  default void authorizeRefusalBlocking(
      Principal principal, String action, String table, RequestContext context) {
    authorizeRefusal(principal, action, table, context);
  }

  /** Allows everything. */
  static Authorizer allowAll() {
    return (principal, request, context) -> {};
  }
}
