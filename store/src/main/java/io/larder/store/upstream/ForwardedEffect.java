package io.larder.store.upstream;

import io.larder.protocol.operation.ForwardedRequest;
import java.util.List;
import java.util.Set;

/**
 * What a call that is handed on as it came does to the tables.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations.html">
 *     Actions</a>
 */
sealed interface ForwardedEffect {
  /** It only looks, so it may be sent twice. */
  record Looks() implements ForwardedEffect {}

  /** It changes something, but no item and no definition of a table. */
  record Beside() implements ForwardedEffect {}

  /** It makes, changes or deletes these tables; empty for any table. */
  record Defines(List<String> tableNames) implements ForwardedEffect {}

  /** It has items written later on, of which the upstream tells nobody. */
  record WritesUnheard() implements ForwardedEffect {}

  /** Nobody here knows what it does. */
  record Anything() implements ForwardedEffect {}

  /** Operations that neither change items nor a definition of which anything here depends. */
  Set<String> BESIDE =
      Set.of(
          "CancelBulkOperation",
          "CreateBackup",
          "DeleteBackup",
          "DeleteResourcePolicy",
          "DisableKinesisStreamingDestination",
          "EnableKinesisStreamingDestination",
          "ExportTableToPointInTime",
          "PutResourcePolicy",
          "TagResource",
          "UntagResource",
          "UpdateContinuousBackups",
          "UpdateContributorInsights",
          "UpdateKinesisStreamingDestination",
          "UpdateTableReplicaAutoScaling");

  static ForwardedEffect of(ForwardedRequest request) {
    String operation = request.operationName();
    return switch (operation) {
      case "CreateTable",
          "DeleteTable",
          "ImportTable",
          "RestoreTableFromBackup",
          "RestoreTableToPointInTime",
          "UpdateTable",
          "UpdateTimeToLive" ->
          new Defines(NamedTables.inMembers(request.body()));
      case "StartBulkPutItems" -> new WritesUnheard();
      default -> {
        if (isLook(operation)) {
          yield new Looks();
        }
        yield BESIDE.contains(operation) ? new Beside() : new Anything();
      }
    };
  }

  private static boolean isLook(String operation) {
    return operation.startsWith("Describe")
        || operation.startsWith("List")
        || operation.startsWith("Get")
        || operation.startsWith("Search");
  }
}
