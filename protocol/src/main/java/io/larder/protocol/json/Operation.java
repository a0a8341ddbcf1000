package io.larder.protocol.json;

import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.Request;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operations that are served: their names on the wire and how their requests are read. */
public enum Operation {
  BATCH_GET_ITEM("BatchGetItem"),
  BATCH_WRITE_ITEM("BatchWriteItem"),
  CREATE_TABLE("CreateTable"),
  DELETE_ITEM("DeleteItem"),
  DELETE_TABLE("DeleteTable"),
  DESCRIBE_CONTINUOUS_BACKUPS("DescribeContinuousBackups"),
  DESCRIBE_ENDPOINTS("DescribeEndpoints"),
  DESCRIBE_LIMITS("DescribeLimits"),
  DESCRIBE_TABLE("DescribeTable"),
  DESCRIBE_TIME_TO_LIVE("DescribeTimeToLive"),
  GET_ITEM("GetItem"),
  LIST_TABLES("ListTables"),
  LIST_TAGS_OF_RESOURCE("ListTagsOfResource"),
  PUT_ITEM("PutItem"),
  QUERY("Query"),
  SCAN("Scan"),
  TAG_RESOURCE("TagResource"),
  TRANSACT_GET_ITEMS("TransactGetItems"),
  TRANSACT_WRITE_ITEMS("TransactWriteItems"),
  UNTAG_RESOURCE("UntagResource"),
  UPDATE_ITEM("UpdateItem"),
  UPDATE_TABLE("UpdateTable"),
  UPDATE_TIME_TO_LIVE("UpdateTimeToLive");

  private static final String TARGET_PREFIX = "DynamoDB_20120810.";
  private static final Map<String, Operation> BY_TARGET = new HashMap<>();

  static {
    for (Operation operation : values()) {
      BY_TARGET.put(TARGET_PREFIX + operation.wireName, operation);
    }
  }

  private final String wireName;

  Operation(String wireName) {
    this.wireName = wireName;
  }

  /** The operation that the header {@code X-Amz-Target} names, null if it is none of these. */
  public static @Nullable Operation of(String target) {
    return BY_TARGET.get(target);
  }

  /** The name as clients and documentation spell it. */
  public String wireName() {
    return wireName;
  }

  /**
   * The request that is {@code length} bytes of {@code body} from {@code offset}, valid as far as
   * it can be without a table.
   *
   * @throws ServiceException Serialization or Validation, in the service's words
   */
  public Request decode(byte[] body, int offset, int length, ValidationReport report) {
    try {
      return RequestReader.read(body, offset, length, Rollout.layerOf(this), this::read);
    } catch (ServiceException e) {
      if (report == ValidationReport.FIRST
          && e.error() instanceof ServiceError.ValidationErrors errors) {
        throw new ServiceException(errors.first());
      }
      throw e;
    }
  }

  private Request read(RequestReader in) {
    return switch (this) {
      case BATCH_GET_ITEM -> BatchGetItemDecoder.decode(in);
      case BATCH_WRITE_ITEM -> BatchWriteItemDecoder.decode(in);
      case CREATE_TABLE -> CreateTableDecoder.decode(in);
      case DELETE_ITEM -> DeleteItemDecoder.decode(in);
      case DELETE_TABLE -> TableNameDecoder.decodeDelete(in);
      case DESCRIBE_CONTINUOUS_BACKUPS -> TableNameDecoder.decodeContinuousBackups(in);
      case DESCRIBE_ENDPOINTS -> TableNameDecoder.decodeEndpoints(in);
      case DESCRIBE_LIMITS -> TableNameDecoder.decodeLimits(in);
      case DESCRIBE_TABLE -> TableNameDecoder.decodeDescribe(in);
      case DESCRIBE_TIME_TO_LIVE -> TableNameDecoder.decodeTimeToLive(in);
      case GET_ITEM -> GetItemDecoder.decode(in);
      case LIST_TABLES -> ListTablesDecoder.decode(in);
      case LIST_TAGS_OF_RESOURCE -> TagResourceDecoder.decodeList(in);
      case PUT_ITEM -> PutItemDecoder.decode(in);
      case QUERY -> QueryDecoder.decode(in);
      case SCAN -> ScanDecoder.decode(in);
      case TAG_RESOURCE -> TagResourceDecoder.decodeTag(in);
      case TRANSACT_GET_ITEMS -> TransactGetItemsDecoder.decode(in);
      case TRANSACT_WRITE_ITEMS -> TransactWriteItemsDecoder.decode(in);
      case UNTAG_RESOURCE -> TagResourceDecoder.decodeUntag(in);
      case UPDATE_ITEM -> UpdateItemDecoder.decode(in);
      case UPDATE_TABLE -> UpdateTableDecoder.decode(in);
      case UPDATE_TIME_TO_LIVE -> TimeToLiveDecoder.decode(in);
    };
  }
}
