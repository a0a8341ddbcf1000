package io.larder.store.throughput;

/** What capacity is for; a table has some for each. */
public enum Access {
  READ("Read"),
  WRITE("Write");

  private final String word;

  Access(String word) {
    this.word = word;
  }

  /** As it is spelled in the names of reasons and metrics. */
  public String word() {
    return word;
  }
}
