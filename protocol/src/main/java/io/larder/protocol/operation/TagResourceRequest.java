package io.larder.protocol.operation;

import java.util.List;

/** Sets tags of the table with this ARN. */
public record TagResourceRequest(String resourceArn, List<Tag> tags)
    implements Request.Change<TagResourceResponse> {}
