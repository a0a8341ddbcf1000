package io.larder.security.audit;

import io.larder.protocol.operation.Request;
import io.larder.security.auth.Principal;
import io.larder.store.StoreGauge;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records nothing. */
enum NoTrail implements AuditTrail {
  NONE;

  @Override
  public boolean isOn() {
    return false;
  }

  @Override
  public boolean takes(
      String operation,
      Principal principal,
      @Nullable Request<?> request,
      @Nullable String region) {
    return false;
  }

  @Override
  public void admit(long bytes) {}

  @Override
  public boolean record(AuditEvent event, boolean isAdmitted, @Nullable Told told) {
    if (told != null) {
      told.recorded(true);
    }
    return true;
  }

  @Override
  public List<StoreGauge> gauges() {
    return List.of();
  }

  @Override
  public Optional<String> obstacle() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
