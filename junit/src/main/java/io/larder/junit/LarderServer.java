package io.larder.junit;

import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.ListTablesRequest;
import io.larder.protocol.operation.ListTablesResponse;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.proxy.Larder;
import io.larder.proxy.StartupException;
import io.larder.proxy.config.ConfigurationSources;
import io.larder.proxy.config.InvalidConfigurationException;
import io.larder.store.TableStore;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server in this process, on ports that were free. An SDK reaches it by {@link #endpoint} with
 * any credentials, a DAX client by {@link #daxEndpoint}. For any number of threads.
 */
public final class LarderServer implements AutoCloseable {
  private static final int PAGE = 100;
  private static final TableOptions UNPROTECTED =
      new TableOptions(null, null, null, null, null, null, null, false);

  private final Larder larder;

  private LarderServer(Larder larder) {
    this.larder = larder;
  }

  /**
   * A server whose tables are gone when it is closed.
   *
   * @throws IllegalStateException if it cannot start
   */
  public static LarderServer inMemory() {
    return inMemory(Map.of());
  }

  /**
   * The same with settings besides, by the names that they have in the configuration file, for
   * instance {@code cache.item-ttl}. Without them it is the server's defaults, but that the ports
   * are free ones of 127.0.0.1.
   *
   * @throws IllegalArgumentException if a setting is none, or has no such value
   * @throws IllegalStateException if it cannot start
   */
  public static LarderServer inMemory(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("store.in-memory", "true");
    all.putIfAbsent("store.map-size", "1 GB");
    for (String port : List.of("listen.port", "dax.port", "admin.port")) {
      all.putIfAbsent(port, "0");
    }
    try {
      return new LarderServer(Larder.start(new ConfigurationSources(null, Map.of(), all).load()));
    } catch (InvalidConfigurationException e) {
      throw new IllegalArgumentException(String.join("; ", e.problems()), e);
    } catch (StartupException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** What an SDK takes as its endpoint. */
  public URI endpoint() {
    return uri("http", larder.addresses().getFirst());
  }

  /** What a DAX client takes as its endpoint; empty with {@code dax.port: none}. */
  public Optional<URI> daxEndpoint() {
    return larder.daxAddresses().stream().findFirst().map(address -> uri("dax", address));
  }

  /** Where metrics and the operators' pages are. */
  public URI adminEndpoint() {
    return uri("http", larder.adminAddresses().getFirst());
  }

  private static URI uri(String scheme, InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return URI.create(
        scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
  }

  /** Deletes all tables, those that are protected from it too. */
  public void dropTables() {
    TableStore tables = larder.tables();
    String last = null;
    do {
      ListTablesResponse page = tables.describe(new ListTablesRequest(last, PAGE));
      page.tableNames().forEach(name -> drop(tables, name));
      last = page.lastEvaluatedTableName();
    } while (last != null);
  }

  private static void drop(TableStore tables, String name) {
    TableOptions options = tables.describe(new DescribeTableRequest(name)).table().options();
    if (Boolean.TRUE.equals(options.deletionProtectionEnabled())) {
      tables.change(new UpdateTableRequest(name, List.of(), List.of(), UNPROTECTED)).join();
    }
    tables.change(new DeleteTableRequest(name)).join();
  }

  /** Ends it, after the requests that it has begun. */
  @Override
  public void close() {
    larder.close();
  }
}
