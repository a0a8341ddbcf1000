package io.larder.proxy.admin;

import io.larder.security.auth.Principal;
import io.netty.handler.codec.http.HttpMethod;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the admin port does.
 *
 * @param method by which it is asked for; HEAD asks for what GET does
 * @param action what policies must allow; null if everybody may have it
 * @param pace whether the handler may run on the event loop
 * @param template the path, in which {@code {name}} stands for any one segment
 */
record Route(
    HttpMethod method, String template, @Nullable String action, Pace pace, Handler handler) {
  Route(HttpMethod method, String template, @Nullable String action, Handler handler) {
    this(method, template, action, Pace.AT_ONCE, handler);
  }

  /** One whose handler may block. */
  static Route slow(HttpMethod method, String template, @Nullable String action, Handler handler) {
    return new Route(method, template, action, Pace.SLOW, handler);
  }

  /** One whose handler waits for others. */
  static Route waiting(
      HttpMethod method, String template, @Nullable String action, Handler handler) {
    return new Route(method, template, action, Pace.WAITING, handler);
  }

  /** How long a handler takes. */
  enum Pace {
    /** It does not block. */
    AT_ONCE,
    /** It waits for work that others bound: one for each connection at most. */
    WAITING,
    /** It works long itself: only few run at the same moment. */
    SLOW
  }

  /** Makes the page at every call. On the admin port's event loop, if it does not block. */
  @FunctionalInterface
  interface Handler {
    Page answer(Call call);
  }

  /**
   * What a handler is asked.
   *
   * @param path the segments that stand for names in the template
   */
  record Call(Principal caller, AdminRequest request, Map<String, String> path) {}

  /** What the template's names stand for in {@code path}; null if that is another path. */
  @Nullable Map<String, String> match(String path) {
    String[] names = template.split("/", -1);
    String[] segments = path.split("/", -1);
    if (names.length != segments.length) {
      return null;
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < names.length; i++) {
      String name = names[i];
      String segment = segments[i];
      if (name.startsWith("{") && name.endsWith("}") && !segment.isEmpty()) {
        values.put(name.substring(1, name.length() - 1), segment);
      } else if (!name.equals(segment)) {
        return null;
      }
    }
    return values;
  }

  boolean answers(String asked) {
    return asked.equals(method.name())
        || (method.equals(HttpMethod.GET) && asked.equals(HttpMethod.HEAD.name()));
  }
}
