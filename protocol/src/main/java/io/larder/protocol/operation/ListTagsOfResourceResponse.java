package io.larder.protocol.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tags of a table. */
public record ListTagsOfResourceResponse(List<Tag> tags, @Nullable String nextToken)
    implements Response {}
