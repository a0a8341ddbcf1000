package io.larder.proxy.call;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.Response;
import io.larder.store.TableStore;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who answers the calls for which region: one for all of them, or one for each region that
 * signatures name, which has tables and caches of its own. A region is opened by the first call for
 * it, and there are only so many. Safe for any number of threads.
 */
public final class Regions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Regions.class);
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

  private final Dispatcher home;
  private final @Nullable Apart apart;
  private final Map<String, Region> others = new ConcurrentHashMap<>();
  private final ReentrantLock changing = new ReentrantLock();
  private boolean closed;

  /**
   * How regions are kept apart.
   *
   * @param home the server's own
   * @param most so many there are at most, the server's own included
   */
  public record Apart(String home, int most, Opener opener) {}

  /** Opens a region that was not open. May block. */
  @FunctionalInterface
  public interface Opener {
    /**
     * @throws IOException if something that it needs cannot be had
     */
    Region open(String name) throws IOException;
  }

  /**
   * A region that is open.
   *
   * @param tables closed with it
   * @param obstacle why it should not be sent requests, if it should not
   */
  public record Region(
      Dispatcher dispatcher, TableStore tables, Supplier<Optional<String>> obstacle) {}

  private Regions(Dispatcher home, @Nullable Apart apart) {
    this.home = home;
    this.apart = apart;
  }

  /** The same tables for all regions. */
  public static Regions one(Dispatcher dispatcher) {
    return new Regions(dispatcher, null);
  }

  /** Regions that have nothing in common but the server. */
  public static Regions apart(Dispatcher home, Apart apart) {
    return new Regions(home, apart);
  }

  /** True if it matters which region a call is for. */
  public boolean areApart() {
    return apart != null;
  }

  /** Of the server's own region. */
  public Dispatcher home() {
    return home;
  }

  /**
   * As {@link Dispatcher#dispatch}, for the region that the call's signature names; null if it
   * names none.
   */
  public @Nullable Response dispatch(
      Call call, @Nullable String region, String endpoint, Completion completion) {
    if (apart == null || region == null || region.equals(apart.home())) {
      return home.dispatch(call, endpoint, completion);
    }
    if (!NAME.matcher(region).matches()) {
      throw new ServiceException(
          new ServiceError.InvalidSignature("Credential should be scoped to a valid region. "));
    }
    call.in(region);
    Region known = others.get(region);
    if (known != null) {
      return known.dispatcher().dispatch(call, endpoint, completion);
    }
    home.lookUp(
        () -> {
          Response hit = open(region).dispatcher().dispatch(call, endpoint, completion);
          if (hit != null) {
            completion.complete(new Answer.Answered(hit));
          }
        },
        completion);
    return null;
  }

  /**
   * The region of that name, opened if it is not. Blocks.
   *
   * @throws ServiceException if it cannot be
   */
  public Region open(String name) {
    Apart how = apart;
    changing.lock();
    try {
      Region known = others.get(name);
      if (known != null) {
        return known;
      }
      if (closed || how == null) {
        throw new ServiceException(new ServiceError.ServiceUnavailable("The server is stopping"));
      }
      if (others.size() + 1 >= how.most()) {
        throw ServiceException.validation(
            "There are tables in "
                + how.most()
                + " regions, which are as many as service.max-regions allows");
      }
      Region opened = how.opener().open(name);
      others.put(name, opened);
      LOG.atInfo().addKeyValue("region", name).log("A region is served");
      return opened;
    } catch (IOException | IllegalStateException e) {
      LOG.atError().addKeyValue("region", name).setCause(e).log("A region cannot be opened");
      throw new ServiceException(new ServiceError.InternalServer("Internal server error"));
    } finally {
      changing.unlock();
    }
  }

  /** Why the server should not be sent requests, if one of its other regions should not be. */
  public Optional<String> obstacle() {
    return others.entrySet().stream()
        .flatMap(
            region ->
                region.getValue().obstacle().get().stream()
                    .map(reason -> region.getKey() + ": " + reason))
        .findFirst();
  }

  /** Closes all regions but the server's own. */
  @Override
  public void close() {
    changing.lock();
    try {
      closed = true;
      others.values().forEach(region -> region.tables().close());
    } finally {
      changing.unlock();
    }
  }
}
