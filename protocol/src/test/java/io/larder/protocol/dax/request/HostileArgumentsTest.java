package io.larder.protocol.dax.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import io.larder.protocol.dax.DaxMethod;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.dax.request.RequestDecoder.Context;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.Bytes;
import io.larder.protocol.operation.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is in the place of what clients send, a decoder refuses it in the service's words or
 * makes a request of it, and takes no more memory than what it was given is worth.
 */
final class HostileArgumentsTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Context CONTEXT = new Tables().context(false);
  private static final int MANY = 30_000;

  /** What a decoder may allocate for whatever is small, and for each byte of what is not. */
  private static final long SPARE_BYTES = 8_000_000;

  private static final long BYTES_FOR_BYTE = 500;

  /** First bytes of items of every kind, of every way to give a length, and of none. */
  private static final int[] HEADS = {
    0x00, 0x17, 0x18, 0x1b, 0x1c, 0x20, 0x3b, 0x40, 0x5b, 0x5f, 0x60, 0x7b, 0x7f, 0x80, 0x81, 0x9b,
    0x9f, 0xa0, 0xa1, 0xbb, 0xbf, 0xc2, 0xc3, 0xc4, 0xd9, 0xdb, 0xf4, 0xf6, 0xf7, 0xf8, 0xf9, 0xfb,
    0xff
  };

  /**
   * What a client sent for each operation, which is among the inputs of {@link ArgumentsFuzzTest}.
   */
  private record Sent(DaxMethod method, Bytes bytes) {
    static Sent read(DaxMethod method, String operation) {
      String input = "ArgumentsFuzzTestInputs/argumentsAreARequestOrRefused/" + operation;
      try (InputStream in = HostileArgumentsTest.class.getResourceAsStream(input)) {
        byte[] all = Objects.requireNonNull(in, input).readAllBytes();
        return new Sent(method, Bytes.wrap(Arrays.copyOfRange(all, 1, all.length)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    byte[] arguments() {
      return bytes.toByteArray();
    }

    @Override
    public String toString() {
      return method.name();
    }
  }

  static List<Sent> captured() {
    List<Sent> captured = new ArrayList<>();
    for (DaxMethod method : DaxMethod.values()) {
      Operation operation = method.operation();
      if (operation != null) {
        captured.add(Sent.read(method, operation.wireName()));
      }
    }
    return captured;
  }

  /** What is done once only, such as loading classes, is not to be counted. */
  @BeforeAll
  static void decodesEachOnce() {
    for (Sent sent : captured()) {
      refusal(sent.method(), sent.arguments());
      for (byte[] item : items()) {
        refusal(sent.method(), item);
      }
    }
  }

  /** Why it is refused; null if it is not. Anything else that is thrown fails the test. */
  private static @Nullable ServiceError refusal(DaxMethod method, byte[] arguments) {
    try {
      assertThat(RequestDecoder.decode(method, new CborReader(arguments), CONTEXT)).isNotNull();
      return null;
    } catch (ServiceException refused) {
      return refused.error();
    }
  }

  private static void holds(DaxMethod method, byte[] arguments) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    ServiceError refusal = refusal(method, arguments);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated)
        .as("allocated for %s bytes", arguments.length)
        .isLessThan(SPARE_BYTES + BYTES_FOR_BYTE * arguments.length);
    if (refusal != null) {
      assertThat(refusal)
          .isInstanceOfAny(
              ServiceError.Validation.class,
              ServiceError.ValidationErrors.class,
              ServiceError.EmptyKeyValue.class,
              ServiceError.ResourceNotFound.class);
    }
  }

  @ParameterizedTest
  @MethodSource("captured")
  void whatEndsTooEarlyIsRefused(Sent sent) {
    for (int length = 0; length < sent.arguments().length; length++) {
      byte[] arguments = Arrays.copyOf(sent.arguments(), length);

      assertThat(
              catchThrowableOfType(
                      ServiceException.class,
                      () ->
                          RequestDecoder.decode(sent.method(), new CborReader(arguments), CONTEXT))
                  .error())
          .isInstanceOf(ServiceError.Validation.class);
    }
  }

  @ParameterizedTest
  @MethodSource("captured")
  void anyByteMayBeAnother(Sent sent) {
    for (int at = 0; at < sent.arguments().length; at++) {
      for (int head : HEADS) {
        byte[] arguments = sent.arguments();
        arguments[at] = (byte) head;

        holds(sent.method(), arguments);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("captured")
  void anyArgumentMayBeAnythingElse(Sent sent) {
    int[] starts = starts(sent);
    for (int argument = 0; argument < sent.method().arguments(); argument++) {
      for (byte[] item : items()) {
        for (byte[] hostile : List.of(item, bytes(item), array(item), array(bytes(item)))) {
          var arguments = new ByteArrayOutputStream();
          arguments.write(sent.arguments(), 0, starts[argument]);
          arguments.writeBytes(hostile);
          arguments.write(
              sent.arguments(),
              starts[argument + 1],
              sent.arguments().length - starts[argument + 1]);

          holds(sent.method(), arguments.toByteArray());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("captured")
  void anyParameterMayBeAnything(Sent sent) {
    int[] starts = starts(sent);
    for (int parameter = 0; parameter < 21; parameter++) {
      for (byte[] item : items()) {
        for (byte[] hostile : List.of(item, bytes(item))) {
          var arguments = new ByteArrayOutputStream();
          arguments.write(sent.arguments(), 0, starts[sent.method().arguments() - 1]);
          arguments.write(0xa1);
          arguments.write(parameter);
          arguments.writeBytes(hostile);

          holds(sent.method(), arguments.toByteArray());
        }
      }
    }
  }

  /** Where the arguments begin, and where the last ends. */
  private static int[] starts(Sent sent) {
    var in = new CborReader(sent.arguments());
    int[] starts = new int[sent.method().arguments() + 1];
    for (int argument = 0; argument < sent.method().arguments(); argument++) {
      starts[argument] = in.position();
      in.skip();
    }
    starts[sent.method().arguments()] = in.position();
    return starts;
  }

  /** Every operator with up to four operands of every kind, where conditions and updates stand. */
  @Test
  void anyTreeIsAnExpressionOrNone() {
    List<String> operands =
        List.of(
            "82126161",
            "821100",
            "821101",
            "82113a00000001",
            "821a0000001100",
            "00",
            "f6",
            "80",
            "8112",
            "821200",
            "8212d90cfc00",
            "83126161d90cfc20",
            "831082126161",
            "82181a00",
            "8182126161");
    for (int opcode = -1; opcode <= 28; opcode++) {
      for (int count = 0; count <= 4; count++) {
        for (String operand : operands) {
          for (int parameter : new int[] {4, 8, 10}) {
            byte[] node = node(opcode, count, hex(operand));
            holds(DaxMethod.UPDATE_ITEM, update(parameter, expression(node)));
            holds(DaxMethod.UPDATE_ITEM, update(parameter, expression(array(node))));
            holds(DaxMethod.QUERY, query(expression(node)));
          }
        }
      }
    }
  }

  @Test
  void treesThatAreTooDeepAreRefused() {
    for (byte[] level : List.of(hex("8208"), hex("8306"), hex("8210"), hex("81"))) {
      byte[] tree = repeated(level, MANY);

      holds(DaxMethod.UPDATE_ITEM, update(4, expression(tree)));
      holds(DaxMethod.UPDATE_ITEM, update(8, expression(tree)));
      holds(DaxMethod.QUERY, query(expression(tree)));
    }
  }

  /** Objects take more than such values do, so a request would, that is not large by itself. */
  @ParameterizedTest
  @CsvSource({
    "9f,80",
    "9f,a0",
    "9f,60",
    "9f,40",
    "9f,f6",
    "9f,f4",
    "9f,00",
    "9f,8180",
    "d90cf99f,6161",
    "d90cfa9f,00",
    "d90cfb9f,4100"
  })
  void whatIsLargerThanAnItemIsNotReadToItsEnd(String container, String value) {
    byte[] values = concat(hex("02"), hex(container), repeated(hex(value), 5_000_000), hex("ff"));
    byte[] put = concat(hex("4448617368"), hex("416b"), bytes(values), hex("f6"));

    long before = THREADS.getCurrentThreadAllocatedBytes();
    ServiceError refusal = refusal(DaxMethod.PUT_ITEM, put);

    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(120_000_000);
    assertThat(refusal)
        .isEqualTo(new ServiceError.Validation("Item size has exceeded the maximum allowed size"));
  }

  private static byte[] node(int opcode, int operands, byte[] operand) {
    var out = new CborWriter();
    out.beginArray(operands + 1).writeInt(opcode);
    for (int i = 0; i < operands; i++) {
      out.writeRaw(operand, 0, operand.length);
    }
    return out.toByteArray();
  }

  private static byte[] expression(byte[] tree) {
    var out = new CborWriter();
    out.beginArray(3).writeInt(1).writeRaw(tree, 0, tree.length).beginArray(1).writeInt(5);
    return out.toByteArray();
  }

  private static byte[] update(int parameter, byte[] expression) {
    var out = new CborWriter();
    out.writeBytes(hex("48617368")).writeBytes(hex("6b")).beginMap(1).writeInt(parameter);
    return out.writeBytes(expression).toByteArray();
  }

  private static byte[] query(byte[] keyCondition) {
    var out = new CborWriter();
    out.writeBytes(hex("48617368")).writeBytes(keyCondition).writeNull();
    return out.toByteArray();
  }

  /** Items, or what begins like one, that are no argument of anything. */
  private static List<byte[]> items() {
    List<byte[]> items = new ArrayList<>();
    Stream.of(
            // More than there is, or can be.
            "5b7fffffffffffffff",
            "7b7fffffffffffffff",
            "9b7fffffffffffffff",
            "bb7fffffffffffffff",
            "5bffffffffffffffff",
            "7bffffffffffffffff",
            "9bffffffffffffffff",
            "bbffffffffffffffff",
            "5a7fffffff",
            "7a7fffffff",
            "9a7fffffff",
            "ba7fffffff",
            "5affffffff",
            "9affffffff",
            // No end.
            "5f",
            "7f",
            "9f",
            "bf",
            "5f40",
            "9f00",
            "bf0000",
            "5f5f40ffff",
            "7f40ff",
            "bf00ff",
            // No item.
            "1c",
            "3d",
            "5e",
            "fc",
            "f818",
            "ff",
            "e0",
            // Items of other kinds, and numbers beyond all bounds.
            "00",
            "1bffffffffffffffff",
            "3bffffffffffffffff",
            "40",
            "60",
            "61ff",
            "80",
            "a0",
            "a1f6f6",
            "f4",
            "f6",
            "f7",
            "f97e00",
            "fb7ff0000000000000",
            "f90001",
            "c240",
            "c3420001",
            "c24100",
            "c4820000",
            "c4821a7fffffff01",
            "c4823a7fffffff01",
            "c4821b7fffffffffffffff01",
            "c48200c24101",
            "c4c482000000",
            "d90cf980",
            "d90cfa8100",
            "d90cf98261616161",
            "d90cfc00",
            "dbffffffffffffffff00",
            "c0c0c0c0c000")
        .map(HostileArgumentsTest::hex)
        .forEach(items::add);
    for (String level : List.of("81", "9f", "a100", "bf00", "c2", "d90cf9", "c48200")) {
      items.add(repeated(hex(level), MANY));
    }
    items.add(concat(hex("5f"), repeated(hex("40"), MANY), hex("ff")));
    items.add(concat(hex("9f"), repeated(hex("00"), MANY), hex("ff")));
    items.add(concat(hex("bf"), repeated(hex("0000"), MANY), hex("ff")));
    items.add(concat(hex("c25a"), hex("00007530"), repeated(hex("ff"), MANY)));
    return items;
  }

  private static byte[] bytes(byte[] content) {
    return new CborWriter().writeBytes(content).toByteArray();
  }

  private static byte[] array(byte[] element) {
    return concat(hex("81"), element);
  }

  private static byte[] repeated(byte[] part, int times) {
    return concat(Collections.nCopies(times, part).toArray(byte[][]::new));
  }

  private static byte[] concat(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
