package io.larder.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.proxy.admin.AdminAccess;
import io.larder.proxy.admin.AdminPages;
import io.larder.proxy.admin.AdminServer;
import io.larder.proxy.net.Transport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class ClusterCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return new CommandLine(new ClusterCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private static AdminServer serve(AdminPages.@Nullable Cluster cluster) throws IOException {
    return AdminServer.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        Transport.NIO,
        AdminPages.of(
            AdminAccess.everyone(),
            () -> null,
            () -> "",
            () -> "{}",
            new AdminPages.Posture(() -> "{}", () -> ""),
            cluster),
        Duration.ofMinutes(1),
        null);
  }

  private static String address(AdminServer server) {
    return "127.0.0.1:" + server.addresses().getFirst().getPort();
  }

  @Test
  void statusPrintsWhatTheNodeSays() throws IOException {
    try (AdminServer server = serve(new AdminPages.Cluster(() -> "{}", () -> "node  first"))) {
      assertThat(run("status", "--admin", address(server))).isZero();
    }

    assertThat(out).hasToString("node  first\n");
  }

  @Test
  void aServerOnItsOwnHasNoStatus() throws IOException {
    try (AdminServer server = serve(null)) {
      assertThat(run("status", "--admin", address(server))).isEqualTo(1);
    }

    assertThat(err.toString()).contains("is no node of a cluster");
  }

  @Test
  void whoCannotBeAskedEndsWithOne() throws IOException {
    AdminServer server = serve(null);
    server.close();

    assertThat(run("status", "--admin", address(server))).isEqualTo(1);
    assertThat(err.toString()).contains("cannot be asked");
  }

  @Test
  void anAddressThatIsNoneEndsWithTwo() {
    assertThat(run("status", "--admin", "a b")).isEqualTo(2);
  }
}
