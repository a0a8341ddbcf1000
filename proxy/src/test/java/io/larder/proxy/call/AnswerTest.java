package io.larder.proxy.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class AnswerTest {
  private static final ServiceError ERROR = new ServiceError.ResourceNotFound("no such table");

  @Test
  void whatTheServiceDocumentsIsARefusal() {
    assertThat(Answer.of(new ServiceException(ERROR))).isEqualTo(new Answer.Refused(ERROR));
  }

  @Test
  void whateverElseIsThrownIsADefect() {
    var defect = new IllegalStateException("broken");

    assertThat(Answer.of(defect)).isEqualTo(new Answer.Failed(defect));
  }

  @Test
  void whatAFutureWrapsIsUnwrapped() {
    var wrapped = new CompletionException(new CompletionException(new ServiceException(ERROR)));
    var empty = new CompletionException("without a cause", null);

    assertThat(Answer.of(wrapped)).isEqualTo(new Answer.Refused(ERROR));
    assertThat(Answer.of(empty)).isEqualTo(new Answer.Failed(empty));
  }
}
