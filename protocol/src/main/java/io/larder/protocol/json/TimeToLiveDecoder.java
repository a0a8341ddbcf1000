package io.larder.protocol.json;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.operation.TimeToLiveSpecification;
import io.larder.protocol.operation.UpdateTimeToLiveRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The members of an UpdateTimeToLive. */
final class TimeToLiveDecoder {
  private static final String PATH = "timeToLiveSpecification";
  private static final int MAX_NAME_LENGTH = 255;

  private @Nullable String tableName;
  private boolean isSpecified;
  private @Nullable Boolean enabled;
  private @Nullable String attributeName;

  static UpdateTimeToLiveRequest decode(RequestReader in) {
    var members = new TimeToLiveDecoder();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "TableName" -> members.tableName = in.string();
        case "TimeToLiveSpecification" -> members.readSpecification(in);
        default -> in.skip();
      }
    }
    return members.toRequest();
  }

  private void readSpecification(RequestReader in) {
    in.enterStructure("TimeToLiveSpecification");
    isSpecified = true;
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "Enabled" -> enabled = in.bool();
        case "AttributeName" -> attributeName = in.string();
        default -> in.skip();
      }
    }
  }

  private UpdateTimeToLiveRequest toRequest() {
    String name = ResourceName.requireTable(tableName);
    var violations = new Violations();
    if (isSpecified) {
      checkAttributeName(violations);
      violations.required(enabled, PATH + ".enabled");
    } else {
      violations.addNull(PATH);
    }
    violations.throwIfAny();
    return new UpdateTimeToLiveRequest(
        name,
        new TimeToLiveSpecification(
            Objects.requireNonNull(attributeName), Boolean.TRUE.equals(enabled)));
  }

  private void checkAttributeName(Violations violations) {
    String path = PATH + ".attributeName";
    if (attributeName == null) {
      violations.addNull(path);
    } else if (attributeName.isEmpty()) {
      violations.add(attributeName, path, "Member must have length greater than or equal to 1");
    } else if (attributeName.length() > MAX_NAME_LENGTH) {
      violations.add(
          attributeName, path, "Member must have length less than or equal to " + MAX_NAME_LENGTH);
    }
  }
}
