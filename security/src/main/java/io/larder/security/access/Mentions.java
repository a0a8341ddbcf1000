package io.larder.security.access;

import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.KeyClause;
import io.larder.protocol.expression.KeyConditionExpression;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.Select;
import io.larder.protocol.operation.Tag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of one table or index, as far as conditions ask for it. Made when the first
 * condition asks, from what was decoded already; what it is asked for is found when it is asked.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html">
 *     Using IAM policy conditions for fine-grained access control</a>
 */
public final class Mentions {
  private final List<Map<String, AttributeValue>> items = new ArrayList<>(1);
  private final List<Collection<String>> names = new ArrayList<>(2);
  private final Map<String, String> tags = new LinkedHashMap<>(0);
  private final Set<String> tagKeys = new LinkedHashSet<>(0);
  private @Nullable KeyConditionExpression keyCondition;
  private @Nullable StatementKeys statementKeys;
  private @Nullable String select;
  private @Nullable String returnValues;
  private @Nullable String returnConsumedCapacity;
  private @Nullable String enclosingOperation;

  /** The keys that a statement fixes, once its table's schema is known. */
  @FunctionalInterface
  interface StatementKeys {
    /**
     * The values that the statement allows for an attribute of the partition key; null if it leaves
     * it open.
     *
     * @throws UndeterminedException if that cannot be told
     */
    @Nullable List<String> of(String attribute);
  }

  /** Adds the key of an item, or all of one. */
  Mentions item(Map<String, AttributeValue> keyOrItem) {
    items.add(keyOrItem);
    return this;
  }

  Mentions items(List<Map<String, AttributeValue>> keys) {
    items.addAll(keys);
    return this;
  }

  Mentions keyCondition(KeyConditionExpression condition) {
    keyCondition = condition;
    names.add(condition.topLevelNames());
    return this;
  }

  Mentions statement(StatementKeys keys, Collection<String> attributes) {
    statementKeys = keys;
    names.add(attributes);
    return this;
  }

  /** Adds a projection, and what is selected by it or by its absence. */
  Mentions projection(@Nullable ProjectionExpression projection) {
    if (projection != null) {
      names.add(projection.topLevelNames());
    }
    return selected(projection == null ? Select.ALL_ATTRIBUTES : Select.SPECIFIC_ATTRIBUTES);
  }

  Mentions selected(Select selected) {
    select = selected.name();
    return this;
  }

  Mentions condition(@Nullable ConditionExpression condition) {
    if (condition != null) {
      names.add(condition.topLevelNames());
    }
    return this;
  }

  Mentions update(@Nullable UpdateExpression update) {
    if (update != null) {
      names.add(update.topLevelNames());
    }
    return this;
  }

  Mentions returns(Enum<?> values) {
    returnValues = values.name();
    return this;
  }

  Mentions consumed(ReturnConsumedCapacity asked) {
    returnConsumedCapacity = asked.name();
    return this;
  }

  /** As given by a request that was not decoded. */
  Mentions consumed(String asked) {
    returnConsumedCapacity = asked;
    return this;
  }

  Mentions enclosedIn(String operation) {
    enclosingOperation = operation;
    return this;
  }

  Mentions tags(List<Tag> given) {
    for (Tag tag : given) {
      tags.put(tag.key(), tag.value());
      tagKeys.add(tag.key());
    }
    return this;
  }

  Mentions tagKeys(Collection<String> keys) {
    tagKeys.addAll(keys);
    return this;
  }

  /** True if the request says which items it means, by their keys. */
  public boolean hasKeys() {
    return !items.isEmpty() || keyCondition != null || statementKeys != null;
  }

  /**
   * The values of one attribute of the partition key, without duplicates; null if the request does
   * not say which items it means.
   *
   * @param part counted from 0
   * @param schema of the table or index
   * @throws UndeterminedException if the request is at fault, so that it cannot be told
   */
  public @Nullable List<String> partitionKeyValues(int part, KeySchema schema) {
    if (!hasKeys() || part >= schema.partition().size()) {
      return null;
    }
    String attribute = schema.partition().get(part).name();
    if (statementKeys != null) {
      return statementKeys.of(attribute);
    }
    if (keyCondition != null) {
      return List.of(text(fixed(keyCondition, attribute)));
    }
    if (items.size() == 1) {
      return List.of(text(items.getFirst().get(attribute)));
    }
    Set<String> values = new LinkedHashSet<>();
    items.forEach(item -> values.add(text(item.get(attribute))));
    return List.copyOf(values);
  }

  private static AttributeValue fixed(KeyConditionExpression condition, String attribute) {
    for (KeyClause clause : condition.clauses()) {
      if (clause.attribute().equals(attribute) && clause.isEquality()) {
        return clause.values().getFirst();
      }
    }
    throw new UndeterminedException();
  }

  /** A value of a key as policies have it. */
  static String text(@Nullable AttributeValue value) {
    return switch (value) {
      case AttributeValue.Str(var text) -> text;
      case AttributeValue.Num(var number) -> number.toString();
      case AttributeValue.Bin(var bytes) -> bytes.toBase64();
      case null, default -> throw new UndeterminedException();
    };
  }

  /** The top-level attributes that are mentioned anywhere; null if there are none. */
  public @Nullable List<String> attributes() {
    if (items.isEmpty() && names.isEmpty()) {
      return null;
    }
    Set<String> all = new LinkedHashSet<>();
    items.forEach(item -> all.addAll(item.keySet()));
    names.forEach(all::addAll);
    return List.copyOf(all);
  }

  public @Nullable String select() {
    return select;
  }

  public @Nullable String returnValues() {
    return returnValues;
  }

  public @Nullable String returnConsumedCapacity() {
    return returnConsumedCapacity;
  }

  public @Nullable String enclosingOperation() {
    return enclosingOperation;
  }

  /** True unless a statement fixes the attribute, so that it may read all of a table. */
  public boolean isOpen(String attribute) {
    try {
      return statementKeys == null || statementKeys.of(attribute) == null;
    } catch (UndeterminedException e) {
      return true;
    }
  }

  /**
   * The value that the request gives a tag, whose key may be in any case; null if it gives it none.
   *
   * @throws UndeterminedException if there are several that differ in their case only
   */
  public @Nullable String tag(String key) {
    return Tags.find(tags, key);
  }

  /** The tags that the request names; null if there are none. */
  public @Nullable List<String> tagKeys() {
    return tagKeys.isEmpty() ? null : List.copyOf(tagKeys);
  }
}
