package io.larder.protocol.draft.table;

import io.larder.protocol.draft.EnumText;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.KeyType;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One element of a key schema. */
public record KeyElementDraft(@Nullable String attributeName, @Nullable String keyType) {
  private static final EnumText<KeyType> KEY_TYPE =
      EnumText.listedAs(List.of(KeyType.HASH, KeyType.RANGE));

  /** As Java's toString shows a key schema in the service's messages. */
  static String describe(List<KeyElementDraft> keys) {
    return keys.stream()
        .map(
            key ->
                "KeySchemaElement(attributeName="
                    + orEmpty(key.attributeName)
                    + ", keyType="
                    + orEmpty(key.keyType)
                    + ")")
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  static void checkAll(List<KeyElementDraft> keys, String path, Violations violations) {
    for (int i = 0; i < keys.size(); i++) {
      KeyElementDraft key = keys.get(i);
      String member = path + "." + (i + 1) + ".member.";
      AttributeName.check(key.attributeName, member + "attributeName", violations);
      violations.required(key.keyType, member + "keyType");
      violations.memberOf(KEY_TYPE, key.keyType, member + "keyType");
    }
  }

  /** The schema; every element must have been found valid. */
  static List<KeySchemaElement> toSchema(@Nullable List<KeyElementDraft> keys) {
    return keys == null
        ? List.of()
        : keys.stream()
            .map(
                key ->
                    new KeySchemaElement(
                        orEmpty(key.attributeName), KEY_TYPE.of(key.keyType, KeyType.HASH)))
            .toList();
  }
}
