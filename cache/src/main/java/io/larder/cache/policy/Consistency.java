package io.larder.cache.policy;

/** What the caches promise. */
public enum Consistency {
  /** Nothing is answered from memory that is known to be old. */
  COHERENT,

  /**
   * What DAX promises: pages only age, whoever writes; reads that must be consistent leave alone
   * what is kept, however old it is; so does a write that fails (Amazon DynamoDB developer guide,
   * "DAX and DynamoDB consistency models").
   */
  DAX
}
