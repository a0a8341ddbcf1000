package io.larder.load;

import java.util.Map;

/** The headers of DynamoDB's protocol. */
final class Wire {

  static final String TARGET = "X-Amz-Target";

  /** Signatures are taken, not checked, by a server with default settings. */
  static final Map<String, String> HEADERS =
      Map.of(
          "Content-Type",
          "application/x-amz-json-1.0",
          "X-Amz-Date",
          "20260101T000000Z",
          "Authorization",
          "AWS4-HMAC-SHA256 Credential=load/20260101/us-east-1/dynamodb/aws4_request,"
              + " SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature="
              + "0".repeat(64));

  private Wire() {}

  static String target(String operation) {
    return "DynamoDB_20120810." + operation;
  }
}
