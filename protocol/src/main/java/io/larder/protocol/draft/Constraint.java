package io.larder.protocol.draft;

/** What the service demands of a member's length, in its words. */
public final class Constraint {
  private Constraint() {}

  public static String lengthAtLeast(int minimum) {
    return "Member must have length greater than or equal to " + minimum;
  }

  public static String lengthAtMost(int maximum) {
    return "Member must have length less than or equal to " + maximum;
  }
}
