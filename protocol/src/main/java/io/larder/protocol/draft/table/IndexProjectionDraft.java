package io.larder.protocol.draft.table;

import io.larder.protocol.draft.Constraint;
import io.larder.protocol.draft.EnumText;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.operation.Projection;
import io.larder.protocol.operation.ProjectionType;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The projection of an index. */
public record IndexProjectionDraft(
    @Nullable String projectionType, @Nullable List<String> nonKeyAttributes) {
  private static final EnumText<ProjectionType> PROJECTION_TYPE =
      EnumText.listedAs(
          List.of(ProjectionType.ALL, ProjectionType.INCLUDE, ProjectionType.KEYS_ONLY));

  void check(String path, Violations violations) {
    violations.memberOf(PROJECTION_TYPE, projectionType, path + ".projectionType");
    if (nonKeyAttributes != null) {
      String member = path + ".nonKeyAttributes";
      if (nonKeyAttributes.isEmpty()) {
        violations.add("[]", member, Constraint.lengthAtLeast(1));
      } else if (nonKeyAttributes.size() > ServiceQuotas.MAX_NON_KEY_ATTRIBUTES) {
        violations.add(
            nonKeyAttributes.toString(),
            member,
            Constraint.lengthAtMost(ServiceQuotas.MAX_NON_KEY_ATTRIBUTES));
      }
      if (nonKeyAttributes.stream()
          .anyMatch(name -> name.isEmpty() || AttributeName.isLong(name))) {
        violations.add(
            nonKeyAttributes.toString(),
            member,
            "Member must satisfy constraint: ["
                + Constraint.lengthAtMost(ServiceQuotas.MAX_KEY_ATTRIBUTE_NAME)
                + ", "
                + Constraint.lengthAtLeast(1)
                + "]");
      }
    }
  }

  static Projection toProjection(@Nullable IndexProjectionDraft draft) {
    return draft == null
        ? new Projection(null, null)
        : new Projection(PROJECTION_TYPE.orNull(draft.projectionType), draft.nonKeyAttributes);
  }
}
