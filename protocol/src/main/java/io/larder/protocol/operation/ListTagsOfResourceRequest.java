package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/** Lists the tags of the table with this ARN. */
public record ListTagsOfResourceRequest(String resourceArn, @Nullable String nextToken)
    implements Request.Describe<ListTagsOfResourceResponse> {}
