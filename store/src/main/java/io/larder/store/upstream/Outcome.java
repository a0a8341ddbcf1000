package io.larder.store.upstream;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.Response;

/** How a call ended that may change something. */
sealed interface Outcome<R extends Response> {
  /** It was carried out. */
  record Done<R extends Response>(R response) implements Outcome<R> {}

  /** Nothing has changed and nothing will. */
  record Refused<R extends Response>(ServiceException reason) implements Outcome<R> {}

  /** Nobody knows, and the upstream may still carry it out. */
  record Unknown<R extends Response>(ServiceException reason) implements Outcome<R> {}

  /** What the caller is told. */
  default R answer() {
    return switch (this) {
      case Done<R>(var response) -> response;
      case Refused<R>(var reason) -> throw reason;
      case Unknown<R>(var reason) -> throw reason;
    };
  }
}
