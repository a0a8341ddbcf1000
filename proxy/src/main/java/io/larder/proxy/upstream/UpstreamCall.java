package io.larder.proxy.upstream;

import io.larder.store.upstream.UpstreamAnswer;
import io.larder.store.upstream.UpstreamFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One call on its way, from the moment at which it is written. For the thread of its loop. */
final class UpstreamCall {
  private final byte[] request;
  private final Duration timeout;
  private final long deadline;
  private final BooleanSupplier mayBeSent;
  private final CompletableFuture<UpstreamAnswer> answer = new CompletableFuture<>();
  private int failures;
  private @Nullable Future<?> timer;

  /** That which waits for its answer; null while it waits for one. */
  private @Nullable UpstreamConnection connection;

  /** {@code deadline} is when it must have its answer, in {@link System#nanoTime}. */
  UpstreamCall(byte[] request, Duration timeout, long deadline, BooleanSupplier mayBeSent) {
    this.request = request;
    this.timeout = timeout;
    this.deadline = deadline;
    this.mayBeSent = mayBeSent;
  }

  /** What the caller waits for; completed by the loop. */
  CompletableFuture<UpstreamAnswer> answer() {
    return answer;
  }

  /** Has it fail when its time is up. */
  void watch(EventLoop loop) {
    timer =
        loop.schedule(
            this::timeIsUp, Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  private void timeIsUp() {
    String message = "no answer within " + timeout.toMillis() + " ms";
    UpstreamConnection current = connection;
    if (current == null) {
      fail(message, false, null);
    } else {
      current.giveUp(message);
    }
  }

  /** True if it has ended, be it without an answer. */
  boolean isDone() {
    return answer.isDone();
  }

  /** Notes that it could not be sent; true if that was not the last of so many tries. */
  boolean mayBeTriedAgain(int tries) {
    failures++;
    return failures < tries;
  }

  /**
   * False if it is too late to send it. The process may have been stopped for long since it was
   * decided to.
   */
  boolean mayBeSent() {
    return deadline - System.nanoTime() > 0 && mayBeSent.getAsBoolean();
  }

  /** The request's bytes, for {@code sender}, whose the call is from now on. */
  ByteBuf bytes(UpstreamConnection sender, ByteBufAllocator allocator) {
    connection = sender;
    return allocator.directBuffer(request.length).writeBytes(request);
  }

  /** Says that no connection has it any more. */
  void takeBack() {
    connection = null;
  }

  void complete(UpstreamAnswer received) {
    end();
    answer.complete(received);
  }

  void fail(String message, boolean mayHaveArrived, @Nullable Throwable cause) {
    end();
    answer.completeExceptionally(new UpstreamFailure(message, mayHaveArrived, cause));
  }

  private void end() {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
