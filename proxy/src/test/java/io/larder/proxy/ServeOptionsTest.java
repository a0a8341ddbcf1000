package io.larder.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Options as they are read by hand, and by the command line. */
final class ServeOptionsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--in-memory",
        "--port 0",
        "--host ::1 --port 9000 --dax-port none --admin-port 9001 --data-dir a/b",
        "--upstream http://127.0.0.1:9999 --upstream-writers exclusive --in-memory"
      })
  void plainOnesMeanTheSame(String line) {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ");

    ServeOptions plain = ServeOptions.plain(arguments);

    ServeOptions read = CommandLine.populateCommand(new ServeOptions(), arguments);
    assertThat(plain).isNotNull();
    assertThat(plain.load(Map.of())).isEqualTo(read.load(Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "serve --port 0"})
  void theCommandMayBeNamed(String line) {
    assertThat(ServeOptions.plain(line.split(" "))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--port",
        "--port=9000",
        "--port -1",
        "--port 1 --port 2",
        "--in-memory --in-memory",
        "--in-memory=true",
        "--nonsense 1",
        "--data-dir @file",
        "@file",
        "--help",
        "verify",
        "--port 0 serve",
        "serve serve",
        "check-config --config a"
      })
  void whateverElseIsLeftToTheCommandLine(String line) {
    assertThat(ServeOptions.plain(line.split(" "))).isNull();
  }
}
