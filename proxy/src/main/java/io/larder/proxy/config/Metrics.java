package io.larder.proxy.config;

import io.larder.proxy.config.value.PushTarget;
import java.time.Duration;

/** What is told of the server in CloudWatch's names, besides what /metrics answers. */
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
        int tables) {}
