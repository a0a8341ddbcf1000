package io.larder.proxy.cluster;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the lease table says of a node beside its name, in words such as {@code clients=10.0.0.1}.
 * Words that a node does not know are those of a later version.
 *
 * @param life of its process, which tells it from an earlier one of the same name
 * @param clients the host that clients of HTTP are told
 * @param dax where DAX clients reach it; null if they cannot
 */
public record MemberAddress(UUID life, String clients, @Nullable InetSocketAddress dax) {

  /** What {@link #toString} made; null if it is of a version that is not understood. */
  public static @Nullable MemberAddress parse(String text) {
    Map<String, String> words = new HashMap<>();
    for (String word : text.split(" ", -1)) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        words.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    String life = words.get("life");
    String clients = words.get("clients");
    if (life == null || clients == null) {
      return null;
    }
    String dax = words.get("dax");
    try {
      return new MemberAddress(
          UUID.fromString(life), clients, dax == null ? null : Place.parse(dax));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  @Override
  public String toString() {
    String text = "life=%s clients=%s".formatted(life, clients);
    return dax == null ? text : text + " dax=" + Place.write(dax);
  }
}
