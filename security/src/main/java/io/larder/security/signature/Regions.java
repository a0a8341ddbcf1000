package io.larder.security.signature;

import java.util.HashSet;
import java.util.Set;

/**
 * The regions that requests may be signed for.
 *
 * @param areAll true if any will do
 */
public record Regions(Set<String> names, boolean areAll) {
  /** Where global services such as IAM have clients sign, wherever they are. */
  public static final String GLOBAL = "us-east-1";

  public Regions {
    names = Set.copyOf(names);
  }

  public static Regions of(String... names) {
    return new Regions(Set.of(names), false);
  }

  /** Any region. */
  public static Regions all() {
    return new Regions(Set.of(), true);
  }

  /** These and one more. */
  public Regions with(String name) {
    var more = new HashSet<>(names);
    more.add(name);
    return new Regions(more, areAll);
  }

  boolean hold(String region) {
    return areAll || names.contains(region);
  }
}
