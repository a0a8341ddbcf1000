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
  private final Set<String> targetNames;
  private final Form form;

  /** As what an update was given. */
  private enum Form {
    EXPRESSION,
    ATTRIBUTE_UPDATES,
    STATEMENT
  }

  private UpdateExpression(List<UpdateAction> actions, Form form) {
    this.actions = List.copyOf(actions);
    this.form = form;
    Set<String> names = new LinkedHashSet<>();
    for (UpdateAction action : actions) {
      names.add(action.target().attribute());
    }
    this.targetNames = Collections.unmodifiableSet(names);
  }

  /**
   * The update of {@code actions}, after the same checks as a text has: names, list indexes,
   * operators, depth of paths, targets that lead into each other, operands.
   *
   * @throws ServiceException Validation, for their first fault
   */
  public static UpdateExpression of(List<UpdateAction> actions) {
    InvalidExpression.throwIf("UpdateExpression", fault(actions));
    return ofChecked(actions);
  }

  /** Their first fault, in the order in which the service looks; null if they have none. */
  public static @Nullable String fault(List<UpdateAction> actions) {
    List<DocumentPath> paths = new ArrayList<>();
    actions.forEach(action -> action.forEachPath(paths::add));
    String fault = paths.isEmpty() ? InvalidExpression.EMPTY : PathChecks.stepFault(paths);
    if (fault == null) {
      fault = OperatorCount.fault(actions);
    }
    if (fault == null) {
      fault = PathChecks.depthFault(paths);
    }
    return fault == null ? UpdateChecks.fault(actions) : fault;
  }

  /** The update of actions that were checked while they were read. */
  public static UpdateExpression ofChecked(List<UpdateAction> actions) {
    return new UpdateExpression(actions, Form.EXPRESSION);
  }

  /**
   * AttributeUpdates, which have checks of their own: ADD may append to a list there, and no
   * statement is held against the size of an item.
   */
  public static UpdateExpression ofLegacy(List<UpdateAction> actions) {
    return new UpdateExpression(actions, Form.ATTRIBUTE_UPDATES);
  }

  /**
   * The checked actions of a PartiQL statement, of which nothing is held against the size of an
   * item but the item itself.
   */
  public static UpdateExpression ofStatement(List<UpdateAction> actions) {
    return new UpdateExpression(actions, Form.STATEMENT);
  }

  /** What is done, in the order of the expression. */
  public List<UpdateAction> actions() {
    return actions;
  }

  /** True if it was given as AttributeUpdates. */
  public boolean isLegacy() {
    return form == Form.ATTRIBUTE_UPDATES;
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
        throw isLegacy() ? validation("Type mismatch for attribute to update") : wrongType();
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

  /** The refusal of an update whose operand is in the item, but not as what it is taken for. */
  static ServiceException wrongType() {
    return validation("An operand in the update expression has an incorrect data type");
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
   * bytes; nothing for AttributeUpdates and statements.
   */
  public long statementSize() {
    return form == Form.EXPRESSION ? writtenSize() : 0;
  }

  /** How many bytes the values and the paths take, whatever they were given as. */
  public long writtenSize() {
    return StatementSize.of(actions);
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
    var names = new MentionedNames();
    actions.forEach(action -> action.forEachPath(names::add));
    return names.topLevel();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UpdateExpression that
        && actions.equals(that.actions)
        && form == that.form;
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
