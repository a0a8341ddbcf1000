package io.larder.cache.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.cluster.MessageReader.Received;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages in their binary form. */
final class MessageTest {
  private static final Envelope ENVELOPE = new Envelope(7, Long.MAX_VALUE, -3);
  private static final int RANDOM_MESSAGES = 20_000;

  private final NamedOrders orders = new NamedOrders();

  static List<Message> messages() {
    var orders = new NamedOrders();
    Item item = Item.of(Map.of("id", new AttributeValue.Str("ä"), "n", new AttributeValue.Null()));
    return List.of(
        new Message.Probe(1),
        new Message.Probed(Long.MIN_VALUE),
        new Message.Hello("host:8000 ✓"),
        new Message.Welcome(),
        new Message.Flux(1L << 40, List.of(orders.item("a"), orders.item("ä", "ByDay", "ByState"))),
        new Message.Flux(2, List.of()),
        new Message.TablesFlux(3, List.of("Orders", "Others")),
        new Message.TablesFlux(3, List.of()),
        new Message.Answer(4, true),
        new Message.Answer(4, false),
        new Message.Settle(5, Message.End.ABORTED, List.of()),
        new Message.Settle(5, Message.End.UNKNOWN, List.of()),
        new Message.Settle(
            5,
            Message.End.COMMITTED,
            List.of(new Message.Image(1, item), new Message.Image(0, null))),
        new Message.Settled(6),
        new Message.TookOut(),
        new Message.Goodbye());
  }

  /** The same for all that matters, as text. */
  private static String text(Message message) {
    return switch (message) {
      case Message.Flux(var write, var items) ->
          "Flux "
              + write
              + items.stream()
                  .map(
                      item ->
                          item.tableName()
                              + Arrays.toString(item.key().partition())
                              + Arrays.toString(item.key().sort())
                              + item.indexNames())
                  .toList();
      default -> message.toString();
    };
  }

  private Received read(byte[] bytes) {
    return Objects.requireNonNull(MessageReader.read(bytes, orders));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void whatIsWrittenIsRead(Message message) {
    Received received = read(MessageWriter.write(ENVELOPE, message));

    assertThat(received.envelope()).isEqualTo(ENVELOPE);
    assertThat(text(received.message())).isEqualTo(text(message));
  }

  @Test
  void anImageKeepsItsBytesAndItsSize() {
    Item item = Item.of(Map.of("id", new AttributeValue.Str("a")));
    var settle = new Message.Settle(1, Message.End.COMMITTED, List.of(new Message.Image(0, item)));

    Message read = read(MessageWriter.write(ENVELOPE, settle)).message();

    assertThat(read)
        .isInstanceOfSatisfying(
            Message.Settle.class,
            found -> {
              Item image = Objects.requireNonNull(found.images().getFirst().item());
              assertThat(image).isEqualTo(item);
              assertThat(image.size()).isEqualTo(item.size());
            });
  }

  @ParameterizedTest
  @MethodSource("messages")
  void whatEndsTooEarlyOrTooLateIsNoMessage(Message message) {
    byte[] bytes = MessageWriter.write(ENVELOPE, message);

    for (int length = 0; length < bytes.length; length++) {
      assertThat(MessageReader.read(Arrays.copyOf(bytes, length), orders)).isNull();
    }
    assertThat(MessageReader.read(Arrays.copyOf(bytes, bytes.length + 1), orders)).isNull();
  }

  @Test
  void ofAnotherVersionOrKindThereIsNone() {
    byte[] version = MessageWriter.write(ENVELOPE, new Message.Welcome());
    version[0]++;
    byte[] kind = MessageWriter.write(ENVELOPE, new Message.Welcome());
    kind[1] = 99;

    assertThat(MessageReader.read(version, orders)).isNull();
    assertThat(MessageReader.read(kind, orders)).isNull();
  }

  @Test
  void whatIsTooLongIsNotRead() {
    assertThat(MessageReader.read(new byte[Messenger.MAX_MESSAGE_BYTES + 1], orders)).isNull();
  }

  /** Numbers that promise more than there is must not make room for it. */
  @Test
  void anyBytesAreAMessageOrNone() {
    var random = new Random(13);
    List<byte[]> written =
        messages().stream().map(message -> MessageWriter.write(ENVELOPE, message)).toList();
    int read = 0;
    for (int i = 0; i < RANDOM_MESSAGES; i++) {
      byte[] bytes = written.get(i % written.size()).clone();
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        bytes[random.nextInt(bytes.length)] =
            (byte) (random.nextBoolean() ? random.nextInt() : random.nextInt(3) - 1);
      }
      if (MessageReader.read(bytes, orders) != null) {
        read++;
      }
    }
    assertThat(read).isBetween(RANDOM_MESSAGES / 20, RANDOM_MESSAGES);
  }
}
