package io.larder.protocol.operation;

/** The policy was set, or is as it was. */
public record PutResourcePolicyResponse(String revisionId) implements Response {}
