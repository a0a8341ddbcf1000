package io.larder.protocol.error;

/**
 * What a request was throttled for.
 *
 * @param reason such as {@code TableReadProvisionedThroughputExceeded}
 * @param resource the ARN of the table or index
 */
public record ThrottlingReason(String reason, String resource) {}
