package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/**
 * The ARN of a stream, taken apart: <code>arn:aws:dynamodb:R:ACCT:table/T/stream/LABEL</code>.
 *
 * @param tableArn what stands before the stream
 */
public record StreamArn(String tableArn, String tableName, String streamLabel) {
  private static final String STREAM = "/stream/";
  private static final String TABLE = ":table/";

  /** The parts of {@code text}; null if it is not the ARN of a stream. */
  public static @Nullable StreamArn of(String text) {
    int stream = text.indexOf(STREAM);
    int table = text.indexOf(TABLE);
    if (table < 0 || stream < table || !text.startsWith("arn:")) {
      return null;
    }
    String[] parts = text.substring(0, table).split(":", -1);
    String name = text.substring(table + TABLE.length(), stream);
    String label = text.substring(stream + STREAM.length());
    boolean isOne =
        parts.length == 5
            && parts[2].equals("dynamodb")
            && !parts[1].isEmpty()
            && !parts[3].isEmpty()
            && !parts[4].isEmpty()
            && !name.isEmpty()
            && name.indexOf('/') < 0
            && !label.isEmpty()
            && label.indexOf('/') < 0;
    return isOne ? new StreamArn(text.substring(0, stream), name, label) : null;
  }

  /** The ARN as a whole. */
  public String text() {
    return tableArn + STREAM + streamLabel;
  }
}
