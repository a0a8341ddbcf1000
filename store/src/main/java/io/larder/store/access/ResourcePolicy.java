package io.larder.store.access;

/**
 * A policy that belongs to a table or stream. The store keeps it and does not know what it says.
 *
 * @param document JSON
 * @param revisionId which one of those that the resource has had
 */
public record ResourcePolicy(String document, String revisionId) {}
