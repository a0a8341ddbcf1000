package io.larder.proxy.http;

/** Says that the head of a request breaks a rule, and what is answered. */
final class RefusedHead extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Status status;

  RefusedHead(Status status) {
    super(status.toString(), null, false, false);
    this.status = status;
  }

  Status status() {
    return status;
  }
}
