package io.larder.proxy.http;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;

/** Has no memory to give, as Netty's when the direct memory is used up. */
final class ExhaustedAllocator extends AbstractByteBufAllocator {
  @Override
  protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
    throw new OutOfMemoryError("played by the test");
  }

  @Override
  protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
    throw new OutOfMemoryError("played by the test");
  }

  @Override
  public boolean isDirectBufferPooled() {
    return false;
  }
}
