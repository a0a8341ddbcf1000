package io.larder.proxy.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.proxy.maintenance.ProgressDisplay.Form;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** How far work has come, as it is shown. */
final class ProgressDisplayTest {
  private final StringWriter text = new StringWriter();
  private long nanos;

  private ProgressDisplay display(Form form) {
    return new ProgressDisplay(form, new PrintWriter(text), () -> nanos);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void aTerminalGetsABarThatIsTakenAway() {
    ProgressDisplay display = display(Form.BAR);

    display.at("records", 0, 4_000);
    pass(Duration.ofSeconds(1));
    display.at("records", 1_000, 4_000);
    pass(Duration.ofMillis(100));
    display.at("records", 1_001, 4_000);
    display.end();

    assertThat(text)
        .hasToString(
            "\r\u001b[K[=======                       ] records  25 %, 1,000, 1,000/s, 0:03 left"
                + "\r\u001b[K");
  }

  @Test
  void elsewhereThereIsALineNowAndThen() {
    ProgressDisplay display = display(Form.LINES);

    for (int done = 0; done <= 200_000; done += 10_000) {
      display.at("import", done, 400_000);
      pass(Duration.ofSeconds(1));
    }

    assertThat(text)
        .hasToString(
            """
            import  25 %, 100,000, 10,000/s, 0:30 left
            import  50 %, 200,000, 10,000/s, 0:20 left
            """);
  }

  @Test
  void programsGetJson() {
    ProgressDisplay display = display(Form.JSON);

    display.at("copy", 0, 0);
    pass(Duration.ofSeconds(2));
    display.at("copy", 10, 0);

    assertThat(text).hasToString("{\"step\":\"copy\",\"done\":10,\"total\":0,\"perSecond\":5}\n");
  }

  @Test
  void workThatIsCancelledEndsAtItsNextStep() {
    ProgressDisplay display = display(Form.LINES);
    display.cancel();

    assertThatThrownBy(() -> display.at("copy", 0, 0)).isInstanceOf(CancellationException.class);
  }
}
