package io.larder.store.delivery;

/** Changes cannot be sent. The message is a reason in one line, without anything of the changes. */
public final class DeliveryException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean isFinal;

  /** {@code isFinal} if it will not pass by itself. */
  public DeliveryException(String reason, boolean isFinal) {
    super(reason);
    this.isFinal = isFinal;
  }

  public boolean isFinal() {
    return isFinal;
  }
}
