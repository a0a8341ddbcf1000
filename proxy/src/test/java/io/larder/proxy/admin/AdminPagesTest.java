package io.larder.proxy.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdminPagesTest {
  private static final List<Route> ROUTES =
      List.of(
          new Route(HttpMethod.GET, "/healthz", null, _ -> ok("ok")),
          new Route(HttpMethod.GET, "/admin/tables", "larder:ListTables", _ -> ok("all")),
          new Route(
              HttpMethod.GET,
              "/admin/tables/{name}",
              "larder:GetTable",
              call -> ok(call.path().get("name"))),
          new Route(
              HttpMethod.POST,
              "/admin/tables/{name}/cache",
              "larder:DropCache",
              call -> ok(call.path().get("name") + " " + call.request().body())));

  private static Page ok(String text) {
    return Page.text(HttpResponseStatus.OK, text);
  }

  private static AdminRequest request(String method, String uri) {
    return new AdminRequest(
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.valueOf(method),
            uri,
            Unpooled.copiedBuffer("drop", UTF_8)),
        InetAddress.getLoopbackAddress(),
        null,
        false,
        null);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  /admin/tables,          200, all",
    "HEAD, /admin/tables?a=b,      200, all",
    "GET,  /admin/tables/abc,      200, abc",
    "POST, /admin/tables/abc/cache, 200, abc drop",
    "GET,  /admin/tables/abc/cache, 405, method not allowed",
    "POST, /admin/tables,          405, method not allowed",
    "GET,  /admin/tables/,         404, not found",
    "GET,  /admin,                 404, not found",
  })
  void aRouteAnswersItsMethodAndPath(String method, String uri, int status, String body) {
    Page page = new AdminPages(AdminAccess.everyone(), ROUTES).page(request(method, uri));

    assertThat(page).isEqualTo(Page.text(HttpResponseStatus.valueOf(status), body));
  }

  @Test
  void nobodyIsAnsweredWhoIsNotLetIn() {
    var refusal = new ServiceException(new ServiceError.AccessDenied("no"));
    List<String> asked = new ArrayList<>();
    var pages =
        new AdminPages(
            (request, context, action) -> {
              asked.add(action);
              throw refusal;
            },
            ROUTES);

    assertThatThrownBy(() -> pages.page(request("GET", "/admin/tables"))).isSameAs(refusal);
    assertThatThrownBy(() -> pages.page(request("POST", "/admin/tables/a/cache")))
        .isSameAs(refusal);
    assertThat(asked).containsExactly("larder:ListTables", "larder:DropCache");
  }

  @Test
  void whatIsEverybodysIsToldToThoseWhoAreNotLetIn() {
    var pages =
        new AdminPages(
            (request, context, action) -> {
              throw new ServiceException(new ServiceError.AccessDenied("no"));
            },
            ROUTES);

    assertThat(pages.page(request("GET", "/healthz"))).isEqualTo(ok("ok"));
    assertThat(pages.page(request("GET", "/admin/nothing")).status())
        .isEqualTo(HttpResponseStatus.NOT_FOUND);
  }
}
