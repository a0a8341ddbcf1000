package io.larder.proxy.flow;

import io.larder.proxy.flow.ConnectionState.Answering;
import io.larder.proxy.flow.ConnectionState.Away;
import io.larder.proxy.flow.ConnectionState.Closed;
import io.larder.proxy.flow.ConnectionState.Orphaned;
import io.larder.proxy.flow.ConnectionState.Receiving;
import io.larder.proxy.flow.ConnectionState.Refusing;
import io.larder.proxy.flow.ConnectionState.Waiting;
import io.larder.proxy.net.ReplyBuffer;
import io.larder.proxy.net.RequestMemory;
import io.larder.store.logging.RareLine;
import io.netty.channel.Channel;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one connection stands with the call that it has at work, whose way {@link ConnectionState}
 * draws, and what follows from that for its answers and its end. Answers gather and are flushed
 * together when the input of the moment is used up. For the thread of the connection's event loop,
 * where nothing else is said.
 */
public final class ConnectionFlow {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionFlow.class);
  private static final int MAX_GATHERED = 16 * 1024;

  private final Connection connection;
  private final Channel channel;
  private final RequestMemory memory;
  private final RareLine failures;
  private final ReplyBuffer replies;

  private ConnectionState state = ConnectionState.WAITING;

  /** More input of the same read may follow, so answers need not be flushed one by one. */
  private boolean inBurst;

  private boolean draining;
  private long lastAnswered = System.nanoTime();
  private long written;

  /** {@code failures} tells of connections that failed by a defect. */
  public ConnectionFlow(
      Connection connection, Channel channel, RequestMemory memory, RareLine failures) {
    this.connection = connection;
    this.channel = channel;
    this.memory = memory;
    this.failures = failures;
    this.replies = new ReplyBuffer(channel, memory, connection::goOn);
  }

  /** The connection as its protocol has it. */
  public interface Connection {
    /** Works on what the client has sent ahead, as far as that is possible now. */
    void goOn();

    /** Lets go of what the call holds; may be done again. */
    void endCall();

    /** Lets go of what the client has sent, of which nothing will be answered any more. */
    void forgetInput();
  }

  /** Where answers gather. */
  public ReplyBuffer replies() {
    return replies;
  }

  public ConnectionState state() {
    return state;
  }

  /** When the last request was answered, or else the connection opened, in nanoseconds. */
  public long lastAnswered() {
    return lastAnswered;
  }

  /** Bytes of all answers, those included that wait for the client. */
  public long written() {
    return written;
  }

  /** True if the client has begun no request. */
  public boolean isWaiting() {
    return state instanceof Waiting;
  }

  /** True if there is somebody to be answered. */
  public boolean isOpen() {
    return !(state instanceof Closed || state instanceof Orphaned);
  }

  /** True if the server has begun to stop, so that no answer is to be followed by another. */
  public boolean isDraining() {
    return draining;
  }

  /** True if what the client sends must wait. */
  public boolean isHeldUp() {
    return state instanceof Answering
        || state instanceof Away
        || state instanceof Orphaned
        || isUnread();
  }

  /** True if the client does not read its answers, which must not pile up here. */
  public boolean isUnread() {
    return !channel.isWritable() || (replies.unsent() > 0 && memory.isFull());
  }

  /** Some input has come, and more may follow. */
  public void beginBurst() {
    inBurst = true;
  }

  /** No more input follows. */
  public void endBurst() {
    inBurst = false;
    flush();
  }

  /** Sends what has gathered, unless it will be sent with more. */
  public void flush() {
    if (!inBurst && isOpen()) {
      replies.flush();
    }
  }

  /** A part of a request is here. */
  public void receive() {
    state = ((Waiting) state).receive();
  }

  /** A request is here as a whole. */
  public void answer() {
    state = state instanceof Waiting waiting ? waiting.answer() : ((Receiving) state).answer();
  }

  /** What is being received is not wanted. */
  public void refuse() {
    state = ((Receiving) state).refuse();
  }

  /** Others have the call from now on, and will tell its answer. */
  public void handOver() {
    state = ((Answering) state).handOver();
  }

  /** They have told the answer, or had nothing to do with the call. */
  public void takeBack() {
    state = ((Away) state).takeBack();
  }

  /**
   * Lets the event loop take the call back and answer, unless the client or the loop is gone; whom
   * it cannot answer it does not let wait. Called by any thread that has the call.
   */
  public void answerOnLoop(Runnable answer) {
    try {
      channel.eventLoop().execute(() -> answerIfOpen(answer));
    } catch (RejectedExecutionException e) {
      LOG.atDebug().log("The event loop has ended before the answer");
      connection.endCall();
    }
  }

  private void answerIfOpen(Runnable answer) {
    if (state instanceof Orphaned orphaned) {
      state = orphaned.end();
      connection.endCall();
      return;
    }
    try {
      takeBack();
      answer.run();
      connection.goOn();
    } catch (Throwable failure) {
      giveUp(failure);
    }
  }

  /** The answer has been written, at that moment and of so many bytes. */
  public void answered(long nanoTime, int bytes, boolean stays) {
    written += bytes;
    lastAnswered = nanoTime;
    if (bytes > MAX_GATHERED || (replies.gathered() > MAX_GATHERED && memory.isFull())) {
      // Counted as unsent before the call gives back what it held, which others take at once.
      replies.flush();
    }
    done(stays);
  }

  /** The request is done with, be it with an answer or without; another may follow if it stays. */
  public void done(boolean stays) {
    connection.endCall();
    if (stays && !draining && state instanceof Answering answering) {
      state = answering.stay();
    } else {
      closeAfterAnswer();
    }
  }

  private void closeAfterAnswer() {
    boolean restMayCome = state instanceof Refusing;
    state = ConnectionState.CLOSED;
    connection.forgetInput();
    if (restMayCome) {
      replies.flushAndLinger();
    } else {
      replies.flushAndClose();
    }
  }

  /** The next answer is the last one, and there is none if no request {@code hasBegun}. */
  public void drain(boolean hasBegun) {
    draining = true;
    if (state instanceof Waiting && !hasBegun) {
      state = ConnectionState.CLOSED;
      replies.flushAndClose();
    }
  }

  /** The client is gone. */
  public void lost() {
    abandon();
    replies.discard();
    if (state instanceof Closed) {
      connection.endCall();
    }
  }

  /** Closes the connection without another word. */
  public void close() {
    abandon();
    channel.close();
  }

  /** Closes the connection, which has failed. */
  public void giveUp(Throwable cause) {
    if (cause instanceof IOException) {
      LOG.atDebug()
          .addKeyValue("remoteAddress", channel.remoteAddress())
          .addKeyValue("errorType", cause.getClass().getName())
          .log("Connection lost");
    } else {
      failures.log(
          LOG.atError()
              .addKeyValue("remoteAddress", channel.remoteAddress())
              .addKeyValue("errorType", cause.getClass().getName())
              .setCause(cause),
          "Connection failed unexpectedly");
    }
    close();
  }

  private void abandon() {
    if (state instanceof Away away) {
      state = away.orphan();
    } else if (!(state instanceof Orphaned)) {
      state = ConnectionState.CLOSED;
    }
  }
}
