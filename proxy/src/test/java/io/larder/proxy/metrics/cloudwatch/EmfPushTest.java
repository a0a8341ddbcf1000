package io.larder.proxy.metrics.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.proxy.metrics.Datum;
import io.larder.proxy.metrics.Datum.Level;
import io.larder.proxy.metrics.Datum.Spread;
import io.larder.proxy.metrics.Datum.Total;
import io.larder.proxy.metrics.Datum.Unit;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmfPushTest {
  private final List<String> lines = new ArrayList<>();
  private List<Datum> now = List.of();
  private boolean fails;
  private final EmfPush push =
      new EmfPush(
          List.of(
              new EmfPush.Space("Larder/DynamoDB", Datum.by(), () -> now),
              new EmfPush.Space(
                  "Larder/DAX",
                  Datum.by("ClusterId", "c", "NodeId", "n"),
                  () ->
                      List.of(
                          new Datum("CPUUtilization", Unit.PERCENT, Datum.by(), new Level(7))))),
          this::take,
          () -> Instant.ofEpochMilli(1234));

  private void take(List<String> given) throws IOException {
    if (fails) {
      throw new IOException("no");
    }
    lines.addAll(given);
  }

  private static Datum reads(double total) {
    return new Datum(
        "ConsumedReadCapacityUnits", Unit.COUNT, Datum.by("TableName", "T"), new Total(total));
  }

  private List<String> pushed() {
    lines.clear();
    push.push();
    return lines.stream().filter(line -> line.contains("Larder/DynamoDB")).toList();
  }

  @Test
  void metricsOfTheSameDimensionsAreOneLineOfTheFormat() {
    now =
        List.of(
            reads(2.5),
            new Datum(
                "ProvisionedReadCapacityUnits",
                Unit.COUNT,
                Datum.by("TableName", "T"),
                new Level(5)));

    push.push();

    assertThat(lines)
        .containsExactly(
            "{\"_aws\":{\"Timestamp\":1234,\"CloudWatchMetrics\":[{\"Namespace\":\"Larder/DynamoDB\","
                + "\"Dimensions\":[[\"TableName\"]],\"Metrics\":["
                + "{\"Name\":\"ConsumedReadCapacityUnits\",\"Unit\":\"Count\"},"
                + "{\"Name\":\"ProvisionedReadCapacityUnits\",\"Unit\":\"Count\"}]}]},"
                + "\"TableName\":\"T\",\"ConsumedReadCapacityUnits\":2.5,"
                + "\"ProvisionedReadCapacityUnits\":5.0}",
            "{\"_aws\":{\"Timestamp\":1234,\"CloudWatchMetrics\":[{\"Namespace\":\"Larder/DAX\","
                + "\"Dimensions\":[[],[\"ClusterId\"],[\"ClusterId\",\"NodeId\"]],\"Metrics\":["
                + "{\"Name\":\"CPUUtilization\",\"Unit\":\"Percent\"}]}]},"
                + "\"ClusterId\":\"c\",\"NodeId\":\"n\",\"CPUUtilization\":7.0}");
  }

  @Test
  void whatGrowsIsToldByWhatItHasGrown() {
    now = List.of(reads(2));
    assertThat(pushed()).singleElement().asString().contains(":2.0}");

    now = List.of(reads(5));
    assertThat(pushed()).singleElement().asString().contains(":3.0}");
    assertThat(pushed()).isEmpty();

    now = List.of(reads(1));
    assertThat(pushed()).singleElement().asString().contains(":1.0}");
  }

  @Test
  void whatCouldNotBeWrittenComesWithTheNext() {
    now = List.of(reads(2));
    fails = true;
    assertThat(pushed()).isEmpty();

    fails = false;
    now = List.of(reads(3));

    assertThat(pushed()).singleElement().asString().contains(":3.0}");
  }

  @Test
  void latenciesAreToldAsValuesAndHowOftenEachWas() {
    now = List.of(latency(List.of(1L, 0L, 2L), 9.5));
    pushed();
    now = List.of(latency(List.of(2L, 0L, 5L), 22.5));

    assertThat(pushed())
        .singleElement()
        .asString()
        .endsWith(
            "{\"Values\":[1.0,4.0],\"Counts\":[1,3],\"Max\":4.0,\"Min\":1.0,\"Count\":4,"
                + "\"Sum\":13.0}}");
  }

  private static Datum latency(List<Long> counts, double sum) {
    return new Datum(
        "SuccessfulRequestLatency",
        Unit.MILLISECONDS,
        Datum.by("TableName", "T", "Operation", "GetItem"),
        new Spread(List.of(1.0, 2.0, 4.0), counts, sum));
  }

  @Test
  void aSourceIsAddedUpOverToo() {
    now =
        List.of(
            new Datum(
                "ConsumedWriteCapacityUnits",
                Unit.COUNT,
                Datum.by("TableName", "T", "Source", "Customer"),
                new Total(1)));

    assertThat(pushed())
        .singleElement()
        .asString()
        .contains("\"Dimensions\":[[\"TableName\"],[\"TableName\",\"Source\"]]");
  }

  @Test
  void aLineHasAHundredMetricsAtMost() {
    now =
        IntStream.range(0, 250)
            .mapToObj(number -> new Datum("M" + number, Unit.COUNT, Datum.by(), new Total(1)))
            .toList();

    List<String> pushed = pushed();

    assertThat(pushed).hasSize(3);
    Set<String> names = new LinkedHashSet<>();
    for (String line : pushed) {
      for (int number = 0; number < 250; number++) {
        if (line.contains("\"M" + number + "\":1.0")) {
          names.add("M" + number);
        }
      }
    }
    assertThat(names).hasSize(250);
  }

  @Test
  void aFileGrowsAndMayBeMovedAway(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("metrics.json");
    EmfTarget target = EmfTarget.to(file);

    target.write(List.of("a", "b"));
    target.write(List.of("c"));
    assertThat(Files.readString(file)).isEqualTo("a\nb\nc\n");
    Files.move(file, directory.resolve("old"));
    target.write(List.of("d"));

    assertThat(Files.readString(file)).isEqualTo("d\n");
  }

  @Test
  void anAgentIsSentLines() throws IOException {
    try (var agent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      EmfTarget.to("127.0.0.1", agent.getLocalPort(), Duration.ofSeconds(60))
          .write(List.of("a", "b"));

      try (var socket = agent.accept();
          var in =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
        assertThat(in.lines()).containsExactly("a", "b");
      }
    }
  }

  @Test
  void theOutputIsWrittenToAsItIs() throws IOException {
    var out = new ByteArrayOutputStream();

    EmfTarget.to(new PrintStream(out, true, StandardCharsets.UTF_8)).write(List.of("a"));

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a\n");
  }
}
