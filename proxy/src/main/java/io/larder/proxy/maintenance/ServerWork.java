package io.larder.proxy.maintenance;

import io.larder.proxy.admin.AdminClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Long work that a server is asked to do, followed to its end. */
public final class ServerWork {
  private static final Duration POLL = Duration.ofMillis(200);

  /** Less than the shell's user waits for the process to end ({@link LongCommand}). */
  private static final Duration CLEANING_UP = Duration.ofSeconds(20);

  private static final String RUNNING = "running";
  private static final int ACCEPTED = 202;
  private static final int OK = 200;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final AdminClient server;
  private final Map<String, String> environment;
  private final String path;

  /** Work on stores. */
  ServerWork(AdminClient server, Map<String, String> environment) {
    this(server, environment, "/admin/maintenance");
  }

  /**
   * @param path where it is shown and given up, and below which it is begun
   */
  public ServerWork(AdminClient server, Map<String, String> environment, String path) {
    this.server = server;
    this.path = path;
    this.environment = environment;
  }

  /**
   * Begins it and waits for its end; if that is given up, so is the work.
   *
   * @param what the rest of the path
   * @return its result
   * @throws IOException in one line, if the server cannot be asked or the work fails
   */
  JsonNode run(String what, ProgressDisplay progress) throws IOException, InterruptedException {
    return run(what, "", progress);
  }

  /** The same with a body of JSON. */
  public JsonNode run(String what, String body, ProgressDisplay progress)
      throws IOException, InterruptedException {
    HttpResponse<String> begun = send("POST", path + what, body);
    if (begun.statusCode() != ACCEPTED) {
      throw new IOException(refusal(begun));
    }
    try {
      return follow(progress);
    } catch (CancellationException e) {
      send("DELETE", path, "");
      awaitEnd();
      throw e;
    } catch (InterruptedException e) {
      send("DELETE", path, "");
      throw e;
    }
  }

  /** What is given up cleans up after itself before it has ended. */
  private void awaitEnd() throws IOException, InterruptedException {
    long giveUp = System.nanoTime() + CLEANING_UP.toNanos();
    while (System.nanoTime() - giveUp < 0) {
      HttpResponse<String> answer = send("GET", path, "");
      if (answer.statusCode() != OK
          || !RUNNING.equals(parse(answer.body()).path("state").asString())) {
        return;
      }
      Thread.sleep(POLL);
    }
  }

  private JsonNode follow(ProgressDisplay progress) throws IOException, InterruptedException {
    while (true) {
      HttpResponse<String> answer = send("GET", path, "");
      if (answer.statusCode() != OK) {
        throw new IOException(refusal(answer));
      }
      JsonNode job = parse(answer.body());
      switch (job.path("state").asString()) {
        case RUNNING ->
            progress.at(
                job.path("step").asString(), job.path("done").asLong(), job.path("total").asLong());
        case "done" -> {
          return job.path("result");
        }
        case "cancelled" -> throw new IOException("somebody has cancelled it");
        default -> throw new IOException(job.path("result").path("reason").asString());
      }
      Thread.sleep(POLL);
    }
  }

  private HttpResponse<String> send(String method, String at, String body)
      throws IOException, InterruptedException {
    try {
      return server.send(method, at, "application/json", body, environment);
    } catch (AdminClient.CannotAskException e) {
      throw LongCommand.cannotAsk(e);
    }
  }

  private String refusal(HttpResponse<String> answer) {
    String reason = answer.body().strip();
    if (reason.startsWith("{")) {
      try {
        reason = parse(reason).path("reason").asString();
      } catch (IOException e) {
        // Then as it is.
      }
    }
    return server.address() + " answers " + answer.statusCode() + ": " + reason;
  }

  private JsonNode parse(String json) throws IOException {
    try {
      return MAPPER.readTree(json);
    } catch (JacksonException e) {
      throw new IOException(server.address() + " is no admin port of Larder", e);
    }
  }
}
