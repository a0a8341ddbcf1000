import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Sends requests at a given rate, whatever the answers take, and measures each from the moment at
 * which it was due.
 *
 * <p>Requests are due at random moments, as those of many users are who do not know of each other.
 * One that is due while all connections wait for answers is sent as soon as one is free; the time
 * until then counts, as does the time for which this program itself is late. One thread does
 * everything and never sleeps, so that no timer shows in the figures.
 *
 * <p>Usage: {@code java HeldRate.java PORT CONNECTIONS RATE WARM-UP SECONDS REQUESTS [FILLS FROM]},
 * where REQUESTS is a file as {@code requests.lua} reads it. With FILLS, so many keys a second are
 * read besides that were never read before, numbered from FROM on, in batches whose answers are not
 * measured: the server's cache fills with their absence. Prints one line of JSON, times in
 * microseconds.
 */
final class HeldRate {
  private static final int ANSWER_CAPACITY = 2 << 20;
  private static final long SECOND = 1_000_000_000L;
  private static final long PATIENCE = 10 * SECOND;
  private static final int KEYS_PER_BATCH = 100;

  /** Makes each entry of a batch take two blocks of the cache. */
  private static final String PADDING = "p".repeat(250);

  private final List<ByteBuffer> requests;
  private final Selector selector;
  private final Consumer<SelectionKey> receiver = this::receive;
  private final Queue<Connection> idle = new ArrayDeque<>();
  private final SplittableRandom random = new SplittableRandom(1);
  private final Histogram latencies = new Histogram();
  private final Histogram delays = new Histogram();
  private long measuredFrom;
  private long sent;
  private long refused;
  private int underWay;
  private Connection filling;
  private int fillPort;
  private long fillGap;
  private long fillDue;
  private long nextKey;
  private long filled;
  private boolean isFilling;

  private HeldRate(List<ByteBuffer> requests) throws IOException {
    this.requests = requests;
    this.selector = Selector.open();
  }

  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    int connections = Integer.parseInt(arguments[1]);
    double rate = Double.parseDouble(arguments[2]);
    long warmUp = Long.parseLong(arguments[3]) * SECOND;
    long measured = Long.parseLong(arguments[4]) * SECOND;
    var requests = new ArrayList<ByteBuffer>();
    for (String line : Files.readAllLines(Path.of(arguments[5]))) {
      requests.add(request(line, port));
    }
    var driver = new HeldRate(requests);
    for (int i = 0; i < connections; i++) {
      driver.connect(port);
    }
    if (arguments.length > 6) {
      driver.fill(port, Integer.parseInt(arguments[6]), Long.parseLong(arguments[7]));
    }
    driver.run(SECOND / rate, warmUp, measured);
  }

  private void fill(int port, int keysPerSecond, long from) throws IOException {
    fillPort = port;
    fillGap = SECOND * KEYS_PER_BATCH / keysPerSecond;
    nextKey = from;
    filling = new Connection(channel(port));
    filling.channel.register(selector, SelectionKey.OP_READ, filling);
  }

  /** A batch of keys that nobody has read. */
  private ByteBuffer nextBatch() {
    StringBuilder keys =
        new StringBuilder("BatchGetItem\t{\"RequestItems\":{\"bench\":{\"Keys\":[");
    for (int i = 0; i < KEYS_PER_BATCH; i++) {
      keys.append(i == 0 ? "" : ",")
          .append("{\"pk\":{\"S\":\"fill-")
          .append(nextKey++)
          .append("\"},\"sk\":{\"S\":\"")
          .append(PADDING)
          .append("\"}}");
    }
    return request(keys.append("]}}}").toString(), fillPort);
  }

  private void fillMore(long now) throws IOException {
    if (filling == null || isFilling || now < fillDue) {
      return;
    }
    fillDue += fillGap;
    isFilling = true;
    filling.answer.clear();
    filling.length = -1;
    ByteBuffer batch = nextBatch();
    while (batch.hasRemaining()) {
      filling.channel.write(batch);
    }
  }

  private static ByteBuffer request(String line, int port) {
    int tab = line.indexOf('\t');
    byte[] body = line.substring(tab + 1).getBytes(StandardCharsets.UTF_8);
    String head =
        "POST / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n".formatted(port)
            + "X-Amz-Target: DynamoDB_20120810.%s\r\n".formatted(line.substring(0, tab))
            + "Content-Type: application/x-amz-json-1.0\r\n"
            + "X-Amz-Date: 20260101T000000Z\r\n"
            + "Authorization: AWS4-HMAC-SHA256"
            + " Credential=dummy/20260101/us-east-1/dynamodb/aws4_request,"
            + " SignedHeaders=host;x-amz-date, Signature=%s\r\n".formatted("0".repeat(64))
            + "Content-Length: %d\r\n\r\n".formatted(body.length);
    byte[] bytes = head.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocateDirect(bytes.length + body.length).put(bytes).put(body).flip();
  }

  private void connect(int port) throws IOException {
    var connection = new Connection(channel(port));
    connection.channel.register(selector, SelectionKey.OP_READ, connection);
    idle.add(connection);
  }

  private static SocketChannel channel(int port) throws IOException {
    SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    return channel;
  }

  private void run(double gap, long warmUp, long measured) throws IOException {
    long start = System.nanoTime();
    long end = warmUp + measured;
    measuredFrom = start + warmUp;
    double due = 0;
    long now = 0;
    while (due < end || underWay > 0) {
      if (due <= now && due < end && !idle.isEmpty()) {
        send(start + (long) due);
        due -= Math.log(1 - random.nextDouble()) * gap;
      }
      fillMore(now);
      if (underWay > 0 || isFilling) {
        selector.selectNow(receiver);
      }
      now = System.nanoTime() - start;
      if (now > end + PATIENCE) {
        throw new IOException(underWay + " requests got no answer; the rate is too high");
      }
    }
    report(measured);
  }

  private void send(long due) throws IOException {
    Connection connection = idle.remove();
    ByteBuffer request = requests.get((int) (sent++ % requests.size())).rewind();
    connection.due = due;
    connection.answer.clear();
    connection.length = -1;
    if (due >= measuredFrom) {
      delays.add(System.nanoTime() - due);
    }
    while (request.hasRemaining()) {
      connection.channel.write(request);
    }
    underWay++;
  }

  private void receive(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      if (!connection.readAnswer()) {
        return;
      }
    } catch (IOException e) {
      throw new IllegalStateException("connection broken", e);
    }
    if (connection == filling) {
      isFilling = false;
      filled += KEYS_PER_BATCH;
      if (connection.answer.get(9) != '2') {
        refused++;
      }
      return;
    }
    if (connection.due >= measuredFrom) {
      latencies.add(System.nanoTime() - connection.due);
    }
    if (connection.answer.get(9) != '2') {
      refused++;
    }
    idle.add(connection);
    underWay--;
  }

  private void report(long measured) {
    System.out.printf(
        Locale.ROOT,
        "RESULT"
            + " {\"requests\":%d,\"filled\":%d,\"sent\":%d,\"refused\":%d,\"rate\":%.1f,\"delay_p99\":%.1f,"
            + "\"p50\":%.1f,\"p90\":%.1f,\"p99\":%.1f,\"p999\":%.1f,\"max\":%.1f}%n",
        latencies.count,
        filled,
        sent,
        refused,
        latencies.count * (double) SECOND / measured,
        delays.micros(0.99),
        latencies.micros(0.5),
        latencies.micros(0.9),
        latencies.micros(0.99),
        latencies.micros(0.999),
        latencies.micros(1));
  }

  /** A connection with at most one request under way. */
  private static final class Connection {
    private static final byte[] LENGTH = "\r\ncontent-length:".getBytes(StandardCharsets.US_ASCII);

    private final SocketChannel channel;
    private final ByteBuffer answer = ByteBuffer.allocateDirect(ANSWER_CAPACITY);
    private long due;
    private int length;

    Connection(SocketChannel channel) {
      this.channel = channel;
    }

    /** Reads what has come; true once the answer is whole. */
    boolean readAnswer() throws IOException {
      if (channel.read(answer) < 0) {
        throw new IOException("closed by the server");
      }
      if (length < 0) {
        length = wholeLength();
      }
      return answer.position() == length;
    }

    /** The length of head and body; negative while the head is not there as a whole. */
    private int wholeLength() {
      int body = 0;
      for (int at = 0; at + 4 <= answer.position(); at++) {
        if (answer.get(at) != '\r') {
          continue;
        }
        if (answer.get(at + 2) == '\r') {
          return at + 4 + body;
        }
        if (isLength(at)) {
          for (int digit = at + LENGTH.length; answer.get(digit) != '\r'; digit++) {
            body = answer.get(digit) == ' ' ? body : body * 10 + answer.get(digit) - '0';
          }
        }
      }
      return -1;
    }

    private boolean isLength(int at) {
      if (at + LENGTH.length + 2 > answer.position()) {
        return false;
      }
      for (int i = 2; i < LENGTH.length; i++) {
        if ((answer.get(at + i) | 0x20) != (LENGTH[i] | 0x20)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Counts of nanoseconds in classes that are at most 1/64 wide. */
  private static final class Histogram {
    private static final int SUB_CLASSES = 64;

    private final long[] counts = new long[64 * SUB_CLASSES];
    private long count;
    private long max;

    void add(long nanos) {
      long value = Math.max(0, nanos);
      int shift = shift(value);
      counts[shift * SUB_CLASSES + (int) (value >>> shift)]++;
      count++;
      max = Math.max(max, value);
    }

    private static int shift(long value) {
      return Math.max(0, 57 - Long.numberOfLeadingZeros(value));
    }

    double micros(double share) {
      if (share == 1) {
        return max / 1e3;
      }
      long rest = (long) (count * share);
      for (int index = 0; index < counts.length; index++) {
        rest -= counts[index];
        if (rest < 0) {
          int shift = Math.max(0, index / SUB_CLASSES - 1);
          return ((long) (index - shift * SUB_CLASSES) << shift) / 1e3;
        }
      }
      return 0;
    }
  }
}
