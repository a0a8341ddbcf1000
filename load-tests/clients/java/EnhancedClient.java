import java.lang.invoke.MethodHandles;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.pagination.sync.SdkIterable;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.extensions.annotations.DynamoDbAtomicCounter;
import software.amazon.awssdk.enhanced.dynamodb.extensions.annotations.DynamoDbVersionAttribute;
import software.amazon.awssdk.enhanced.dynamodb.mapper.BeanTableSchemaParams;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondaryPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondarySortKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSortKey;
import software.amazon.awssdk.enhanced.dynamodb.model.BatchGetItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.BatchWriteItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.DeleteItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.Page;
import software.amazon.awssdk.enhanced.dynamodb.model.PutItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryConditional;
import software.amazon.awssdk.enhanced.dynamodb.model.ReadBatch;
import software.amazon.awssdk.enhanced.dynamodb.model.WriteBatch;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * The DynamoDB Enhanced Client of the AWS SDK for Java, unmodified, against a running server: a
 * bean with keys and an index, versions and counters kept by extensions, conditions, queries,
 * scans, batches, transactions; statements of PartiQL, which it leaves to the SDK.
 */
public final class EnhancedClient {

  private static final String TABLE = "larder-enhanced";

  private final DynamoDbClient client;
  private final DynamoDbEnhancedClient enhanced;
  private final DynamoDbTable<Song> songs;
  private int passed;
  private int failed;

  private EnhancedClient(URI endpoint) {
    client =
        DynamoDbClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        System.getenv().getOrDefault("AWS_ACCESS_KEY_ID", "dummy"),
                        System.getenv().getOrDefault("AWS_SECRET_ACCESS_KEY", "dummy"))))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    enhanced = DynamoDbEnhancedClient.builder().dynamoDbClient(client).build();
    songs =
        enhanced.table(
            TABLE,
            TableSchema.fromBean(
                // This class is not in the class loader of the client when it is run from its
                // source.
                BeanTableSchemaParams.builder(Song.class).lookup(MethodHandles.lookup()).build()));
  }

  public static void main(String[] arguments) {
    var run =
        new EnhancedClient(
            URI.create(arguments.length > 1 ? arguments[1] : "http://127.0.0.1:8000"));
    Stream.<Runnable>of(
            run::create, run::single, run::many, run::statements, run::transactions, run::remove)
        .forEach(run::guarded);
    System.out.println(run.passed + " passed, " + run.failed + " failed");
    System.exit(run.failed > 0 ? 1 : 0);
  }

  private void create() {
    try {
      songs.deleteTable();
      client.waiter().waitUntilTableNotExists(table -> table.tableName(TABLE));
    } catch (ResourceNotFoundException absent) {
      // Nothing is left of an earlier run.
    }
    songs.createTable();
    client.waiter().waitUntilTableExists(table -> table.tableName(TABLE));
    equal(
        "create: the table is described",
        songs.describeTable().table().globalSecondaryIndexes().get(0).indexName(),
        "by-style");
  }

  private void single() {
    var song = Song.of("Nina", "Sinnerman", "jazz", 10);
    song.setTags(Set.of("live", "long"));
    song.setReleased(Instant.parse("1965-01-01T00:00:00Z"));
    song.setLabels(Map.of("de", List.of("Philips")));
    songs.putItem(song);
    var read = songs.getItem(Key.builder().partitionValue("Nina").sortValue("Sinnerman").build());
    equal("get: set", read.getTags(), song.getTags());
    equal("get: instant", read.getReleased(), song.getReleased());
    equal("get: map of lists", read.getLabels(), song.getLabels());
    equal(
        "put: the extension sets version and counter",
        List.of(read.getVersion(), read.getWrites()),
        List.of(1L, 0L));
    equal(
        "get: a missing one",
        songs.getItem(Key.builder().partitionValue("Nina").sortValue("?").build()),
        null);

    read.setPlays(12);
    var updated = songs.updateItem(read);
    equal(
        "update: answers the new item",
        List.of(updated.getPlays(), updated.getVersion(), updated.getWrites()),
        List.of(12, 2L, 1L));
    refused(
        "update: an old version is refused",
        ConditionalCheckFailedException.class,
        () -> songs.updateItem(read));
    refused(
        "put: refuses an existing one",
        ConditionalCheckFailedException.class,
        () ->
            songs.putItem(
                PutItemEnhancedRequest.builder(Song.class)
                    .item(Song.of("Nina", "Sinnerman", "jazz", 0))
                    .conditionExpression(
                        Expression.builder().expression("attribute_not_exists(artist)").build())
                    .build()));
  }

  private void many() {
    var takes =
        IntStream.range(0, 25)
            .mapToObj(
                n -> Song.of("Miles", "Take %02d".formatted(n), n % 2 == 0 ? "modal" : "cool", n))
            .toList();
    // Conditions, which the extension for versions adds, have no place in a batch.
    var plain =
        DynamoDbEnhancedClient.builder().dynamoDbClient(client).extensions(List.of()).build();
    var bare = plain.table(TABLE, songs.tableSchema());
    var puts = WriteBatch.builder(Song.class).mappedTableResource(bare);
    takes.forEach(puts::addPutItem);
    var written =
        plain.batchWriteItem(
            BatchWriteItemEnhancedRequest.builder().writeBatches(puts.build()).build());
    equal("batch write: nothing unprocessed", written.unprocessedPutItemsForTable(bare), List.of());
    var gets = ReadBatch.builder(Song.class).mappedTableResource(songs);
    takes.stream().limit(7).forEach(gets::addGetItem);
    var batch =
        enhanced.batchGetItem(
            BatchGetItemEnhancedRequest.builder().readBatches(gets.build()).build());
    equal("batch get", batch.resultsForTable(songs).stream().count(), 7L);

    equal(
        "query: range, backwards",
        titles(
            songs.query(
                query ->
                    query
                        .queryConditional(
                            QueryConditional.sortBetween(
                                key -> key.partitionValue("Miles").sortValue("Take 03"),
                                key -> key.partitionValue("Miles").sortValue("Take 05")))
                        .scanIndexForward(false))),
        List.of("Take 05", "Take 04", "Take 03"));
    equal(
        "query: by pages, with a filter",
        titles(
            songs.query(
                query ->
                    query
                        .queryConditional(
                            QueryConditional.keyEqualTo(key -> key.partitionValue("Miles")))
                        .filterExpression(
                            Expression.builder()
                                .expression("plays > :p")
                                .putExpressionValue(":p", AttributeValue.fromN("22"))
                                .build())
                        .limit(4))),
        List.of("Take 23", "Take 24"));
    equal(
        "query: index",
        titles(
            songs
                .index("by-style")
                .query(
                    query ->
                        query.queryConditional(
                            QueryConditional.sortGreaterThan(
                                key -> key.partitionValue("cool").sortValue(20))))),
        List.of("Take 21", "Take 23"));
    equal("scan: by pages", songs.scan(scan -> scan.limit(4)).items().stream().count(), 26L);
    equal(
        "scan: chosen attributes",
        songs.scan(scan -> scan.attributesToProject("title")).items().stream()
            .filter(song -> song.getArtist() != null)
            .count(),
        0L);
  }

  /** This client has no PartiQL of its own: statements go to the SDK's, its schemas read items. */
  private void statements() {
    client.executeStatement(
        update ->
            update
                .statement(
                    "UPDATE \"%s\" SET plays = plays + 1 WHERE artist = ? AND title = ?"
                        .formatted(TABLE))
                .parameters(AttributeValue.fromS("Nina"), AttributeValue.fromS("Sinnerman")));
    equal(
        "statement: what it changes is read as a bean",
        songs
            .getItem(Key.builder().partitionValue("Nina").sortValue("Sinnerman").build())
            .getPlays(),
        13);
    var read =
        client.executeStatement(
            select ->
                select
                    .statement(
                        "SELECT * FROM \"%s\".\"by-style\" WHERE style = ? AND plays > 20"
                            .formatted(TABLE))
                    .parameters(AttributeValue.fromS("cool")));
    equal(
        "statement: what it returns are beans",
        read.items().stream()
            .map(songs.tableSchema()::mapToItem)
            .map(song -> song.getArtist() + " " + song.getTitle() + " " + song.getPlays())
            .toList(),
        List.of("Miles Take 21 21", "Miles Take 23 23"));
  }

  private void transactions() {
    enhanced.transactWriteItems(
        write ->
            write
                .addPutItem(songs, Song.of("Bill", "Waltz", "jazz", 1))
                .addDeleteItem(
                    songs, Key.builder().partitionValue("Miles").sortValue("Take 01").build()));
    var read =
        enhanced.transactGetItems(
            get ->
                get.addGetItem(
                        songs, Key.builder().partitionValue("Bill").sortValue("Waltz").build())
                    .addGetItem(
                        songs, Key.builder().partitionValue("Miles").sortValue("Take 01").build()));
    equal("transaction: reads what it wrote", read.get(0).getItem(songs).getTitle(), "Waltz");
    equal("transaction: deleted", read.get(1).getItem(songs), null);
    refused(
        "transaction: cancelled as a whole",
        TransactionCanceledException.class,
        () ->
            enhanced.transactWriteItems(
                write ->
                    write
                        .addDeleteItem(
                            songs, Key.builder().partitionValue("Bill").sortValue("Waltz").build())
                        .addPutItem(songs, Song.of("Nina", "Sinnerman", "jazz", 0))));
    check(
        "transaction: cancelled changes nothing",
        songs.getItem(Key.builder().partitionValue("Bill").sortValue("Waltz").build()) != null);
  }

  private void remove() {
    var key = Key.builder().partitionValue("Bill").sortValue("Waltz").build();
    refused(
        "delete: condition fails",
        ConditionalCheckFailedException.class,
        () ->
            songs.deleteItem(
                DeleteItemEnhancedRequest.builder()
                    .key(key)
                    .conditionExpression(
                        Expression.builder().expression("attribute_not_exists(plays)").build())
                    .build()));
    equal("delete: answers the old item", songs.deleteItem(key).getTitle(), "Waltz");
    songs.deleteTable();
  }

  private static List<String> titles(SdkIterable<Page<Song>> pages) {
    return pages.stream().flatMap(page -> page.items().stream()).map(Song::getTitle).toList();
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException problem) {
      check(problem.toString(), false);
      problem.printStackTrace(System.out);
    }
  }

  private void equal(String name, Object actual, Object expected) {
    check(
        Objects.equals(actual, expected)
            ? name
            : name + "\n     expected " + expected + "\n     but was  " + actual,
        Objects.equals(actual, expected));
  }

  private void refused(String name, Class<? extends Exception> expected, Runnable call) {
    try {
      call.run();
      check(name + "\n     was accepted", false);
    } catch (RuntimeException problem) {
      check(
          expected.isInstance(problem) ? name : name + "\n     " + problem,
          expected.isInstance(problem));
    }
  }

  private void check(String name, boolean holds) {
    System.out.println((holds ? "ok   " : "FAIL ") + name);
    if (holds) {
      passed++;
    } else {
      failed++;
    }
  }

  @DynamoDbBean
  public static final class Song {
    private String artist;
    private String title;
    private String style;
    private Integer plays;
    private Set<String> tags;
    private Instant released;
    private Map<String, List<String>> labels;
    private Long version;
    private Long writes;

    static Song of(String artist, String title, String style, int plays) {
      var song = new Song();
      song.artist = artist;
      song.title = title;
      song.style = style;
      song.plays = plays;
      return song;
    }

    @DynamoDbPartitionKey
    public String getArtist() {
      return artist;
    }

    public void setArtist(String artist) {
      this.artist = artist;
    }

    @DynamoDbSortKey
    public String getTitle() {
      return title;
    }

    public void setTitle(String title) {
      this.title = title;
    }

    @DynamoDbSecondaryPartitionKey(indexNames = "by-style")
    public String getStyle() {
      return style;
    }

    public void setStyle(String style) {
      this.style = style;
    }

    @DynamoDbSecondarySortKey(indexNames = "by-style")
    public Integer getPlays() {
      return plays;
    }

    public void setPlays(Integer plays) {
      this.plays = plays;
    }

    public Set<String> getTags() {
      return tags;
    }

    public void setTags(Set<String> tags) {
      this.tags = tags;
    }

    public Instant getReleased() {
      return released;
    }

    public void setReleased(Instant released) {
      this.released = released;
    }

    public Map<String, List<String>> getLabels() {
      return labels;
    }

    public void setLabels(Map<String, List<String>> labels) {
      this.labels = labels;
    }

    @DynamoDbVersionAttribute
    public Long getVersion() {
      return version;
    }

    public void setVersion(Long version) {
      this.version = version;
    }

    @DynamoDbAtomicCounter
    public Long getWrites() {
      return writes;
    }

    public void setWrites(Long writes) {
      this.writes = writes;
    }
  }
}
