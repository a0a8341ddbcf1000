package io.larder.proxy.http;

import io.larder.protocol.error.ServiceException;
import io.larder.proxy.call.Work;
import io.larder.security.query.QueryAnswer;
import io.larder.security.query.QueryApi;
import io.larder.security.query.QueryException;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has those calls answered that are forms: of IAM and STS, which are served on the same port. They
 * run beside the event loops, and beside the reads, which they could hold up.
 */
public final class FormCalls {
  private static final String FORM = "application/x-www-form-urlencoded";

  private final QueryApi api;
  private final Work work;

  /** Calls that run as {@code work}. */
  public FormCalls(QueryApi api, Work work) {
    this.api = api;
    this.work = work;
  }

  /** Who answers them. */
  public QueryApi api() {
    return api;
  }

  /** True for a form that names no operation of DynamoDB. */
  static boolean isForm(RequestHead head) {
    return head.target() == null
        && head.method().equals("POST")
        && head.path().equals("/")
        && isForm(head.contentType());
  }

  private static boolean isForm(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    int end = contentType.indexOf(';');
    String media = end < 0 ? contentType : contentType.substring(0, end);
    return media.strip().toLowerCase(Locale.ROOT).equals(FORM);
  }

  /** Has a call answered and tells {@code told}, on whatever thread. */
  void answer(HttpCall call, Consumer<QueryAnswer> told) {
    RequestHead head = call.head;
    if (head.contentEncoding() != null) {
      told.accept(
          api.refused(
              new QueryException("MalformedInput", 400, "A form must not have an encoding")));
      return;
    }
    try {
      work.run(
          () ->
              told.accept(
                  api.answer(
                      head, head.bodyBytes(), head.bodyOffset(), head.bodyLength(), call.call)),
          _ -> told.accept(api.refused(busy())));
    } catch (ServiceException refused) {
      told.accept(api.refused(busy()));
    }
  }

  private static QueryException busy() {
    return new QueryException("Throttling", 400, "Rate exceeded");
  }
}
