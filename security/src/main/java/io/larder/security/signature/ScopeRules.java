package io.larder.security.signature;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;

/** What the Credential of a signature must be. */
final class ScopeRules {
  private static final int PARTS = 5;

  private ScopeRules() {}

  /**
   * The scope that a Credential names.
   *
   * @throws ServiceException if it has another form, or is not for that service, one of those
   *     regions and that day; all that is wrong is told at once
   */
  static Scope read(String credential, String service, Regions regions, AmzDate date) {
    String[] parts = withoutEnd(credential).split("/", -1);
    if (parts.length != PARTS) {
      throw new ServiceException(
          new ServiceError.IncompleteSignature(
              "Credential must have exactly 5 slash-delimited elements, e.g."
                  + " keyid/date/region/service/term, got '%s'".formatted(credential)));
    }
    var faults = new StringBuilder();
    if (!regions.hold(parts[2])) {
      faults.append("Credential should be scoped to a valid region. ");
    }
    if (!service.equals(parts[3])) {
      faults.append("Credential should be scoped to correct service: '%s'. ".formatted(service));
    }
    if (!Scope.END.equals(parts[4])) {
      faults.append(
          "Credential should be scoped with a valid terminator: '%s', not '%s'. "
              .formatted(Scope.END, parts[4]));
    }
    if (!date.day().equals(parts[1])) {
      faults.append(
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
              + " HTTP: '%s' != '%s', from '%s'.".formatted(parts[1], date.day(), date.text()));
    }
    if (!faults.isEmpty()) {
      throw new ServiceException(new ServiceError.InvalidSignature(faults.toString()));
    }
    return new Scope(parts[0], parts[1], parts[2], parts[3]);
  }

  /** The service does not mind slashes at the end. */
  private static String withoutEnd(String credential) {
    int end = credential.length();
    while (end > 0 && credential.charAt(end - 1) == '/') {
      end--;
    }
    return credential.substring(0, end);
  }
}
