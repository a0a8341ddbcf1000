package io.larder.protocol.draft.table;

import io.larder.protocol.draft.Constraint;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.DeleteResourcePolicyRequest;
import io.larder.protocol.operation.GetResourcePolicyRequest;
import io.larder.protocol.operation.PutResourcePolicyRequest;
import io.larder.protocol.quota.ServiceQuotas;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The members of PutResourcePolicy, GetResourcePolicy and DeleteResourcePolicy. All checks throw
 * Validation. What the document says is not looked at here.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutResourcePolicy.html">
 *     PutResourcePolicy</a>
 */
public final class ResourcePolicyDraft {
  private static final int MAX_ARN = 1283;
  private static final int MAX_REVISION = 255;

  public @Nullable String resourceArn;
  public @Nullable String policy;
  public @Nullable String expectedRevisionId;
  public boolean confirmRemoveSelfResourceAccess;

  public PutResourcePolicyRequest checkPut() {
    Violations violations = shape();
    violations.required(policy, "policy");
    violations.throwIfAny();
    return new PutResourcePolicyRequest(
        ResourceArn.requireTableOrStream(resourceArn),
        requireSize(String.valueOf(policy)),
        expectedRevisionId,
        confirmRemoveSelfResourceAccess);
  }

  public GetResourcePolicyRequest checkGet() {
    shape().throwIfAny();
    return new GetResourcePolicyRequest(ResourceArn.requireTableOrStream(resourceArn));
  }

  public DeleteResourcePolicyRequest checkDelete() {
    shape().throwIfAny();
    return new DeleteResourcePolicyRequest(
        ResourceArn.requireTableOrStream(resourceArn), expectedRevisionId);
  }

  private Violations shape() {
    var violations = new Violations();
    violations.required(resourceArn, "resourceArn");
    checkLength(resourceArn, MAX_ARN, "resourceArn", violations);
    checkLength(expectedRevisionId, MAX_REVISION, "expectedRevisionId", violations);
    return violations;
  }

  private static void checkLength(
      @Nullable String value, int most, String path, Violations violations) {
    if (value != null && value.isEmpty()) {
      violations.add(value, path, Constraint.lengthAtLeast(1));
    } else if (value != null && value.length() > most) {
      violations.add(value, path, Constraint.lengthAtMost(most));
    }
  }

  /** A document that is not longer than one may be. */
  static String requireSize(String document) {
    if (document.getBytes(StandardCharsets.UTF_8).length > ServiceQuotas.MAX_RESOURCE_POLICY) {
      throw ServiceException.invalidParameter(
          "Maximum policy size of " + ServiceQuotas.MAX_RESOURCE_POLICY + " bytes exceeded");
    }
    return document;
  }
}
