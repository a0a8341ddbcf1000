package io.larder.proxy.admin;

/** The policies of the caches, which the admin port shows and changes. Nothing blocks. */
public interface CachePolicies {
  /** All that hold. */
  Answer policies();

  /** Sets all that operators have set. */
  Answer set(String json);

  /** Sets the one of tables with such names. */
  Answer set(String pattern, String json);

  /** Removes all that operators have set. */
  Answer remove();

  /** Removes the one that was set of tables with such names. */
  Answer remove(String pattern);

  /**
   * What is answered.
   *
   * @param status of HTTP
   */
  record Answer(int status, String json) {}
}
