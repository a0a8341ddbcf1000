package io.larder.proxy.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.proxy.net.RequestMemory;
import io.larder.store.upstream.UpstreamAnswer;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpObject;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever way an answer is read, and in whatever parts it comes, it is the same. */
final class AnswerDecoderTest {
  private static final int MAX_BODY = 1000;
  private static final String NONE = "none";

  /** What becomes of bytes: answers, each in one line, and perhaps a failure. */
  private static List<String> read(byte[] bytes, int... cuts) {
    var memory = new RequestMemory(1_000_000);
    var assembly = new AnswerAssembly(MAX_BODY, memory);
    var channel = new EmbeddedChannel(new AnswerDecoder(new PlainAnswer(MAX_BODY)));
    List<String> answers = new ArrayList<>();
    int start = 0;
    try {
      for (int i = 0; i <= cuts.length; i++) {
        int end = i == cuts.length ? bytes.length : cuts[i];
        channel.writeInbound(Unpooled.copiedBuffer(bytes, start, end - start));
        start = end;
        drain(channel, assembly, answers);
      }
      channel.finish();
      drain(channel, assembly, answers);
    } catch (DecoderException | InvalidAnswerException _) {
      answers.add("failure");
    } finally {
      assembly.clear();
      channel.releaseInbound();
    }
    assertThat(memory.taken()).isZero();
    return answers;
  }

  private static void drain(EmbeddedChannel channel, AnswerAssembly assembly, List<String> answers)
      throws InvalidAnswerException {
    for (Object each = channel.readInbound(); each != null; each = channel.readInbound()) {
      try {
        ReceivedAnswer answer =
            each instanceof ReceivedAnswer plain ? plain : assembly.add((HttpObject) each);
        if (answer != null) {
          answers.add(line(answer));
        }
      } finally {
        ReferenceCountUtil.release(each);
      }
    }
  }

  private static String line(ReceivedAnswer received) {
    UpstreamAnswer answer = received.answer();
    byte[] body = new byte[answer.body().jsonLength()];
    answer.body().copyJsonTo(body, 0);
    return "%d %s %s %s"
        .formatted(
            answer.status(),
            answer.requestId() == null ? NONE : answer.requestId(),
            received.keepsOpen(),
            new String(body, UTF_8));
  }

  private static byte[] answer(String body) {
    return ScriptedUpstream.Answers.whole(400, body, ScriptedUpstream.Answers.crc(body));
  }

  @Test
  void readsPlainAnswer() {
    assertThat(read(answer("{\"a\":\"schön\"}"))).containsExactly("400 ID true {\"a\":\"schön\"}");
  }

  @Test
  void readsAnswerThatComesInTwoParts() {
    byte[] bytes = answer("{\"a\":\"schön\"}");
    for (int cut = 1; cut < bytes.length; cut++) {
      assertThat(read(bytes, cut))
          .as("cut at %d", cut)
          .containsExactly("400 ID true {\"a\":\"schön\"}");
    }
  }

  @Test
  void makesNothingOfAnswerThatIsCut() {
    byte[] bytes = answer("{\"a\":\"schön\"}");
    for (int length = 1; length < bytes.length; length++) {
      assertThat(read(Arrays.copyOf(bytes, length)))
          .as("the first %d bytes", length)
          .noneMatch(line -> line.startsWith("400"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
        "HTTP/1.1 200 \r\nCONTENT-LENGTH:2  \r\nX-AMZN-REQUESTID:  a b \r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nx-amz-crc32: 2745614147\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nx-amz-crc32: 2745614148\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nx-amz-crc32: -1\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nA folded: header\r\n line\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 2x0 OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\nContent-Length: 2\n\n{}",
      })
  void readsTheSameAtOnceAndByteByByte(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    int[] everywhere = IntStream.range(1, bytes.length).toArray();
    // The way of one byte at a time is Netty's alone, since nothing is plain that is not there.
    assertThat(read(bytes)).isEqualTo(read(bytes, everywhere));
  }

  @Test
  void readsTheSameHoweverAnswersAreBent() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = answer("{\"n\":" + random.nextInt() + "}");
      for (int change = random.nextInt(3); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(128);
      }
      int[] everywhere = IntStream.range(1, bytes.length).toArray();
      List<String> slowly = read(bytes, everywhere);
      assertThat(read(bytes))
          .as("seed %d: %s", seed, new String(bytes, ISO_8859_1))
          .isEqualTo(slowly);
    }
  }

  @Test
  void readsOneAnswerAfterAnother() {
    byte[] plain = answer("{}");
    byte[] chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n"
            .getBytes(ISO_8859_1);
    byte[] all = ByteBufUtil.getBytes(Unpooled.wrappedBuffer(plain, chunked, plain));
    assertThat(read(all)).containsExactly("400 ID true {}", "200 none true []", "400 ID true {}");
  }
}
