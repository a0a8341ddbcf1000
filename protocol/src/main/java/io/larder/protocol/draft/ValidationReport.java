package io.larder.protocol.draft;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;

/** What a client is told whose request breaks several constraints of its shape. */
public enum ValidationReport {
  /** As many as the service tells of this operation, see {@link Rollout}. */
  ALL,
  /** The first, as in regions of the service that are further in its rollout. */
  FIRST;

  /** What is told of a request that was refused with {@code e}. */
  public ServiceException of(ServiceException e) {
    return this == FIRST && e.error() instanceof ServiceError.ValidationErrors errors
        ? new ServiceException(errors.first())
        : e;
  }
}
