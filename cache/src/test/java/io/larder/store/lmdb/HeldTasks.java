package io.larder.store.lmdb;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/** A thread that runs a task when it is told to, at the latest when it ends. */
final class HeldTasks extends AbstractExecutorService {
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private boolean ended;

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  /** Runs all tasks that wait. */
  void runAll() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** Forgets all tasks that wait. */
  void dropAll() {
    tasks.clear();
  }

  @Override
  public void shutdown() {
    runAll();
    ended = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    List<Runnable> rest = List.copyOf(tasks);
    dropAll();
    ended = true;
    return rest;
  }

  @Override
  public boolean isShutdown() {
    return ended;
  }

  @Override
  public boolean isTerminated() {
    return ended;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return ended;
  }
}
