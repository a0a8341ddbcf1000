package io.larder.proxy.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.wire.JsonWriter;
import io.larder.proxy.admin.JsonApi;
import io.larder.proxy.admin.WebConsole;
import io.larder.proxy.metrics.PushThread;
import io.larder.security.auth.SignedRequest;
import io.larder.security.query.QueryAnswer;
import io.larder.security.query.QueryApi;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The console of the admin port. What a browser loads may do nothing but what comes from here, and
 * no page of another origin may show it in a frame. Safe for any number of threads.
 */
public final class Console implements WebConsole, AutoCloseable {
  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int MISDIRECTED = 421;
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String JSON = "application/json";

  private static final Map<String, String> GUARDS =
      Map.of(
          "content-security-policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
              + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "x-content-type-options",
          "nosniff",
          "x-frame-options",
          "DENY",
          "referrer-policy",
          "same-origin",
          "cross-origin-opener-policy",
          "same-origin",
          "cross-origin-resource-policy",
          "same-origin",
          "cache-control",
          "no-cache");

  /** An address cannot be made to point elsewhere, as a name can. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:(?:[a-z0-9.-]+\\.)?localhost|[0-9.]+|\\[[0-9a-f:.]+])(?::[0-9]*)?",
          Pattern.CASE_INSENSITIVE);

  private final About about;
  private final ConsoleFiles files = new ConsoleFiles();
  private final Moments moments;
  private final OperationCalls operations;
  private final @Nullable QueryApi forms;
  private @Nullable PushThread looking;

  /**
   * What pages are told of the server.
   *
   * @param mayChange pages may change something, not only look
   * @param isVerified callers must sign
   * @param host that the admin port listens on, as it is configured
   */
  public record About(
      boolean mayChange,
      boolean isVerified,
      String host,
      String region,
      boolean hasUpstream,
      boolean isNode) {}

  private Console(
      About about, Moments moments, OperationCalls operations, @Nullable QueryApi forms) {
    this.about = about;
    this.moments = moments;
    this.operations = operations;
    this.forms = forms;
  }

  /**
   * A console, which is to be {@link #start started}.
   *
   * @param doors what operations go through
   * @param forms answers calls of IAM and STS; null if nobody does
   * @param look makes JSON of what is to be seen at a moment
   */
  public static Console open(
      About about,
      OperationDoors doors,
      @Nullable QueryApi forms,
      LongFunction<String> look,
      InstantSource clock,
      Supplier<UUID> requestIds) {
    return new Console(
        about,
        new Moments(look, clock),
        new OperationCalls(doors, about.mayChange(), requestIds),
        forms);
  }

  /** Looks on from now. */
  public void start() {
    // Not by whoever starts the server, who has more urgent things to do.
    Thread.ofVirtual().name("console").start(moments::take);
    looking = PushThread.start(moments::take, Moments.APART);
  }

  @Override
  public boolean mayChange() {
    return about.mayChange();
  }

  @Override
  public Answer file(String name, @Nullable String known) {
    ConsoleFiles.ConsoleFile file = files.find(name);
    if (file == null) {
      return new Answer(NOT_FOUND, TEXT, "not found\n", GUARDS);
    }
    Map<String, String> headers = new HashMap<>(GUARDS);
    headers.put("etag", file.tag());
    return file.tag().equals(known)
        ? new Answer(NOT_MODIFIED, file.contentType(), "", headers)
        : new Answer(OK, file.contentType(), file.text(), headers);
  }

  @Override
  public Answer about(SignedRequest asked) {
    Answer refusal = refusal(asked);
    if (refusal != null) {
      return refusal;
    }
    var json = new JsonWriter();
    json.beginObject();
    json.name("mayChange").value(about.mayChange());
    json.name("isVerified").value(about.isVerified());
    json.name("region").value(about.region());
    json.name("hasUpstream").value(about.hasUpstream());
    json.name("isNode").value(about.isNode());
    json.endObject();
    return json(new String(json.buffer(), 0, json.length(), UTF_8));
  }

  @Override
  public Answer moments(SignedRequest asked, long since) {
    Answer refusal = refusal(asked);
    return refusal == null ? json(moments.since(since)) : refusal;
  }

  @Override
  public Answer operation(JsonApi.Call call) {
    Answer refusal = refusal(call.request());
    return refusal == null ? guarded(operations.answer(call)) : refusal;
  }

  @Override
  public Answer form(JsonApi.Call call) {
    Answer refusal = refusal(call.request());
    if (refusal != null) {
      return refusal;
    }
    if (forms == null) {
      return new Answer(NOT_FOUND, TEXT, "there are no identities\n", GUARDS);
    }
    // A form of a stranger's page cannot have this header.
    if (call.request().header("x-amz-date") == null) {
      return new Answer(FORBIDDEN, TEXT, "must be signed by its headers\n", GUARDS);
    }
    byte[] body = call.body().getBytes(UTF_8);
    if (!about.mayChange() && !QueryApi.onlyLooks(body)) {
      return new Answer(
          FORBIDDEN, TEXT, "The console changes nothing (console.mode is read-only)\n", GUARDS);
    }
    QueryAnswer answer = forms.answer(call.request(), body, 0, body.length, call.context());
    return new Answer(answer.status(), "text/xml; charset=utf-8", answer.xml(), GUARDS);
  }

  private static Answer json(String body) {
    return new Answer(OK, JSON, body, GUARDS);
  }

  private static Answer guarded(Answer answer) {
    Map<String, String> headers = new HashMap<>(GUARDS);
    headers.putAll(answer.headers());
    return new Answer(answer.status(), answer.contentType(), answer.body(), headers);
  }

  /** Where nobody signs, the name in the request must be one that only this server can have. */
  private @Nullable Answer refusal(SignedRequest asked) {
    String host = asked.header("host");
    return about.isVerified()
            || host == null
            || ADDRESS.matcher(host).matches()
            || host.replaceFirst(":[0-9]*$", "").equalsIgnoreCase(about.host())
        ? null
        : new Answer(MISDIRECTED, TEXT, "misdirected request\n", GUARDS);
  }

  @Override
  public void close() {
    if (looking != null) {
      looking.close();
    }
  }
}
