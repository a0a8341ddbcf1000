package io.larder.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.wire.JsonBytes;
import io.larder.proxy.net.EventLoops;
import io.larder.proxy.net.Transport;
import io.larder.proxy.net.tls.InvalidPemException;
import io.larder.proxy.net.tls.TestIdentity;
import io.larder.proxy.net.tls.TlsClient;
import io.larder.proxy.net.tls.TlsEngine;
import io.larder.proxy.upstream.ScriptedUpstream.Step;
import io.larder.store.upstream.UpstreamAnswer;
import io.larder.store.upstream.UpstreamFailure;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

final class UpstreamTlsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final TestIdentity UPSTREAM = TestIdentity.of("upstream", "EC");
  private static final TestIdentity STRANGER = TestIdentity.of("stranger", "EC");

  @TempDir private Path folder;
  private final EventLoops loops = EventLoops.start(Transport.fastest(), 1);
  private final ScriptedUpstream upstream = ScriptedUpstream.start(server(UPSTREAM));
  private @Nullable NettyUpstreamTransport transport;

  private static SSLContext server(TestIdentity identity) {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      char[] password = {};
      store.setKeyEntry(
          "key",
          identity.key(),
          password,
          new java.security.cert.Certificate[] {identity.certificate()});
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() {
    if (transport != null) {
      transport.close();
    }
    upstream.close();
    loops.close();
  }

  private CompletableFuture<UpstreamAnswer> send(
      String host, @Nullable TestIdentity trusted, TlsEngine engine) throws IOException {
    Path authorities = trusted == null ? null : trusted.write(folder).certificate();
    var endpoint = new UpstreamEndpoint(true, host, upstream.port());
    NettyUpstreamTransport opened =
        NettyUpstreamTransport.open(
            loops,
            new Site(
                endpoint,
                new UpstreamAddresses(
                    endpoint, _ -> new InetAddress[] {NetUtil.LOCALHOST4}, System::nanoTime),
                TlsClient.open(authorities, engine)),
            "eu-central-1",
            new ConnectionLimits(4, 10, LONG, LONG, LONG, LONG, 1000, 10_000),
            new CurrentCredentials(() -> AwsBasicCredentials.create("id", "key")));
    transport = opened;
    return opened.send("DynamoDB_20120810.GetItem", JsonBytes.of(new byte[0]), LONG);
  }

  private static UpstreamFailure failure(CompletableFuture<UpstreamAnswer> call) {
    return (UpstreamFailure)
        call.orTimeout(60, TimeUnit.SECONDS).handle((_, failure) -> failure).join();
  }

  @ParameterizedTest
  @EnumSource
  void speaksToUpstreamThatAnAuthorityOfTheFileVouchesFor(TlsEngine engine) throws IOException {
    upstream.script(_ -> Step.answer(200, "{}"));
    UpstreamAnswer answer =
        send("localhost", UPSTREAM, engine).orTimeout(60, TimeUnit.SECONDS).join();
    assertThat(answer.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void speaksToNoUpstreamThatOthersVouchFor(TlsEngine engine) throws IOException {
    assertThat(failure(send("localhost", STRANGER, engine)))
        .hasMessageContaining("cannot connect to https://localhost")
        .returns(false, UpstreamFailure::mayHaveArrived);
    assertThat(upstream.calls()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void speaksToNoUpstreamThatJavaDoesNotTrust(TlsEngine engine) throws IOException {
    assertThat(failure(send("localhost", null, engine)))
        .returns(false, UpstreamFailure::mayHaveArrived);
    assertThat(upstream.calls()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void speaksToNoUpstreamThatIsAnotherHost(TlsEngine engine) throws IOException {
    assertThat(failure(send("example.com", UPSTREAM, engine)))
        .returns(false, UpstreamFailure::mayHaveArrived);
    assertThat(upstream.calls()).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithTheFile() throws IOException {
    Path file = Files.writeString(folder.resolve("ca.pem"), "nothing");
    assertThatThrownBy(() -> TlsClient.check(file))
        .isInstanceOf(InvalidPemException.class)
        .hasMessageContaining("has no certificate in PEM");
  }
}
