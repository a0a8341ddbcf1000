package io.larder.proxy.config;

import io.larder.proxy.config.value.Nodes;
import io.larder.proxy.config.value.WishedPort;

/** Where DAX clients connect. */
public record Dax(
    @Setting(
            byDefault = "127.0.0.1",
            pattern = "\\S{1,253}",
            form = "an address or a name of this machine, of at most 253 characters",
            doc = "Address that DAX clients connect to.")
        String host,
    @Setting(
            byDefault = "auto",
            doc =
                "Its port; auto for 8111 unless that is taken, 0 for a free one, none for no DAX"
                    + " clients.")
        WishedPort port,
    @Setting(
            byDefault = "auto",
            doc =
                "Port for TLS, if there is a certificate: auto for 9111 unless that is taken, 0"
                    + " for a free one, none for no such port.")
        WishedPort tlsPort,
    @Setting(
            byDefault = "none",
            doc =
                "Address by which clients reach this server, if it is not the one that they have"
                    + " connected to, with a port if that differs.")
        Nodes advertisedAddress,
    @Setting(
            byDefault = "none",
            doc = "Further addresses that clients may use, separated by commas.")
        Nodes nodes,
    @Setting(
            byDefault = "larder",
            pattern = "[a-z][a-z0-9-]{0,19}",
            form = "a small letter and up to 19 small letters, digits and hyphens",
            doc =
                "Name by which policies know this server as a DAX cluster:"
                    + " arn:aws:dax:region:account:cache/name.")
        String clusterName,
    @Setting(
            byDefault = "caller",
            doc =
                "What DAX clients need permission for, if signatures are verified. caller: their"
                    + " actions on the cluster, and on the tables as over HTTP; service-role: only"
                    + " their actions on the cluster, as on the service, where whoever reaches a"
                    + " cluster may do what its role may.")
        Permissions authorization) {
  /** Whose permissions count. */
  public enum Permissions {
    CALLER,
    SERVICE_ROLE
  }

  /** What {@code auto} stands for. */
  public static final int USUAL_PORT = 8111;

  /** What {@code auto} stands for with TLS. */
  public static final int USUAL_TLS_PORT = 9111;
}
