package io.larder.security.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.security.access.Arns;
import io.larder.security.audit.AuditTrail;
import io.larder.security.auth.Authenticator;
import io.larder.security.auth.Header;
import io.larder.security.auth.Network;
import io.larder.security.auth.Principal;
import io.larder.security.auth.RequestContext;
import io.larder.security.auth.SignedRequest;
import io.larder.security.authorization.AccessDecisions;
import io.larder.security.authorization.PolicyAuthorizer;
import io.larder.security.identity.Identities;
import io.larder.store.Directory;
import io.larder.store.Table;
import io.larder.store.TableEvent;
import io.larder.store.access.TableAccess;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Calls services by forms, as whoever the test likes; nothing is signed. */
public final class QueryCalls {
  private final QueryApi api;

  public QueryCalls(List<QueryService> services, AuditTrail trail, InstantSource clock) {
    this.api =
        new QueryApi(services, _ -> new BelievingAuthenticator(), trail, clock, UUID::randomUUID);
  }

  /**
   * An answer.
   *
   * @param xml as it came
   */
  public record Told(int status, String requestId, Document xml) {
    /** The text of the first element of that name; null if there is none. */
    public @Nullable String text(String name) {
      List<String> texts = texts(name);
      return texts.isEmpty() ? null : texts.getFirst();
    }

    /** The text of the first element of that name, which there is. */
    public String need(String name) {
      return Objects.requireNonNull(text(name), this::error);
    }

    /** The texts of all elements of that name. */
    public List<String> texts(String name) {
      NodeList found = xml.getElementsByTagName(name);
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < found.getLength(); i++) {
        texts.add(found.item(i).getTextContent());
      }
      return texts;
    }

    /** Code and message of an error. */
    public String error() {
      return text("Code") + ": " + text("Message");
    }
  }

  /**
   * Calls an operation.
   *
   * @param caller null for one who does not sign
   * @param parameters names and values in turns
   */
  public Told call(
      @Nullable Principal caller, String version, String action, String... parameters) {
    StringBuilder form = new StringBuilder("Version=" + version + "&Action=" + action);
    for (int i = 0; i < parameters.length; i += 2) {
      form.append('&')
          .append(parameters[i])
          .append('=')
          .append(URLEncoder.encode(parameters[i + 1], UTF_8));
    }
    return send(caller, form.toString());
  }

  /** A request that nobody has signed. */
  public static SignedRequest unsigned() {
    return new Unsigned(null);
  }

  /** Sends a form. */
  public Told send(@Nullable Principal caller, String form) {
    byte[] body = form.getBytes(UTF_8);
    QueryAnswer answer = api.answer(new Unsigned(caller), body, 0, body.length, new Local());
    try {
      return new Told(
          answer.status(),
          answer.requestId(),
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(answer.xml()))));
    } catch (Exception e) {
      throw new AssertionError(answer.xml(), e);
    }
  }

  /** A request that says by itself who has made it. */
  private record Unsigned(@Nullable Principal caller) implements SignedRequest {
    @Override
    public String method() {
      return "POST";
    }

    @Override
    public String path() {
      return "/";
    }

    @Override
    public String query() {
      return "";
    }

    @Override
    public @Nullable String header(String name) {
      return null;
    }

    @Override
    public List<Header> allHeaders() {
      return List.of();
    }

    @Override
    public void digestBody(MessageDigest digest) {}
  }

  private static final class BelievingAuthenticator implements Authenticator {
    @Override
    public Principal authenticate(SignedRequest request) {
      Principal caller = ((Unsigned) request).caller();
      if (caller == null) {
        throw new ServiceException(
            new ServiceError.MissingAuthenticationToken("Request is missing Authentication Token"));
      }
      return caller;
    }
  }

  private static final class Local implements RequestContext {
    @Override
    public @Nullable Tls tls() {
      return null;
    }

    @Override
    public InetAddress sourceAddress() {
      return InetAddress.getLoopbackAddress();
    }

    @Override
    public boolean isSecure() {
      return false;
    }

    @Override
    public boolean isDax() {
      return false;
    }

    @Override
    public Network network() {
      return Network.MAIN;
    }

    @Override
    public @Nullable String userAgent() {
      return "test";
    }

    @Override
    public @Nullable String referer() {
      return null;
    }
  }

  /** Decides by the policies of the identities that there are, without guard rails or tables. */
  public static AccessDecisions decisions(Supplier<Identities> identities, InstantSource clock) {
    return new PolicyAuthorizer(
        new PolicyAuthorizer.Options(new Arns("us-east-1", "000000000000"), "larder", false, true),
        new PolicyAuthorizer.Sources(identities, List::of, _ -> null),
        new NoTables(),
        clock);
  }

  /** Of a store without tables. */
  private static final class NoTables implements Directory {
    @Override
    public @Nullable Table known(String nameOrArn) {
      return null;
    }

    @Override
    public TableAccess access(String nameOrArn) {
      return TableAccess.NONE;
    }

    @Override
    public void watch(Consumer<TableEvent> watcher) {}
  }

  /** A document that allows these actions on everything. */
  public static String allowing(String... actions) {
    return """
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[%s],"Resource":"*"}]}\
    """
        .formatted(
            List.of(actions).stream()
                .map(action -> '"' + action + '"')
                .collect(Collectors.joining(",")));
  }
}
