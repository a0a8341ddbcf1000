import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The lines of JSON that drive a client written for Java; ../../README.md has them. */
final class Lines {
  /** A DAX client, called with the JSON of the service's API. */
  interface Client {
    /**
     * Makes a call with the types that the client has for it.
     *
     * @throws UnsupportedOperationException if these types cannot express it
     * @throws InvocationTargetException with what the client threw
     */
    JsonNode call(String operation, JsonNode input)
        throws ReflectiveOperationException, IOException;

    /** What an application finds out about an exception that the client threw. */
    ObjectNode error(Throwable failure);

    void close();
  }

  static final ObjectMapper JSON = new ObjectMapper();

  static {
    // Names of attributes have up to 65,535 bytes.
    JSON.getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxNameLength(1 << 16).build());
  }

  private final Client client;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private Lines(Client client) {
    this.client = client;
  }

  /** Serves standard input to its end, and ends the process. */
  static void serve(String name, Class<?> library, Callable<Client> client) throws IOException {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    System.setOut(System.err);
    Lines lines;
    try {
      lines = new Lines(client.call());
    } catch (Exception failure) {
      line(out, JSON.createObjectNode().set("failed", error(failure)));
      System.exit(1);
      return;
    }
    ObjectNode ready = JSON.createObjectNode();
    ready.putObject("ready").put("client", name).put("version", version(library));
    line(out, ready);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      line(out, lines.answer(JSON.readTree(line)));
    }
    lines.client.close();
    System.exit(0);
  }

  private static void line(PrintStream out, JsonNode json) {
    out.println(json);
    out.flush();
  }

  /** The version in the name of the jar. */
  private static String version(Class<?> library) {
    return library
        .getProtectionDomain()
        .getCodeSource()
        .getLocation()
        .getPath()
        .replaceAll(".*-client-|\\.jar$", "");
  }

  private ObjectNode answer(JsonNode line) {
    ObjectNode answer = JSON.createObjectNode().set("id", line.get("id"));
    if (!line.has("together")) {
      return answer.setAll(call(line));
    }
    List<CompletableFuture<ObjectNode>> calls = new ArrayList<>();
    for (JsonNode call : line.get("together")) {
      calls.add(CompletableFuture.supplyAsync(() -> call(call), threads));
    }
    ArrayNode answers = answer.putArray("answers");
    calls.forEach(call -> answers.add(call.join()));
    return answer;
  }

  private ObjectNode call(JsonNode line) {
    ObjectNode answer = JSON.createObjectNode();
    try {
      return answer.set("output", client.call(line.get("operation").asText(), line.get("input")));
    } catch (UnsupportedOperationException unsupported) {
      return answer.put("unsupported", unsupported.getMessage());
    } catch (InvocationTargetException failure) {
      return answer.set("error", client.error(failure.getCause()));
    } catch (ReflectiveOperationException | IOException | RuntimeException failure) {
      return answer.put("unsupported", failure.toString());
    }
  }

  /** An error of which only the class is known. */
  static ObjectNode error(Throwable failure) {
    return error(null, null, failure);
  }

  /**
   * The members that every error has: the service's code and message, or the exception's. The client
   * puts the numbers of the error, as [4.37.38.39.46], in front of the service's message.
   */
  static ObjectNode error(String code, String message, Throwable failure) {
    return JSON.createObjectNode()
        .put("type", code == null ? failure.getClass().getSimpleName() : code)
        .put("message", message == null ? String.valueOf(failure.getMessage()) : message.replaceFirst("^\\[[0-9.]+] ", ""));
  }

  /** Name of a method: that of the operation with a small letter. */
  static String method(String operation) {
    return operation.substring(0, 1).toLowerCase() + operation.substring(1);
  }
}
