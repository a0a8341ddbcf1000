import java.util.Map;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * Reads an item with the credentials and the endpoints that the AWS SDK for Java 2 finds by itself,
 * and prints it, or the code of the error. Run by ../sts_client.py.
 *
 * <p>Usage: {@code Provided TABLE OWNER}
 */
public final class Provided {

  private Provided() {}

  public static void main(String[] arguments) {
    try (var client =
        DynamoDbClient.builder().httpClient(UrlConnectionHttpClient.create()).build()) {
      System.out.println(
          client
              .getItem(
                  get ->
                      get.tableName(arguments[0])
                          .key(Map.of("Owner", AttributeValue.fromS(arguments[1]))))
              .item());
    } catch (DynamoDbException refused) {
      System.out.println(refused.awsErrorDetails().errorCode());
      System.exit(1);
    }
  }
}
