import com.amazonaws.services.dynamodbv2.AcquireLockOptions;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBLockClient;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBLockClientOptions;
import com.amazonaws.services.dynamodbv2.CreateDynamoDBTableOptions;
import com.amazonaws.services.dynamodbv2.GetLockOptions;
import com.amazonaws.services.dynamodbv2.ReleaseLockOptions;
import com.amazonaws.services.dynamodbv2.model.LockCurrentlyUnavailableException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * The Amazon DynamoDB Lock Client, unmodified, against a running server: its table, locks taken,
 * refused, renewed, released and expired, and eight owners who never hold one lock together.
 */
public final class LockClient {

  private static final String TABLE = "larder-locks";
  private static final int OWNERS = 8;
  private static final int ROUNDS = 3;

  private final DynamoDbClient client;
  private int passed;
  private int failed;

  private LockClient(URI endpoint) {
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
  }

  public static void main(String[] arguments) throws Exception {
    var endpoint = URI.create(arguments.length > 1 ? arguments[1] : "http://127.0.0.1:8000");
    var run = new LockClient(endpoint);
    run.create();
    run.holdAndRelease();
    run.expire();
    run.exclude();
    run.client.deleteTable(table -> table.tableName(TABLE));
    System.out.println(run.passed + " passed, " + run.failed + " failed");
    System.exit(run.failed > 0 ? 1 : 0);
  }

  private void create() throws Exception {
    try {
      client.deleteTable(table -> table.tableName(TABLE));
      client.waiter().waitUntilTableNotExists(table -> table.tableName(TABLE));
    } catch (ResourceNotFoundException absent) {
      // Nothing is left of an earlier run.
    }
    AmazonDynamoDBLockClient.createLockTableInDynamoDB(
        CreateDynamoDBTableOptions.builder(
                client,
                ProvisionedThroughput.builder()
                    .readCapacityUnits(5L)
                    .writeCapacityUnits(5L)
                    .build(),
                TABLE)
            .withPartitionKeyName("lock")
            .build());
    client.waiter().waitUntilTableExists(table -> table.tableName(TABLE));
    try (var locks = owner("ada", 10_000)) {
      check("create: the client finds its table", locks.lockTableExists());
    }
  }

  private void holdAndRelease() throws Exception {
    try (var ada = owner("ada", 10_000);
        var bob = owner("bob", 10_000)) {
      var data = ByteBuffer.wrap("report".getBytes(StandardCharsets.UTF_8));
      var held = ada.acquireLock(AcquireLockOptions.builder("nightly").withData(data).build());
      var seen = bob.getLockFromDynamoDB(GetLockOptions.builder("nightly").build()).orElseThrow();
      equal("acquire: others see the owner", seen.getOwnerName(), "ada");
      equal(
          "acquire: others see the data",
          seen.getData().map(StandardCharsets.UTF_8::decode).map(Object::toString),
          Optional.of("report"));
      var refused = false;
      try {
        bob.acquireLock(
            AcquireLockOptions.builder("nightly").withShouldSkipBlockingWait(true).build());
      } catch (LockCurrentlyUnavailableException expected) {
        refused = true;
      }
      check("acquire: refused while it is held", refused);
      var before = held.getRecordVersionNumber();
      held.sendHeartBeat();
      check("heartbeat: renews the record", !before.equals(held.getRecordVersionNumber()));
      equal("list: all locks", ada.getAllLocksFromDynamoDB(true).count(), 1L);
      check(
          "release",
          ada.releaseLock(ReleaseLockOptions.builder(held).withDeleteLock(false).build()));
      var next = bob.tryAcquireLock(AcquireLockOptions.builder("nightly").build());
      equal(
          "acquire: after the release", next.map(lock -> lock.getOwnerName()), Optional.of("bob"));
      check("release: not what another holds", !ada.releaseLock(held));
      next.orElseThrow().close();
      equal(
          "close: deletes the record",
          ada.getLockFromDynamoDB(GetLockOptions.builder("nightly").build()),
          Optional.empty());
    }
  }

  private void expire() throws Exception {
    var dead = owner("dead", 500);
    dead.acquireLock(AcquireLockOptions.builder("orphan").withDeleteLockOnRelease(false).build());
    try (var heir = owner("heir", 500)) {
      // The owner sends no heartbeat, so its lease runs out.
      var taken =
          heir.tryAcquireLock(
              AcquireLockOptions.builder("orphan")
                  .withRefreshPeriod(100L)
                  .withAdditionalTimeToWaitForLock(5_000L)
                  .withTimeUnit(TimeUnit.MILLISECONDS)
                  .build());
      equal(
          "expire: another owner takes the lock",
          taken.map(lock -> lock.getOwnerName()),
          Optional.of("heir"));
    }
    dead.close();
  }

  private void exclude() throws Exception {
    var holders = new AtomicInteger();
    var together = new AtomicInteger();
    var rounds = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(OWNERS)) {
      for (int number = 0; number < OWNERS; number++) {
        var name = "owner-" + number;
        threads.submit(
            () -> {
              try (var locks = owner(name, 5_000)) {
                for (int round = 0; round < ROUNDS; round++) {
                  var lock =
                      locks.acquireLock(
                          AcquireLockOptions.builder("crowded")
                              .withRefreshPeriod(20L)
                              .withAdditionalTimeToWaitForLock(20_000L)
                              .withTimeUnit(TimeUnit.MILLISECONDS)
                              .build());
                  if (holders.incrementAndGet() != 1) {
                    together.incrementAndGet();
                  }
                  Thread.sleep(2);
                  holders.decrementAndGet();
                  lock.close();
                  rounds.incrementAndGet();
                }
              }
              return null;
            });
      }
    }
    equal("exclude: never two owners", together.get(), 0);
    equal("exclude: everybody had a turn", rounds.get(), OWNERS * ROUNDS);
  }

  private AmazonDynamoDBLockClient owner(String name, long leaseMillis) {
    return new AmazonDynamoDBLockClient(
        AmazonDynamoDBLockClientOptions.builder(client, TABLE)
            .withPartitionKeyName("lock")
            .withOwnerName(name)
            .withLeaseDuration(leaseMillis)
            .withHeartbeatPeriod(leaseMillis / 4)
            .withTimeUnit(TimeUnit.MILLISECONDS)
            .withCreateHeartbeatBackgroundThread(false)
            .build());
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
}
