package io.larder.protocol.operation;

/** The policy of a table or stream, and which revision of it that is. */
public record GetResourcePolicyResponse(String policy, String revisionId) implements Response {}
