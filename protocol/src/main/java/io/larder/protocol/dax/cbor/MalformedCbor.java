package io.larder.protocol.dax.cbor;

/** Bytes that are no CBOR, or not the item that was asked for. */
public final class MalformedCbor extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedCbor(String message) {
    super(message, null, false, false);
  }
}
