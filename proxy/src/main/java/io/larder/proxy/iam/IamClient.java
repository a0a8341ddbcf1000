package io.larder.proxy.iam;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

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
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** Calls IAM's API of a running server. */
public final class IamClient {
  private static final String VERSION = "2010-05-08";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int OK = 200;
  private static final int MAX_ANSWER = 64 << 20;
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private final URI endpoint;
  private final FormSignature signature;
  private final InstantSource clock;

  /**
   * @param endpoint of the server, such as {@code http://127.0.0.1:8000}
   */
  public IamClient(
      URI endpoint, String region, ClientCredentials credentials, InstantSource clock) {
    this.endpoint = endpoint;
    this.signature = new FormSignature(credentials, region, "iam");
    this.clock = clock;
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
    SortedMap<String, String> form = new TreeMap<>(parameters);
    form.put("Action", action);
    form.put("Version", VERSION);
    byte[] body =
        form.entrySet().stream()
            .map(each -> encoded(each.getKey()) + '=' + encoded(each.getValue()))
            .collect(joining("&"))
            .getBytes(UTF_8);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.resolve("/"))
            .timeout(PATIENCE)
            .header("content-type", FormSignature.CONTENT_TYPE)
            .POST(BodyPublishers.ofByteArray(body));
    signature.headers(host(), body, clock.instant()).forEach(request::header);
    try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
      try (InputStream in = answer.body()) {
        return result(action, answer.statusCode(), in.readNBytes(MAX_ANSWER));
      }
    }
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
    Element root = parse(status, xml);
    if (status == OK) {
      Element result = child(root, action + "Result");
      return result == null ? root : result;
    }
    Element error = child(root, "Error");
    throw new RefusedException(
        error == null ? "HTTP " + status : text(error, "Code") + ": " + text(error, "Message"));
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

  private static @Nullable Element child(Element parent, String name) {
    for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        return element;
      }
    }
    return null;
  }

  private static String text(Element parent, String name) {
    Element element = child(parent, name);
    return element == null ? "" : element.getTextContent().strip();
  }
}
