package io.larder.store.lmdb.tables;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.DeleteResourcePolicyRequest;
import io.larder.protocol.operation.DeleteResourcePolicyResponse;
import io.larder.protocol.operation.GetResourcePolicyRequest;
import io.larder.protocol.operation.GetResourcePolicyResponse;
import io.larder.protocol.operation.PutResourcePolicyRequest;
import io.larder.protocol.operation.PutResourcePolicyResponse;
import io.larder.store.Table;
import io.larder.store.access.ResourcePolicy;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.Work;
import io.larder.store.lmdb.writer.WriteGroup;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * PutResourcePolicy, GetResourcePolicy and DeleteResourcePolicy. What a document says is not looked
 * at here.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutResourcePolicy.html">
 *     PutResourcePolicy</a>
 */
public final class ResourcePolicies {
  private static final String STREAM = "/stream/";

  private final InstantSource clock;
  private final Pace pace;

  public ResourcePolicies(InstantSource clock, Pace pace) {
    this.clock = clock;
    this.pace = pace;
  }

  public Work<PutResourcePolicyResponse> put(PutResourcePolicyRequest request) {
    String revision = revision(clock.instant());
    return group -> {
      String arn = request.resourceArn();
      Tables.Entry entry = resource(group.tables(), arn);
      ResourcePolicy current = entry.access().policies().get(arn);
      if (!isExpected(request.expectedRevisionId(), current)) {
        throw notFound(arn);
      }
      if (current != null && current.document().equals(request.policy())) {
        return new PutResourcePolicyResponse(current.revisionId());
      }
      // A revision is never used again, even if the clock has been set back.
      String next =
          current != null && current.revisionId().equals(revision) ? revision + "0" : revision;
      store(group, entry, arn, new ResourcePolicy(request.policy(), next), request);
      return new PutResourcePolicyResponse(next);
    };
  }

  public Work<DeleteResourcePolicyResponse> delete(DeleteResourcePolicyRequest request) {
    return group -> {
      String arn = request.resourceArn();
      Tables.Entry entry = resource(group.tables(), arn);
      ResourcePolicy current = entry.access().policies().get(arn);
      if (request.expectedRevisionId() != null
          && !isExpected(request.expectedRevisionId(), current)) {
        throw notFound(arn);
      }
      if (current == null) {
        return new DeleteResourcePolicyResponse(null);
      }
      store(group, entry, arn, null, request);
      return new DeleteResourcePolicyResponse(current.revisionId());
    };
  }

  public static GetResourcePolicyResponse get(Tables tables, GetResourcePolicyRequest request) {
    String arn = request.resourceArn();
    ResourcePolicy policy = resource(tables, arn).access().policies().get(arn);
    if (policy == null) {
      throw notFound(arn);
    }
    return new GetResourcePolicyResponse(policy.document(), policy.revisionId());
  }

  /** As the service does, milliseconds since 1970. */
  static String revision(Instant when) {
    return Long.toString(when.toEpochMilli());
  }

  private static boolean isExpected(@Nullable String expected, @Nullable ResourcePolicy current) {
    if (expected == null) {
      return true;
    }
    return expected.equals(PutResourcePolicyRequest.NO_POLICY)
        ? current == null
        : current != null && current.revisionId().equals(expected);
  }

  private void store(
      WriteGroup group,
      Tables.Entry entry,
      String arn,
      @Nullable ResourcePolicy policy,
      Object request) {
    Table table = entry.table();
    Pace.requireSettled(table);
    pace.keepDistance(
        "policy of " + arn,
        Pace.BETWEEN_RESOURCE_POLICIES,
        request,
        until ->
            new ServiceError.Throttling(
                "Resource-based policy for table "
                    + table.name()
                    + " was changed a moment ago; it can be changed again at "
                    + until));
    Catalog.put(group, entry.with(entry.access().withPolicy(arn, policy)));
  }

  private static Tables.Entry resource(Tables tables, String arn) {
    int stream = arn.indexOf(STREAM);
    Tables.Entry entry = tables.find(stream < 0 ? arn : arn.substring(0, stream));
    if (entry == null
        || (stream >= 0 && !arn.substring(stream + STREAM.length()).equals(label(entry.table())))) {
      throw new ServiceException(
          new ServiceError.ResourceNotFound(
              Messages.NOT_FOUND + ": ResourceArn: " + arn + " not found"));
    }
    return entry;
  }

  private static @Nullable String label(Table table) {
    return table.description().history().latestStreamLabel();
  }

  private static ServiceException notFound(String arn) {
    return new ServiceException(
        new ServiceError.PolicyNotFound(
            "Resource-based policy not found for the provided ResourceArn: " + arn));
  }
}
