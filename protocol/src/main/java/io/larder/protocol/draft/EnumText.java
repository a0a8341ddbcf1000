package io.larder.protocol.draft;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The texts of an enumeration on the wire. {@code order} is the order in which the service lists
 * them in its messages.
 */
public final class EnumText<E extends Enum<E>> {
  private final Map<String, E> byText;
  private final String constraint;

  private EnumText(List<E> order) {
    byText = HashMap.newHashMap(order.size());
    order.forEach(value -> byText.put(value.name(), value));
    constraint = "Member must satisfy enum value set: " + order;
  }

  public static <E extends Enum<E>> EnumText<E> listedAs(List<E> order) {
    return new EnumText<>(order);
  }

  public boolean contains(String text) {
    return byText.containsKey(text);
  }

  /** The element of this text, or {@code absent} if the text is null; it must be an element. */
  public E of(@Nullable String text, E absent) {
    return text == null ? absent : byText.getOrDefault(text, absent);
  }

  /** The element of this text, or null if the text is null or no element. */
  public @Nullable E orNull(@Nullable String text) {
    return text == null ? null : byText.get(text);
  }

  public String constraint() {
    return constraint;
  }
}
