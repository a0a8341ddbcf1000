package io.larder.protocol.operation;

/** How many items a table or an index holds, and how many bytes these take. */
public record StoredSize(long itemCount, long bytes) {
  public static final StoredSize EMPTY = new StoredSize(0, 0);
}
