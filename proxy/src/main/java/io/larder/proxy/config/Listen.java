package io.larder.proxy.config;

import io.larder.proxy.config.value.WishedPort;

/** Where clients connect. */
public record Listen(
    @Setting(
            byDefault = "127.0.0.1",
            pattern = "\\S{1,253}",
            form = "an address or a name of this machine, of at most 253 characters",
            doc = "Address that DynamoDB clients connect to.")
        String host,
    @Setting(byDefault = "8000", least = "0", most = "65535", doc = "Its port; 0 takes a free one.")
        int port,
    @Setting(
            byDefault = "auto",
            doc =
                "Port for TLS, if there is a certificate: auto for 8443 unless that is taken, 0"
                    + " for a free one, none for no such port.")
        WishedPort tlsPort) {
  /** What {@code auto} stands for. */
  public static final int USUAL_TLS_PORT = 8443;
}
