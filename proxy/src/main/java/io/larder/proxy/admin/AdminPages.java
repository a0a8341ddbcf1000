package io.larder.proxy.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.function.Supplier;

/** What the admin port answers, by path. The pages are made at every call. */
public final class AdminPages {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String JSON = "application/json";

  private final Map<String, Supplier<Page>> pages;

  private AdminPages(Map<String, Supplier<Page>> pages) {
    this.pages = pages;
  }

  record Page(HttpResponseStatus status, String contentType, String body) {}

  /** Pages made of these sources. */
  public static AdminPages of(
      Readiness readiness, Supplier<String> metrics, Supplier<String> info) {
    return new AdminPages(
        Map.of(
            "/healthz", () -> new Page(HttpResponseStatus.OK, TEXT, "ok\n"),
            "/readyz", () -> ready(readiness),
            "/metrics", () -> new Page(HttpResponseStatus.OK, PROMETHEUS, metrics.get()),
            "/admin/info", () -> new Page(HttpResponseStatus.OK, JSON, info.get())));
  }

  private static Page ready(Readiness readiness) {
    String obstacle = readiness.obstacle();
    return obstacle == null
        ? new Page(HttpResponseStatus.OK, TEXT, "ready\n")
        : new Page(HttpResponseStatus.SERVICE_UNAVAILABLE, TEXT, obstacle + "\n");
  }

  Page page(String method, String path) {
    Supplier<Page> page = pages.get(path);
    if (page == null) {
      return new Page(HttpResponseStatus.NOT_FOUND, TEXT, "not found\n");
    }
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return new Page(HttpResponseStatus.METHOD_NOT_ALLOWED, TEXT, "method not allowed\n");
    }
    return page.get();
  }
}
