package io.larder.proxy.dax;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.BatchWriteItemResponse;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.ItemCollectionMetrics;
import io.larder.protocol.operation.WriteRequest;
import io.larder.proxy.call.Answer;
import io.larder.proxy.call.Completion;
import io.larder.proxy.call.Dispatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A batch of writes, carried out to its end: what the store leaves unprocessed is written again, in
 * growing distances, for clients lose what they are told to be left, or fail. If there is no end
 * within the time of the call, the call is refused, and clients send the batch again, which does
 * the same once more. Told by one thread after another.
 */
final class WholeBatch implements Completion {
  static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long MAX_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final ServiceError LEFT =
      new ServiceError.Throttling("Rate of requests exceeds the allowed throughput.");

  private final BatchWriteItemRequest request;
  private final Dispatcher dispatcher;
  private final ScheduledExecutorService later;
  private final Completion completion;
  private final List<BatchWriteItemResponse> parts = new ArrayList<>();
  private long waited;
  private long pause = FIRST_PAUSE_NANOS;

  /** Tells {@code completion} how {@code request} ends; waits by {@code later}. */
  WholeBatch(
      BatchWriteItemRequest request,
      Dispatcher dispatcher,
      ScheduledExecutorService later,
      Completion completion) {
    this.request = request;
    this.dispatcher = dispatcher;
    this.later = later;
    this.completion = completion;
  }

  @Override
  public void complete(Answer answer) {
    if (answer instanceof Answer.Answered(BatchWriteItemResponse part)) {
      parts.add(part);
      if (!part.unprocessedItems().isEmpty()) {
        goOn(part.unprocessedItems());
        return;
      }
      completion.complete(parts.size() == 1 ? answer : new Answer.Answered(whole()));
    } else {
      completion.complete(answer);
    }
  }

  private void goOn(Map<String, List<WriteRequest>> left) {
    if (waited + pause > MAX_NANOS) {
      completion.complete(new Answer.Refused(LEFT));
      return;
    }
    var next =
        new BatchWriteItemRequest(
            left, request.returnConsumedCapacity(), request.returnItemCollectionMetrics());
    try {
      later.schedule(() -> dispatcher.write(next, this), pause, TimeUnit.NANOSECONDS);
    } catch (RuntimeException stopping) {
      completion.complete(Answer.of(stopping));
      return;
    }
    waited += pause;
    pause = Math.min(2 * pause, MAX_PAUSE_NANOS);
  }

  private BatchWriteItemResponse whole() {
    Map<String, ConsumedCapacity> capacities = new LinkedHashMap<>();
    Map<String, List<ItemCollectionMetrics>> metrics = new LinkedHashMap<>();
    for (BatchWriteItemResponse part : parts) {
      if (part.consumedCapacity() != null) {
        for (ConsumedCapacity capacity : part.consumedCapacity()) {
          capacities.merge(capacity.tableName(), capacity, ConsumedCapacity::plus);
        }
      }
      if (part.itemCollectionMetrics() != null) {
        part.itemCollectionMetrics()
            .forEach(
                (table, more) ->
                    metrics.computeIfAbsent(table, _ -> new ArrayList<>()).addAll(more));
      }
    }
    BatchWriteItemResponse first = parts.getFirst();
    return new BatchWriteItemResponse(
        Map.of(),
        first.consumedCapacity() == null ? null : List.copyOf(capacities.values()),
        first.itemCollectionMetrics() == null ? null : metrics);
  }
}
