package io.larder.store.lmdb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lmdbjava.LmdbException;

final class StorageErrorsTest {

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
    assertThat(StorageErrors.isFatal(new LmdbException("any"), false)).isFalse();
  }
}
