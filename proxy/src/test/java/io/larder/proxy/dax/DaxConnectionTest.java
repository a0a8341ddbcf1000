package io.larder.proxy.dax;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.dax.DaxMethod;
import io.larder.proxy.net.Phase;
import io.larder.proxy.net.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DaxConnectionTest {
  private static final String NODES =
      "8082bf000101693132372e302e302e3102447f000001031946bf0401056a75732d656173742d31610601ff"
          + "bf00020168"
          + "31302e302e302e32"
          + "02440a000002030004"
          + "02056a75732d656173742d31610601ff";

  @Nested
  final class APrelude extends ServedDaxConnection {
    @ParameterizedTest
    @ValueSource(
        strings = {
          PRELUDE,
          FRAMED_PRELUDE,
          "674a37796e65354700503181ce49b1ded44676df3c57c7ff0d39a169557365724167656e74724461784a53436c"
              + "69656e742d312e322e313000",
          "674a37796e6535470050a964a68d6c668872426739fc06aafa77a169557365724167656e747544617850797468"
              + "6f6e436c69656e742d322e312e3000",
          "674a37796e653547006130a169557365724167656e7473446178476f5632436c69656e742d312e302e3300",
          "674a37796e653547005019f817b6188c63eed6689108aaaac9cba169557365724167656e74734461784a535633"
              + "436c69656e742d332e312e3000",
          "674a37796e653547005052122733bc619d0a15df2a3034713faaa169557365724167656e74781a4461784a6176"
              + "61436c69656e742d312e302e3233303334312e3000",
          "674a37796e65354700f6a000",
          "674a37796e65354700f6bf0102ff00"
        })
    void hasNoAnswer(String prelude) {
      assertThat(answerTo(prelude)).isEmpty();

      assertThat(channel.isOpen()).isTrue();
      assertThat(connection().phase()).isEqualTo(Phase.REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "474554202f20485454502f312e310d0a",
          "47",
          "674a37796e65354800f6a000",
          "674a37796e65354702f6a000",
          "674a37796e6535476130f6a000",
          "1603010200010001fc0303",
          "674a37796e653547005b7fffffffffffffff",
          "00ff"
        })
    void ofAnotherProtocolEndsTheConnectionWithoutAWord(String bytes) {
      assertThat(answerTo(bytes)).isEmpty();

      assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void hasABound() {
      send("674a37796e65354700f6b9ffff");

      send("60".repeat(1100));

      assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void isWaitedForAsHeadsAre() {
      assertThat(connection().phase()).isEqualTo(Phase.HEADER);

      send(PRELUDE.substring(0, 20));

      assertThat(connection().phase()).isEqualTo(Phase.HEADER);
    }
  }

  @Nested
  final class ARequest extends ServedDaxConnection {
    @Test
    void mayComeWithAllBeforeItInOnePiece() {
      assertThat(answerTo(PRELUDE + AUTHORIZE + DEFINE_MUSIC)).isEqualTo(MUSIC);
    }

    @Test
    void mayComeByteByByte() {
      byte[] bytes = HexFormat.of().parseHex(PRELUDE + AUTHORIZE + DEFINE_MUSIC);
      for (byte each : bytes) {
        assertThat(received()).isEmpty();
        send(new byte[] {each});
      }

      assertThat(received()).isEqualTo(MUSIC);
    }

    @Test
    void mayFollowOthersAtOnce() {
      open();

      assertThat(answerTo(DEFINE_MUSIC + ENDPOINTS + AUTHORIZE + DEFINE_MUSIC))
          .isEqualTo(MUSIC + NODES + MUSIC);
    }

    @Test
    void ofAClientThatWantsFramesIsAnsweredInOne() {
      assertThat(answerTo(FRAMED_PRELUDE + AUTHORIZE + DEFINE_MUSIC))
          .isEqualTo("0000001f01000000" + MUSIC);
    }

    @Test
    void mayStopInTheMiddleForAsLongAsItTakes() {
      open();

      send("013a4524c569");

      assertThat(connection().phase()).isEqualTo(Phase.REQUEST);
      assertThat(received()).isEmpty();
    }

    @Test
    void ofWhichMuchHasComeIsWaitedForAsBodiesAre() {
      open();

      send("013a2c43e27e5a00010000" + "00".repeat(5000));

      assertThat(connection().phase()).isEqualTo(Phase.BODY);
      assertThat(connection().receivedOfBody()).isEqualTo(5011);
      connection().refuseSlowBody();
      assertThat(channel.isOpen()).isFalse();
      assertThat(received()).isEmpty();
    }

    @Test
    void thatTheClientBreaksOffIsForgotten() {
      open();
      send("013a2c43e27e4a00");

      channel.close();

      assertThat(memory.taken()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "021a1b2bcf02",
          "01011a1b2bcf02",
          "0160",
          "60",
          "011a7fffffff",
          "011b7fffffffffffffff",
          "011b000000011b2bcf02",
          "ff",
          "013a2c43e27eff",
          "013a2c43e27e1c"
        })
    void thatCannotBeToldApartIsRefusedAndEndsTheConnection(String bytes) {
      open();

      send(bytes);

      Failure failure = failure(receivedBytes());
      assertThat(failure.codes()).containsExactly(4, 37, 38, 39, 46);
      assertThat(failure.status()).isEqualTo(400);
      assertThat(channel.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"5b7fffffffffffffff", "5a00018700", "5a000186a0", "9a00100000" + "5a00018700"})
    void thatSaysThatItWillBeTooLargeIsRefusedAtOnce(String argument) {
      open();

      send("013a2c43e27e" + argument);

      assertThat(failure(receivedBytes()).codes()).containsExactly(4, 37, 38, 39, 46);
      assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void thatBecomesTooLargeIsRefused() {
      open();
      send("013a2c43e27e9f");

      for (int i = 0; i < 11 && channel.isOpen(); i++) {
        send("00".repeat(10_000));
      }

      assertThat(failure(receivedBytes()).codes()).containsExactly(4, 37, 38, 39, 46);
      assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void forWhichThereIsNoMemoryIsToBeTriedAgain() {
      open();
      memory.add(2 * MEMORY);

      send("013a2c43e27e5a00010000" + "00".repeat(5000));

      assertThat(failure(receivedBytes()).codes()).containsExactly(4, 37, 38, 39, 50);
      memory.giveBack(2 * MEMORY);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "013a12ae94f5a0",
          "011a7e64343940",
          "013a30d5fc9040",
          "011a16df8595a0",
          "011a6fb4ca33f6f6",
          "013a1c5a034e",
          "011a2ecb30e7f6",
          "013a3c9b09af"
        })
    void forWhatIsNotImplementedIsToldSoAndTheConnectionStays(String request) {
      open();

      assertThat(failure(HexFormat.of().parseHex(answerTo(request))))
          .isEqualTo(new Failure(List.of(4, 37, 38, 44), "NotImplementedException", 400));

      assertThat(answerTo(DEFINE_MUSIC)).isEqualTo(MUSIC);
    }
  }

  @Nested
  final class AnAuthorization extends ServedDaxConnection {
    @Test
    void thatIsMissingIsToldButNotByTheEndpoints() {
      send(PRELUDE);

      assertThat(answerTo(ENDPOINTS)).isEqualTo(NODES);
      send(DEFINE_MUSIC);

      Failure failure = failure(receivedBytes());
      assertThat(failure.codes()).containsExactly(4, 23, 31, 33);
      assertThat(failure.name()).isEqualTo("MissingAuthenticationTokenException");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "011a58c2336b60604040f6",
          "011a58c2336bf6f6f6f6f6",
          "011a58c2336b6161614140f6f6",
          "011a58c2336b0000000000"
        })
    void thatFailedIsToldToEachRequestAfterIt(String authorize) {
      send(PRELUDE);

      assertThat(answerTo(authorize)).isEmpty();

      for (int i = 0; i < 2; i++) {
        assertThat(failure(HexFormat.of().parseHex(answerTo(DEFINE_MUSIC))).codes())
            .containsExactly(4, 23, 31, 32);
      }
      assertThat(answerTo(AUTHORIZE + DEFINE_MUSIC)).isEqualTo(MUSIC);
      assertThat(failure(HexFormat.of().parseHex(answerTo(authorize + DEFINE_MUSIC))).codes())
          .containsExactly(4, 23, 31, 32);
    }

    @Test
    void isNeededForEveryMethodButTheEndpoints() {
      send(PRELUDE);

      for (DaxMethod method : DaxMethod.values()) {
        if (method != DaxMethod.ENDPOINTS && method != DaxMethod.AUTHORIZE_CONNECTION) {
          send(
              request(
                  method,
                  out -> {
                    for (int i = 0; i < method.arguments(); i++) {
                      out.writeNull();
                    }
                  }));
          assertThat(failure(receivedBytes()).codes())
              .as(method.wireName())
              .containsExactly(4, 23, 31, 33);
        }
      }
    }
  }

  @Nested
  final class Names extends ServedDaxConnection {
    private static final String THREE = "836547656e72656550726963656459656172";

    @Test
    void getOneNumberForEachOfTheirLists() {
      open();

      assertThat(answerTo("013a495927bb" + THREE)).isEqualTo("8002");
      assertThat(answerTo("013a495927bb" + "d90cf9" + THREE)).isEqualTo("8002");
      assertThat(answerTo("013a495927bb" + "9f6161ff")).isEqualTo("8003");
      assertThat(answerTo("013a495927bb" + "80")).isEqualTo("8001");
      assertThat(answerTo("011a27f9bd71" + "02")).isEqualTo("80" + THREE);
      assertThat(answerTo("011a27f9bd71" + "01")).isEqualTo("8080");
    }

    @Test
    void thatAreNotInMemoryAreLookedUpWhileOthersWait() {
      open();
      lists.elsewhere.put(5, List.of("a"));

      send("011a27f9bd71" + "05" + DEFINE_MUSIC);

      assertThat(HexFormat.of().formatHex(receive(4 + MUSIC.length() / 2)))
          .isEqualTo("80816161" + MUSIC);
    }

    @Test
    void ofAnUnknownNumberAreAFaultOfTheClient() {
      open();

      send("011a27f9bd71" + "05");

      assertThat(failure(receive(40)))
          .isEqualTo(new Failure(List.of(4, 37, 38, 39, 46), "ValidationException", 400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "f6", "8101", "d90cf900", "bfff", "60"})
    void thatAreNoneAreAFaultOfTheClient(String argument) {
      open();

      assertThat(failure(HexFormat.of().parseHex(answerTo("013a495927bb" + argument))).codes())
          .containsExactly(4, 37, 38, 39, 46);
      assertThat(answerTo(DEFINE_MUSIC)).isEqualTo(MUSIC);
    }

    @Test
    void thatAreBeingKeptLetWhatFollowsWait() {
      open();
      lists.isPrompt = false;

      send("013a495927bb" + THREE + DEFINE_MUSIC);
      send(DEFINE_MUSIC);
      assertThat(received()).isEmpty();
      assertThat(channel.config().isAutoRead()).isFalse();
      lists.keep();

      assertThat(received()).isEqualTo("8002" + MUSIC + MUSIC);
      assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void thatAreBeingKeptForAClientThatHasGoneAreKeptAllTheSame() {
      open();
      lists.isPrompt = false;
      send("013a495927bb" + THREE + DEFINE_MUSIC);

      channel.close();
      lists.keep();

      assertThat(received()).isEmpty();
    }
  }

  @Nested
  final class ATable extends ServedDaxConnection {
    @Test
    void thatIsNotThereIsToldInTheWordsOfADataMethod() {
      open();

      send(
          request(
              DaxMethod.DEFINE_KEY_SCHEMA,
              out -> out.writeBytes("No".getBytes(StandardCharsets.UTF_8))));

      assertThat(failure(receive(40)))
          .isEqualTo(new Failure(List.of(4, 37, 38, 39, 41), "ResourceNotFoundException", 400));
    }

    @Test
    void thatIsNotInMemoryIsLookedUp() {
      open();
      isForgetful = true;

      send(DEFINE_MUSIC);

      assertThat(HexFormat.of().formatHex(receive(MUSIC.length() / 2))).isEqualTo(MUSIC);
    }

    @Test
    void withoutASortKeyHasOneAttribute() {
      open();

      assertThat(answerTo("013a2c43e27e4448617368")).isEqualTo("80a16269646153");
    }

    @Test
    void thatIsNotNamedByBytesIsAFaultOfTheClient() {
      open();

      assertThat(failure(HexFormat.of().parseHex(answerTo("013a2c43e27e6448617368"))).codes())
          .containsExactly(4, 37, 38, 39, 46);
    }
  }

  @Nested
  final class AServerThatStops extends ServedDaxConnection {
    private void drain() {
      channel.pipeline().fireUserEventTriggered(Protocol.Event.DRAIN);
      channel.runPendingTasks();
    }

    @Test
    void closesWhatWaits() {
      open();

      drain();

      assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void answersWhatHasBegun() {
      open();
      send(DEFINE_MUSIC.substring(0, 10));

      drain();
      assertThat(channel.isOpen()).isTrue();
      send(DEFINE_MUSIC.substring(10));

      assertThat(received()).isEqualTo(MUSIC);
      assertThat(channel.isOpen()).isFalse();
    }
  }
}
