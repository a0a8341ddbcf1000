package io.larder.protocol.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Streams, and the ARN of the last of them if there are more. */
public record ListStreamsResponse(
    List<StreamSummary> streams, @Nullable String lastEvaluatedStreamArn) implements Response {}
