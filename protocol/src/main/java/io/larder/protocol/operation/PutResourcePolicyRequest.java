package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/**
 * Sets the policy of a table or stream.
 *
 * @param policy the document
 * @param expectedRevisionId the revision that it must replace, {@link #NO_POLICY} if there must be
 *     none; null if any
 * @param confirmRemoveSelfResourceAccess true if the caller may lose the right to change it again
 */
public record PutResourcePolicyRequest(
    String resourceArn,
    String policy,
    @Nullable String expectedRevisionId,
    boolean confirmRemoveSelfResourceAccess)
    implements Request.Change<PutResourcePolicyResponse> {
  /** In place of a revision, where there must be no policy. */
  public static final String NO_POLICY = "NO_POLICY";

  /** This request with the same policy in other words. */
  public PutResourcePolicyRequest withPolicy(String document) {
    return new PutResourcePolicyRequest(
        resourceArn, document, expectedRevisionId, confirmRemoveSelfResourceAccess);
  }
}
