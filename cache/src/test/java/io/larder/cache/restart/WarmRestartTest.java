package io.larder.cache.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheOptions;
import io.larder.cache.CachingTableStore;
import io.larder.cache.Tables;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.ReturnValues;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.WriteReturns;
import io.larder.store.ForwardingTableStore;
import io.larder.store.TableStore;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in memory after a restart. */
final class WarmRestartTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path folder;
  private final TableStore tables = LmdbTableStore.open(LmdbOptions.inMemory());

  @BeforeEach
  void createTable() {
    tables.change(Tables.create()).join();
    put("ann", "old");
    put("bob", "old");
  }

  @AfterEach
  void close() {
    tables.close();
  }

  private void put(String customer, String state) {
    tables
        .write(
            new PutItemRequest(
                Tables.ORDERS,
                Item.of(Tables.order(customer, 1, state)),
                null,
                new WriteReturns(
                    ReturnValues.NONE,
                    ReturnValuesOnConditionCheckFailure.NONE,
                    ReturnConsumedCapacity.NONE,
                    ReturnItemCollectionMetrics.NONE)))
        .join();
  }

  /** Caches that are empty. */
  private CachingTableStore started() {
    return CachingTableStore.over(
        new ForwardingTableStore(tables) {},
        new CacheOptions(1 << 20, Duration.ZERO, 1 << 20, HOUR, true));
  }

  private Path file() {
    return folder.resolve("cached-keys");
  }

  private WarmRestart restart(CachingTableStore caches, @Nullable Seal master) {
    return new WarmRestart(caches, file(), master, HOUR, new Pace(1000, () -> 0L, _ -> {}));
  }

  private static @Nullable String hit(CachingTableStore caches, String customer) {
    return caches.look(Tables.get(Tables.key(customer, 1))) instanceof GetItemResponse found
        ? Tables.stateOf(found.item())
        : null;
  }

  private void stopWith(String customer, @Nullable Seal master) {
    CachingTableStore caches = started();
    caches.read(Tables.get(Tables.key(customer, 1)));
    restart(caches, master).close();
  }

  @Test
  void whatWasCachedIsReadAgain() {
    // Given
    stopWith("ann", null);
    CachingTableStore caches = started();

    // When
    restart(caches, null).load();

    // Then
    assertThat(hit(caches, "ann")).isEqualTo("old");
    assertThat(hit(caches, "bob")).isNull();
  }

  @Test
  void whatWasChangedMeanwhileIsNotOld() {
    // Given
    stopWith("ann", null);
    put("ann", "new");
    CachingTableStore caches = started();

    // When
    restart(caches, null).load();

    // Then
    assertThat(hit(caches, "ann")).isEqualTo("new");
  }

  @Test
  void theFileHoldsKeysAndNothingElseOfItems() throws IOException {
    stopWith("ann", null);

    assertThat(new KeyFile(file(), null).read())
        .isEqualTo(
            "{\"TableName\":\"Orders\","
                + "\"Key\":{\"customer\":{\"S\":\"ann\"},\"number\":{\"N\":\"1\"}}}\n");
  }

  /** Turns all bits. */
  private static final class Turned implements Seal {
    @Override
    public byte[] seal(byte[] message) {
      byte[] turned = message.clone();
      for (int at = 0; at < turned.length; at++) {
        turned[at] = (byte) ~turned[at];
      }
      return turned;
    }

    @Override
    public byte[] open(byte[] sealed) {
      return seal(sealed);
    }
  }

  @Test
  void aSealedFileIsReadWithItsKeyOnly() throws IOException {
    // Given
    Seal master = new Turned();
    stopWith("ann", master);
    CachingTableStore with = started();
    CachingTableStore without = started();

    // When
    restart(with, master).load();
    restart(without, null).load();

    // Then
    assertThat(hit(with, "ann")).isEqualTo("old");
    assertThat(hit(without, "ann")).isNull();
    assertThat(Files.readString(file(), StandardCharsets.ISO_8859_1)).doesNotContain("ann");
  }

  @Test
  void aDamagedFileIsPassedOver() throws IOException {
    // Given
    stopWith("ann", null);
    byte[] whole = Files.readAllBytes(file());

    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      Files.write(file(), damaged);
      CachingTableStore caches = started();

      // When
      restart(caches, null).load();

      // Then
      assertThat(hit(caches, "ann")).isNull();
    }
  }

  @Test
  void aTableThatIsGoneIsPassedOver() {
    // Given
    stopWith("ann", null);
    tables.change(new DeleteTableRequest(Tables.ORDERS)).join();

    // When
    restart(started(), null).load();

    // Then
    assertThat(file()).exists();
  }
}
