package io.larder.load;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jmesPath;
import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.concurrent.atomic.AtomicLong;

/** The requests of the scenarios, on the item that an {@link ItemFeeder} chose. */
final class Requests {

  private static final String KEY =
      "\"Key\":{\"Shelf\":{\"S\":\"#{shelf}\"},\"Position\":{\"N\":\"#{position}\"}}";
  private static final int SCAN_PAGE = 200;

  private final Catalogue catalogue;
  private final AtomicLong revisions = new AtomicLong();

  Requests(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  HttpRequestActionBuilder getItem() {
    return call("GetItem", "GetItem", KEY).check(substring("\"Item\":{"));
  }

  HttpRequestActionBuilder putItem() {
    return call("PutItem", "PutItem")
        .body(
            StringBody(
                session ->
                    "{\"TableName\":\"%s\",\"Item\":%s}"
                        .formatted(
                            Catalogue.TABLE,
                            catalogue.item(session.getInt("item"), revisions.incrementAndGet()))));
  }

  /** Counts the revision up under a condition that always holds, as optimistic writers do. */
  HttpRequestActionBuilder updateItem() {
    return call(
        "UpdateItem",
        "UpdateItem",
        KEY
            + """
            ,"UpdateExpression":"SET Revision = Revision + :one","ConditionExpression":"Revision >= :none",\
            "ExpressionAttributeValues":{":one":{"N":"1"},":none":{"N":"0"}}\
            """);
  }

  HttpRequestActionBuilder queryShelf() {
    return call(
            "Query of a shelf",
            "Query",
            """
            "KeyConditionExpression":"Shelf = :s","ExpressionAttributeValues":{":s":{"S":"#{shelf}"}}\
            """)
        .check(substring("\"Items\":[{"));
  }

  HttpRequestActionBuilder queryTopic() {
    return call(
            "Query of a topic",
            "Query",
            """
            "IndexName":"%s","KeyConditionExpression":"Topic = :t",\
            "ExpressionAttributeValues":{":t":{"S":"#{topic}"}}\
            """
                .formatted(Catalogue.INDEX))
        .check(substring("\"Items\":[{"));
  }

  HttpRequestActionBuilder scanFirstPage() {
    return scan("");
  }

  ChainBuilder scanWholeTable() {
    return exec(scanFirstPage())
        .asLongAs(
            session -> session.contains("lastShelf") && !"".equals(session.getString("lastShelf")))
        .on(scanNextPage());
  }

  private static HttpRequestActionBuilder scanNextPage() {
    return scan(
        """
        ,"ExclusiveStartKey":{"Shelf":{"S":"#{lastShelf}"},"Position":{"N":"#{lastPosition}"}}\
        """);
  }

  /**
   * Leaves the last key in {@code lastShelf} and {@code lastPosition}, both empty after the last
   * page.
   */
  private static HttpRequestActionBuilder scan(String exclusiveStartKey) {
    return call("Scan", "Scan", "\"Limit\":" + SCAN_PAGE + exclusiveStartKey)
        .check(
            jmesPath("LastEvaluatedKey.Shelf.S").withDefault("").saveAs("lastShelf"),
            jmesPath("LastEvaluatedKey.Position.N").withDefault("").saveAs("lastPosition"));
  }

  private static HttpRequestActionBuilder call(String name, String operation, String members) {
    return call(name, operation)
        .body(StringBody("{\"TableName\":\"" + Catalogue.TABLE + "\"," + members + "}"));
  }

  private static HttpRequestActionBuilder call(String name, String operation) {
    return http(name).post("/").header(Wire.TARGET, Wire.target(operation)).check(status().is(200));
  }
}
