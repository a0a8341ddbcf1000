import com.amazon.dax.client.dynamodbv2.AmazonDaxClientBuilder;
import com.amazonaws.AmazonServiceException;
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDB;
import com.amazonaws.services.dynamodbv2.model.ConditionalCheckFailedException;
import com.amazonaws.services.dynamodbv2.model.TransactionCanceledException;
import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategy;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Drives the DAX client for the AWS SDK for Java 1. */
final class Driver implements Lines.Client {
  private static final String MODEL = "com.amazonaws.services.dynamodbv2.model.";

  /** The SDK's objects are beans whose properties have the names of the service's members. */
  private static final ObjectMapper BEANS =
      JsonMapper.builder()
          .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.NONE)
          .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .propertyNamingStrategy(new Names())
          .build()
          .addMixIn(com.amazonaws.AmazonWebServiceResult.class, OnlyMembers.class);

  private final AmazonDynamoDB client =
      AmazonDaxClientBuilder.standard()
          .withEndpointConfiguration(System.getenv("DAX_ENDPOINT"))
          .withRegion(System.getenv("AWS_REGION"))
          .withCredentials(
              new AWSStaticCredentialsProvider(
                  new BasicAWSCredentials(
                      System.getenv("AWS_ACCESS_KEY_ID"), System.getenv("AWS_SECRET_ACCESS_KEY"))))
          .build();

  public static void main(String[] arguments) throws IOException {
    Lines.serve("java1", AmazonDaxClientBuilder.class, Driver::new);
  }

  @Override
  public JsonNode call(String operation, JsonNode input)
      throws ReflectiveOperationException, IOException {
    Class<?> type = Class.forName(MODEL + operation + "Request");
    Object request;
    try {
      request = BEANS.treeToValue(input, type);
    } catch (UnrecognizedPropertyException unknown) {
      throw new UnsupportedOperationException("no member " + unknown.getPropertyName(), unknown);
    }
    return BEANS.valueToTree(
        AmazonDynamoDB.class.getMethod(Lines.method(operation), type).invoke(client, request));
  }

  @Override
  public ObjectNode error(Throwable failure) {
    if (!(failure instanceof AmazonServiceException service)) {
      return Lines.error(failure);
    }
    ObjectNode error = Lines.error(service.getErrorCode(), service.getErrorMessage(), failure);
    if (service.getStatusCode() > 0) {
      error.put("status", service.getStatusCode());
    }
    if (service.getRequestId() != null) {
      error.put("requestId", service.getRequestId());
    }
    if (service instanceof ConditionalCheckFailedException failed && failed.getItem() != null) {
      error.set("item", BEANS.valueToTree(failed.getItem()));
    }
    if (service instanceof TransactionCanceledException cancelled
        && cancelled.getCancellationReasons() != null) {
      error.set("reasons", BEANS.valueToTree(cancelled.getCancellationReasons()));
    }
    return error;
  }

  @Override
  public void close() {
    client.shutdown();
  }

  /** The name of a property is what follows "get" or "set", its first letter as it is. */
  private static final class Names extends PropertyNamingStrategy {
    private static final long serialVersionUID = 1;

    @Override
    public String nameForGetterMethod(MapperConfig<?> config, AnnotatedMethod method, String name) {
      return method.getName().substring(3);
    }

    @Override
    public String nameForSetterMethod(MapperConfig<?> config, AnnotatedMethod method, String name) {
      return method.getName().substring(3);
    }
  }

  @JsonIgnoreProperties({"SdkHttpMetadata", "SdkResponseMetadata"})
  private interface OnlyMembers {}
}
