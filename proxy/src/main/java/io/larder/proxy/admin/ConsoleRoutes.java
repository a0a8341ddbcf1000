package io.larder.proxy.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where the console is. Its files, what they are told of the server and what that counts are
 * everybody's, as {@code /metrics} is; for all else a page asks as any client does.
 */
final class ConsoleRoutes {
  /** Before all that is the console's. */
  static final String PATH = "/console/";

  private static final Pattern SINCE = Pattern.compile("since=([0-9]{1,15})");

  private ConsoleRoutes() {}

  static List<Route> of(WebConsole console) {
    return List.of(
        open("/console", _ -> moved()),
        open(PATH, call -> file(console, call, "index.html")),
        open(PATH + "about", call -> Page.of(console.about(call.request()))),
        open(
            PATH + "moments",
            call -> Page.of(console.moments(call.request(), since(call.request().query())))),
        Route.waiting(
            HttpMethod.POST, PATH + "api", null, call -> Page.of(console.operation(api(call)))),
        Route.waiting(
            HttpMethod.POST, PATH + "iam", null, call -> Page.of(console.form(api(call)))),
        open(PATH + "{file}", call -> file(console, call, call.path().getOrDefault("file", ""))));
  }

  private static Route open(String path, Route.Handler handler) {
    return new Route(HttpMethod.GET, path, null, handler);
  }

  private static Page moved() {
    return new Page(
        HttpResponseStatus.PERMANENT_REDIRECT, "text/plain", "", null, Map.of("location", PATH));
  }

  private static Page file(WebConsole console, Route.Call call, String name) {
    return Page.of(console.file(name, call.request().header("if-none-match")));
  }

  private static JsonApi.Call api(Route.Call call) {
    return new JsonApi.Call(
        call.request(), call.request(), call.request().body(), call.request().asked());
  }

  private static long since(String query) {
    var given = SINCE.matcher(query);
    return given.matches() ? Long.parseLong(given.group(1)) : 0;
  }
}
