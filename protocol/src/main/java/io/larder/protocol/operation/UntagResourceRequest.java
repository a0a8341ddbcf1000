package io.larder.protocol.operation;

import java.util.List;

/** Removes tags of the table with this ARN. */
public record UntagResourceRequest(String resourceArn, List<String> tagKeys)
    implements Request.Change<UntagResourceResponse> {}
