package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/**
 * Removes the policy of a table or stream.
 *
 * @param expectedRevisionId the revision that it must be; null if any, or if there need be none
 */
public record DeleteResourcePolicyRequest(String resourceArn, @Nullable String expectedRevisionId)
    implements Request.Change<DeleteResourcePolicyResponse> {}
