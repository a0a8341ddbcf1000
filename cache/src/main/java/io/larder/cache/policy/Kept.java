package io.larder.cache.policy;

/** What of a table may be kept in the caches. */
public enum Kept {
  /** Items, by their primary keys. */
  ITEMS,

  /** That there is no item of a key, and pages without items. */
  ABSENT,

  /** Pages of Query on the table. */
  QUERIES,

  /** Pages of Query on its indexes. */
  INDEXES,

  /** Pages of Scan, on the table and its indexes. */
  SCANS
}
