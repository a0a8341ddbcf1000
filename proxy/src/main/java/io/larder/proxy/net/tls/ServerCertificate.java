package io.larder.proxy.net.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that new connections are shown, which is that of its files: they are read every
 * so often, by a thread of its own. What is read and is of no use changes nothing. For any number
 * of threads.
 */
public final class ServerCertificate implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);

  private final PemFiles files;
  private final TlsEngine engine;
  private final ScheduledExecutorService reader =
      Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("tls-files", true));

  /** What was read last, of use or not. For the reader's thread. */
  private PemFiles.Text latest;

  /** Why nothing could be read the last time. For the reader's thread. */
  private @Nullable String failure;

  // A context must not be released while a handler is made of it.
  private SslContext context;
  private volatile Instant expiry;

  private ServerCertificate(
      PemFiles files, TlsEngine engine, PemFiles.Text text, Identity identity, SslContext context) {
    this.files = files;
    this.engine = engine;
    this.latest = text;
    this.context = context;
    this.expiry = identity.expiry();
  }

  /**
   * The certificate in {@code files}, which are read again every {@code interval}.
   *
   * @throws IOException in one line, if they are of no use
   */
  public static ServerCertificate open(PemFiles files, TlsEngine engine, Duration interval)
      throws IOException {
    PemFiles.Text text = files.read();
    Identity identity = files.identity(text);
    var certificate =
        new ServerCertificate(files, engine, text, identity, engine.context(identity));
    tell(identity, engine, "TLS certificate loaded");
    certificate.reader.scheduleWithFixedDelay(
        certificate::lookAgain, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    return certificate;
  }

  private static void tell(Identity identity, TlsEngine engine, String sentence) {
    (identity.expiry().isAfter(Instant.now()) ? LOG.atInfo() : LOG.atWarn())
        .addKeyValue("subject", identity.certificate().getSubjectX500Principal())
        .addKeyValue("expires", identity.expiry())
        .addKeyValue("engine", engine)
        .log(sentence);
  }

  /** A handler for one new connection, with the certificate of this moment. */
  public synchronized SslHandler newHandler(ByteBufAllocator allocator) {
    return context.newHandler(allocator);
  }

  /** When the certificate ends that new connections are shown. */
  public Instant expiry() {
    return expiry;
  }

  /** Reads the files and takes what is new in them. For one thread at a time. */
  void lookAgain() {
    try {
      PemFiles.Text text = files.read();
      failure = null;
      if (!text.equals(latest)) {
        latest = text;
        use(files.identity(text));
      }
    } catch (InvalidPemException | SSLException e) {
      refuse(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // The schedule would end with it.
      LOG.atError().setCause(e).log("Looking for a new TLS certificate failed unexpectedly");
    }
  }

  private void use(Identity identity) throws SSLException {
    SslContext next = engine.context(identity);
    synchronized (this) {
      // Connections keep the one that they began with.
      ReferenceCountUtil.release(context);
      context = next;
    }
    expiry = identity.expiry();
    tell(identity, engine, "TLS certificate replaced");
  }

  private void refuse(String reason) {
    if (!reason.equals(failure)) {
      failure = reason;
      LOG.atWarn()
          .addKeyValue("reason", reason)
          .log("The files of the TLS certificate are of no use; the one before stays");
    }
  }

  /** Reads no more. Connections that are open go on; no new one may come. */
  @Override
  public void close() {
    reader.close();
    synchronized (this) {
      ReferenceCountUtil.release(context);
    }
  }
}
