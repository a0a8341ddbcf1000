import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDB;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBClientBuilder;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBAttribute;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBHashKey;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBIndexHashKey;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBIndexRangeKey;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBMapper;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBQueryExpression;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBRangeKey;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBScanExpression;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBTable;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBVersionAttribute;
import com.amazonaws.services.dynamodbv2.datamodeling.TransactionLoadRequest;
import com.amazonaws.services.dynamodbv2.datamodeling.TransactionWriteRequest;
import com.amazonaws.services.dynamodbv2.document.DynamoDB;
import com.amazonaws.services.dynamodbv2.document.Item;
import com.amazonaws.services.dynamodbv2.document.RangeKeyCondition;
import com.amazonaws.services.dynamodbv2.document.Table;
import com.amazonaws.services.dynamodbv2.document.spec.QuerySpec;
import com.amazonaws.services.dynamodbv2.document.spec.UpdateItemSpec;
import com.amazonaws.services.dynamodbv2.document.utils.NameMap;
import com.amazonaws.services.dynamodbv2.document.utils.ValueMap;
import com.amazonaws.services.dynamodbv2.model.AttributeValue;
import com.amazonaws.services.dynamodbv2.model.ComparisonOperator;
import com.amazonaws.services.dynamodbv2.model.Condition;
import com.amazonaws.services.dynamodbv2.model.ConditionalCheckFailedException;
import com.amazonaws.services.dynamodbv2.model.Projection;
import com.amazonaws.services.dynamodbv2.model.ProjectionType;
import com.amazonaws.services.dynamodbv2.model.ProvisionedThroughput;
import com.amazonaws.services.dynamodbv2.model.ReturnValue;
import com.amazonaws.services.dynamodbv2.util.TableUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * DynamoDBMapper and the document API of the AWS SDK for Java 1, unmodified, against a running
 * server: they send KeyConditions beside filters and projections, and conditions in both styles.
 */
public final class MapperClient {

  private static final String TABLE = "larder-mapper";
  private static final String INDEX = "by-style";

  private final AmazonDynamoDB client;
  private final DynamoDBMapper mapper;
  private final Table table;
  private int passed;
  private int failed;

  private MapperClient(String endpoint) {
    client =
        AmazonDynamoDBClientBuilder.standard()
            .withEndpointConfiguration(new EndpointConfiguration(endpoint, "us-east-1"))
            .withCredentials(
                new AWSStaticCredentialsProvider(
                    new BasicAWSCredentials(
                        System.getenv().getOrDefault("AWS_ACCESS_KEY_ID", "dummy"),
                        System.getenv().getOrDefault("AWS_SECRET_ACCESS_KEY", "dummy"))))
            .build();
    mapper = new DynamoDBMapper(client);
    table = new DynamoDB(client).getTable(TABLE);
  }

  public static void main(String[] arguments) {
    System.setProperty("aws.java.v1.disableDeprecationAnnouncement", "true");
    var run = new MapperClient(arguments.length > 1 ? arguments[1] : "http://127.0.0.1:8000");
    Stream.<Runnable>of(
            run::create,
            run::mapOne,
            run::mapQueries,
            run::mapMany,
            run::documents,
            run::documentQueries,
            run::remove)
        .forEach(run::guarded);
    System.out.println(run.passed + " passed, " + run.failed + " failed");
    System.exit(run.failed > 0 ? 1 : 0);
  }

  private void create() {
    TableUtils.deleteTableIfExists(client, mapper.generateDeleteTableRequest(Song.class));
    var request =
        mapper
            .generateCreateTableRequest(Song.class)
            .withProvisionedThroughput(new ProvisionedThroughput(5L, 5L));
    for (var index : request.getGlobalSecondaryIndexes()) {
      index.setProjection(new Projection().withProjectionType(ProjectionType.ALL));
      index.setProvisionedThroughput(new ProvisionedThroughput(5L, 5L));
    }
    equal("create", TableUtils.createTableIfNotExists(client, request), true);
    equal("create: the index", table.describe().getGlobalSecondaryIndexes().size(), 1);
  }

  private void mapOne() {
    var song = Song.of("Nina", "Sinnerman", "jazz", 10);
    song.setTags(Set.of("live", "long"));
    mapper.save(song);
    var read = mapper.load(Song.class, "Nina", "Sinnerman");
    equal("mapper: load", List.of(read.getPlays(), read.getTags()), List.of(10, song.getTags()));
    equal("mapper: the version", read.getVersion(), 1L);
    equal("mapper: a missing one", mapper.load(Song.class, "Nina", "?"), null);
    read.setPlays(11);
    mapper.save(read);
    equal("mapper: the next version", read.getVersion(), 2L);
    check("mapper: an old version is refused", isRefused(() -> mapper.save(song)));
    check("mapper: nor deletes it", isRefused(() -> mapper.delete(song)));
    mapper.delete(read);
    equal("mapper: deleted", mapper.load(Song.class, "Nina", "Sinnerman"), null);
  }

  private void mapQueries() {
    for (int number = 0; number < 9; number++) {
      mapper.save(Song.of("Etta", "t" + number, List.of("soul", "jazz").get(number % 2), number));
    }
    equal(
        "mapper query: the whole collection",
        titles(mapper.query(Song.class, etta())),
        titles(0, 1, 2, 3, 4, 5, 6, 7, 8));
    equal(
        "mapper query: range",
        titles(
            mapper.query(Song.class, etta().withRangeKeyCondition("title", between("t2", "t4")))),
        titles(2, 3, 4));
    equal("mapper query: filter", titles(mapper.query(Song.class, filtered(etta()))), titles(5, 7));
    equal(
        "mapper query: range and filter",
        titles(
            mapper.query(
                Song.class, filtered(etta()).withRangeKeyCondition("title", between("t2", "t6")))),
        titles(5));
    var projected =
        mapper
            .query(
                Song.class,
                filtered(etta()).withProjectionExpression("title, #s").withScanIndexForward(false))
            .get(0);
    equal(
        "mapper query: filter and projection",
        List.of(projected.getTitle(), projected.getStyle(), projected.getPlays()),
        List.of("t7", "jazz", 0));
    equal("mapper query: count", mapper.count(Song.class, filtered(etta())), 2);
    var page = mapper.queryPage(Song.class, filtered(etta()).withLimit(6));
    equal("mapper query: a page", titles(page.getResults()), titles(5));
    equal(
        "mapper query: the page after it",
        titles(
            mapper
                .queryPage(
                    Song.class, filtered(etta()).withExclusiveStartKey(page.getLastEvaluatedKey()))
                .getResults()),
        titles(7));
    var jazz = new Song();
    jazz.setStyle("jazz");
    var byStyle =
        new DynamoDBQueryExpression<Song>()
            .withHashKeyValues(jazz)
            .withIndexName(INDEX)
            .withConsistentRead(false)
            .withRangeKeyCondition(
                "plays",
                new Condition()
                    .withComparisonOperator(ComparisonOperator.GT)
                    .withAttributeValueList(new AttributeValue().withN("1")))
            .withFilterExpression("title <> :t")
            .withExpressionAttributeValues(Map.of(":t", new AttributeValue("t5")));
    equal(
        "mapper query: index and filter", titles(mapper.query(Song.class, byStyle)), titles(3, 7));
  }

  private static DynamoDBQueryExpression<Song> etta() {
    var etta = new Song();
    etta.setArtist("Etta");
    return new DynamoDBQueryExpression<Song>().withHashKeyValues(etta);
  }

  private static DynamoDBQueryExpression<Song> filtered(DynamoDBQueryExpression<Song> query) {
    return query
        .withFilterExpression("#s = :s AND plays > :p")
        .withExpressionAttributeNames(Map.of("#s", "style"))
        .withExpressionAttributeValues(
            Map.of(":s", new AttributeValue("jazz"), ":p", new AttributeValue().withN("3")));
  }

  private static Condition between(String from, String to) {
    return new Condition()
        .withComparisonOperator(ComparisonOperator.BETWEEN)
        .withAttributeValueList(new AttributeValue(from), new AttributeValue(to));
  }

  private void mapMany() {
    var songs =
        IntStream.range(0, 60).mapToObj(number -> Song.of("Batch", "b" + number, "none", number));
    equal("mapper batch: save", mapper.batchSave(songs.toList()).size(), 0);
    var wanted =
        IntStream.range(0, 60).mapToObj(number -> Song.of("Batch", "b" + number, null, 0)).toList();
    equal("mapper batch: load", mapper.batchLoad(wanted).get(TABLE).size(), 60);
    equal(
        "mapper scan: both styles of filters",
        List.of(
            mapper
                .scan(
                    Song.class,
                    new DynamoDBScanExpression()
                        .withFilterConditionEntry(
                            "plays",
                            new Condition()
                                .withComparisonOperator(ComparisonOperator.GE)
                                .withAttributeValueList(new AttributeValue().withN("58"))))
                .size(),
            mapper
                .parallelScan(
                    Song.class,
                    new DynamoDBScanExpression()
                        .withFilterExpression("plays >= :p")
                        .withExpressionAttributeValues(
                            Map.of(":p", new AttributeValue().withN("58"))),
                    3)
                .size()),
        List.of(2, 2));
    var one = Song.of("Tx", "one", "none", 1);
    mapper.transactionWrite(new TransactionWriteRequest().addPut(one));
    equal(
        "mapper transaction",
        ((Song) mapper.transactionLoad(new TransactionLoadRequest().addLoad(one)).get(0))
            .getPlays(),
        1);
    equal("mapper batch: delete", mapper.batchDelete(wanted).size(), 0);
  }

  private void documents() {
    table.putItem(
        new Item()
            .withPrimaryKey("artist", "Ella", "title", "Misty")
            .withNumber("plays", 3)
            .withMap("labels", Map.of("de", List.of("Verve"))));
    var read = table.getItem("artist", "Ella", "title", "Misty");
    equal("document: get", read.getInt("plays"), 3);
    equal("document: a map of lists", read.getMap("labels"), Map.of("de", List.of("Verve")));
    var updated =
        table.updateItem(
            new UpdateItemSpec()
                .withPrimaryKey("artist", "Ella", "title", "Misty")
                .withUpdateExpression("SET plays = plays + :one, #s = :s")
                .withConditionExpression("plays = :three")
                .withNameMap(new NameMap().with("#s", "style"))
                .withValueMap(
                    new ValueMap()
                        .withNumber(":one", 1)
                        .withNumber(":three", 3)
                        .withString(":s", "jazz"))
                .withReturnValues(ReturnValue.ALL_NEW));
    equal("document: update", updated.getItem().getInt("plays"), 4);
    check(
        "document: refused by its condition",
        isRefused(
            () ->
                table.deleteItem(
                    "artist",
                    "Ella",
                    "title",
                    "Misty",
                    "plays = :p",
                    null,
                    Map.<String, Object>of(":p", 3))));
    table.deleteItem("artist", "Ella", "title", "Misty");
    equal("document: deleted", table.getItem("artist", "Ella", "title", "Misty"), null);
  }

  private void documentQueries() {
    equal(
        "document query: range and filter",
        documents(
            new QuerySpec()
                .withHashKey("artist", "Etta")
                .withRangeKeyCondition(new RangeKeyCondition("title").lt("t6"))
                .withFilterExpression("plays > :p")
                .withValueMap(new ValueMap().withNumber(":p", 3))),
        titles(4, 5));
    equal(
        "document query: projection, from the end",
        documents(
            new QuerySpec()
                .withHashKey("artist", "Etta")
                .withProjectionExpression("title")
                .withScanIndexForward(false)
                .withMaxPageSize(2)
                .withMaxResultSize(3)),
        titles(8, 7, 6));
    equal(
        "document query: key condition expression",
        documents(
            new QuerySpec()
                .withKeyConditionExpression("artist = :a AND title < :t")
                .withFilterExpression("plays > :p")
                .withValueMap(
                    new ValueMap()
                        .withString(":a", "Etta")
                        .withString(":t", "t3")
                        .withNumber(":p", 0))),
        titles(1, 2));
  }

  private List<String> documents(QuerySpec query) {
    return StreamSupport.stream(table.query(query).spliterator(), false)
        .map(item -> item.getString("title"))
        .toList();
  }

  private void remove() {
    equal(
        "remove",
        TableUtils.deleteTableIfExists(client, mapper.generateDeleteTableRequest(Song.class)),
        true);
  }

  private static List<String> titles(List<Song> songs) {
    List<String> titles = new ArrayList<>();
    songs.forEach(song -> titles.add(song.getTitle()));
    return titles;
  }

  private static List<String> titles(int... numbers) {
    return IntStream.of(numbers).mapToObj(number -> "t" + number).toList();
  }

  private static boolean isRefused(Runnable write) {
    try {
      write.run();
      return false;
    } catch (ConditionalCheckFailedException expected) {
      return true;
    }
  }

  private void guarded(Runnable part) {
    try {
      part.run();
    } catch (RuntimeException e) {
      check(e.toString(), false);
    }
  }

  private void equal(String name, Object actual, Object expected) {
    boolean holds = Objects.equals(actual, expected);
    check(holds ? name : name + "\n     expected " + expected + "\n     but was  " + actual, holds);
  }

  private void check(String name, boolean holds) {
    System.out.println((holds ? "ok   " : "FAIL ") + name);
    if (holds) {
      passed++;
    } else {
      failed++;
    }
  }

  /** A song, its place in the index by style, and its version. */
  @DynamoDBTable(tableName = TABLE)
  public static final class Song {
    private String artist;
    private String title;
    private String style;
    private int plays;
    private Set<String> tags;
    private Long version;

    static Song of(String artist, String title, String style, int plays) {
      var song = new Song();
      song.artist = artist;
      song.title = title;
      song.style = style;
      song.plays = plays;
      return song;
    }

    @DynamoDBHashKey
    public String getArtist() {
      return artist;
    }

    public void setArtist(String value) {
      artist = value;
    }

    @DynamoDBRangeKey
    public String getTitle() {
      return title;
    }

    public void setTitle(String value) {
      title = value;
    }

    @DynamoDBIndexHashKey(globalSecondaryIndexName = INDEX)
    public String getStyle() {
      return style;
    }

    public void setStyle(String value) {
      style = value;
    }

    @DynamoDBIndexRangeKey(globalSecondaryIndexName = INDEX)
    public int getPlays() {
      return plays;
    }

    public void setPlays(int value) {
      plays = value;
    }

    @DynamoDBAttribute
    public Set<String> getTags() {
      return tags;
    }

    public void setTags(Set<String> value) {
      tags = value;
    }

    @DynamoDBVersionAttribute
    public Long getVersion() {
      return version;
    }

    public void setVersion(Long value) {
      version = value;
    }
  }
}
