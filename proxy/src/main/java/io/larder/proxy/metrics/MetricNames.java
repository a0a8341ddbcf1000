package io.larder.proxy.metrics;

import org.jspecify.annotations.Nullable;

/**
 * The names of all metrics. Those of DAX keep the spelling that DAX has in CloudWatch, so that
 * dashboards and habits carry over; the others begin with {@code larder_}. Prometheus adds {@code
 * _total} to what only grows.
 */
final class MetricNames {
  static final String ITEM_CACHE_HITS = "ItemCacheHits";
  static final String ITEM_CACHE_MISSES = "ItemCacheMisses";
  static final String QUERY_CACHE_HITS = "QueryCacheHits";
  static final String QUERY_CACHE_MISSES = "QueryCacheMisses";
  static final String SCAN_CACHE_HITS = "ScanCacheHits";
  static final String SCAN_CACHE_MISSES = "ScanCacheMisses";
  static final String EVICTED_SIZE = "EvictedSize";
  static final String ESTIMATED_DB_SIZE = "EstimatedDbSize";
  static final String TOTAL_REQUEST_COUNT = "TotalRequestCount";
  static final String ERROR_REQUEST_COUNT = "ErrorRequestCount";
  static final String FAULT_REQUEST_COUNT = "FaultRequestCount";
  static final String THROTTLED_REQUEST_COUNT = "ThrottledRequestCount";
  static final String FAILED_REQUEST_COUNT = "FailedRequestCount";
  static final String CPU_UTILIZATION = "CPUUtilization";
  static final String CACHE_MEMORY_UTILIZATION = "CacheMemoryUtilization";
  static final String CLIENT_CONNECTIONS = "ClientConnections";

  /** Before the names that the store gives its gauges. */
  static final String STORE_PREFIX = "larder_";

  static final String REQUESTS = "larder_requests";
  static final String REQUEST_SECONDS = "larder_request_seconds";
  static final String ACCEPTED_CONNECTIONS = "larder_accepted_connections";
  static final String REFUSED_CONNECTIONS = "larder_refused_connections";
  static final String FORBIDDEN_CONNECTIONS = "larder_forbidden_connections";
  static final String CLOSED_CONNECTIONS = "larder_closed_connections";
  static final String FAILED_HANDSHAKES = "larder_failed_handshakes";
  static final String REFUSED_REQUESTS = "larder_refused_requests";
  static final String READS_IN_FLIGHT = "larder_reads_in_flight";
  static final String REQUEST_MEMORY = "larder_request_memory_bytes";
  static final String CACHE_EVICTIONS = "larder_cache_evictions";
  static final String CACHE_ENTRIES = "larder_cache_entries";
  static final String CACHE_BYTES = "larder_cache_bytes";
  static final String COALESCED_READS = "larder_coalesced_reads";
  static final String CACHE_ADVISED_HIT_RATIO = "larder_cache_advised_hit_ratio";

  static final String TABLE_CACHE_HITS = "larder_table_cache_hits";
  static final String TABLE_CACHE_MISSES = "larder_table_cache_misses";
  static final String TABLE_CACHE_EVICTIONS = "larder_table_cache_evictions";
  static final String TABLE_CACHE_EVICTED_BYTES = "larder_table_cache_evicted_bytes";
  static final String TABLE_CACHE_REFUSED_FILLS = "larder_table_cache_refused_fills";
  static final String TABLE_CACHE_LOAD_SECONDS = "larder_table_cache_load_seconds";

  static final String PROTOCOL_TAG = "protocol";
  static final String OPERATION_TAG = "operation";
  static final String OUTCOME_TAG = "outcome";
  static final String REASON_TAG = "reason";
  static final String CACHE_TAG = "cache";

  private MetricNames() {}

  /** How DAX names the count of requests for that operation; null if it has none. */
  static @Nullable String requestCount(String operation) {
    return switch (operation) {
      case "BatchGetItem",
          "BatchWriteItem",
          "DeleteItem",
          "GetItem",
          "PutItem",
          "Query",
          "Scan",
          "UpdateItem" ->
          operation + "RequestCount";
      case "TransactGetItems", "TransactWriteItems" -> operation + "Count";
      default -> null;
    };
  }
}
