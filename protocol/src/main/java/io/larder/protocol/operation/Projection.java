package io.larder.protocol.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which attributes an index holds; {@code nonKeyAttributes} is null except for INCLUDE. */
public record Projection(
    @Nullable ProjectionType projectionType, @Nullable List<String> nonKeyAttributes) {}
