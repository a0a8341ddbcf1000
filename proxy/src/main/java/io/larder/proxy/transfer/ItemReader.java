package io.larder.proxy.transfer;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads the items of files one after the other, in the same order each time. */
interface ItemReader extends AutoCloseable {
  /**
   * An item, in DynamoDB's JSON.
   *
   * @param table where it belongs; null if the files do not say
   */
  record Row(@Nullable String table, ObjectNode item) {}

  /**
   * The next item; null if there are no more.
   *
   * @throws IOException in one line that says where, if a file cannot be read any further
   */
  @Nullable Row next() throws IOException;

  /** Bytes of the files that were read. */
  long bytesRead();

  /** Bytes that there are. */
  long bytes();

  /** Requests for the tables that the files describe. */
  default List<ObjectNode> tables() {
    return List.of();
  }

  @Override
  void close() throws IOException;
}
