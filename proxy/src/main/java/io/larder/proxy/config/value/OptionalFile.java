package io.larder.proxy.config.value;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The path of a file, or {@code none}. */
public record OptionalFile(@Nullable Path path) {
  /** What {@link #parse} reads. */
  public static final String FORM = "none or the path of a file";

  private static final String NONE = "none";

  /**
   * Reads either.
   *
   * @throws IllegalArgumentException if it is no path
   */
  public static OptionalFile parse(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("must be " + FORM);
    }
    return new OptionalFile(text.strip().equalsIgnoreCase(NONE) ? null : Path.of(text));
  }

  public boolean isGiven() {
    return path != null;
  }

  @Override
  public String toString() {
    return path == null ? NONE : path.toString();
  }
}
