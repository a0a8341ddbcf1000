package io.larder.security.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import io.larder.protocol.json.RequestDecoder;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Request;
import io.larder.security.auth.Network;
import io.larder.security.auth.Principal;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events for tests. */
public final class Events {
  public static final long NOON = 1796040000000L;
  public static final Site SITE = new Site("000000000000", "eu-west-1");
  public static final Principal USER =
      new Principal.User(
          "000000000000",
          "arn:aws:iam::000000000000:user/ann",
          "AIDA0000000000000001",
          "ann",
          "AKIA0000000000000001",
          null);
  public static final AuditEvent.Origin ORIGIN =
      new AuditEvent.Origin(
          InetAddress.ofLiteral("10.1.2.3"), "aws-sdk-java/2.56.0", Network.MAIN, null);

  private Events() {}

  /** The key of each table whose name does not begin with Un. */
  public static @Nullable KeySchema key(String table) {
    return table.startsWith("Un")
        ? null
        : new KeySchema(
            List.of(new KeyAttribute("pk", AttributeValue.Type.S)),
            List.of(new KeyAttribute("sk", AttributeValue.Type.N)));
  }

  /** What is asked for by that JSON. */
  public static Request<?> request(Operation operation, String json) {
    byte[] bytes = json.getBytes(UTF_8);
    return RequestDecoder.decode(operation, bytes, 0, bytes.length, ValidationReport.ALL);
  }

  /** A call of {@link #USER} that succeeded or ended in {@code error}. */
  public static AuditEvent of(
      String operation, @Nullable Request<?> request, @Nullable ServiceError error) {
    return new AuditEvent(
        NOON, "ID", USER, ORIGIN, AuditAction.Tables.of(operation, request, null), error, 1000);
  }

  /** A call that read an item of that number. */
  public static AuditEvent read(int number) {
    return of(
        "GetItem",
        request(
            Operation.GET_ITEM,
            "{\"TableName\":\"Orders\",\"Key\":{\"pk\":{\"S\":\"p%d\"},\"sk\":{\"N\":\"1\"}}}"
                .formatted(number)),
        null);
  }

  /** A call that listed the tables, for whose record its caller waits. */
  public static AuditEvent awaited() {
    return of("ListTables", request(Operation.LIST_TABLES, "{}"), null);
  }
}
