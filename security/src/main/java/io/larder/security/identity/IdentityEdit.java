package io.larder.security.identity;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A change of identities while it is being made. For one thread. */
public final class IdentityEdit {
  private final Identities before;
  private final Map<EntityKey, @Nullable Entity> touched = new LinkedHashMap<>();
  private Identities now;

  public IdentityEdit(Identities before) {
    this.before = before;
    this.now = before;
  }

  /** The identities with what was changed so far. */
  public Identities now() {
    return now;
  }

  /** Adds an entity, or replaces the one of its key. */
  public void put(Entity entity) {
    touched.put(entity.key(), entity);
    now = now.with(entity);
  }

  /** Removes what has that key, if there is anything. */
  public void remove(EntityKey key) {
    touched.put(key, null);
    now = now.without(key);
  }

  /** What is another than before: the entity by its key, or null if there is none any more. */
  public Map<EntityKey, @Nullable Entity> changes() {
    Map<EntityKey, @Nullable Entity> changes = new LinkedHashMap<>(touched);
    changes
        .entrySet()
        .removeIf(change -> Objects.equals(before.entity(change.getKey()), change.getValue()));
    return changes;
  }

  /** The identities after the change. */
  public Identities changed() {
    return now.at(before.revision() + 1);
  }
}
