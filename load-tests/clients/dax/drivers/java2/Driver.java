import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.utils.builder.Buildable;
import software.amazon.dax.ClusterDaxClient;
import software.amazon.dax.Configuration;

/** Drives the DAX client for the AWS SDK for Java 2. */
final class Driver implements Lines.Client {
  private static final String MODEL = "software.amazon.awssdk.services.dynamodb.model.";

  private final DynamoDbClient client;

  private Driver() throws IOException {
    AwsBasicCredentials credentials =
        AwsBasicCredentials.create(
            System.getenv("AWS_ACCESS_KEY_ID"), System.getenv("AWS_SECRET_ACCESS_KEY"));
    client =
        ClusterDaxClient.builder()
            .overrideConfiguration(
                Configuration.builder()
                    .url(System.getenv("DAX_ENDPOINT"))
                    .region(Region.of(System.getenv("AWS_REGION")))
                    .credentialsProvider(StaticCredentialsProvider.create(credentials))
                    .build())
            .build();
  }

  public static void main(String[] arguments) throws IOException {
    Lines.serve("java2", ClusterDaxClient.class, Driver::new);
  }

  @Override
  public JsonNode call(String operation, JsonNode input)
      throws ReflectiveOperationException, IOException {
    Class<?> type = Class.forName(MODEL + operation + "Request");
    SdkPojo builder = (SdkPojo) type.getMethod("builder").invoke(null);
    return write(
        DynamoDbClient.class
            .getMethod(Lines.method(operation), type)
            .invoke(client, build(builder, input)));
  }

  @Override
  public ObjectNode error(Throwable failure) {
    if (!(failure instanceof AwsServiceException service) || service.awsErrorDetails() == null) {
      return Lines.error(failure);
    }
    ObjectNode error =
        Lines.error(
            service.awsErrorDetails().errorCode(),
            service.awsErrorDetails().errorMessage(),
            failure);
    error.put("status", service.statusCode());
    if (service.requestId() != null) {
      error.put("requestId", service.requestId());
    }
    if (service instanceof ConditionalCheckFailedException failed && failed.hasItem()) {
      error.set("item", write(failed.item()));
    }
    if (service instanceof TransactionCanceledException cancelled
        && cancelled.hasCancellationReasons()) {
      error.set("reasons", write(cancelled.cancellationReasons()));
    }
    return error;
  }

  @Override
  public void close() {
    client.close();
  }

  // ---- the SDK's objects and JSON, by what they tell of their members ----

  private static Object build(SdkPojo builder, JsonNode json) throws IOException {
    Set<String> unknown = new TreeSet<>();
    json.fieldNames().forEachRemaining(unknown::add);
    for (SdkField<?> field : builder.sdkFields()) {
      if (unknown.remove(field.locationName())) {
        field.set(builder, read(field, json.get(field.locationName())));
      }
    }
    if (!unknown.isEmpty()) {
      throw new UnsupportedOperationException("no member " + unknown);
    }
    return ((Buildable) builder).build();
  }

  private static Object read(SdkField<?> field, JsonNode json) throws IOException {
    MarshallingType<?> type = field.marshallingType();
    if (type == MarshallingType.STRING) {
      return json.asText();
    } else if (type == MarshallingType.INTEGER) {
      return json.intValue();
    } else if (type == MarshallingType.BOOLEAN) {
      return json.booleanValue();
    } else if (type == MarshallingType.SDK_BYTES) {
      return SdkBytes.fromByteArray(json.binaryValue());
    } else if (type == MarshallingType.SDK_POJO) {
      return build(field.constructor().get(), json);
    } else if (type == MarshallingType.LIST) {
      SdkField<?> element = field.getTrait(ListTrait.class).memberFieldInfo();
      List<Object> list = new ArrayList<>();
      for (JsonNode each : json) {
        list.add(read(element, each));
      }
      return list;
    } else if (type == MarshallingType.MAP) {
      SdkField<?> element = field.getTrait(MapTrait.class).valueFieldInfo();
      Map<String, Object> map = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> each : json.properties()) {
        map.put(each.getKey(), read(element, each.getValue()));
      }
      return map;
    }
    throw new UnsupportedOperationException("a member of type " + type);
  }

  /** What the client did not give is left out. */
  private static JsonNode write(Object value) {
    return switch (value) {
      case SdkPojo pojo -> {
        ObjectNode json = Lines.JSON.createObjectNode();
        for (SdkField<?> field : pojo.sdkFields()) {
          Object member = field.getValueOrDefault(pojo);
          if (member != null
              && !(member instanceof SdkAutoConstructList)
              && !(member instanceof SdkAutoConstructMap)) {
            json.set(field.locationName(), write(member));
          }
        }
        yield json;
      }
      case List<?> list -> {
        ArrayNode json = Lines.JSON.createArrayNode();
        list.forEach(each -> json.add(write(each)));
        yield json;
      }
      case Map<?, ?> map -> {
        ObjectNode json = Lines.JSON.createObjectNode();
        map.forEach((name, each) -> json.set((String) name, write(each)));
        yield json;
      }
      case SdkBytes bytes -> Lines.JSON.getNodeFactory().binaryNode(bytes.asByteArray());
      default -> Lines.JSON.valueToTree(value);
    };
  }
}
