package io.larder.protocol.json;

import io.larder.protocol.draft.Rollout;
import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.json.reader.RequestReader;
import io.larder.protocol.json.settings.AbsentDecoder;
import io.larder.protocol.json.settings.ContinuousBackupsDecoder;
import io.larder.protocol.json.settings.ContributorInsightsDecoder;
import io.larder.protocol.json.settings.KinesisStreamingDestinationDecoder;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.DescribeContinuousBackupsRequest;
import io.larder.protocol.operation.DescribeEndpointsRequest;
import io.larder.protocol.operation.DescribeKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.DescribeLimitsRequest;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.DescribeTimeToLiveRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Request;
import io.larder.protocol.wire.JsonBytes;
import io.larder.protocol.wire.RenderedJson;
import java.util.Arrays;

/** Reads the request of every operation. */
public final class RequestDecoder {
  private RequestDecoder() {}

  /**
   * The request of {@code operation} that is {@code length} bytes of {@code body} from {@code
   * offset}, valid as far as it can be without a table.
   *
   * @throws ServiceException Serialization or Validation, in the service's words
   */
  public static Request<?> decode(
      Operation operation, byte[] body, int offset, int length, ValidationReport report) {
    try {
      return RequestReader.read(
          body,
          offset,
          length,
          Rollout.layerOf(operation),
          operation.kind() == Operation.Kind.ABSENT
              ? in -> AbsentDecoder.decode(operation, in, copy(body, offset, length))
              : in -> read(operation, in));
    } catch (ServiceException e) {
      throw report.of(e);
    }
  }

  private static RenderedJson copy(byte[] body, int offset, int length) {
    return JsonBytes.of(Arrays.copyOfRange(body, offset, offset + length));
  }

  private static Request<?> read(Operation operation, RequestReader in) {
    return switch (operation) {
      case BATCH_EXECUTE_STATEMENT -> StatementDecoder.batch(in);
      case BATCH_GET_ITEM -> BatchGetItemDecoder.decode(in);
      case BATCH_WRITE_ITEM -> BatchWriteItemDecoder.decode(in);
      case CREATE_TABLE -> CreateTableDecoder.decode(in);
      case DELETE_ITEM -> DeleteItemDecoder.decode(in);
      case DELETE_RESOURCE_POLICY -> ResourcePolicyDecoder.read(in).checkDelete();
      case DELETE_TABLE -> TableNameDecoder.decode(in, DeleteTableRequest::new);
      case DESCRIBE_CONTINUOUS_BACKUPS ->
          TableNameDecoder.decode(in, DescribeContinuousBackupsRequest::new);
      case DESCRIBE_CONTRIBUTOR_INSIGHTS -> ContributorInsightsDecoder.read(in).checkDescribe();
      case DESCRIBE_KINESIS_STREAMING_DESTINATION ->
          TableNameDecoder.decode(in, DescribeKinesisStreamingDestinationRequest::new);
      case DISABLE_KINESIS_STREAMING_DESTINATION ->
          KinesisStreamingDestinationDecoder.read(in).checkDisable();
      case ENABLE_KINESIS_STREAMING_DESTINATION ->
          KinesisStreamingDestinationDecoder.read(in).checkEnable();
      case LIST_CONTRIBUTOR_INSIGHTS -> ContributorInsightsDecoder.read(in).checkList();
      case UPDATE_CONTINUOUS_BACKUPS -> ContinuousBackupsDecoder.decode(in);
      case UPDATE_CONTRIBUTOR_INSIGHTS -> ContributorInsightsDecoder.read(in).checkUpdate();
      case UPDATE_KINESIS_STREAMING_DESTINATION ->
          KinesisStreamingDestinationDecoder.read(in).checkUpdate();
      case DESCRIBE_ENDPOINTS -> TableNameDecoder.decodeNothing(in, DescribeEndpointsRequest::new);
      case DESCRIBE_LIMITS -> TableNameDecoder.decodeNothing(in, DescribeLimitsRequest::new);
      case DESCRIBE_STREAM -> StreamDecoder.describe(in);
      case DESCRIBE_TABLE -> TableNameDecoder.decode(in, DescribeTableRequest::new);
      case DESCRIBE_TIME_TO_LIVE -> TableNameDecoder.decode(in, DescribeTimeToLiveRequest::new);
      case EXECUTE_STATEMENT -> StatementDecoder.execute(in);
      case EXECUTE_TRANSACTION -> StatementDecoder.transaction(in);
      case GET_ITEM -> GetItemDecoder.decode(in);
      case GET_RECORDS -> StreamDecoder.records(in);
      case GET_RESOURCE_POLICY -> ResourcePolicyDecoder.read(in).checkGet();
      case GET_SHARD_ITERATOR -> StreamDecoder.iterator(in);
      case LIST_STREAMS -> StreamDecoder.list(in);
      case LIST_TABLES -> ListTablesDecoder.decode(in);
      case LIST_TAGS_OF_RESOURCE -> TagResourceDecoder.read(in).checkList();
      case PUT_ITEM -> PutItemDecoder.decode(in);
      case PUT_RESOURCE_POLICY -> ResourcePolicyDecoder.read(in).checkPut();
      case QUERY -> QueryDecoder.decode(in);
      case SCAN -> ScanDecoder.decode(in);
      case TAG_RESOURCE -> TagResourceDecoder.read(in).checkTag();
      case TRANSACT_GET_ITEMS -> TransactGetItemsDecoder.decode(in);
      case TRANSACT_WRITE_ITEMS -> TransactWriteItemsDecoder.decode(in);
      case UNTAG_RESOURCE -> TagResourceDecoder.read(in).checkUntag();
      case UPDATE_ITEM -> UpdateItemDecoder.decode(in);
      case UPDATE_TABLE -> UpdateTableDecoder.decode(in);
      case UPDATE_TIME_TO_LIVE -> TimeToLiveDecoder.decode(in);
      case CANCEL_BULK_OPERATION,
          CREATE_BACKUP,
          CREATE_GLOBAL_TABLE,
          DELETE_BACKUP,
          DESCRIBE_BACKUP,
          DESCRIBE_BULK_OPERATION,
          DESCRIBE_EXPORT,
          DESCRIBE_GLOBAL_TABLE,
          DESCRIBE_GLOBAL_TABLE_SETTINGS,
          DESCRIBE_IMPORT,
          DESCRIBE_TABLE_REPLICA_AUTO_SCALING,
          EXPORT_TABLE_TO_POINT_IN_TIME,
          IMPORT_TABLE,
          LIST_BACKUPS,
          LIST_BULK_OPERATIONS,
          LIST_EXPORTS,
          LIST_GLOBAL_TABLES,
          LIST_IMPORTS,
          RESTORE_TABLE_FROM_BACKUP,
          RESTORE_TABLE_TO_POINT_IN_TIME,
          SEARCH_VECTORS,
          START_BULK_PUT_ITEMS,
          UPDATE_GLOBAL_TABLE,
          UPDATE_GLOBAL_TABLE_SETTINGS,
          UPDATE_TABLE_REPLICA_AUTO_SCALING ->
          throw new IllegalArgumentException(operation.wireName());
    };
  }
}
