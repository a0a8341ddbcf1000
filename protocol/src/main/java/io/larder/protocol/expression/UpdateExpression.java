package io.larder.protocol.expression;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.ItemSize;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change to an item. Every operand and every list index means what it means in the item before
 * the update, whatever other actions do to it:
 *
 * <ul>
 *   <li>the operands of ADD and DELETE are checked first, then the values of SET are computed;
 *   <li>what is put past the end of a list is appended in the order of the indexes, and what is
 *       taken out of it, sets that DELETE has emptied too, closes up.
 * </ul>
 *
 * <p>An update whose values alone make the item too large is given up before they are copied.
 */
public final class UpdateExpression {
  private final List<UpdateAction> actions;
  private final Set<String> topLevelNames;
  private final Set<String> targetNames;
  private final boolean isLegacy;

  /** {@code isLegacy} if it was given as AttributeUpdates. */
  public UpdateExpression(List<UpdateAction> actions, Set<String> topLevelNames, boolean isLegacy) {
    this.actions = List.copyOf(actions);
    this.topLevelNames = Collections.unmodifiableSet(topLevelNames);
    this.isLegacy = isLegacy;
    Set<String> names = new LinkedHashSet<>();
    for (UpdateAction action : actions) {
      names.add(action.target().attribute());
    }
    this.targetNames = Collections.unmodifiableSet(names);
  }

  /**
   * What an item's attributes {@link #targetNames} are after the update; one that is missing here
   * is gone. {@code item} stays as it is.
   *
   * @throws io.larder.protocol.error.ServiceException Validation, if the update does not fit the
   *     item
   */
  public Map<String, AttributeValue> apply(Map<String, AttributeValue> item) {
    for (UpdateAction action : actions) {
      AttributeValue operand = addedOrDeleted(action);
      if (operand != null && !Addition.fits(action.target().value(item), operand)) {
        throw validation(isLegacy ? "Type mismatch for attribute to update" : SetValue.WRONG_TYPE);
      }
    }
    Map<String, AttributeValue> result = new LinkedHashMap<>();
    for (String name : targetNames) {
      AttributeValue value = item.get(name);
      if (value != null) {
        result.put(name, value);
      }
    }
    var edits = new PathEdits();
    for (Write write : writes(item)) {
      edits.add(write.path, write.value);
    }
    edits.applyTo(result);
    return result;
  }

  private static @Nullable AttributeValue addedOrDeleted(UpdateAction action) {
    return switch (action) {
      case UpdateAction.Add(_, var value) -> value;
      case UpdateAction.Delete(_, var value) -> value;
      case UpdateAction.Set _, UpdateAction.Remove _ -> null;
    };
  }

  /** What a path becomes; a null value stands for none. */
  private record Write(DocumentPath path, @Nullable AttributeValue value) {}

  /** Collects writes as long as an item may hold what they write. */
  private static final class Writes {
    private final List<Write> writes;
    private long size;

    Writes(int capacity) {
      writes = new ArrayList<>(capacity);
    }

    void add(DocumentPath path, @Nullable AttributeValue value) {
      if (value != null) {
        size += ItemSize.of(value);
        if (size > ServiceQuotas.MAX_ITEM_BYTES) {
          throw tooLarge();
        }
      }
      writes.add(new Write(path, value));
    }

    List<Write> inOrder() {
      if (writes.size() > 1) {
        writes.sort(Comparator.comparing(Write::path));
      }
      return writes;
    }
  }

  /**
   * The refusal of an update that would make its item larger than {@link
   * ServiceQuotas#MAX_ITEM_BYTES}.
   */
  public static ServiceException tooLarge() {
    return validation("Item size to update has exceeded the maximum allowed size");
  }

  /** What the actions do to {@code item}, in the order of their paths. */
  private List<Write> writes(Map<String, AttributeValue> item) {
    var writes = new Writes(actions.size());
    for (UpdateAction action : actions) {
      if (action instanceof UpdateAction.Set(var path, var value)) {
        writes.add(path, value.of(item));
      }
    }
    for (UpdateAction action : actions) {
      DocumentPath path = action.target();
      switch (action) {
        case UpdateAction.Set _ -> {}
        case UpdateAction.Add(_, var operand) ->
            writes.add(path, Addition.add(path.value(item), operand));
        case UpdateAction.Delete(_, var operand) -> {
          AttributeValue existing = path.value(item);
          if (existing == null) {
            PathEdits.requireParent(item, path);
          } else {
            writes.add(path, Addition.delete(existing, operand));
          }
        }
        case UpdateAction.Remove _ -> {
          if (path.value(item) == null) {
            PathEdits.requireParent(item, path);
          } else {
            writes.add(path, null);
          }
        }
      }
    }
    return writes.inOrder();
  }

  /** True if the update can only take something away: an item that is not there it leaves so. */
  public boolean onlyRemoves() {
    for (UpdateAction action : actions) {
      switch (action) {
        case UpdateAction.Set _, UpdateAction.Add _ -> {
          return false;
        }
        case UpdateAction.Remove _, UpdateAction.Delete _ -> {}
      }
    }
    return true;
  }

  /**
   * What the service holds against the largest size of an item before it looks at the item, in
   * bytes; nothing for AttributeUpdates.
   */
  public long statementSize() {
    return isLegacy ? 0 : StatementSize.of(actions);
  }

  /** The parts of an image, old or new, that the update names: UPDATED_OLD and UPDATED_NEW. */
  public Map<String, AttributeValue> updated(Map<String, AttributeValue> image) {
    return ProjectionTree.of(actions.stream().map(UpdateAction::target).toList()).project(image);
  }

  /** The top-level attributes that the update changes, in its order. */
  public Set<String> targetNames() {
    return targetNames;
  }

  /** The top-level attributes that the expression mentions, as targets or as operands. */
  public Set<String> topLevelNames() {
    return topLevelNames;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UpdateExpression that
        && actions.equals(that.actions)
        && isLegacy == that.isLegacy;
  }

  @Override
  public int hashCode() {
    return actions.hashCode();
  }

  @Override
  public String toString() {
    return actions.toString();
  }
}
