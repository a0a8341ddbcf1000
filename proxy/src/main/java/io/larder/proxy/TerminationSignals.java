package io.larder.proxy;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Waits for SIGTERM or SIGINT. The first one ends the wait, so that the server stops in order and
 * the process ends with 0; the second one ends the process at once.
 */
final class TerminationSignals {
  private static final int IMMEDIATE_EXIT = 130;

  private final CountDownLatch first = new CountDownLatch(1);
  private final AtomicInteger received = new AtomicInteger();

  private TerminationSignals() {}

  /** Takes over the signals of this process. */
  static TerminationSignals handle() {
    var signals = new TerminationSignals();
    signals.takeOver("TERM");
    signals.takeOver("INT");
    return signals;
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
