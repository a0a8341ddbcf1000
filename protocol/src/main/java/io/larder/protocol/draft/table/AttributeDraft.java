package io.larder.protocol.draft.table;

import io.larder.protocol.draft.EnumText;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.ScalarAttributeType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One attribute definition. */
public record AttributeDraft(@Nullable String attributeName, @Nullable String attributeType) {
  private static final EnumText<ScalarAttributeType> ATTRIBUTE_TYPE =
      EnumText.listedAs(
          List.of(ScalarAttributeType.B, ScalarAttributeType.N, ScalarAttributeType.S));

  static void checkAll(List<AttributeDraft> definitions, Violations violations) {
    for (int i = 0; i < definitions.size(); i++) {
      AttributeDraft definition = definitions.get(i);
      String member = "attributeDefinitions." + (i + 1) + ".member.";
      violations.required(definition.attributeType, member + "attributeType");
      violations.memberOf(ATTRIBUTE_TYPE, definition.attributeType, member + "attributeType");
      AttributeName.check(definition.attributeName, member + "attributeName", violations);
    }
  }

  /** The definitions; every one must have been found valid. */
  static List<AttributeDefinition> toDefinitions(@Nullable List<AttributeDraft> definitions) {
    return definitions == null
        ? List.of()
        : definitions.stream()
            .map(
                definition ->
                    new AttributeDefinition(
                        definition.attributeName == null ? "" : definition.attributeName,
                        ATTRIBUTE_TYPE.of(definition.attributeType, ScalarAttributeType.S)))
            .toList();
  }
}
