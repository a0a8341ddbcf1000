package io.larder.proxy.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The variables of the process whose names begin with {@code LARDER_}, read into {@link Values}.
 */
final class Environment {
  static final String PREFIX = "LARDER_";

  /** Names that stand for no key: the file, and what {@code bin/larder} reads. */
  private static final Set<String> OTHERS =
      Set.of("LARDER_CONFIG", "LARDER_JAVA", "LARDER_JAVA_OPTS");

  /** What Kubernetes tells each container of a Service whose name begins with larder. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "\\w+_SERVICE_(HOST|PORT(_\\w+)?)=.*"
              + "|\\w+_PORT(_\\d+_(TCP|UDP|SCTP))?=\\w+://.*"
              + "|\\w+_PORT_\\d+_(TCP|UDP|SCTP)_(PROTO|PORT|ADDR)=.*");

  private Environment() {}

  static void read(Map<String, String> variables, Values target) {
    Map<String, String> paths = new HashMap<>();
    for (Key key : Key.all()) {
      if (!key.isOfList()) {
        paths.put(key.environmentVariable(), key.path());
      }
    }
    for (Map.Entry<String, String> variable : new TreeMap<>(variables).entrySet()) {
      String name = variable.getKey();
      if (!isOurs(name, variable.getValue())) {
        continue;
      }
      @Nullable String path = paths.get(name);
      if (path == null) {
        target.addProblem(name, "there is no such variable");
      } else {
        target.put(path, variable.getValue(), name);
      }
    }
  }

  private static boolean isOurs(String name, String value) {
    return name.startsWith(PREFIX)
        && !OTHERS.contains(name)
        && !SERVICE_LINK.matcher(name + "=" + value).matches();
  }
}
