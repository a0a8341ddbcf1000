package io.larder.proxy.config;

import io.larder.proxy.config.value.OptionalFile;
import io.larder.proxy.config.value.PushTarget;
import java.time.Duration;

/** What is told of the server to others, besides what /metrics answers. */
public record Metrics(
    @Setting(
            byDefault = "none",
            doc =
                "Where CloudWatch's metrics are written in its embedded metric format: stdout,"
                    + " file:PATH, or tcp://HOST:PORT of a CloudWatch agent; none.")
        PushTarget push,
    @Setting(byDefault = "1m", least = "1s", most = "1h", doc = "How often they are written.")
        Duration pushInterval,
    @Setting(
            byDefault = "Larder",
            pattern = "[A-Za-z0-9._#-]{1,200}",
            form = "letters, digits and . _ # -, at most 200 characters",
            doc =
                "What their namespaces begin with, before /DynamoDB and /DAX. CloudWatch takes"
                    + " none from others that begins with AWS.")
        String namespace,
    @Setting(
            byDefault = "500",
            least = "0",
            most = "10000",
            doc = "Most tables that have metrics of their own, here and in /metrics.")
        int tables,
    @Setting(
            byDefault = Metrics.NONE,
            pattern = "none|https?://[!-~]{1,1024}",
            form = "none, or http:// or https:// with the path of a collector",
            doc =
                "Where all meters are sent by OpenTelemetry's protocol, as JSON over HTTP, such as"
                    + " http://127.0.0.1:4318/v1/metrics; none.")
        String otlpEndpoint,
    @Setting(byDefault = "1m", least = "1s", most = "1h", doc = "How often they are sent.")
        Duration otlpInterval,
    @Setting(
            byDefault = Metrics.NONE,
            doc =
                "File of headers that are sent with them, name: value on each line, such as what"
                    + " the collector lets in; read each time.")
        OptionalFile otlpHeadersFile) {
  /** In the place of an endpoint: nothing is sent. */
  public static final String NONE = "none";

  /** Traces of requests, for a collector of OpenTelemetry. */
  public record Tracing(
      @Setting(
              byDefault = Metrics.NONE,
              pattern = "none|https?://[!-~]{1,1024}",
              form = "none, or http:// or https:// with the path of a collector",
              doc =
                  "Where traces are sent by OpenTelemetry's protocol, as protobuf over HTTP, such"
                      + " as http://127.0.0.1:4318/v1/traces; none: nothing is traced.")
          String endpoint,
      @Setting(
              byDefault = "1",
              pattern = "0(\\.[0-9]{1,9})?|1(\\.0{1,9})?",
              form = "a number from 0 to 1, such as 0.01",
              doc =
                  "The part of requests that is traced, of those whose client does not say whether"
                      + " they are.")
          String sampling,
      @Setting(
              byDefault = "2048",
              least = "1",
              most = "65536",
              doc = "Most spans that wait to be sent; further ones are dropped.")
          int queue,
      @Setting(
              byDefault = Metrics.NONE,
              doc =
                  "File of headers that are sent with them, name: value on each line, such as what"
                      + " the collector lets in; read each time.")
          OptionalFile headersFile) {

    /** True if there are traces. */
    public boolean isOn() {
      return !endpoint.equals(Metrics.NONE);
    }

    /** The part of requests that is traced. */
    public double ratio() {
      return Double.parseDouble(sampling);
    }
  }
}
