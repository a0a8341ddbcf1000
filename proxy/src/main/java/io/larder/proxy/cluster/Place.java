package io.larder.proxy.cluster;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How nodes write an address to each other: by number and port, so that nobody needs to look it up,
 * and before that the name, if clients are to be told one.
 */
final class Place {
  private static final Pattern FORM =
      Pattern.compile("(?:([^\\s/]{1,253})/)?\\[?([0-9A-Fa-f.:]{2,45})]?:([0-9]{1,5})");

  private Place() {}

  /** Text of the address, which is resolved. */
  static String write(InetSocketAddress address) {
    String name = address.getHostString();
    String number = NetUtil.toAddressString(address.getAddress());
    String text = NetUtil.toSocketAddressString(number, address.getPort());
    return name.equals(number) || name.equals(address.getAddress().getHostAddress())
        ? text
        : name + "/" + text;
  }

  /**
   * The address that {@link #write} has written.
   *
   * @throws IllegalArgumentException if it has not
   */
  static InetSocketAddress parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no address: " + text);
    }
    InetAddress number = InetAddress.ofLiteral(parts.group(2));
    return new InetSocketAddress(
        named(parts.group(1), number.getAddress()), Integer.parseInt(parts.group(3)));
  }

  private static InetAddress named(String name, byte[] number) {
    try {
      return InetAddress.getByAddress(name, number);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
