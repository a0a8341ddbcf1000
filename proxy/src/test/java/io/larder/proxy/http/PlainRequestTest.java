package io.larder.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.proxy.call.Source;
import io.larder.proxy.metrics.ClientProtocol;
import io.larder.proxy.net.LoopResources;
import io.larder.proxy.net.Peer;
import io.larder.security.auth.Header;
import io.larder.security.auth.Network;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A plain request says what Netty's decoder would have said, and what is not plain is left to it.
 */
class PlainRequestTest {
  private static final HttpLimits LIMITS = new HttpLimits(30_000, 4096, 3);
  private static final String START = "POST / HTTP/1.1\r\nHost: a:8000\r\n";
  private static final Source SOURCE =
      new Source(ClientProtocol.HTTP, new Peer(null), false, Network.MAIN);
  private static final List<String> ASKED_FOR =
      List.of(
          "authorization",
          "x-amz-date",
          "date",
          "host",
          "x-amz-target",
          "content-type",
          "accept-encoding",
          "user-agent",
          "x-other");

  private final PlainRequest request = new PlainRequest(new byte[LoopResources.SCRATCH_SIZE]);

  private boolean reads(byte[] bytes) {
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    boolean isRead = request.read(in, LIMITS);
    if (!isRead) {
      assertThat(in.readerIndex()).isZero();
    }
    return isRead && !in.isReadable();
  }

  private boolean reads(String text) {
    return reads(text.getBytes(ISO_8859_1));
  }

  /** What matters of a request, as text; of the headers the first of each name counts. */
  private String plainly() {
    var head = new RequestHead(SOURCE);
    head.read(request);
    return said(head) + " " + body(head);
  }

  private static String said(RequestHead head) {
    List<String> said = new ArrayList<>();
    said.add(head.method() + " " + head.path() + " " + head.query() + " " + head.keepAlive());
    ASKED_FOR.forEach(name -> said.add(name + "=" + head.header(name)));
    said.add(
        Arrays.asList(head.target(), head.contentType(), head.host(), head.acceptEncoding())
            .toString());
    said.add(head.allHeaders().toString());
    said.add(head.origin() + " " + head.contentEncoding() + " " + head.expectsContinue());
    return String.join("\n", said);
  }

  private static String body(RequestHead head) {
    return new String(head.bodyBytes(), head.bodyOffset(), head.bodyLength(), ISO_8859_1);
  }

  /**
   * The same from Netty's decoder; null if it does not make one whole good request of the bytes.
   */
  private static @Nullable String byNetty(byte[] bytes) {
    var channel =
        new EmbeddedChannel(new HttpRequestDecoder(), new HttpObjectAggregator(LIMITS.maxBody()));
    try {
      channel.writeInbound(Unpooled.wrappedBuffer(bytes));
      FullHttpRequest full = channel.readInbound();
      if (full == null) {
        return null;
      }
      var head = new RequestHead(SOURCE);
      head.read(full);
      String said = said(head) + " " + full.content().toString(ISO_8859_1);
      boolean isGood = full.decoderResult().isSuccess() && channel.readInbound() == null;
      full.release();
      return isGood ? said : null;
    } finally {
      channel.finishAndReleaseAll();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 0\r\n\r\n",
        "content-length:2\r\n\r\n{}",
        "Date: a\r\nCONTENT-LENGTH: 2 \r\nDATE: b\r\nConnection: Keep-Alive\r\n\r\n{}",
      })
  void whatIsPlainIsReadAsNettyReadsIt(String rest) {
    String text = START + rest;

    assertThat(reads(text)).isTrue();
    assertThat(plainly()).isEqualTo(byNetty(text.getBytes(ISO_8859_1)));
  }

  @Test
  void allHeadersOfAnSdkAreRead() {
    String text =
        String.join(
            "\r\n",
            "POST / HTTP/1.1",
            "Host: a",
            "X-Amz-Target: DynamoDB_20120810.GetItem",
            "Content-Type:   application/x-amz-json-1.0",
            "Authorization: AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=c, Signature=d",
            "X-Amz-Date: 20260101T000000Z",
            "Date: today",
            "Accept-Encoding: identity",
            "User-Agent: some/1.0 (~)",
            "X-Other:",
            "Content-Length: 17",
            "",
            "{\"TableName\":\"a\"}");

    assertThat(reads(text)).isTrue();
    assertThat(plainly()).isEqualTo(byNetty(text.getBytes(ISO_8859_1)));
  }

  @Test
  void allValuesOfAllNamesCanBeHad() {
    reads(START + "X-B:  1 2 \r\nx-a: 3\r\nX-B: 4\r\nX-C:\r\nContent-Length: 0\r\n\r\n");

    var head = new RequestHead(SOURCE);
    head.read(request);

    assertThat(head.allHeaders())
        .containsExactly(
            new Header("Host", "a:8000"),
            new Header("X-B", "1 2"),
            new Header("x-a", "3"),
            new Header("X-B", "4"),
            new Header("X-C", ""),
            new Header("Content-Length", "0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
        "POST / HTTP/1.0\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
        "POST /?a=b HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
        "POST / HTTP/1.1\nHost: a\r\nContent-Length: 0\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a b\r\nContent-Length: 0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost:\r\nContent-Length: 0\r\n\r\n",
        START + "Host: a:8000\r\nContent-Length: 0\r\n\r\n",
        START + "Accept-Encoding: a\r\nAccept-Encoding: b\r\nContent-Length: 0\r\n\r\n",
        START + "\r\n",
        START + "Content-Length: 0\r\n",
        START + "Content-Length: 0\r\n\r",
        START + "Content-Length: 0\n\n",
        START + "Content-Length: 3\r\n\r\n{}",
        START + "Content-Length: +2\r\n\r\n{}",
        START + "Content-Length: 2, 2\r\n\r\n{}",
        START + "Content-Length: \r\n\r\n",
        START + "Content-Length: 0000000002\r\n\r\n{}",
        START + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
        START + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
        START + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n{}",
        START + "Content-Length: 2\r\nConnection: close\r\n\r\n{}",
        START + "Content-Length: 2\r\nContent-Encoding: gzip\r\n\r\n{}",
        START + "Content-Length: 2\r\nOrigin: here\r\n\r\n{}",
        START + "Content-Length: 2\r\nUpgrade: h2c\r\n\r\n{}",
        START + "Content-Length: 2\r\nTrailer: x\r\n\r\n{}",
        START + "Content-Length : 2\r\n\r\n{}",
        START + " Content-Length: 2\r\n\r\n{}",
        START + "X-Other: a\r\n b\r\nContent-Length: 2\r\n\r\n{}",
        START + "X-Other: a\u0001\r\nContent-Length: 2\r\n\r\n{}",
        START + "X-Other: \u00e9\r\nContent-Length: 2\r\n\r\n{}",
        START + "X-Other: 123456\u007f8901234\r\nContent-Length: 2\r\n\r\n{}",
        START + "X-Other: a\rb\r\nContent-Length: 2\r\n\r\n{}",
        START + ": a\r\nContent-Length: 2\r\n\r\n{}",
        START + "X Other: a\r\nContent-Length: 2\r\n\r\n{}",
        START + "X-Other\r\nContent-Length: 2\r\n\r\n{}",
      })
  void whatIsNotPlainIsLeft(String text) {
    assertThat(reads(text)).isFalse();
  }

  @Test
  void whatIsTooLongIsLeft() {
    assertThat(reads(START + "Content-Length: 30000\r\n\r\n" + "x".repeat(30_000))).isTrue();
    assertThat(reads(START + "Content-Length: 30001\r\n\r\n" + "x".repeat(30_001))).isFalse();
    assertThat(reads(START + "X: " + "x".repeat(4_000) + "\r\nContent-Length: 0\r\n\r\n")).isTrue();
    assertThat(reads(START + "X: " + "x".repeat(4_096) + "\r\nContent-Length: 0\r\n\r\n"))
        .isFalse();
  }

  @Test
  void oneRequestIsReadAfterAnother() {
    // Given
    String start = "POST / HTTP/1.1\r\n";
    String one = start + "Host: a\r\nX-Amz-Target: T\r\nContent-Length: 1\r\n\r\n1";
    String other = start + "Host: ab\r\nContent-Length: 2\r\n\r\n22";
    ByteBuf in = Unpooled.copiedBuffer(one + other, ISO_8859_1);

    // When / Then
    assertThat(request.read(in, LIMITS)).isTrue();
    assertThat(plainly()).isEqualTo(byNetty(one.getBytes(ISO_8859_1)));
    assertThat(request.read(in, LIMITS)).isTrue();
    assertThat(plainly()).isEqualTo(byNetty(other.getBytes(ISO_8859_1)));
    assertThat(request.read(in, LIMITS)).isFalse();
  }

  @Test
  void whateverIsReadIsWhatNettyMakesOfIt() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    int plain = 0;
    for (int i = 0; i < 3_000; i++) {
      byte[] bytes = random(random).getBytes(ISO_8859_1);
      if (random.nextBoolean()) {
        bytes[random.nextInt(bytes.length)] =
            (byte) pick(random, " :\r\n\t-2x\u0000\u00e9").charAt(0);
      }
      if (reads(bytes)) {
        plain++;
        assertThat(plainly())
            .as("seed %d: %s", seed, new String(bytes, ISO_8859_1))
            .isEqualTo(byNetty(bytes));
      }
    }
    assertThat(plain).isGreaterThan(500);
  }

  private static String random(Random random) {
    String body = "x".repeat(random.nextInt(30));
    List<String> lines = new ArrayList<>();
    lines.add("Content-Length: " + body.length());
    lines.add("Host: " + pick(random, "abcdefghijklm"));
    for (int i = random.nextInt(6); i > 0; i--) {
      String name = ASKED_FOR.get(random.nextInt(ASKED_FOR.size()));
      String value = pick(random, "abcdefghi jklmnop").repeat(1 + random.nextInt(3));
      lines.add(name + ":" + " ".repeat(random.nextInt(3)) + value);
    }
    if (random.nextInt(10) == 0) {
      lines.add("Connection: " + (random.nextBoolean() ? "keep-alive" : "close"));
    }
    Collections.shuffle(lines, random);
    return "POST / HTTP/1.1\r\n" + String.join("\r\n", lines) + "\r\n\r\n" + body;
  }

  /** Some of the characters from a random place on. */
  private static String pick(Random random, String characters) {
    return characters.substring(random.nextInt(characters.length()));
  }
}
