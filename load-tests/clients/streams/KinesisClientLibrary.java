import com.amazonaws.services.dynamodbv2.streamsadapter.AmazonDynamoDBStreamsAdapterClient;
import com.amazonaws.services.dynamodbv2.streamsadapter.StreamsSchedulerFactory;
import com.amazonaws.services.dynamodbv2.streamsadapter.adapter.DynamoDBStreamsClientRecord;
import com.amazonaws.services.dynamodbv2.streamsadapter.model.DynamoDBStreamsProcessRecordsInput;
import com.amazonaws.services.dynamodbv2.streamsadapter.polling.DynamoDBStreamsPollingConfig;
import com.amazonaws.services.dynamodbv2.streamsadapter.processor.DynamoDBStreamsShardRecordProcessor;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.exceptions.KinesisClientLibException;
import software.amazon.kinesis.exceptions.ThrottlingException;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.metrics.MetricsLevel;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.processor.ShardRecordProcessor;

/**
 * The Kinesis Client Library with the DynamoDB Streams adapter, unmodified, reads what a running
 * load changes, while somebody kills the server and starts it again: every change is told by
 * exactly one record, and those of an item in their order. In the middle the table becomes one on
 * demand, by which its only shard is replaced by four. The library's own tables are on the same
 * server.
 *
 * <p>The load is from a seed; each write gives its item another version, so one that is sent again
 * because its answer was lost changes nothing, and makes no record.
 */
public final class KinesisClientLibrary {
  private static final int ITEMS = 64;
  private static final int WRITERS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final URI endpoint;
  private final String table;
  private final int changes;
  private final long seed;
  private final DynamoDbClient client;

  /** What happened to each item, in order, as its only writer knows it. */
  private final Map<String, List<Change>> expected = new ConcurrentHashMap<>();

  /** What the records say of each item, in the order in which they were first delivered. */
  private final Map<String, List<Change>> told = new ConcurrentHashMap<>();

  private final Set<String> sequenceNumbers = ConcurrentHashMap.newKeySet();
  private final Set<String> events = ConcurrentHashMap.newKeySet();
  private final Set<String> shards = ConcurrentHashMap.newKeySet();
  private final Map<String, BigInteger> lastOfShard = new ConcurrentHashMap<>();
  private final AtomicInteger written = new AtomicInteger();
  private final AtomicInteger again = new AtomicInteger();
  private final List<String> faults = new ArrayList<>();

  /** A version that became another; null where there was no item, or is none. */
  private record Change(String event, String before, String after) {}

  private KinesisClientLibrary(URI endpoint, int changes, long seed) {
    this.endpoint = endpoint;
    this.table = "larder-streams-" + seed;
    this.changes = changes;
    this.seed = seed;
    this.client =
        DynamoDbClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(DefaultCredentialsProvider.create())
            .build();
  }

  private String createTable() {
    client.createTable(
        create ->
            create
                .tableName(table)
                .billingMode(BillingMode.PROVISIONED)
                .provisionedThroughput(
                    ProvisionedThroughput.builder()
                        .readCapacityUnits(10_000L)
                        .writeCapacityUnits(10_000L)
                        .build())
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("pk")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(
                    KeySchemaElement.builder().attributeName("pk").keyType(KeyType.HASH).build())
                .streamSpecification(
                    StreamSpecification.builder()
                        .streamEnabled(true)
                        .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)
                        .build()));
    client.waiter().waitUntilTableExists(describe -> describe.tableName(table));
    return client.describeTable(describe -> describe.tableName(table)).table().latestStreamArn();
  }

  // The load

  /** The only shard of the stream is closed, and has four children. */
  private void replaceShard() {
    while (written.get() < changes / 2) {
      pause(5);
    }
    untilDone(
        () -> {
          if (mode() == BillingMode.PROVISIONED) {
            client.updateTable(
                update -> update.tableName(table).billingMode(BillingMode.PAY_PER_REQUEST));
          }
        });
  }

  private BillingMode mode() {
    var summary =
        client.describeTable(describe -> describe.tableName(table)).table().billingModeSummary();
    return summary == null ? BillingMode.PROVISIONED : summary.billingMode();
  }

  private void write(int writer) {
    var random = new Random(seed * 31 + writer);
    Map<String, String> versions = new HashMap<>();
    for (int i = 0; i < changes / WRITERS; i++) {
      String item = "item-" + writer + "-" + random.nextInt(ITEMS / WRITERS);
      String before = versions.get(item);
      String after = random.nextInt(4) == 0 ? null : writer + "." + i;
      int way = random.nextInt(2);
      untilDone(() -> change(item, after, way));
      if (before != null || after != null) {
        String event = before == null ? "INSERT" : after == null ? "REMOVE" : "MODIFY";
        expected
            .computeIfAbsent(item, _ -> new ArrayList<>())
            .add(new Change(event, before, after));
      }
      versions.put(item, after);
      written.incrementAndGet();
    }
  }

  private void change(String item, String version, int way) {
    Map<String, AttributeValue> key = Map.of("pk", text(item));
    if (version == null) {
      client.deleteItem(delete -> delete.tableName(table).key(key));
    } else if (way == 0) {
      client.putItem(
          put -> put.tableName(table).item(Map.of("pk", text(item), "v", text(version))));
    } else {
      client.updateItem(
          update ->
              update
                  .tableName(table)
                  .key(key)
                  .updateExpression("SET v = :v")
                  .expressionAttributeValues(Map.of(":v", text(version))));
    }
  }

  private static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }

  private static void untilDone(Runnable call) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        call.run();
        return;
      } catch (SdkException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        pause(50);
      }
    }
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  // The library

  private Scheduler scheduler(String streamArn) {
    var streams =
        DynamoDbStreamsClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(DefaultCredentialsProvider.create())
            .build();
    var adapter = new AmazonDynamoDBStreamsAdapterClient(streams, Region.US_EAST_1);
    var leases =
        DynamoDbAsyncClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(DefaultCredentialsProvider.create())
            .build();
    // Never called: the library's metrics are off.
    var metrics = CloudWatchAsyncClient.builder().region(Region.US_EAST_1).build();
    var beginning =
        InitialPositionInStreamExtended.newInitialPosition(InitialPositionInStream.TRIM_HORIZON);
    var tracker = StreamsSchedulerFactory.createSingleStreamTracker(streamArn, beginning);
    var configs =
        new ConfigsBuilder(
            tracker, table + "-leases", adapter, leases, metrics, "worker-1", Reader::new);
    LeaseManagementConfig management = configs.leaseManagementConfig();
    management
        .failoverTimeMillis(3_000)
        .shardSyncIntervalMillis(1_000)
        .leasesRecoveryAuditorExecutionFrequencyMillis(2_000);
    var coordinator = configs.coordinatorConfig();
    coordinator.parentShardPollIntervalMillis(500).shardConsumerDispatchPollIntervalMillis(100);
    var retrieval = configs.retrievalConfig();
    retrieval.retrievalSpecificConfig(
        new DynamoDBStreamsPollingConfig(adapter).idleTimeBetweenReadsInMillis(100));
    var processor = configs.processorConfig();
    processor.callProcessRecordsEvenForEmptyRecordList(false);
    var metricsConfig = configs.metricsConfig();
    metricsConfig.metricsLevel(MetricsLevel.NONE).metricsFactory(new NullMetricsFactory());
    return StreamsSchedulerFactory.createScheduler(
        configs.checkpointConfig(),
        coordinator,
        management,
        configs.lifecycleConfig(),
        metricsConfig,
        processor,
        retrieval,
        adapter);
  }

  /** Reads one shard. */
  private final class Reader implements DynamoDBStreamsShardRecordProcessor {
    private String shard;

    @Override
    public void initialize(InitializationInput input) {
      shard = input.shardId();
      shards.add(shard);
    }

    @Override
    public void processRecords(DynamoDBStreamsProcessRecordsInput input) {
      for (DynamoDBStreamsClientRecord each : input.records()) {
        take(shard, each.getRecord());
      }
      checkpoint(input.checkpointer());
    }

    @Override
    public void leaseLost(LeaseLostInput input) {}

    @Override
    public void shardEnded(ShardEndedInput input) {
      checkpoint(input.checkpointer());
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput input) {
      checkpoint(input.checkpointer());
    }

    /** What is not remembered is delivered again, which is told from what is there twice. */
    private void checkpoint(RecordProcessorCheckpointer checkpointer) {
      try {
        checkpointer.checkpoint();
      } catch (KinesisClientLibException e) {
        System.out.println("not checkpointed: " + e);
      }
    }
  }

  private synchronized void take(String shard, Record each) {
    String number = each.dynamodb().sequenceNumber();
    if (!sequenceNumbers.add(number)) {
      // The library promises at least once, and the number says that it is the same.
      again.incrementAndGet();
      return;
    }
    if (!events.add(each.eventID())) {
      faults.add("two records have the event id " + each.eventID());
    }
    var place = new BigInteger(number);
    BigInteger last = lastOfShard.put(shard, place);
    if (last != null && last.compareTo(place) >= 0) {
      faults.add(shard + ": " + place + " comes after " + last);
    }
    told.computeIfAbsent(each.dynamodb().keys().get("pk").s(), _ -> new ArrayList<>())
        .add(
            new Change(
                each.eventNameAsString(),
                version(each.dynamodb().oldImage()),
                version(each.dynamodb().newImage())));
  }

  private static String version(Map<String, AttributeValue> image) {
    return image == null || image.isEmpty() ? null : image.get("v").s();
  }

  private boolean run() throws InterruptedException {
    String streamArn = createTable();
    Scheduler scheduler = scheduler(streamArn);
    var reading = new Thread(scheduler, "library");
    reading.setDaemon(true);
    reading.start();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      writers.add(Thread.ofPlatform().name("writer-" + i).start(() -> write(writer)));
    }
    Thread replacing = Thread.ofPlatform().name("replacing").start(this::replaceShard);
    Thread.ofPlatform().daemon().start(this::tellProgress);
    for (Thread writer : writers) {
      writer.join();
    }
    replacing.join();
    int all = expected.values().stream().mapToInt(List::size).sum();
    System.out.println("written: " + written.get() + " calls, " + all + " changes");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (sequenceNumbers.size() < all && System.nanoTime() < end) {
      pause(100);
    }
    // What is there once too often would come now.
    pause(2_000);
    scheduler.startGracefulShutdown();
    return judge(all);
  }

  private void tellProgress() {
    for (int last = -1; ; pause(20)) {
      int now = written.get();
      if (now / 100 != last) {
        last = now / 100;
        System.out.println("progress " + now);
      }
    }
  }

  private synchronized boolean judge(int all) {
    System.out.printf(
        "read: %d records of %d shards, %d delivered again by the library%n",
        sequenceNumbers.size(), shards.size(), again.get());
    if (sequenceNumbers.size() != all) {
      faults.add(sequenceNumbers.size() + " records tell of " + all + " changes");
    }
    if (shards.size() != 5) {
      faults.add(shards.size() + " shards were read, not one and its four children");
    }
    expected.forEach(
        (item, happened) -> {
          List<Change> heard = told.getOrDefault(item, List.of());
          if (!heard.equals(happened)) {
            faults.add(item + ": happened " + happened + ", told " + heard);
          }
        });
    faults.stream().limit(10).forEach(fault -> System.out.println("FAIL " + fault));
    System.out.println(expected.size() - faults.size() + " passed, " + faults.size() + " failed");
    return faults.isEmpty() && all > 0;
  }

  public static void main(String[] arguments) throws InterruptedException {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    var program =
        new KinesisClientLibrary(
            URI.create(options.getOrDefault("--endpoint", "http://127.0.0.1:8000")),
            Integer.parseInt(options.getOrDefault("--changes", "4000")),
            Long.parseLong(options.getOrDefault("--seed", "1")));
    // The library leaves threads behind.
    System.exit(program.run() ? 0 : 1);
  }
}
