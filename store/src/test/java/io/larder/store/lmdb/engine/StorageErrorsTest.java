package io.larder.store.lmdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.store.lmdb.binding.LmdbException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StorageErrorsTest {
  /** MDB_BAD_VALSIZE. */
  private static final int ANY_OTHER = -30781;

  @ParameterizedTest
  @CsvSource({
    "28, false, true",
    "27, false, true",
    "122, false, true",
    "5, true, true",
    "5, false, false",
    "30, true, false",
  })
  void onlyLackOfRoomIsForgiven(int errno, boolean diskIsFull, boolean forgiven) {
    assertThat(StorageErrors.isLackOfRoom(errno, diskIsFull)).isEqualTo(forgiven);
  }

  @Test
  void ordinaryErrorsAreNotFatal() {
    assertThat(StorageErrors.isFatal(LmdbException.of(ANY_OTHER), false)).isFalse();
  }
}
