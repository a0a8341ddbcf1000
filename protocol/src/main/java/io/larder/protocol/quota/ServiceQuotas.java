package io.larder.protocol.quota;

/**
 * The service's limits on what one request, item or table may hold. A title in quotes is that of a
 * section of <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html">
 * Constraints</a> or <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html">
 * Quotas</a> in the developer guide; what has another source links to it. Lengths are in bytes of
 * UTF-8 where they say so, else in characters.
 */
public final class ServiceQuotas {
  /** Least characters of the name of a table or an index ("Table names"). */
  public static final int MIN_RESOURCE_NAME = 3;

  /** Most characters of the name of a table or an index ("Table names"). */
  public static final int MAX_RESOURCE_NAME = 255;

  /**
   * Characters of the name of an attribute that is in a key, is projected by name, or says when an
   * item expires ("Attribute names").
   */
  public static final int MAX_KEY_ATTRIBUTE_NAME = 255;

  /** Bytes of the name of an attribute, exclusive of 64 KB ("Attribute names"). */
  public static final int MAX_ATTRIBUTE_NAME_BYTES = 64 * 1024 - 1;

  /** Bytes of an item, its names and values ("Item size"). */
  public static final int MAX_ITEM_BYTES = 400 * 1024;

  /** Bytes of all partition key attributes of an item ("Partition key length"). */
  public static final int MAX_PARTITION_KEY_BYTES = 2048;

  /** Bytes of all sort key attributes of an item ("Sort key length"). */
  public static final int MAX_SORT_KEY_BYTES = 1024;

  /** Levels of lists and maps, the value itself among them ("Nested attribute depth"). */
  public static final int MAX_NESTING = 32;

  /** Bytes of an expression as it is sent ("Expression parameters: Lengths"). */
  public static final int MAX_EXPRESSION_BYTES = 4 * 1024;

  /** Bytes of a placeholder for a name or a value ("Expression parameters: Lengths"). */
  public static final int MAX_PLACEHOLDER_BYTES = 255;

  /**
   * Bytes of all names and values of a request's expressions ("Expression parameters: Lengths").
   */
  public static final int MAX_SUBSTITUTED_BYTES = 2 * 1024 * 1024;

  /** Operators and functions of an expression ("Expression parameters: Operators"). */
  public static final int MAX_OPERATORS = 300;

  /** Operands of the comparator IN ("Expression parameters: Operators"). */
  public static final int MAX_IN_OPERANDS = 100;

  /** Bytes that one page of a Query or Scan evaluates ("Query", "Scan"). */
  public static final int MAX_PAGE_BYTES = 1024 * 1024;

  /**
   * Segments of a parallel scan.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html">Scan</a>
   */
  public static final int MAX_TOTAL_SEGMENTS = 1_000_000;

  /** Keys of a BatchGetItem ("BatchGetItem"). */
  public static final int MAX_BATCH_GET_KEYS = 100;

  /** Puts and deletes of a BatchWriteItem ("BatchWriteItem"). */
  public static final int MAX_BATCH_WRITES = 25;

  /** Bytes of the items of a BatchWriteItem ("BatchWriteItem"). */
  public static final int MAX_BATCH_WRITE_BYTES = 16 * 1024 * 1024;

  /** Actions of a transaction ("DynamoDB transactions"). */
  public static final int MAX_TRANSACTION_ACTIONS = 100;

  /** Bytes of the items of a transaction ("DynamoDB transactions"). */
  public static final int MAX_TRANSACTION_BYTES = 4 * 1024 * 1024;

  /**
   * Characters of the token that makes a transaction idempotent.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html">
   *     TransactWriteItems</a>
   */
  public static final int MAX_CLIENT_REQUEST_TOKEN = 36;

  /**
   * Characters of a PartiQL statement.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteStatement.html">
   *     ExecuteStatement</a>
   */
  public static final int MAX_STATEMENT_LENGTH = 8192;

  /** Characters of the token with which a PartiQL statement goes on. */
  public static final int MAX_NEXT_TOKEN = 32_768;

  /** PartiQL statements of a batch. */
  public static final int MAX_BATCH_STATEMENTS = 25;

  /**
   * Reads that one PartiQL statement may come to.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-functions.html">
   *     PartiQL functions and operators</a>
   */
  public static final int MAX_DECOMPOSED_READS = 50;

  /** Items of one answer to a PartiQL statement whose partition keys stand after IN. */
  public static final int MAX_ITEMS_OF_IN = 10;

  /** Local secondary indexes of a table ("Secondary indexes per table"). */
  public static final int MAX_LOCAL_INDEXES = 5;

  /** Global secondary indexes of a table ("Secondary indexes per table"). */
  public static final int MAX_GLOBAL_INDEXES = 20;

  /** Attributes that all indexes of a table project by name ("Projected attributes"). */
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

  /**
   * Bytes of the policy of a table or stream.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html">
   *     Resource-based policy considerations</a>
   */
  public static final int MAX_RESOURCE_POLICY = 20_480;

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

  /**
   * Streams that ListStreams, and shards that DescribeStream returns at once.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_DescribeStream.html">
   *     DescribeStream</a>
   */
  public static final int MAX_LISTED_STREAMS = 100;

  /**
   * Records that GetRecords returns at once.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html">
   *     GetRecords</a>
   */
  public static final int MAX_STREAM_RECORDS = 1000;

  private ServiceQuotas() {}
}
