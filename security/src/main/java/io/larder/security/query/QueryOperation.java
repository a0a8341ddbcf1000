package io.larder.security.query;

/** One operation of a service. May block. */
@FunctionalInterface
public interface QueryOperation {
  /**
   * Does what is asked for and writes what is inside the result.
   *
   * @throws QueryException if it is refused
   */
  void answer(QueryCall call, XmlWriter result);
}
