package io.larder.store.lmdb;

import static io.larder.store.Requests.get;
import static io.larder.store.Requests.page;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.scan;
import static io.larder.store.StoreFixture.TABLE;
import static io.larder.store.StoreFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.CreateTableRequest;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.SseSpecification;
import io.larder.protocol.operation.StreamViewType;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.TableStatus;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.store.NewTable;
import io.larder.store.StreamReading;
import io.larder.store.TableEvent;
import io.larder.store.TableStore;
import io.larder.store.seal.Encryption;
import io.larder.store.seal.KeyProvider;
import io.larder.store.seal.KeySource;
import io.larder.store.seal.KeyUnavailableException;
import io.larder.store.seal.KeyUnavailableException.Reason;
import io.larder.store.seal.LocalKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that name their keys, which come and go. */
final class CustomerKeysTest {
  private static final String ARN = "arn:aws:kms:us-east-1:000000000000:key/one";
  private static final String SECOND = "arn:aws:kms:us-east-1:000000000000:key/two";

  private final LocalKeys master = LocalKeys.ofProcess();
  private final Keys kms = new Keys();
  @TempDir private Path directory;
  private LmdbTableStore store = open();

  /** A service that keeps keys; one that is gone has a reason. */
  private static final class Keys implements KeySource {
    private final Map<String, LocalKeys> keys =
        Map.of(ARN, LocalKeys.ofProcess(), SECOND, LocalKeys.ofProcess());
    private final Map<String, Reason> gone = new ConcurrentHashMap<>();

    @Override
    public KeyProvider find(String keyId) throws KeyUnavailableException {
      String arn = keyId.equals("alias/mine") ? ARN : keyId;
      LocalKeys key = keys.get(arn);
      if (key == null) {
        throw new KeyUnavailableException(Reason.NOT_FOUND, "Key '" + keyId + "' does not exist");
      }
      return new Key(arn, key, gone);
    }
  }

  private record Key(String arn, LocalKeys key, Map<String, Reason> gone) implements KeyProvider {
    private void check() throws KeyUnavailableException {
      Reason reason = gone.get(arn);
      if (reason != null) {
        throw new KeyUnavailableException(reason, arn + " is gone");
      }
    }

    @Override
    public String name() {
      return arn;
    }

    @Override
    public byte[] wrap(byte[] clear, Map<String, String> context) throws KeyUnavailableException {
      check();
      return key.wrap(clear, context);
    }

    @Override
    public byte[] unwrap(byte[] wrapped, Map<String, String> context)
        throws KeyUnavailableException {
      check();
      return key.unwrap(wrapped, context);
    }

    @Override
    public String describe() throws KeyUnavailableException {
      check();
      return arn;
    }

    @Override
    public boolean isLocal() {
      return false;
    }
  }

  private LmdbTableStore open() {
    return LmdbTableStore.open(
        LmdbOptions.inMemory().withEncryption(Encryption.under(master).withTableKeys(kms)));
  }

  private LmdbTableStore openDurable() {
    return LmdbTableStore.open(
        LmdbOptions.durable(directory).withEncryption(Encryption.under(master).withTableKeys(kms)));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static TableOptions encryptedWith(String keyId) {
    return new TableOptions(
        null, null, null, null, null, new SseSpecification(true, "KMS", keyId), null, null);
  }

  private static CreateTableRequest table(@Nullable String keyId) {
    CreateTableRequest plain =
        NewTable.named(TABLE, "pk:S", "").global("index", "x:S", "", "*").request();
    return new CreateTableRequest(
        plain.tableName(),
        plain.attributeDefinitions(),
        plain.keySchema(),
        plain.localSecondaryIndexes(),
        plain.globalSecondaryIndexes(),
        plain.options().withSse(new SseSpecification(true, "KMS", keyId)),
        plain.tags());
  }

  private static TableDescription describe(TableStore store) {
    return store.describe(new DescribeTableRequest(TABLE)).table();
  }

  private void create(String keyId) {
    store.change(table(keyId)).join();
    store.write(put(TABLE, "pk", s("a"), "x", s("1"))).join();
  }

  /** Waits for what the writer makes of it. */
  private void awaitStatus(TableStatus status) {
    Awaitility.await().until(() -> describe(store).tableStatus() == status);
  }

  @Test
  void aTableSaysTheKeyThatItHas() {
    create("alias/mine");

    assertThat(describe(store).kmsMasterKeyArn()).isEqualTo(ARN);
    assertThat(store.read(scan(TABLE, page("index").request())).page().count()).isEqualTo(1);
  }

  @Test
  void aKeyThatIsNotThereOrCannotBeUsedMakesNoTable() {
    String none = "arn:aws:kms:us-east-1:000000000000:key/none";
    assertThat(refusal(store.change(table(none))).message())
        .isEqualTo("KMS validation error: NotFoundException: Key '" + none + "' does not exist");
    kms.gone.put(ARN, Reason.DISABLED);
    assertThat(refusal(store.change(table(ARN))).message())
        .isEqualTo("KMS validation error: DisabledException: " + ARN + " is gone");
    assertThat(refusal(store.change(table(null))).message()).contains("alias/aws/dynamodb");
    assertThat(store.known(TABLE)).isNull();
  }

  @Test
  void aTableWhoseKeyIsGoneCannotBeUsedUntilItIsBack() {
    create(ARN);
    List<TableEvent> events = new ArrayList<>();
    store.watch(events::add);

    kms.gone.put(ARN, Reason.DISABLED);
    store.checkKeys();
    awaitStatus(TableStatus.INACCESSIBLE_ENCRYPTION_CREDENTIALS);

    SseSpecification sse = Objects.requireNonNull(describe(store).options().sseSpecification());
    assertThat(sse.inaccessibleSince()).isNotNull();
    assertThat(store.known(TABLE)).isNull();
    assertThat(events)
        .anyMatch(e -> e instanceof TableEvent.Changed(_, var now) && now.isInaccessible());
    assertThatThrownBy(() -> store.read(get(TABLE, "pk", s("a"))))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("KMS validation error");
    assertThatThrownBy(() -> store.read(scan(TABLE, page("index").request())))
        .isInstanceOf(ServiceException.class);
    assertThat(refusal(store.write(put(TABLE, "pk", s("b")))).message())
        .contains("KMS validation error");

    kms.gone.clear();
    store.checkKeys();
    awaitStatus(TableStatus.ACTIVE);
    assertThat(store.read(get(TABLE, "pk", s("a"))).item()).isNotNull();
    assertThat(describe(store).options().sseSpecification())
        .isEqualTo(new SseSpecification(true, "KMS", ARN));
    store.write(put(TABLE, "pk", s("b"))).join();
  }

  @Test
  void aKeeperThatDoesNotAnswerTakesNoKey() {
    create(ARN);
    kms.gone.put(ARN, Reason.UNREACHABLE);

    store.checkKeys();

    assertThat(store.read(get(TABLE, "pk", s("a"))).item()).isNotNull();
    assertThat(describe(store).tableStatus()).isEqualTo(TableStatus.ACTIVE);
  }

  @Test
  void aTableGetsAnotherKeyAndKeepsItsItems() {
    create(ARN);

    store.change(new UpdateTableRequest(TABLE, List.of(), List.of(), encryptedWith(SECOND))).join();
    kms.gone.put(ARN, Reason.NOT_FOUND);
    store.checkKeys();

    assertThat(describe(store).kmsMasterKeyArn()).isEqualTo(SECOND);
    assertThat(store.read(get(TABLE, "pk", s("a"))).item()).isNotNull();
    var off =
        new TableOptions(
            null, null, null, null, null, new SseSpecification(false, null, null), null, null);
    store.change(new UpdateTableRequest(TABLE, List.of(), List.of(), off)).join();
    kms.gone.put(SECOND, Reason.NOT_FOUND);
    store.checkKeys();
    assertThat(describe(store).kmsMasterKeyArn()).isNull();
    assertThat(store.read(get(TABLE, "pk", s("a"))).item()).isNotNull();
  }

  @Test
  void aStoreStartsWithoutTheKeyOfATable() {
    try (var first = openDurable()) {
      first.change(table(ARN)).join();
      first.write(put(TABLE, "pk", s("a"))).join();
      first.change(NewTable.named("Other", "pk:S", "").request()).join();
    }
    kms.gone.put(ARN, Reason.UNREACHABLE);

    try (var second = openDurable()) {
      second.write(put("Other", "pk", s("a"))).join();
      assertThatThrownBy(() -> second.read(get(TABLE, "pk", s("a"))))
          .isInstanceOf(ServiceException.class);
      kms.gone.clear();
      second.checkKeys();
      Awaitility.await().until(() -> second.known(TABLE) != null);
      assertThat(second.read(get(TABLE, "pk", s("a"))).item()).isNotNull();
    }
  }

  private static CreateTableRequest streaming(CreateTableRequest table) {
    return new CreateTableRequest(
        table.tableName(),
        table.attributeDefinitions(),
        table.keySchema(),
        table.localSecondaryIndexes(),
        table.globalSecondaryIndexes(),
        StreamReading.streaming(StreamViewType.NEW_IMAGE)
            .withSse(table.options().sseSpecification()),
        table.tags());
  }

  @Test
  void whatAStreamHasInMemoryIsNotReadWithoutTheKeyOfItsTable() {
    store.change(streaming(table(ARN))).join();
    store.write(put(TABLE, "pk", s("a"))).join();
    String stream = StreamReading.arn(store, TABLE);
    assertThat(StreamReading.records(store, stream)).hasSize(1);

    kms.gone.put(ARN, Reason.DISABLED);
    store.checkKeys();
    assertThat(refusal(() -> StreamReading.records(store, stream)).message())
        .contains("KMS validation error");
    kms.gone.clear();
    store.checkKeys();

    assertThat(StreamReading.records(store, stream)).hasSize(1);
  }

  @Test
  void aStreamThatOutlivesItsTableKeepsTheKey() {
    String stream;
    try (var first = openDurable()) {
      first.change(streaming(table(ARN))).join();
      first.write(put(TABLE, "pk", s("a"))).join();
      stream = StreamReading.arn(first, TABLE);
      first.change(new DeleteTableRequest(TABLE)).join();
      assertThat(StreamReading.records(first, stream)).hasSize(1);
    }
    kms.gone.put(ARN, Reason.UNREACHABLE);

    try (var second = openDurable()) {
      assertThat(refusal(() -> StreamReading.records(second, stream)).message())
          .contains("KMS validation error");
      kms.gone.clear();
      second.checkKeys();
      assertThat(StreamReading.records(second, stream)).hasSize(1);
    }
  }

  @Test
  void aTableWhoseKeyIsGoneCanBeDeleted() {
    create(ARN);
    kms.gone.put(ARN, Reason.NOT_FOUND);
    store.checkKeys();
    awaitStatus(TableStatus.INACCESSIBLE_ENCRYPTION_CREDENTIALS);

    store.change(new DeleteTableRequest(TABLE)).join();

    store.change(NewTable.named(TABLE, "pk:S", "").request()).join();
    store.write(put(TABLE, "pk", s("a"))).join();
    assertThat(store.read(get(TABLE, "pk", s("a"))).item()).isNotNull();
  }
}
