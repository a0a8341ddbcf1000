package io.larder.store.observers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.store.WriteListener;
import io.larder.store.WriteScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Observers that keep the writer waiting. */
final class WriteObserversTest {
  private final WriteObservers observers = new WriteObservers(Duration.ofMillis(1), () -> 0);
  private final List<String> heard = new ArrayList<>();
  private final WriteListener listener =
      new WriteListener() {
        @Override
        public void aborted() {
          heard.add("aborted");
        }
      };

  @Test
  void whoIsNotReadyInTimeLetsTheCommitBeGivenUp() {
    observers.add(listener);
    observers.add(_ -> new CompletableFuture<>());

    assertThatThrownBy(() -> observers.begin(List.of())).hasMessageContaining("not ready");
    assertThat(heard).containsExactly("aborted");
  }

  @Test
  void aScopeThatComesTooLateIsEnded() {
    var late = new CompletableFuture<WriteScope>();
    observers.add(_ -> late);
    assertThatThrownBy(() -> observers.begin(List.of())).hasMessageContaining("not ready");

    late.complete(listener.begin(List.of()).toCompletableFuture().join());

    assertThat(heard).containsExactly("aborted");
  }

  @Test
  void whoRefusesAWriteSaysWhatTheClientIsTold() {
    var refusal = new ServiceException(new ServiceError.ServiceUnavailable("not now"));
    observers.add(listener);
    observers.add(_ -> CompletableFuture.failedFuture(refusal));

    assertThatThrownBy(() -> observers.begin(List.of())).isSameAs(refusal);
    assertThat(heard).containsExactly("aborted");
  }

  @Test
  void aWriterThatIsInterruptedStaysSo() {
    observers.add(_ -> new CompletableFuture<>());
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> observers.begin(List.of())).isInstanceOf(IllegalStateException.class);

    assertThat(Thread.interrupted()).isTrue();
  }
}
