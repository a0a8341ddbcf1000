package io.larder.proxy.admin;

import io.larder.proxy.auth.Authenticator;
import io.larder.proxy.auth.Principal;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What the admin port answers, by method and path, to whom the authenticator lets in. */
public final class AdminPages {
  private final Authenticator authenticator;
  private final List<Route> routes;

  AdminPages(Authenticator authenticator, List<Route> routes) {
    this.authenticator = authenticator;
    this.routes = List.copyOf(routes);
  }

  /** Pages made of these sources. */
  public static AdminPages of(
      Authenticator authenticator,
      Readiness readiness,
      Supplier<String> metrics,
      Supplier<String> info) {
    return new AdminPages(
        authenticator,
        List.of(
            new Route(HttpMethod.GET, "/healthz", _ -> Page.text(HttpResponseStatus.OK, "ok")),
            new Route(HttpMethod.GET, "/readyz", _ -> ready(readiness)),
            new Route(HttpMethod.GET, "/metrics", _ -> Page.metrics(metrics.get())),
            new Route(HttpMethod.GET, "/admin/info", _ -> Page.json(info.get()))));
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
