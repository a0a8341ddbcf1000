package io.larder.security.audit;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.operation.Request;
import io.larder.security.auth.Principal;
import io.larder.store.StoreGauge;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where it is recorded who did what. Whoever has a call done asks for room first ({@link #admit}),
 * and tells how it ended ({@link #record}). For any number of threads; never blocks.
 */
public interface AuditTrail extends AutoCloseable {
  /** What a call is refused with of which no record could be made. */
  ServiceError UNAVAILABLE =
      new ServiceError.ServiceUnavailable("The request cannot be recorded; try again later.");

  /** False if nothing is ever recorded, so that nobody need ask further. */
  boolean isOn();

  /**
   * True if calls of that operation are recorded even if they succeed.
   *
   * @param request null if it was refused before it was read
   * @param region that the call is for; null for the server's own
   */
  boolean takes(
      String operation, Principal principal, @Nullable Request<?> request, @Nullable String region);

  /**
   * Takes room for the record of a call that is about to be done.
   *
   * @param bytes as {@link AuditEvent#heldBytes} of its event will be
   * @throws io.larder.protocol.error.ServiceException {@link #UNAVAILABLE}, if there is none and
   *     calls are then to be refused
   */
  void admit(long bytes);

  /**
   * Records a call that is done or refused, once.
   *
   * @param isAdmitted true if room was taken for the event
   * @param told told when the record is durable, or that it cannot be; null if nobody waits for it
   * @return false if there was no room for it, so that nothing may be told of the call
   */
  boolean record(AuditEvent event, boolean isAdmitted, @Nullable Told told);

  /** What there is to be measured. */
  List<StoreGauge> gauges();

  /** Why calls are refused, if they are. */
  Optional<String> obstacle();

  /** Writes what is left, signs it, and ends. */
  @Override
  void close();

  /** Hears what became of a record. */
  @FunctionalInterface
  interface Told {
    /** On the thread that writes records, which must not wait. */
    void recorded(boolean isDurable);
  }

  /** Records nothing. */
  static AuditTrail none() {
    return NoTrail.NONE;
  }
}
