package io.larder.store.lmdb;

import static io.larder.protocol.dax.AttributeLists.UNKNOWN;
import static io.larder.store.StoreFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.ServiceError;
import io.larder.store.AttributeListStoreContract;
import io.larder.store.lmdb.engine.CheckpointTiming;
import io.larder.store.lmdb.engine.EngineParts;
import io.larder.store.lmdb.engine.FailingLog;
import io.larder.store.lmdb.engine.WriteAheadLog;
import io.larder.store.names.AttributeListStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lists of a store that is on disk. */
final class StoredAttributeListsTest extends AttributeListStoreContract {
  private static final List<String> NAMES = List.of("artist", "title", "year");

  @TempDir private Path directory;
  private final FailingLog.Access log = new FailingLog.Access();
  private LmdbTableStore store;

  @BeforeEach
  void open() {
    store = LmdbTableStore.open(options(), EngineParts.DEFAULT.with(log::open));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private LmdbOptions options() {
    return LmdbOptions.durable(directory);
  }

  @Override
  protected AttributeListStore lists() {
    return store.attributeLists();
  }

  private void reopen() {
    store.close();
    open();
  }

  @Test
  void aNumberIsThereAfterReopeningAndMeansTheSame() {
    int id = lists().register(NAMES).join();
    long bytes = store.metrics().attributeListBytes();

    reopen();

    assertThat(lists().namesOf(id)).isEqualTo(NAMES);
    assertThat(lists().idOf(NAMES)).isEqualTo(id);
    assertThat(store.metrics().attributeLists()).isEqualTo(1);
    assertThat(store.metrics().attributeListBytes()).isEqualTo(bytes).isPositive();
  }

  @Test
  void aNumberOfAnotherStoreIsUnknownUntilItMeansTheSameAgain() {
    int id = lists().register(NAMES).join();

    try (var other = LmdbTableStore.open(LmdbOptions.inMemory())) {
      assertThat(other.attributeLists().namesOf(id)).isNull();
      other.attributeLists().register(List.of("others")).join();
      other.attributeLists().register(NAMES).join();

      assertThat(other.attributeLists().namesOf(id)).isEqualTo(NAMES);
    }
  }

  @Test
  void aNumberIsNotKnownBeforeItIsDurable() throws IOException {
    Path folder = directory.resolve("other");
    EngineParts parts = CheckpointTiming.NEVER;
    LmdbTableStore other = LmdbTableStore.withoutThread(LmdbOptions.durable(folder), parts);
    AttributeListStore lists = other.attributeLists();
    CompletableFuture<Integer> first = lists.register(NAMES);
    CompletableFuture<Integer> second = lists.register(NAMES);
    assertThat(first).isNotDone();
    assertThat(lists.idOf(NAMES)).isEqualTo(UNKNOWN);

    other.writer().step();

    assertThat(first.join()).isEqualTo(second.join()).isEqualTo(lists.idOf(NAMES));
    assertThat(other.metrics().attributeLists()).isEqualTo(1);
    other.abandon();
    try (var next = LmdbTableStore.open(LmdbOptions.durable(folder))) {
      assertThat(next.attributeLists().namesOf(first.join())).isEqualTo(NAMES);
    }
  }

  @Test
  void aListThatCouldNotBeStoredHasNoNumberAndTakesNoRoom() {
    log.fail(new WriteAheadLog.NotWrittenException(new IOException("full")));
    assertThat(refusal(lists().register(NAMES))).isInstanceOf(ServiceError.InternalServer.class);
    assertThat(lists().idOf(NAMES)).isEqualTo(UNKNOWN);
    assertThat(store.metrics().attributeListBytes()).isZero();

    log.heal();
    int id = lists().register(NAMES).join();

    assertThat(lists().namesOf(id)).isEqualTo(NAMES);
  }

  @Test
  void listsThatWouldHaveTheSameNumberHaveDifferentOnes() {
    List<List<String>> colliding = colliding();

    int first = lists().register(colliding.getFirst()).join();
    int second = lists().register(colliding.getLast()).join();

    assertThat(second).isNotEqualTo(first);
    reopen();
    assertThat(lists().register(colliding.getLast()).join()).isEqualTo(second);
    assertThat(lists().namesOf(first)).isEqualTo(colliding.getFirst());
    assertThat(lists().namesOf(second)).isEqualTo(colliding.getLast());
  }

  /** Two lists whose records begin with the same number at the first attempt. */
  private static List<List<String>> colliding() {
    Map<Integer, String> known = new HashMap<>();
    for (int number = 0; ; number++) {
      String name = "n" + number;
      String other = known.put(firstChoice(name), name);
      if (other != null) {
        return List.of(List.of(other), List.of(name));
      }
    }
  }

  private static int firstChoice(String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer hashed = ByteBuffer.allocate(Integer.BYTES + Short.BYTES + text.length);
    hashed.putInt(0).putShort((short) text.length).put(text);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(hashed.array());
      return ByteBuffer.wrap(hash).getInt() & Integer.MAX_VALUE;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aNumberWhoseListIsDamagedIsNeverGivenAgain() throws IOException {
    int damaged = lists().register(List.of("a name that is damaged")).join();
    int whole = lists().register(NAMES).join();
    store.close();
    DataFile.in(directory).damage("a name that is damaged");
    open();
    assertThat(lists().namesOf(damaged)).isNull();
    assertThat(lists().namesOf(whole)).isEqualTo(NAMES);

    int again = lists().register(List.of("a name that is damaged")).join();

    assertThat(again).isNotEqualTo(damaged);
    assertThat(lists().namesOf(damaged)).isNull();
    reopen();
    assertThat(lists().idOf(List.of("a name that is damaged"))).isEqualTo(again);
  }

  @Test
  void aClosedStoreRegistersNothing() {
    store.close();

    assertThat(refusal(lists().register(NAMES)))
        .isInstanceOf(ServiceError.ServiceUnavailable.class);
  }
}
