package io.larder.proxy.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.item.Item;
import io.larder.protocol.operation.CreationTimePrecision;
import io.larder.protocol.wire.JsonWriter;
import io.larder.store.delivery.DeliveredChange;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Changes as records of a Kinesis data stream, as DynamoDB writes them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds_using-shards-and-metrics.html">
 *     Using shards and metrics with DynamoDB Streams and Kinesis Data Streams</a>
 */
final class RecordData {
  private static final int MILLIS = 1000;
  private static final int PARTITION_KEY_BYTES = 16;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private RecordData() {}

  static byte[] of(DeliveredChange change) {
    var json = new JsonWriter();
    json.beginObject()
        .name("awsRegion")
        .value(change.awsRegion())
        .name("eventID")
        .value(uuid(change.eventId()))
        .name("eventName")
        .value(change.eventName().name())
        .name("userIdentity");
    if (change.isExpiry()) {
      json.beginObject()
          .name("type")
          .value("Service")
          .name("principalId")
          .value("dynamodb.amazonaws.com")
          .endObject();
    } else {
      json.nullValue();
    }
    json.name("recordFormat")
        .value("application/json")
        .name("tableName")
        .value(change.tableName())
        .name("dynamodb")
        .beginObject();
    boolean inMicros = change.precision() == CreationTimePrecision.MICROSECOND;
    json.name("ApproximateCreationDateTime")
        .value(inMicros ? change.micros() : change.micros() / MILLIS);
    if (inMicros) {
      // Not there otherwise: records were in milliseconds before there was a choice.
      json.name("ApproximateCreationDateTimePrecision").value(change.precision().name());
    }
    image(json, "Keys", change.keys());
    image(json, "NewImage", change.newImage());
    image(json, "OldImage", change.oldImage());
    json.name("SizeBytes").value(change.sizeBytes()).endObject();
    return json.name("eventSource").value("aws:dynamodb").endObject().toByteArray();
  }

  private static void image(JsonWriter json, String name, @Nullable Item image) {
    if (image != null) {
      json.name(name).value(image);
    }
  }

  private static String uuid(String digits) {
    return String.join(
        "-",
        digits.substring(0, 8),
        digits.substring(8, 12),
        digits.substring(12, 16),
        digits.substring(16, 20),
        digits.substring(20));
  }

  /** The same for all changes of an item, so that one shard has them; says nothing of it. */
  static String partitionKey(DeliveredChange change) {
    try {
      byte[] name = change.tableName().getBytes(UTF_8);
      byte[] keys = new byte[change.keys().jsonLength()];
      change.keys().copyJsonTo(keys, 0);
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(name);
      return HEX.formatHex(digest.digest(keys), 0, PARTITION_KEY_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
