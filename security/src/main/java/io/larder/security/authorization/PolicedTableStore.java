package io.larder.security.authorization;

import static io.larder.protocol.error.ServiceException.invalidParameter;
import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.CreateTableRequest;
import io.larder.protocol.operation.GetResourcePolicyRequest;
import io.larder.protocol.operation.GetResourcePolicyResponse;
import io.larder.protocol.operation.PutResourcePolicyRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.security.access.UndeterminedException;
import io.larder.security.identity.Identities;
import io.larder.security.identity.PrincipalIds;
import io.larder.security.policy.MalformedPolicyException;
import io.larder.security.policy.Policy;
import io.larder.security.policy.PolicyKind;
import io.larder.store.ForwardingTableStore;
import io.larder.store.TableStore;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the policies of tables before they are stored, and refuses those that are none or that
 * would let everyone in. Users and roles are stored by their unique ids: one that is made anew
 * under an old name has nothing of what the other one was given.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/access-control-resource-based.html">
 *     Resource-based policies</a>
 */
public final class PolicedTableStore extends ForwardingTableStore {
  private final @Nullable Supplier<Identities> identities;

  /**
   * @param identities null if nobody knows who there is, so that names stay as they are
   */
  public PolicedTableStore(TableStore store, @Nullable Supplier<Identities> identities) {
    super(store);
    this.identities = identities;
  }

  @Override
  @SuppressWarnings("unchecked") // a request is answered alike in whatever words its policy is
  public <R extends Response> CompletableFuture<R> change(Request.Change<R> request) {
    Request.Change<?> checked;
    try {
      checked =
          switch (request) {
            case PutResourcePolicyRequest put -> put.withPolicy(checked(put.policy()));
            case CreateTableRequest create -> checked(create);
            default -> request;
          };
    } catch (ServiceException e) {
      return CompletableFuture.failedFuture(e);
    }
    return super.change((Request.Change<R>) checked);
  }

  @Override
  @SuppressWarnings("unchecked") // the answer stays one of its type
  public <R extends Response> R describe(Request.Describe<R> request) {
    R answer = super.describe(request);
    return request instanceof GetResourcePolicyRequest
            && answer instanceof GetResourcePolicyResponse(var policy, var revision)
        ? (R) new GetResourcePolicyResponse(shown(policy), revision)
        : answer;
  }

  private CreateTableRequest checked(CreateTableRequest create) {
    String policy = create.resourcePolicy();
    return policy == null ? create : create.withResourcePolicy(checked(policy));
  }

  private String checked(String json) {
    try {
      Policy.parse(json, PolicyKind.RESOURCE);
      var document = new PolicyDocument(json);
      if (document.grantsUnboundedAccess()) {
        throw validation(
            "Resource-based policy grants unbounded access in one or more elements. Please revise"
                + " the policy to ensure least-privilege form of access");
      }
      return document.canonical(this::stored);
    } catch (MalformedPolicyException e) {
      throw invalidParameter("Invalid policy document: " + e.getMessage());
    } catch (UndeterminedException e) {
      throw invalidParameter("Invalid policy document: Syntax errors in policy.");
    }
  }

  /** The unique id of a user or role; what is neither, as the service names it. */
  private String stored(String principal) {
    String stored =
        identities == null ? principal : new PrincipalIds(identities.get()).stored(principal);
    if (stored == null) {
      throw validation("Invalid principal in policy document.");
    }
    return PolicyDocument.named(stored);
  }

  private String shown(String json) {
    return identities == null
        ? json
        : new PolicyDocument(json).canonical(new PrincipalIds(identities.get())::shown);
  }
}
