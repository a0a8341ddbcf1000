package io.larder.proxy.tracing;

import io.larder.store.logging.RareLine;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An exporter of whose failures the log tells now and then. */
final class ToldExporter implements SpanExporter {
  private static final Logger LOG = LoggerFactory.getLogger(ToldExporter.class);

  private final SpanExporter exporter;
  private final RareLine failed;

  ToldExporter(SpanExporter exporter, RareLine failed) {
    this.exporter = exporter;
    this.failed = failed;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode result = exporter.export(spans);
    return result.whenComplete(() -> tell(result, spans.size()));
  }

  private void tell(CompletableResultCode result, int spans) {
    if (!result.isSuccess()) {
      failed.log(
          LOG.atWarn()
              .addKeyValue("spans", spans)
              .addKeyValue("reason", String.valueOf(result.getFailureThrowable())),
          "Traces could not be sent");
    }
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
