package io.larder.proxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.advice.Advice;
import io.larder.cache.statistics.CacheStatistics;
import io.larder.cache.statistics.Eviction;
import io.larder.cache.statistics.TableCounts;
import io.larder.store.lmdb.StoreMetrics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MetricsExportTest {
  private static final Advice.Case NEVER = new Advice.Case(1, Double.POSITIVE_INFINITY, 0.75);

  private final RequestMetrics requests =
      new RequestMetrics(List.of("GetItem", "TransactGetItems", "Other"));
  private final MetricsExport export =
      new MetricsExport(
          new MetricSources(
              requests,
              () ->
                  new CacheStatistics(
                      new CacheStatistics.Of(1, 2, 3, 4, 5, 6),
                      new CacheStatistics.Of(10, 20, 30, 40, 50, 60),
                      7,
                      8,
                      9,
                      10,
                      11),
              () -> Map.of("T", counts()),
              () ->
                  Map.of(
                      "item", new Advice(100, 16, List.of(NEVER, new Advice.Case(0.5, 2, 0.25)))),
              132,
              StoreMetrics.gauges(
                  () ->
                      new StoreMetrics(
                          1, 2, 3, 4, 5, 6_000_000_000L, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)),
              () -> 12,
              () -> 13L,
              () -> 0.25,
              () ->
                  List.of(
                      new Datum(
                          "ReadThrottleEvents",
                          Datum.Unit.COUNT,
                          Datum.by("TableName", "T"),
                          new Datum.Total(3)),
                      new Datum(
                          "ReadThrottleEvents",
                          Datum.Unit.COUNT,
                          Datum.by("TableName", "T", "GlobalSecondaryIndexName", "I"),
                          new Datum.Total(4)),
                      new Datum(
                          "WriteThrottleEvents",
                          Datum.Unit.COUNT,
                          Datum.by("TableName", "T"),
                          new Datum.Total(0)),
                      new Datum(
                          "AccountMaxReads", Datum.Unit.COUNT, Datum.by(), new Datum.Level(5)),
                      new Datum(
                          "SuccessfulRequestLatency",
                          Datum.Unit.MILLISECONDS,
                          Datum.by("TableName", "T", "Operation", "Query"),
                          new Datum.Spread(List.of(1.0, 2.0), List.of(1L, 1L), 2.5)))));

  private static TableCounts counts() {
    var counts = new TableCounts();
    counts.queries().hit(3);
    counts.itemLoads().loaded(1_500_000_000);
    counts.itemLoads().refused();
    counts.pageEvictions().count(Eviction.EXPIRED, 100);
    return counts;
  }

  @Test
  void theNamesOfAllMetersAreFixed() {
    assertThat(export.scrape().lines())
        .filteredOn(line -> line.startsWith("# TYPE ") && !line.contains(" jvm_"))
        .extracting(line -> line.substring("# TYPE ".length()))
        .containsExactlyInAnyOrder(
            "AccountMaxReads gauge",
            "CPUUtilization gauge",
            "CacheMemoryUtilization gauge",
            "ClientConnections gauge",
            "ErrorRequestCount_total counter",
            "EstimatedDbSize gauge",
            "EvictedSize_total counter",
            "FailedRequestCount_total counter",
            "FaultRequestCount_total counter",
            "GetItemRequestCount_total counter",
            "ItemCacheHits_total counter",
            "ItemCacheMisses_total counter",
            "QueryCacheHits_total counter",
            "QueryCacheMisses_total counter",
            "ReadThrottleEvents_total counter",
            "ScanCacheHits_total counter",
            "ScanCacheMisses_total counter",
            "SuccessfulRequestLatency summary",
            "ThrottledRequestCount_total counter",
            "TotalRequestCount_total counter",
            "TransactGetItemsCount_total counter",
            "larder_accepted_connections_total counter",
            "larder_attribute_list_bytes gauge",
            "larder_attribute_lists gauge",
            "larder_cache_advised_hit_ratio gauge",
            "larder_cache_bytes gauge",
            "larder_cache_entries gauge",
            "larder_cache_evictions_total counter",
            "larder_checkpoints_total counter",
            "larder_closed_connections_total counter",
            "larder_coalesced_reads_total counter",
            "larder_forbidden_connections_total counter",
            "larder_commit_seconds_total counter",
            "larder_commits_total counter",
            "larder_committed_writes_total counter",
            "larder_failed_checkpoints_total counter",
            "larder_failed_commits_total counter",
            "larder_failed_handshakes_total counter",
            "larder_largest_commit gauge",
            "larder_open_snapshots gauge",
            "larder_reads_in_flight gauge",
            "larder_refused_connections_total counter",
            "larder_refused_requests_total counter",
            "larder_request_memory_bytes gauge",
            "larder_refused_writes_total counter",
            "larder_request_seconds histogram",
            "larder_requests_total counter",
            "larder_store_backlog gauge",
            "larder_store_used_bytes gauge",
            "larder_stream_tail_bytes gauge",
            "larder_table_cache_evicted_bytes_total counter",
            "larder_table_cache_evictions_total counter",
            "larder_table_cache_hits_total counter",
            "larder_table_cache_load_seconds summary",
            "larder_table_cache_misses_total counter",
            "larder_table_cache_refused_fills_total counter",
            "larder_write_queue gauge",
            "process_cpu_time_ns_total counter",
            "process_cpu_usage gauge",
            "process_files_max_files gauge",
            "process_files_open_files gauge",
            "process_start_time_seconds gauge",
            "process_uptime_seconds gauge",
            "system_cpu_count gauge",
            "system_cpu_usage gauge",
            "system_load_average_1m gauge");
  }

  @Test
  void metersShowWhatTheirSourcesSay() {
    assertThat(export.scrape())
        .contains("\nItemCacheHits_total 1.0\n")
        .contains("\nItemCacheMisses_total 2.0\n")
        .contains("\nQueryCacheHits_total 7.0\n")
        .contains("\nQueryCacheMisses_total 8.0\n")
        .contains("\nScanCacheHits_total 9.0\n")
        .contains("\nEvictedSize_total 44.0\n")
        .contains("\nEstimatedDbSize 66.0\n")
        .contains("\nlarder_table_cache_hits_total{cache=\"query\",table=\"T\"} 3.0\n")
        .contains("\nlarder_table_cache_load_seconds_sum{cache=\"item\",table=\"T\"} 1.5\n")
        .contains("\nlarder_table_cache_refused_fills_total{cache=\"item\",table=\"T\"} 1.0\n")
        .contains(
            "\nlarder_table_cache_evictions_total"
                + "{cache=\"query\",cause=\"expired\",table=\"T\"} 1.0\n")
        .contains(
            "\nlarder_cache_advised_hit_ratio"
                + "{cache=\"item\",memory=\"1\",time_to_live=\"never\"} 0.75\n")
        .contains(
            "\nlarder_cache_advised_hit_ratio"
                + "{cache=\"item\",memory=\"0.5\",time_to_live=\"2\"} 0.25\n")
        .contains("\nlarder_cache_entries{cache=\"query\"} 50.0\n")
        .contains("\nlarder_commit_seconds_total 6.0\n")
        .contains("\nlarder_checkpoints_total 8.0\n")
        .contains("\nlarder_failed_checkpoints_total 9.0\n")
        .contains("\nCPUUtilization 25.0\n")
        .contains("\nCacheMemoryUtilization 50.0\n")
        .contains("\nReadThrottleEvents_total{TableName=\"T\"} 3.0\n")
        .contains(
            "\nReadThrottleEvents_total{GlobalSecondaryIndexName=\"I\",TableName=\"T\"} 4.0\n")
        .contains("\nSuccessfulRequestLatency_count{Operation=\"Query\",TableName=\"T\"} 2\n")
        .contains("\nSuccessfulRequestLatency_sum{Operation=\"Query\",TableName=\"T\"} 2.5\n")
        .contains("\nlarder_reads_in_flight 12.0\n");
  }

  @Test
  void whatBecomesOfConnectionsIsCountedByReason() {
    ConnectionMetrics connections = requests.connectionMetrics();
    connections.accepted();
    connections.accepted();
    connections.refused();
    connections.closed(ConnectionMetrics.Closing.BODY);
    connections.refused(ConnectionMetrics.Refusal.ORIGIN);

    assertThat(export.scrape())
        .contains("\nlarder_accepted_connections_total 2.0\n")
        .contains("\nlarder_refused_connections_total 1.0\n")
        .contains("\nlarder_closed_connections_total{reason=\"body\"} 1.0\n")
        .contains("\nlarder_closed_connections_total{reason=\"limit\"} 0.0\n")
        .contains("\nlarder_refused_requests_total{reason=\"origin\"} 1.0\n");
  }

  @Test
  void requestsOfAllEventLoopsAreSummedByProtocolOperationAndOutcome() {
    var one = requests.newRecorder(ClientProtocol.HTTP);
    var two = requests.newRecorder(ClientProtocol.HTTP);
    var dax = requests.newRecorder(ClientProtocol.DAX);

    one.record(0, Outcome.SUCCESS, 20_000);
    two.record(0, Outcome.SUCCESS, 300_000);
    two.record(0, Outcome.ERROR, 10_000_000_000L);
    one.record(0, Outcome.CONDITION, 20_000_000_000L);
    one.record(2, Outcome.FAULT, 1);
    one.connectionOpened();
    two.connectionOpened();
    two.connectionClosed();
    dax.record(0, Outcome.SUCCESS, 20_000);
    dax.connectionOpened();
    dax.connectionOpened();

    assertThat(export.scrape())
        .contains(
            "\n"
                + "larder_requests_total{operation=\"GetItem\",outcome=\"success\",protocol=\"http\"}"
                + " 2.0\n")
        .contains(
            "\n"
                + "larder_requests_total{operation=\"GetItem\",outcome=\"error\",protocol=\"http\"}"
                + " 1.0\n")
        .contains(
            "\n"
                + "larder_requests_total{operation=\"GetItem\",outcome=\"success\",protocol=\"dax\"}"
                + " 1.0\n")
        .contains("\nTotalRequestCount_total{protocol=\"http\"} 5.0\n")
        .contains("\nTotalRequestCount_total{protocol=\"dax\"} 1.0\n")
        .contains("\nGetItemRequestCount_total{protocol=\"http\"} 4.0\n")
        .contains("\nErrorRequestCount_total{protocol=\"http\"} 2.0\n")
        .contains("\nFailedRequestCount_total{protocol=\"http\"} 3.0\n")
        .contains("\nFaultRequestCount_total{protocol=\"http\"} 1.0\n")
        .contains("\nClientConnections{protocol=\"http\"} 1.0\n")
        .contains("\nClientConnections{protocol=\"dax\"} 2.0\n")
        .contains(bucket("http", "2.5E-5", 1))
        .contains(bucket("http", "2.5", 2))
        .contains(bucket("http", "+Inf", 4))
        .contains(bucket("dax", "2.5E-5", 1));
  }

  private static String bucket(String protocol, String least, int count) {
    return "\nlarder_request_seconds_bucket{operation=\"GetItem\",protocol=\"%s\",le=\"%s\"} %d\n"
        .formatted(protocol, least, count);
  }
}
