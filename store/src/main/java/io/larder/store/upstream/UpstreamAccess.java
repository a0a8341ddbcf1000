package io.larder.store.upstream;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.GetResourcePolicyRequest;
import io.larder.protocol.operation.GetResourcePolicyResponse;
import io.larder.protocol.operation.ListTagsOfResourceRequest;
import io.larder.protocol.operation.ListTagsOfResourceResponse;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.Tag;
import io.larder.store.Table;
import io.larder.store.access.ResourcePolicy;
import io.larder.store.access.TableAccess;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What bears on who may use the tables of the upstream. It is looked up when somebody asks, and
 * while somebody does again now and then, because others may change it there; what this server is
 * told to change is looked up at once. Only tables are asked for, so streams have no policies here.
 */
final class UpstreamAccess {
  /** After this it is looked up again, beside those who ask. */
  static final Duration REFRESH = Duration.ofSeconds(10);

  /** After this nobody relies on it. */
  static final Duration GOOD_FOR = Duration.ofSeconds(60);

  /** So many tables are remembered. */
  private static final int MAX_TABLES = 4096;

  /** So many pages of tags are asked for: a table has 50 tags at most. */
  private static final int MAX_PAGES = 10;

  private final TableFinder finder;
  private final Asking upstream;
  private final Executor executor;
  private final LongSupplier nanoTime;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /** Grows with each change, so that nothing is remembered that was asked for before it. */
  private final AtomicLong changes = new AtomicLong();

  /** Asks the upstream. Blocks. */
  interface Asking {
    <R extends Response> R ask(Request<R> request);
  }

  private static final class Known {
    final TableAccess access;
    final long since;
    volatile boolean isBeingRefreshed;

    Known(TableAccess access, long since) {
      this.access = access;
      this.since = since;
    }
  }

  /** {@code executor} runs what may block. */
  UpstreamAccess(TableFinder finder, Asking upstream, Executor executor, LongSupplier nanoTime) {
    this.finder = finder;
    this.upstream = upstream;
    this.executor = executor;
    this.nanoTime = nanoTime;
  }

  /** From memory; null if it must be looked up. Never blocks. */
  @Nullable TableAccess known(String nameOrArn) {
    Known found = known.get(nameOrArn);
    if (found == null) {
      return null;
    }
    long age = nanoTime.getAsLong() - found.since;
    if (age >= GOOD_FOR.toNanos()) {
      return null;
    }
    if (age >= REFRESH.toNanos() && !found.isBeingRefreshed) {
      found.isBeingRefreshed = true;
      executor.execute(() -> refresh(nameOrArn));
    }
    return found.access;
  }

  private void refresh(String nameOrArn) {
    try {
      find(nameOrArn);
    } catch (ServiceException e) {
      // Whoever asks once it is too old will hear of it.
    }
  }

  /**
   * As {@link io.larder.store.Directory#findAccess}. Blocks.
   *
   * @throws ServiceException if the upstream cannot tell
   */
  TableAccess find(String nameOrArn) {
    long before = changes.get();
    long since = nanoTime.getAsLong();
    TableAccess found = lookUp(nameOrArn);
    if (known.size() >= MAX_TABLES) {
      known.clear();
    }
    known.put(nameOrArn, new Known(found, since));
    if (before != changes.get()) {
      known.remove(nameOrArn);
    }
    return found;
  }

  private TableAccess lookUp(String nameOrArn) {
    Table table;
    try {
      table = finder.find(nameOrArn).table();
    } catch (ServiceException e) {
      if (TableFinder.meaning(e) instanceof ServiceError.ResourceNotFound) {
        return TableAccess.NONE;
      }
      throw e;
    }
    String arn = table.description().identity().tableArn();
    TableAccess access = TableAccess.NONE.withTags(tags(arn));
    ResourcePolicy policy = policy(arn);
    return policy == null ? access : access.withPolicy(arn, policy);
  }

  private Map<String, String> tags(String arn) {
    Map<String, String> tags = new LinkedHashMap<>();
    String next = null;
    int pages = 0;
    do {
      ListTagsOfResourceResponse page =
          ask(
              new ListTagsOfResourceRequest(arn, next),
              new ListTagsOfResourceResponse(List.of(), null));
      for (Tag tag : page.tags()) {
        tags.put(tag.key(), tag.value());
      }
      next = page.nextToken();
    } while (next != null && ++pages < MAX_PAGES);
    return tags;
  }

  private @Nullable ResourcePolicy policy(String arn) {
    GetResourcePolicyResponse answer =
        ask(new GetResourcePolicyRequest(arn), new GetResourcePolicyResponse("", ""));
    return answer.policy().isEmpty()
        ? null
        : new ResourcePolicy(answer.policy(), answer.revisionId());
  }

  /** What the upstream says; {@code none} if there is no such thing, or it knows of none at all. */
  private <R extends Response> R ask(Request<R> request, R none) {
    try {
      return upstream.ask(request);
    } catch (ServiceException e) {
      return switch (TableFinder.meaning(e)) {
        case ServiceError.PolicyNotFound _,
            ServiceError.ResourceNotFound _,
            ServiceError.UnknownOperation _ ->
            none;
        default -> throw e;
      };
    }
  }

  /** Something was changed that may bear on any table. */
  void changed() {
    changes.incrementAndGet();
    known.clear();
  }
}
