package io.larder.proxy.dax;

import static io.larder.proxy.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.dax.DaxMethod;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import io.larder.proxy.call.BlockingWork;
import io.larder.proxy.call.Dispatcher;
import io.larder.proxy.call.LongWork;
import io.larder.proxy.call.MeasuredOperations;
import io.larder.proxy.call.ScriptedTableStore;
import io.larder.proxy.metrics.ClientProtocol;
import io.larder.proxy.metrics.RequestMetrics;
import io.larder.proxy.net.LoopResources;
import io.larder.proxy.net.RequestMemory;
import io.larder.security.auth.Authorizer;
import io.larder.security.auth.ConnectionAuthenticator;
import io.larder.security.auth.ConnectionFormAuthenticator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** One connection of a client to a store that the test plays; every buffer is given back. */
abstract class ServedDaxConnection {
  /** Of a client that wants its answers as they are. */
  static final String PRELUDE =
      "674a37796e653547006130a169557365724167656e7472446178476f436c69656e742d312e322e313400";

  /** Of a client that wants frames. */
  static final String FRAMED_PRELUDE =
      "674a37796e65354701f6a169557365724167656e74764461784a6176615632436c69656e742d322e302e313000";

  static final String AUTHORIZE =
      "011a58c2336b69414b49444c4f43414c78406535656263663639613035626164316436343265363339396466"
          + "6462653065663266303430616634353131623430663761333064633437363436356433353738588641575334"
          + "2d484d41432d5348413235360a3230323631313230543133343831395a0a32303236313132302f75732d6561"
          + "73742d312f6461782f617773345f726571756573740a36353739376235353762396464303236303936363263"
          + "623963376138643030383435316533626439616261343739613566643563353739626638313939316530f671"
          + "446178476f436c69656e742d312e302e30";

  static final String ENDPOINTS = "011a1b2bcf02";
  static final String DEFINE_MUSIC = "013a2c43e27e454d75736963";
  static final String MUSIC = "80a266417274697374615369536f6e675469746c656153";

  static final int MAX_REQUEST = 100_000;
  static final long MEMORY = 500_000;

  final ScriptedTableStore store = new ScriptedTableStore();
  final KnownAttributeLists lists = new KnownAttributeLists();
  final RequestMemory memory = new RequestMemory(MEMORY);

  /** True to have no table in memory, so that each is looked up. */
  volatile boolean isForgetful;

  /** What looking a table up comes to. */
  volatile UnaryOperator<@Nullable KeySchema> finding = found -> found;

  final ConnectionAuthenticator authenticator = authenticator();
  private final List<ByteBuf> inputs = new ArrayList<>();
  final RequestMetrics metrics = new RequestMetrics(MeasuredOperations.names());
  private @Nullable DaxConnection connection;

  final EmbeddedChannel channel =
      new EmbeddedChannel(
          new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel opened) {
              connection = (DaxConnection) protocol().connect(opened, new LoopResources(metrics));
            }
          });

  private DaxProtocol protocol() {
    // Every read is a hit that the test's store answers.
    var dispatcher =
        new Dispatcher(
            Authorizer.allowAll(),
            store::read,
            store,
            new BlockingWork(2, 2),
            LongWork.start("evaluation", 1, 1),
            LongWork.start("body", 1, 1));
    return new DaxProtocol(
        new DaxProtocol.Tables(this::known, this::find, lists, ValidationReport.ALL),
        Endpoints.of(node(18111, 127, 0, 0, 1), List.of(node(0, 10, 0, 0, 2)), "us-east-1a"),
        authenticator,
        dispatcher,
        MAX_REQUEST,
        memory);
  }

  /** Called before the test's own fields are there. */
  ConnectionAuthenticator authenticator() {
    return new ConnectionFormAuthenticator();
  }

  private static InetSocketAddress node(int port, int... address) {
    byte[] bytes = new byte[address.length];
    for (int i = 0; i < address.length; i++) {
      bytes[i] = (byte) address[i];
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  static final Map<String, KeySchema> SCHEMAS =
      Map.of(
          "Music",
          new KeySchema(
              List.of(new KeyAttribute("Artist", AttributeValue.Type.S)),
              List.of(new KeyAttribute("SongTitle", AttributeValue.Type.S))),
          "Hash",
          new KeySchema(List.of(new KeyAttribute("id", AttributeValue.Type.S)), List.of()));

  private @Nullable KeySchema known(String table) {
    return isForgetful ? null : SCHEMAS.get(table);
  }

  private @Nullable KeySchema find(String table) {
    return finding.apply(SCHEMAS.get(table));
  }

  @AfterEach
  void everyBufferIsReleased() {
    channel.finishAndReleaseAll();
    assertThat(inputs).allSatisfy(input -> assertThat(input.refCnt()).isZero());
    assertThat(metrics.connections(ClientProtocol.DAX)).isZero();
    assertThat(memory.taken()).isZero();
  }

  DaxConnection connection() {
    return Objects.requireNonNull(connection);
  }

  void send(String hex) {
    send(HexFormat.of().parseHex(hex));
  }

  void send(byte[] bytes) {
    ByteBuf input = Unpooled.copiedBuffer(bytes);
    inputs.add(input);
    channel.writeInbound(input);
  }

  /** What the server has sent since this was last asked for. */
  byte[] receivedBytes() {
    channel.runPendingTasks();
    var bytes = new ByteArrayOutputStream();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      byte[] some = new byte[part.readableBytes()];
      part.readBytes(some);
      bytes.writeBytes(some);
      part.release();
    }
    return bytes.toByteArray();
  }

  /** Waits for so many bytes. */
  byte[] receive(int length) {
    var bytes = new ByteArrayOutputStream();
    await()
        .untilAsserted(
            () -> {
              bytes.writeBytes(receivedBytes());
              assertThat(bytes.size()).isGreaterThanOrEqualTo(length);
            });
    return bytes.toByteArray();
  }

  String received() {
    return HexFormat.of().formatHex(receivedBytes());
  }

  String answerTo(String hex) {
    send(hex);
    return received();
  }

  /** Opens a connection that is allowed everything. */
  void open() {
    send(PRELUDE + AUTHORIZE);
  }

  static String request(DaxMethod method, Consumer<CborWriter> arguments) {
    var out = new CborWriter();
    out.writeInt(1).writeInt(method.id());
    arguments.accept(out);
    return HexFormat.of().formatHex(out.toByteArray());
  }

  /** The numbers of an error, the name of its exception and its status. */
  static Failure failure(byte[] answer) {
    var in = new CborReader(answer);
    List<Integer> codes = new ArrayList<>();
    for (int left = in.beginArray(); in.hasNext(left); left--) {
      codes.add(in.readInt());
    }
    in.readText();
    assertThat(in.beginArray()).isEqualTo(3);
    in.readText();
    var failure = new Failure(codes, in.readText(), in.readInt());
    in.requireEnd();
    return failure;
  }

  record Failure(List<Integer> codes, String name, int status) {}
}
