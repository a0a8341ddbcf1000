package io.larder.proxy.flow;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.Response;
import io.larder.proxy.call.Answer;
import io.larder.proxy.call.Call;
import io.larder.proxy.call.Completion;
import io.larder.proxy.call.Dispatcher;
import io.larder.proxy.net.LoopResources;
import io.larder.proxy.net.RequestMemory;
import org.jspecify.annotations.Nullable;

/**
 * Has the calls of one connection processed and brings their answers to where they are written: by
 * the event loop what is at hand and small, and what is decoded or encoded at length beside it,
 * where there is room for it. For the loop's thread, but for the answers that others tell.
 */
public final class Delivery implements Completion {
  private final Answerer answerer;
  private final ConnectionFlow flow;
  private final Call call;
  private final Dispatcher dispatcher;
  private final RequestMemory memory;

  /**
   * Delivers the answers of {@code call}, which is the one of {@code flow}, to {@code answerer}.
   */
  public Delivery(
      Answerer answerer,
      ConnectionFlow flow,
      Call call,
      Dispatcher dispatcher,
      RequestMemory memory) {
    this.answerer = answerer;
    this.flow = flow;
    this.call = call;
    this.dispatcher = dispatcher;
    this.memory = memory;
  }

  /** What a protocol makes of requests and answers. */
  public interface Answerer {
    /**
     * Decodes the request and dispatches the call. The response, if it is at hand; else null, and
     * {@code completion} is told. Called by whoever has the call.
     *
     * @throws ServiceException if the request is refused
     */
    @Nullable Response process(Completion completion);

    /** Encodes and writes a response for which the loop has the time. */
    void write(Response response);

    /**
     * Encodes a response of so many bytes of items, not on the event loop. Returns what the loop is
     * to do to write it.
     */
    Runnable encode(Response response, long bytes);

    /** Writes a refusal. */
    void refuse(ServiceError error);

    /** Writes that the call failed by a defect. */
    void fail(Answer.Failed failed);
  }

  /** Answers the request that is wholly there, beside the loop if it takes long to decode. */
  public void answer(boolean takesLong) {
    dispatcher.begin(call);
    Response response;
    // Before it is done, because the answer may be on its way when the call returns.
    flow.handOver();
    try {
      response = takesLong ? processBesideLoop() : answerer.process(this);
    } catch (Throwable failure) {
      tellAtOnce(dispatcher.ended(call, Answer.of(failure), this::bring));
      return;
    }
    if (response != null && call.awaitsRecord()) {
      tellAtOnce(dispatcher.ended(call, new Answer.Answered(response), this::bring));
    } else if (response != null) {
      flow.takeBack();
      succeed(response);
    }
  }

  /** Refuses the call, with which nothing was begun. On the event loop, which has the call. */
  public void refuse(ServiceError error) {
    flow.handOver();
    tellAtOnce(dispatcher.ended(call, new Answer.Refused(error), this::bring));
  }

  /** Tells the answer unless its record is waited for. */
  private void tellAtOnce(@Nullable Answer answer) {
    if (answer != null) {
      flow.takeBack();
      tell(answer);
    }
  }

  private @Nullable Response processBesideLoop() {
    dispatcher.offload(
        () -> {
          Response response = answerer.process(this);
          if (response != null) {
            complete(new Answer.Answered(response));
          }
        },
        this);
    return null;
  }

  /** Takes an answer from another thread, which is told once the call is recorded. */
  @Override
  public void complete(Answer answer) {
    Answer told = dispatcher.ended(call, answer, this::bring);
    if (told != null) {
      bring(told);
    }
  }

  /** Brings an answer back to the event loop, unless it is large. */
  private void bring(Answer answer) {
    if (answer instanceof Answer.Answered(Response response)) {
      long bytes = call.asksForMuch() ? response.itemBytes() : 0;
      if (isLarge(bytes)) {
        completeAtLength(response, bytes);
        return;
      }
    }
    flow.answerOnLoop(() -> tell(answer));
  }

  private void completeAtLength(Response response, long bytes) {
    try {
      // Once as it is encoded, once as it goes to the network.
      call.hold(2 * bytes);
      dispatcher.offload(() -> flow.answerOnLoop(answerer.encode(response, bytes)), this);
    } catch (ServiceException refused) {
      complete(new Answer.Refused(refused.error()));
    }
  }

  /** Writes the answer. On the event loop, which has the call. */
  public void tell(Answer answer) {
    switch (answer) {
      case Answer.Answered(Response response) -> succeed(response);
      case Answer.Refused(ServiceError error) -> answerer.refuse(error);
      case Answer.Failed failed -> answerer.fail(failed);
    }
  }

  private void succeed(Response response) {
    if (call.asksForMuch()) {
      long bytes = response.itemBytes();
      if (isLarge(bytes)) {
        flow.handOver();
        completeAtLength(response, bytes);
        return;
      }
      if (bytes > RequestMemory.FREE_ANSWER && !memory.has(bytes)) {
        answerer.refuse(RequestMemory.REFUSED);
        return;
      }
    }
    answerer.write(response);
  }

  /** True if so many bytes are encoded or compressed beside the loop. */
  public static boolean isLarge(long bytes) {
    return bytes > LoopResources.SCRATCH_SIZE;
  }
}
