package io.larder.proxy.iam;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.larder.proxy.upstream.Credentials;
import io.larder.proxy.upstream.SignedCall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** Calls IAM's API of a running server. */
public final class IamClient implements AutoCloseable {
  private static final String VERSION = "2010-05-08";
  private static final String STS_VERSION = "2011-06-15";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int OK = 200;
  private static final int MAX_ANSWER = 64 << 20;
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private final URI endpoint;
  private final String region;
  private final Credentials credentials;
  private final InstantSource clock;
  private final HttpClient client;

  /**
   * @param endpoint of the server, such as {@code http://127.0.0.1:8000}
   * @param trust vouches for the server over HTTPS; null for what Java trusts
   */
  public IamClient(
      URI endpoint,
      String region,
      Credentials credentials,
      @Nullable SSLContext trust,
      InstantSource clock) {
    this.endpoint = endpoint;
    this.region = region;
    this.credentials = credentials;
    this.clock = clock;
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(PATIENCE);
    this.client = (trust == null ? builder : builder.sslContext(trust)).build();
  }

  /** That the server says no; the message is its code and its words. */
  public static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * Makes a call.
   *
   * @return the element with the result, which may be empty
   * @throws RefusedException if the server refuses it
   * @throws IOException if it cannot be asked, or answers in another form
   */
  public Element call(String action, Map<String, String> parameters)
      throws IOException, InterruptedException, RefusedException {
    return call("iam", VERSION, action, parameters);
  }

  Answer call(String action, Form form) throws IOException, InterruptedException, RefusedException {
    return new Answer(call(action, form.parameters()));
  }

  /** ARN of the user, or of the session of a role, whose credentials these are. */
  String callerArn() throws IOException, InterruptedException, RefusedException {
    return new Answer(call("sts", STS_VERSION, "GetCallerIdentity", Map.of())).need("Arn");
  }

  private Element call(
      String service, String version, String action, Map<String, String> parameters)
      throws IOException, InterruptedException, RefusedException {
    SortedMap<String, String> form = new TreeMap<>(parameters);
    form.put("Action", action);
    form.put("Version", version);
    byte[] body =
        form.entrySet().stream()
            .map(each -> encoded(each.getKey()) + '=' + encoded(each.getValue()))
            .collect(joining("&"))
            .getBytes(UTF_8);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.resolve("/"))
            .timeout(PATIENCE)
            .POST(BodyPublishers.ofByteArray(body));
    Map<String, String> own =
        Map.of(
            "host",
            host(),
            "content-type",
            "application/x-www-form-urlencoded; charset=utf-8",
            "x-amz-content-sha256",
            SignedCall.hash(body));
    SignedCall.headers(credentials, region, service, own, body, clock.instant())
        .forEach(request::header);
    HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
    try (InputStream in = answer.body()) {
      return result(action, answer.statusCode(), in.readNBytes(MAX_ANSWER));
    }
  }

  @Override
  public void close() {
    client.close();
  }

  /** As the client sends it. */
  private String host() {
    int port = endpoint.getPort();
    boolean isUsual =
        port < 0 || port == (endpoint.getScheme().equals("https") ? HTTPS_PORT : HTTP_PORT);
    return isUsual ? endpoint.getHost() : endpoint.getHost() + ':' + port;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static Element result(String action, int status, byte[] xml)
      throws IOException, RefusedException {
    var root = new Answer(parse(status, xml));
    if (status == OK) {
      Answer result = root.child(action + "Result");
      return (result == null ? root : result).element();
    }
    Answer error = root.child("Error");
    throw new RefusedException(
        error == null ? "HTTP " + status : error.text("Code") + ": " + error.text("Message"));
  }

  private static Element parse(int status, byte[] xml) throws IOException {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      // It would print to the standard error.
      builder.setErrorHandler(null);
      return builder.parse(new ByteArrayInputStream(xml)).getDocumentElement();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    } catch (SAXException e) {
      throw new IOException("HTTP " + status + ", and no answer of IAM's API", e);
    }
  }
}
