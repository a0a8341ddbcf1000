package io.larder.proxy.admin;

import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;

/** By which paths the caches are shown and steered. */
final class CacheRoutes {
  private CacheRoutes() {}

  static List<Route> of(CacheControl caches) {
    List<Route> routes = new ArrayList<>();
    String path = "/admin/cache";
    routes.add(
        Route.slow(
            HttpMethod.GET,
            path + "/stats",
            "larder:GetCacheStatistics",
            _ -> AdminPages.page(caches.statistics())));
    routes.add(
        Route.slow(
            HttpMethod.GET,
            path + "/advice",
            "larder:GetCacheAdvice",
            _ -> AdminPages.page(caches.advice())));
    routes.add(
        Route.slow(
            HttpMethod.POST,
            path + "/peek",
            "larder:PeekCache",
            call -> AdminPages.begun(call, () -> caches.peek(asker(call), call.request().body()))));
    routes.add(
        Route.slow(
            HttpMethod.POST,
            path + "/invalidate",
            "larder:InvalidateCache",
            call -> AdminPages.begun(call, () -> caches.invalidate(call.request().body()))));
    routes.add(
        Route.slow(
            HttpMethod.POST,
            path + "/warm",
            "larder:WarmCache",
            call -> AdminPages.begun(call, () -> caches.warm(asker(call), call.request().body()))));
    routes.add(
        new Route(
            HttpMethod.GET,
            path + "/warm",
            "larder:GetCacheWarming",
            _ -> AdminPages.page(caches.warming())));
    routes.add(
        new Route(
            HttpMethod.DELETE,
            path + "/warm",
            "larder:CancelCacheWarming",
            _ -> AdminPages.page(caches.cancelWarming())));
    return routes;
  }

  private static CacheControl.Asker asker(Route.Call call) {
    return new CacheControl.Asker(call.caller(), call.request());
  }
}
