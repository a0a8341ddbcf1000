package io.larder.proxy.admin;

import io.larder.security.auth.Principal;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the admin port answers, by method and path, to whom it may be told. */
public final class AdminPages {
  private final AdminAccess access;
  private final List<Route> routes;
  private final boolean browsersMayChange;

  AdminPages(AdminAccess access, List<Route> routes) {
    this(access, routes, false);
  }

  private AdminPages(AdminAccess access, List<Route> routes, boolean browsersMayChange) {
    this.access = access;
    this.routes = List.copyOf(routes);
    this.browsersMayChange = browsersMayChange;
  }

  /**
   * How this server sees its cluster.
   *
   * @param json for programs
   * @param text for persons
   */
  public record Cluster(Supplier<String> json, Supplier<String> text) {}

  /**
   * How the server keeps the rules of AWS Config. Both may block.
   *
   * @param json for programs
   * @param text for persons
   */
  public record Posture(Supplier<String> json, Supplier<String> text) {}

  /**
   * Pages made of these sources. Health, readiness and metrics are everybody's.
   *
   * @param cluster null if the server is on its own
   */
  public static AdminPages of(
      AdminAccess access,
      Readiness readiness,
      Supplier<String> metrics,
      Supplier<String> info,
      Posture posture,
      @Nullable Cluster cluster) {
    List<Route> routes =
        new ArrayList<>(
            List.of(
                open("/healthz", _ -> Page.text(HttpResponseStatus.OK, "ok")),
                open("/readyz", _ -> ready(readiness)),
                open("/metrics", _ -> Page.metrics(metrics.get())),
                new Route(
                    HttpMethod.GET, "/admin/info", "larder:GetInfo", _ -> Page.json(info.get()))));
    routes.add(
        Route.slow(
            HttpMethod.GET,
            "/admin/posture",
            "larder:GetPosture",
            call -> page(call, posture.json(), posture.text())));
    if (cluster != null) {
      routes.add(
          new Route(
              HttpMethod.GET,
              "/admin/cluster",
              "larder:GetCluster",
              call -> page(call, cluster.json(), cluster.text())));
    }
    return new AdminPages(access, routes);
  }

  /** The same with an API at the root. */
  public AdminPages with(JsonApi api) {
    List<Route> more = new ArrayList<>(routes);
    more.add(
        Route.slow(
            HttpMethod.POST,
            "/",
            null,
            call ->
                Page.of(
                    api.answer(
                        new JsonApi.Call(
                            call.request(),
                            call.request(),
                            call.request().body(),
                            call.request().asked())))));
    return new AdminPages(access, more);
  }

  /** The same with long work on the stores. */
  public AdminPages with(Maintenance maintenance) {
    List<Route> more = new ArrayList<>(routes);
    String path = "/admin/maintenance";
    more.add(
        new Route(HttpMethod.GET, path, "larder:GetMaintenance", _ -> page(maintenance.state())));
    more.add(
        new Route(
            HttpMethod.DELETE, path, "larder:CancelMaintenance", _ -> page(maintenance.cancel())));
    more.add(
        new Route(
            HttpMethod.POST,
            path + "/verify",
            "larder:VerifyStore",
            call -> begun(call, maintenance::verify)));
    more.add(
        new Route(
            HttpMethod.POST,
            path + "/backup",
            "larder:CreateBackup",
            call -> begun(call, () -> maintenance.backUp(name(call.request().query())))));
    return new AdminPages(access, more);
  }

  /** The same with the newest records of the audit, which may block. */
  public AdminPages withAudit(Supplier<String> records) {
    List<Route> more = new ArrayList<>(routes);
    more.add(
        Route.slow(
            HttpMethod.GET, "/admin/audit", "larder:GetAudit", _ -> Page.json(records.get())));
    return new AdminPages(access, more);
  }

  /** The same with a console, which comes last: all else is what it may ask for. */
  public AdminPages with(WebConsole console) {
    List<Route> more = new ArrayList<>(routes);
    more.addAll(ConsoleRoutes.of(console));
    return new AdminPages(access, more, console.mayChange());
  }

  /** The same with the caches. */
  public AdminPages with(CacheControl caches) {
    List<Route> more = new ArrayList<>(routes);
    more.addAll(CacheRoutes.of(caches));
    return new AdminPages(access, more);
  }

  /** The same with the policies of the caches. */
  public AdminPages with(CachePolicies policies) {
    List<Route> more = new ArrayList<>(routes);
    String path = "/admin/cache/policies";
    more.add(
        new Route(HttpMethod.GET, path, "larder:GetCachePolicies", _ -> page(policies.policies())));
    for (String each : List.of(path, path + "/{table}")) {
      more.add(
          new Route(
              HttpMethod.PUT,
              each,
              "larder:SetCachePolicies",
              call -> ofJson(call, () -> page(set(policies, call)))));
      more.add(
          new Route(
              HttpMethod.DELETE,
              each,
              "larder:SetCachePolicies",
              call -> page(remove(policies, call))));
    }
    return new AdminPages(access, more);
  }

  private static CachePolicies.Answer set(CachePolicies policies, Route.Call call) {
    String table = call.path().get("table");
    String body = call.request().body();
    return table == null ? policies.set(body) : policies.set(decoded(table), body);
  }

  private static CachePolicies.Answer remove(CachePolicies policies, Route.Call call) {
    String table = call.path().get("table");
    return table == null ? policies.remove() : policies.remove(decoded(table));
  }

  /** A segment of a path, in which a question mark must be written otherwise. */
  private static String decoded(String segment) {
    try {
      return QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"));
    } catch (IllegalArgumentException e) {
      return segment;
    }
  }

  private static Page page(CachePolicies.Answer answer) {
    return Page.json(HttpResponseStatus.valueOf(answer.status()), answer.json());
  }

  static Page page(Maintenance.Answer answer) {
    return Page.json(HttpResponseStatus.valueOf(answer.status()), answer.json());
  }

  /** A web page of a stranger cannot say that it sends JSON. */
  static Page begun(Route.Call call, Supplier<Maintenance.Answer> work) {
    return ofJson(call, () -> page(work.get()));
  }

  private static Page ofJson(Route.Call call, Supplier<Page> work) {
    return "application/json".equals(call.request().header("content-type"))
        ? work.get()
        : Page.text(
            HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, "the content type must be application/json");
  }

  private static @Nullable String name(String query) {
    return query.startsWith("name=") ? query.substring("name=".length()) : null;
  }

  private static Route open(String path, Route.Handler handler) {
    return new Route(HttpMethod.GET, path, null, handler);
  }

  private static Page page(Route.Call call, Supplier<String> json, Supplier<String> text) {
    return "text/plain".equals(call.request().header("accept"))
        ? Page.text(HttpResponseStatus.OK, text.get().stripTrailing())
        : Page.json(json.get());
  }

  private static Page ready(Readiness readiness) {
    String obstacle = readiness.obstacle();
    return obstacle == null
        ? Page.text(HttpResponseStatus.OK, "ready")
        : Page.text(HttpResponseStatus.SERVICE_UNAVAILABLE, obstacle);
  }

  /** How long it takes to answer {@code request}. */
  Route.Pace pace(AdminRequest request) {
    return routes.stream()
        .filter(route -> route.answers(request.method()) && route.match(request.path()) != null)
        .map(Route::pace)
        .findFirst()
        .orElse(Route.Pace.AT_ONCE);
  }

  /**
   * The answer to {@code request}.
   *
   * @throws io.larder.protocol.error.ServiceException if the caller is not let in
   */
  Page page(AdminRequest request) {
    boolean isKnown = false;
    for (Route route : routes) {
      Map<String, String> path = route.match(request.path());
      if (path != null && route.answers(request.method())) {
        if (!browsersMayChange && isChangeByPage(request, route.action())) {
          return Page.text(HttpResponseStatus.FORBIDDEN, "pages may change nothing (console.mode)");
        }
        String action = route.action();
        Principal caller =
            action == null ? Principal.UNVERIFIED : access.admit(request, request, action);
        return route.handler().answer(new Route.Call(caller, request, path));
      }
      isKnown |= path != null;
    }
    return isKnown
        ? Page.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "method not allowed")
        : Page.text(HttpResponseStatus.NOT_FOUND, "not found");
  }

  /** A browser names the origin of all that may change something. The console decides itself. */
  private static boolean isChangeByPage(AdminRequest request, @Nullable String action) {
    boolean onlyLooks =
        action != null && (action.startsWith("larder:Get") || action.startsWith("larder:Peek"));
    return request.header("origin") != null
        && !request.path().startsWith(ConsoleRoutes.PATH)
        && !request.method().equals(HttpMethod.GET.name())
        && !request.method().equals(HttpMethod.HEAD.name())
        && !onlyLooks;
  }
}
