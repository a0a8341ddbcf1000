package io.larder.protocol.operation;

/** Whether the keys of a table or index are watched. */
public enum ContributorInsightsStatus {
  ENABLING,
  ENABLED,
  DISABLING,
  DISABLED,
  FAILED
}
