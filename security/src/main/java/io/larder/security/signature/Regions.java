package io.larder.security.signature;

import java.util.HashSet;
import java.util.Set;

/**
 * The regions that requests may be signed for.
 *
 * @param areAll true if any will do
 */
public record Regions(Set<String> names, boolean areAll) {
  /**
   * Where global services such as IAM have clients sign, wherever they are. The second is what SDKs
   * write that are told an endpoint beside it.
   */
  private static final Set<String> GLOBAL = Set.of("us-east-1", "aws-global");

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

  /** These and where global services have clients sign. */
  public Regions withGlobal() {
    var more = new HashSet<>(names);
    more.addAll(GLOBAL);
    return new Regions(more, areAll);
  }

  boolean hold(String region) {
    return areAll || names.contains(region);
  }
}
