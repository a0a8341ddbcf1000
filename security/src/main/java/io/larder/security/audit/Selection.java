package io.larder.security.audit;

import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.Request;
import io.larder.security.auth.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which calls are recorded even if they succeed: those about tables and settings all, those on
 * items as this says.
 *
 * @param selectors of further calls on items
 */
public record Selection(DataEvents dataEvents, List<EventSelector> selectors) {
  public Selection {
    selectors = List.copyOf(selectors);
  }

  /** Which calls on items are recorded. */
  public enum DataEvents {
    NONE,
    WRITES,
    ALL
  }

  /** As {@link AuditTrail#takes}, in that account. */
  public boolean takes(
      String operation, Principal principal, @Nullable Request<?> request, Site site) {
    Boolean readOnly = AuditAction.Tables.DATA.get(operation);
    if (readOnly == null) {
      return true;
    }
    return switch (dataEvents) {
          case ALL -> true;
          case WRITES -> !readOnly;
          case NONE -> false;
        }
        || isSelected(operation, readOnly, principal, request, site);
  }

  private boolean isSelected(
      String operation,
      boolean readOnly,
      Principal principal,
      @Nullable Request<?> request,
      Site site) {
    if (selectors.isEmpty()) {
      return false;
    }
    List<String> resources =
        request == null || request instanceof ForwardedRequest
            ? null
            : TableNames.of(request).stream().map(site::tableArn).toList();
    var call = new EventSelector.Candidate(operation, readOnly, resources, principal.arn());
    for (EventSelector selector : selectors) {
      if (selector.matches(call)) {
        return true;
      }
    }
    return false;
  }
}
