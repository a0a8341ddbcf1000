package io.larder.protocol.json.settings;

import io.larder.protocol.draft.settings.UpdateContinuousBackupsDraft;
import io.larder.protocol.draft.settings.UpdateContinuousBackupsDraft.Specification;
import io.larder.protocol.json.reader.RequestReader;
import io.larder.protocol.operation.UpdateContinuousBackupsRequest;

/** Reads an UpdateContinuousBackups. */
public final class ContinuousBackupsDecoder {
  private ContinuousBackupsDecoder() {}

  public static UpdateContinuousBackupsRequest decode(RequestReader in) {
    var draft = new UpdateContinuousBackupsDraft();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "TableName" -> draft.tableName = in.string();
        case "PointInTimeRecoverySpecification" -> draft.specification = readSpecification(in);
        default -> in.skip();
      }
    }
    return draft.check();
  }

  private static Specification readSpecification(RequestReader in) {
    in.enterStructure("PointInTimeRecoverySpecification");
    var specification = new Specification();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "PointInTimeRecoveryEnabled" -> specification.enabled = in.bool();
        case "RecoveryPeriodInDays" -> specification.days = in.int32();
        default -> in.skip();
      }
    }
    return specification;
  }
}
