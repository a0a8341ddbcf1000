package io.larder.proxy.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Takes the header off that a proxy sends before what its client says: version 2 of HAProxy's PROXY
 * protocol (section 2.2 of its specification). Who is trusted with it must send it; what is not one
 * ends the connection.
 */
final class ProxyHeader extends ByteToMessageDecoder {
  private static final byte[] SIGNATURE = "\r\n\r\n\0\r\nQUIT\n".getBytes(ISO_8859_1);
  private static final int HEAD = 16;
  private static final int LOCAL = 0x20;
  private static final int PROXY = 0x21;
  private static final int TCP_OVER_IPV4 = 0x11;
  private static final int TCP_OVER_IPV6 = 0x21;

  /** Addresses take 36 bytes; what follows them is of no interest. */
  private static final int MAX_REST = 2048;

  private final Peer peer;
  private final AddressSet allowed;
  private final ConnectionEvents events;

  /** The header before what {@code peer} says, who must be {@code allowed}. */
  ProxyHeader(Peer peer, AddressSet allowed, ConnectionEvents events) {
    this.peer = peer;
    this.allowed = allowed;
    this.events = events;
    setSingleDecode(true);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int at = in.readerIndex();
    int known = Math.min(in.readableBytes(), SIGNATURE.length);
    if (!ByteBufUtil.equals(in, at, Unpooled.wrappedBuffer(SIGNATURE), 0, known)) {
      refuse(context, in);
      return;
    }
    if (in.readableBytes() < HEAD) {
      return;
    }
    int command = in.getUnsignedByte(at + 12);
    int family = in.getUnsignedByte(at + 13);
    int rest = in.getUnsignedShort(at + 14);
    if (rest > MAX_REST || (command != LOCAL && command != PROXY)) {
      refuse(context, in);
      return;
    }
    if (in.readableBytes() < HEAD + rest) {
      return;
    }
    in.skipBytes(HEAD);
    ByteBuf addresses = in.readSlice(rest);
    if (command == PROXY) {
      int width =
          switch (family) {
            case TCP_OVER_IPV4 -> 4;
            case TCP_OVER_IPV6 -> 16;
            default -> 0;
          };
      // A client of no address would pass for the proxy, whose address may be allowed more.
      if (width == 0 || rest < 2 * width + 4) {
        refuse(context, in);
        return;
      }
      InetSocketAddress client = source(addresses, width);
      if (!allowed.contains(client.getAddress())) {
        events.forbidden(client);
        refuse(context, in);
        return;
      }
      peer.relayedFor(client);
    }
    context.pipeline().remove(this);
  }

  private static InetSocketAddress source(ByteBuf addresses, int width) {
    byte[] address = new byte[width];
    addresses.getBytes(addresses.readerIndex(), address);
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(address),
          addresses.getUnsignedShort(addresses.readerIndex() + 2 * width));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void refuse(ChannelHandlerContext context, ByteBuf in) {
    in.skipBytes(in.readableBytes());
    context.close();
  }
}
