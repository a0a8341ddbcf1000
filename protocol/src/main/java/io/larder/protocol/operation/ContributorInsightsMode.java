package io.larder.protocol.operation;

/** Which keys a table or index is watched for. */
public enum ContributorInsightsMode {
  ACCESSED_AND_THROTTLED_KEYS,
  THROTTLED_KEYS
}
