package io.larder.store.trace;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is told how a traced request goes on. A thread has that of the request that it works on, as
 * long as it does; for any number of threads.
 */
public interface RequestTrace {
  /** That of the request that this thread works on; null if it is not traced. */
  static @Nullable RequestTrace current() {
    return Bound.TRACE.isBound() ? Bound.TRACE.get() : null;
  }

  /** {@code work} as a part of the request that this thread works on, whatever thread runs it. */
  static Runnable carried(Runnable work) {
    RequestTrace trace = current();
    return trace == null ? work : trace.around(work);
  }

  /** {@code work} as a part of this request, whatever thread runs it. */
  default Runnable around(Runnable work) {
    return () -> ScopedValue.where(Bound.TRACE, this).run(work);
  }

  /** Does {@code work} as a part of this request. */
  default <T extends @Nullable Object> T within(Supplier<T> work) {
    return ScopedValue.where(Bound.TRACE, this).call(work::get);
  }

  /** A write of the request has begun to wait for the writer; null if that is of no interest. */
  @Nullable CommitWait waiting();

  /** A call to another server begins, which the request waits for. */
  OutgoingCall calling(String target);

  /** How a write waits, as the writer's thread tells it. Its methods take no time. */
  interface CommitWait {
    /** The writer makes the write, or makes it again. */
    void taken();

    /** The write is durable, or refused. */
    void ended();
  }

  /** A call to another server. */
  interface OutgoingCall {
    /** Headers that tell the other server of the trace. */
    Map<String, String> headers();

    /** The answer has that status. */
    void answered(int status);

    /** No answer came. */
    void failed(Throwable failure);
  }
}
