package io.larder.proxy.config.value;

import java.util.Locale;

/**
 * A port that may be left off: {@code auto} for the usual one unless something else has it, {@code
 * none} for no port, or a port that is to be had.
 */
public record WishedPort(Wish wish, int number) {
  /** What {@link #parse} reads. */
  public static final String FORM = "auto, none, or a whole number from 0 to 65535";

  private static final int MAX_PORT = 65_535;

  /** How much it is wished for. */
  public enum Wish {
    AUTO,
    NONE,
    GIVEN
  }

  /**
   * Reads one of these.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static WishedPort parse(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "auto" -> new WishedPort(Wish.AUTO, 0);
      case "none" -> new WishedPort(Wish.NONE, 0);
      default -> {
        int number = Integer.parseInt(text.strip());
        if (number < 0 || number > MAX_PORT) {
          throw new IllegalArgumentException("must be " + FORM + ", not '" + text + "'");
        }
        yield new WishedPort(Wish.GIVEN, number);
      }
    };
  }

  /** True if {@code port} is asked for, and not just any that is free. */
  public boolean is(int port) {
    return wish == Wish.GIVEN && number != 0 && number == port;
  }

  @Override
  public String toString() {
    return switch (wish) {
      case AUTO -> "auto";
      case NONE -> "none";
      case GIVEN -> String.valueOf(number);
    };
  }
}
