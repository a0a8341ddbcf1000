package io.larder.proxy.admin;

import io.larder.security.auth.Authenticator;
import io.larder.security.auth.Principal;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the admin port answers, by method and path, to whom the authenticator lets in. */
public final class AdminPages {
  private final Authenticator authenticator;
  private final List<Route> routes;

  AdminPages(Authenticator authenticator, List<Route> routes) {
    this.authenticator = authenticator;
    this.routes = List.copyOf(routes);
  }

  /**
   * How this server sees its cluster.
   *
   * @param json for programs
   * @param text for persons
   */
  public record Cluster(Supplier<String> json, Supplier<String> text) {}

  /**
   * Pages made of these sources.
   *
   * @param cluster null if the server is on its own
   */
  public static AdminPages of(
      Authenticator authenticator,
      Readiness readiness,
      Supplier<String> metrics,
      Supplier<String> info,
      @Nullable Cluster cluster) {
    List<Route> routes =
        new ArrayList<>(
            List.of(
                new Route(HttpMethod.GET, "/healthz", _ -> Page.text(HttpResponseStatus.OK, "ok")),
                new Route(HttpMethod.GET, "/readyz", _ -> ready(readiness)),
                new Route(HttpMethod.GET, "/metrics", _ -> Page.metrics(metrics.get())),
                new Route(HttpMethod.GET, "/admin/info", _ -> Page.json(info.get()))));
    if (cluster != null) {
      routes.add(new Route(HttpMethod.GET, "/admin/cluster", call -> page(cluster, call)));
    }
    return new AdminPages(authenticator, routes);
  }

  private static Page page(Cluster cluster, Route.Call call) {
    return "text/plain".equals(call.request().header("accept"))
        ? Page.text(HttpResponseStatus.OK, cluster.text().get())
        : Page.json(cluster.json().get());
  }

  private static Page ready(Readiness readiness) {
    String obstacle = readiness.obstacle();
    return obstacle == null
        ? Page.text(HttpResponseStatus.OK, "ready")
        : Page.text(HttpResponseStatus.SERVICE_UNAVAILABLE, obstacle);
  }

  /**
   * The answer to {@code request}.
   *
   * @throws io.larder.protocol.error.ServiceException if the caller is not let in
   */
  Page page(AdminRequest request) {
    Principal caller = authenticator.authenticate(request);
    boolean isKnown = false;
    for (Route route : routes) {
      Map<String, String> path = route.match(request.path());
      if (path != null && route.answers(request.method())) {
        return route.handler().answer(new Route.Call(caller, request, path));
      }
      isKnown |= path != null;
    }
    return isKnown
        ? Page.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "method not allowed")
        : Page.text(HttpResponseStatus.NOT_FOUND, "not found");
  }
}
