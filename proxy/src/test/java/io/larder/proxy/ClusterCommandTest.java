package io.larder.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.proxy.admin.AdminAccess;
import io.larder.proxy.admin.AdminPages;
import io.larder.proxy.admin.AdminServer;
import io.larder.proxy.net.Transport;
import io.larder.security.auth.Principal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class ClusterCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return run(Map.of(), arguments);
  }

  private int run(Map<String, String> environment, String... arguments) {
    return new CommandLine(new ClusterCommand(environment))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private static AdminServer serve(AdminPages.@Nullable Cluster cluster) throws IOException {
    return serve(AdminAccess.everyone(), cluster);
  }

  private static AdminServer serve(AdminAccess access, AdminPages.@Nullable Cluster cluster)
      throws IOException {
    return AdminServer.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        Transport.NIO,
        AdminPages.of(
            access,
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
  void theAccessKeyOfTheEnvironmentIsShown() throws IOException {
    List<String> shown = new CopyOnWriteArrayList<>();
    AdminAccess access =
        (request, context, action) -> {
          shown.add(action + " " + request.header("authorization"));
          return Principal.UNVERIFIED;
        };
    try (AdminServer server =
        serve(access, new AdminPages.Cluster(() -> "{}", () -> "node  first"))) {
      assertThat(
              run(
                  Map.of("AWS_ACCESS_KEY_ID", "AKIAADA", "AWS_SECRET_ACCESS_KEY", "secret"),
                  "status",
                  "--admin",
                  address(server)))
          .isZero();
    }

    assertThat(shown).containsExactly("larder:GetCluster Basic QUtJQUFEQTpzZWNyZXQ=");
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
