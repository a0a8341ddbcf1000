package io.larder.store.names;

import io.larder.protocol.error.ServiceException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What is alike wherever the lists are kept: those with a number are looked up in memory. */
public abstract class AbstractAttributeListStore implements AttributeListStore {
  protected final NameLists lists = new NameLists();

  @Override
  public final int idOf(List<String> names) {
    return lists.idOf(names);
  }

  @Override
  public final @Nullable List<String> namesOf(int id) {
    return lists.namesOf(id);
  }

  @Override
  public final CompletableFuture<Integer> register(List<String> names) {
    int known = idOf(names);
    if (known != UNKNOWN) {
      return CompletableFuture.completedFuture(known);
    }
    try {
      return add(NameList.of(names));
    } catch (ServiceException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Registers a list that has no number, as far as is known.
   *
   * @throws ServiceException for what the future may also fail with
   */
  protected abstract CompletableFuture<Integer> add(NameList list);
}
