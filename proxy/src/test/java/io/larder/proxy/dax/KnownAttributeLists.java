package io.larder.proxy.dax;

import io.larder.store.names.AttributeListStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Lists of attribute names that get their numbers when the test says so. */
final class KnownAttributeLists implements AttributeListStore {
  private static final int FIRST = 2;

  private final List<List<String>> known = new ArrayList<>();
  private final List<Runnable> asked = new ArrayList<>();

  /** False to let those wait who register a list. */
  boolean isPrompt = true;

  /** Lists that are known elsewhere, by their numbers. */
  final Map<Integer, List<String>> elsewhere = new ConcurrentHashMap<>();

  /** Why no list gets a number, if none does. */
  @Nullable RuntimeException refusal;

  @Override
  public int idOf(List<String> names) {
    return names.isEmpty() ? EMPTY : known.contains(names) ? FIRST + known.indexOf(names) : UNKNOWN;
  }

  @Override
  public @Nullable List<String> namesOf(int id) {
    return id >= FIRST && id < FIRST + known.size() ? known.get(id - FIRST) : null;
  }

  @Override
  public CompletableFuture<Integer> register(List<String> names) {
    RuntimeException refused = refusal;
    if (refused != null) {
      return CompletableFuture.failedFuture(refused);
    }
    var future = new CompletableFuture<Integer>();
    Runnable keep =
        () -> {
          if (idOf(names) == UNKNOWN) {
            known.add(List.copyOf(names));
          }
          future.complete(idOf(names));
        };
    if (isPrompt) {
      keep.run();
    } else {
      asked.add(keep);
    }
    return future;
  }

  @Override
  public @Nullable List<String> find(int id) {
    List<String> known = list(id);
    return known == null ? elsewhere.get(id) : known;
  }

  /** Gives the lists their numbers for which somebody waits. */
  void keep() {
    asked.forEach(Runnable::run);
    asked.clear();
  }
}
