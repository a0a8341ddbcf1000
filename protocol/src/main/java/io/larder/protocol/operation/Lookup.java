package io.larder.protocol.operation;

/**
 * What is found where a {@link Request.Cacheable} is looked for in memory: the response itself, so
 * that nothing stands between a hit and its answer, or that it must be read.
 */
public sealed interface Lookup permits Response, Lookup.Miss {

  /** The read that is left to do. It keeps what the look has found out about the request. */
  @FunctionalInterface
  non-sealed interface Miss extends Lookup {
    /**
     * Reads. May block on storage.
     *
     * @throws io.larder.protocol.error.ServiceException where the request is at fault
     */
    Response read();
  }
}
