package io.larder.proxy.caches;

import io.larder.cache.CacheOptions;
import io.larder.cache.CachingTableStore;
import io.larder.cache.policy.Consistency;
import io.larder.cache.policy.Policies;
import io.larder.proxy.admin.CachePolicies;
import io.larder.proxy.caches.PolicyText.InvalidPolicyException;
import io.larder.proxy.config.Cache;
import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.Store;
import io.larder.proxy.config.Upstream;
import io.larder.store.TableStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The caches of a server, one pair for each region that is kept apart, and the policies that they
 * have in common: those of the file, and before them those that operators have set, which hold
 * until the server stops. Safe for any number of threads.
 */
public final class Caches implements CachePolicies, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Caches.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;

  private final CacheOptions options;
  private final Map<String, CachingTableStore> byRegion = new ConcurrentSkipListMap<>();
  private List<Policies.OfTables> ofFile = List.of();
  private List<Policies.OfTables> ofOperators = List.of();
  private Policies policies;
  private @Nullable PolicyFile file;

  private Caches(CacheOptions options) {
    this.options = options;
    this.policies = options.policies();
  }

  /**
   * Those of that configuration, of no region yet.
   *
   * @throws IOException in one line, if the file of policies is of no use
   */
  public static Caches open(Configuration configuration) throws IOException {
    var caches = new Caches(options(configuration));
    Path path = configuration.cache().policies().path();
    if (path != null) {
      caches.file =
          PolicyFile.open(path, configuration.cache().policiesReloadInterval(), caches::useFile);
    }
    return caches;
  }

  /** What is missing outside the configuration, each in one line that names the key. */
  public static List<String> problems(Configuration configuration) {
    Path path = configuration.cache().policies().path();
    if (path != null) {
      try {
        PolicyFile.check(path);
      } catch (IOException e) {
        return List.of("cache.policies: " + e.getMessage());
      }
    }
    return List.of();
  }

  private static CacheOptions options(Configuration configuration) {
    Cache cache = configuration.cache();
    int regions = configuration.service().regionsAtMost();
    var options =
        new CacheOptions(
            cache.itemBytes().bytes() / regions,
            cache.itemTtl(),
            cache.queryBytes().bytes() / regions,
            cache.queryTtl(),
            cache.negativeEntries());
    boolean isBeforeOthers =
        configuration.store().kind() == Store.Kind.UPSTREAM
            && configuration.upstream().writers() == Upstream.Writers.DAX;
    return cache.consistency() == Cache.Consistency.DAX || isBeforeOthers
        ? options.withConsistency(Consistency.DAX)
        : options;
  }

  /**
   * Puts caches before the tables of a region.
   *
   * @param region empty for the server's own
   */
  public synchronized CachingTableStore before(String region, TableStore tables) {
    CachingTableStore caches = CachingTableStore.over(tables, options);
    caches.treat(policies);
    byRegion.put(region, caches);
    return caches;
  }

  /** As {@link CachingTableStore#expireAfter}, in all regions. */
  public synchronized void expireAfter(Duration itemTtl, Duration queryTtl) {
    treat(policies.withTimes(itemTtl, queryTtl));
  }

  /** As {@link CachingTableStore#clear}, in all regions. */
  public void clear() {
    byRegion.values().forEach(CachingTableStore::clear);
  }

  private synchronized void useFile(List<Policies.OfTables> others) {
    ofFile = others;
    treatTables();
  }

  private void treatTables() {
    List<Policies.OfTables> all = new ArrayList<>(ofOperators);
    all.addAll(ofFile);
    treat(policies.with(all));
  }

  private void treat(Policies others) {
    policies = others;
    byRegion.values().forEach(caches -> caches.treat(others));
  }

  @Override
  public synchronized Answer policies() {
    return new Answer(OK, written());
  }

  @Override
  public synchronized Answer set(String json) {
    try {
      ofOperators = PolicyText.list(MAPPER.readTree(json));
    } catch (JacksonException e) {
      return refusal("the body must be a list of policies in JSON");
    } catch (InvalidPolicyException e) {
      return refusal(e.getMessage());
    }
    return changed("set");
  }

  @Override
  public synchronized Answer set(String pattern, String json) {
    Policies.OfTables one;
    try {
      one = PolicyText.one(pattern, MAPPER.readTree(json));
    } catch (JacksonException e) {
      return refusal("the body must be a policy in JSON");
    } catch (InvalidPolicyException e) {
      return refusal(e.getMessage());
    }
    List<Policies.OfTables> others = new ArrayList<>(ofOperators);
    int place = place(pattern);
    if (place >= 0) {
      others.set(place, one);
    } else if (others.size() < PolicyText.MAX_POLICIES) {
      others.addFirst(one);
    } else {
      return refusal("there may be " + PolicyText.MAX_POLICIES + " policies");
    }
    ofOperators = List.copyOf(others);
    return changed(pattern);
  }

  @Override
  public synchronized Answer remove() {
    ofOperators = List.of();
    return changed("removed");
  }

  @Override
  public synchronized Answer remove(String pattern) {
    int place = place(pattern);
    if (place < 0) {
      return answer(NOT_FOUND, "no policy was set for " + pattern);
    }
    List<Policies.OfTables> others = new ArrayList<>(ofOperators);
    others.remove(place);
    ofOperators = List.copyOf(others);
    return changed(pattern);
  }

  private int place(String pattern) {
    for (int i = 0; i < ofOperators.size(); i++) {
      if (ofOperators.get(i).pattern().equals(pattern)) {
        return i;
      }
    }
    return -1;
  }

  private Answer changed(String what) {
    treatTables();
    LOG.atInfo().addKeyValue("policies", what).log("An operator has changed cache policies");
    return new Answer(OK, written());
  }

  private static Answer refusal(@Nullable String reason) {
    return answer(BAD_REQUEST, String.valueOf(reason));
  }

  private static Answer answer(int status, String reason) {
    return new Answer(status, MAPPER.createObjectNode().put("reason", reason).toString());
  }

  /** The usual policy and all others, the first that matches first. */
  private String written() {
    ObjectNode all = MAPPER.createObjectNode();
    all.set("usual", PolicyText.written(policies.usual()));
    ArrayNode list = all.putArray("policies");
    write(ofOperators, "operator", list);
    write(ofFile, "file", list);
    return all.toString();
  }

  private static void write(List<Policies.OfTables> policies, String source, ArrayNode list) {
    for (Policies.OfTables each : policies) {
      ObjectNode policy = list.addObject();
      policy.put(PolicyText.TABLE, each.pattern());
      policy.put("source", source);
      PolicyText.write(each.own(), policy);
    }
  }

  /** Reads the file no more. The caches are closed with their stores. */
  @Override
  public void close() {
    PolicyFile open = file;
    if (open != null) {
      open.close();
    }
  }
}
