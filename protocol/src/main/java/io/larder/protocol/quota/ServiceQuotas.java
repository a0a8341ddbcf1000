package io.larder.protocol.quota;

/**
 * The service's limits on what one request, item or table may hold. Unless something else is said,
 * they are those of the developer guide.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html">
 *     Quotas</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html">
 *     Constraints</a>
 */
public final class ServiceQuotas {
  /** Characters of the name of a table or an index ("Naming rules"). */
  public static final int MIN_RESOURCE_NAME = 3;

  public static final int MAX_RESOURCE_NAME = 255;

  /** Characters of the name of an attribute that is part of a key, is projected or expires. */
  public static final int MAX_KEY_ATTRIBUTE_NAME = 255;

  /** Local secondary indexes of a table ("Secondary indexes"). */
  public static final int MAX_LOCAL_INDEXES = 5;

  /** Global secondary indexes of a table ("Secondary indexes"). */
  public static final int MAX_GLOBAL_INDEXES = 20;

  /** Attributes that all indexes of a table project by name ("Secondary indexes"). */
  public static final int MAX_PROJECTED_ATTRIBUTES = 100;

  /**
   * Attributes that one index projects by name.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Projection.html">
   *     Projection</a>
   */
  public static final int MAX_NON_KEY_ATTRIBUTES = 20;

  /**
   * Partition key attributes of a global secondary index, and as many sort key attributes.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.DesignPattern.MultiAttributeKeys.html">
   *     Multi-attribute keys</a>
   */
  public static final int MAX_KEY_ATTRIBUTES_OF_A_TYPE = 4;

  /**
   * Tags of a table.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html">Tags</a>
   */
  public static final int MAX_TAGS = 50;

  /** Characters of a tag's key. */
  public static final int MAX_TAG_KEY = 128;

  /** Characters of a tag's value. */
  public static final int MAX_TAG_VALUE = 256;

  /**
   * Names in one answer of ListTables.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html">
   *     ListTables</a>
   */
  public static final int MAX_LISTED_TABLES = 100;

  private ServiceQuotas() {}
}
