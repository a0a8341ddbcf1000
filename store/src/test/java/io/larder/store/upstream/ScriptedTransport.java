package io.larder.store.upstream;

import io.larder.protocol.wire.JsonBytes;
import io.larder.protocol.wire.RenderedJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Hands calls to an upstream, but those of which a script says otherwise. */
final class ScriptedTransport implements UpstreamTransport {
  private final InProcessUpstream upstream;
  private final Map<String, Queue<Step>> script = new ConcurrentHashMap<>();
  final List<String> sent = new CopyOnWriteArrayList<>();

  ScriptedTransport(InProcessUpstream upstream) {
    this.upstream = upstream;
  }

  /** What becomes of a call. */
  interface Step {
    CompletableFuture<UpstreamAnswer> of(Supplier<CompletableFuture<UpstreamAnswer>> call);
  }

  /** No connection could be made. */
  static Step unreachable() {
    return _ -> CompletableFuture.failedFuture(new UpstreamFailure("refused", false, null));
  }

  /** It was sent, and the connection was lost before anything was done. */
  static Step lost() {
    return _ -> CompletableFuture.failedFuture(new UpstreamFailure("lost", true, null));
  }

  /** It was done, and the answer was lost. */
  static Step doneAndLost() {
    return call ->
        call.get()
            .thenCompose(
                _ -> CompletableFuture.failedFuture(new UpstreamFailure("lost", true, null)));
  }

  static Step answer(int status, String body) {
    byte[] json = body.getBytes(StandardCharsets.UTF_8);
    return _ ->
        CompletableFuture.completedFuture(
            new UpstreamAnswer(status, "scripted", JsonBytes.of(json)));
  }

  static Step error(int status, String type) {
    return answer(
        status,
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + type + "\",\"message\":\"as said\"}");
  }

  /** It is done and answered once {@code gate} opens. */
  static Step after(CompletableFuture<?> gate) {
    return call -> gate.thenCompose(_ -> call.get());
  }

  /** Tells what becomes of the next calls of the operation, in order. */
  void next(String operation, Step... steps) {
    script.computeIfAbsent(operation, _ -> new ArrayDeque<>()).addAll(List.of(steps));
  }

  /** The bodies of the calls of the operation. */
  List<String> bodies(String operation) {
    return sent.stream()
        .filter(call -> call.startsWith(operation + " "))
        .map(call -> call.substring(operation.length() + 1))
        .toList();
  }

  @Override
  public CompletableFuture<UpstreamAnswer> send(
      String target, RenderedJson body, Duration timeout, BooleanSupplier mayBeSent) {
    String operation = target.substring(target.indexOf('.') + 1);
    byte[] json = new byte[body.jsonLength()];
    body.copyJsonTo(json, 0);
    sent.add(operation + " " + new String(json, StandardCharsets.UTF_8));
    Queue<Step> steps = script.getOrDefault(operation, new ArrayDeque<>());
    Step step;
    synchronized (steps) {
      step = steps.poll();
    }
    return step == null
        ? upstream.send(target, body, timeout, mayBeSent)
        : step.of(() -> upstream.send(target, body, timeout, mayBeSent));
  }

  @Override
  public void close() {
    upstream.close();
  }
}
