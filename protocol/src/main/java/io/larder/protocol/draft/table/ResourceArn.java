package io.larder.protocol.draft.table;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.error.ServiceException;
import org.jspecify.annotations.Nullable;

/** The rule for the ARN of a resource that carries tags. */
final class ResourceArn {
  private static final String STREAM = "/stream/";

  private ResourceArn() {}

  /** The ARN, if it is that of a table or of a stream. */
  static String requireTableOrStream(@Nullable String arn) {
    int stream = arn == null ? -1 : arn.indexOf(STREAM);
    if (arn != null && stream > 0 && arn.length() > stream + STREAM.length()) {
      requireTable(arn.substring(0, stream));
      return arn;
    }
    return requireTable(arn);
  }

  /** The ARN, if it is a table's. */
  static String requireTable(@Nullable String arn) {
    if (arn == null || arn.isEmpty()) {
      throw ServiceException.validation("Invalid TableArn");
    }
    if (ResourceName.isTableArn(arn)) {
      return arn;
    }
    if (!arn.startsWith("arn:")) {
      throw ServiceException.invalidParameter("ARNs must start with 'arn:': " + arn);
    }
    String[] parts = arn.split(":", 6);
    if (parts.length > 2 && !parts[2].equals("dynamodb")) {
      throw ServiceException.invalidParameter(
          "Provided Arn is not a DynamoDB resource arn: " + arn);
    }
    if (parts.length == 6 && parts[5].startsWith("table/") && parts[5].contains("/index/")) {
      throw ServiceException.invalidParameter(
          "Invalid resource arn provided, only table or stream is accepted. Provided resource arn: "
              + arn);
    }
    throw ServiceException.validation(
        "Invalid TableArn: Invalid ResourceArn provided as input " + arn);
  }
}
