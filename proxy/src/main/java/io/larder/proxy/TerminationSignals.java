package io.larder.proxy;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Waits for SIGTERM, SIGINT or SIGHUP. The first one ends the wait, so that the server stops in
 * order and the process ends with 0; the second one ends the process at once. A signal that the
 * process was started to ignore, as SIGHUP by {@code nohup}, stays ignored.
 */
final class TerminationSignals {
  private static final int IMMEDIATE_EXIT = 130;

  private final CountDownLatch first = new CountDownLatch(1);
  private final AtomicInteger received = new AtomicInteger();

  /** Waits for none; see {@link #handle}. */
  TerminationSignals() {}

  /** Takes over the signals of this process. */
  static TerminationSignals handle() {
    var signals = new TerminationSignals();
    Stream.of("TERM", "INT", "HUP").forEach(signals::takeOver);
    return signals;
  }

  /** True once the first signal has come. */
  boolean haveCome() {
    return received.get() > 0;
  }

  /** Returns when the first signal has come. */
  void await() throws InterruptedException {
    first.await();
  }

  // The class is supported but javac warns of every mention, so it is only named here. A shutdown
  // hook would not do: the process would end with 143, and the second signal would not be heard.
  private void takeOver(String name) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object receiver =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                receive();
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), receiver);
    } catch (ReflectiveOperationException e) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::receive, "signal"));
    }
  }

  private void receive() {
    if (received.getAndIncrement() > 0) {
      Runtime.getRuntime().halt(IMMEDIATE_EXIT);
    }
    first.countDown();
  }
}
