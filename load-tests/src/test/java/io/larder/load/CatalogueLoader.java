package io.larder.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes the catalogue's table anew and fills it. */
final class CatalogueLoader implements AutoCloseable {

  private static final int BATCH = 25;
  private static final int IN_FLIGHT = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final URI endpoint;
  private final Catalogue catalogue;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  CatalogueLoader(URI endpoint, Catalogue catalogue) {
    this.endpoint = endpoint;
    this.catalogue = catalogue;
  }

  void load() throws InterruptedException {
    if (isThere()) {
      call("DeleteTable", named());
      await(() -> !isThere());
    }
    call("CreateTable", catalogue.createTable());
    await(() -> call("DescribeTable", named()).contains("\"TableStatus\":\"ACTIVE\""));
    try (var executor = Executors.newFixedThreadPool(IN_FLIGHT, Thread.ofVirtual().factory())) {
      var batches = new ArrayList<Future<?>>();
      for (int first = 0; first < catalogue.items(); first += BATCH) {
        int from = first;
        batches.add(executor.submit(() -> put(from, Math.min(from + BATCH, catalogue.items()))));
      }
      for (var batch : batches) {
        batch.get();
      }
    } catch (ExecutionException failed) {
      throw new IllegalStateException("the catalogue could not be loaded", failed.getCause());
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private void put(int from, int to) {
    var request =
        IntStream.range(from, to)
            .mapToObj(item -> "{\"PutRequest\":{\"Item\":" + catalogue.item(item, 0) + "}}")
            .collect(
                Collectors.joining(",", "{\"RequestItems\":{\"" + Catalogue.TABLE + "\":[", "]}}"));
    for (String left = request; !left.equals("{\"RequestItems\":{}}"); ) {
      // What the server left out comes back in the form in which it was sent.
      left = call("BatchWriteItem", left).replace("\"UnprocessedItems\":", "\"RequestItems\":");
    }
  }

  private boolean isThere() {
    return call("ListTables", "{}").contains('"' + Catalogue.TABLE + '"');
  }

  private static String named() {
    return "{\"TableName\":\"" + Catalogue.TABLE + "\"}";
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (long end = System.nanoTime() + PATIENCE.toNanos(); !condition.getAsBoolean(); ) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("the table is not ready after " + PATIENCE);
      }
      Thread.sleep(50);
    }
  }

  private String call(String operation, String body) {
    var request =
        HttpRequest.newBuilder(endpoint.resolve("/"))
            .timeout(Duration.ofSeconds(30))
            .header(Wire.TARGET, Wire.target(operation))
            .POST(BodyPublishers.ofString(body));
    Wire.HEADERS.forEach(request::header);
    try {
      var response = client.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(operation + " was refused: " + response.body());
      }
      return response.body();
    } catch (IOException failed) {
      throw new IllegalStateException(endpoint + " did not answer " + operation, failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(operation + " was interrupted", interrupted);
    }
  }
}
