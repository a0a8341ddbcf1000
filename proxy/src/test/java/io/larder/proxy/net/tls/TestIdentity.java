package io.larder.proxy.net.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.util.NetUtil;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;

/** A certificate of localhost that is made for a test, and who trusts it. */
public record TestIdentity(X509Certificate certificate, PrivateKey key) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int UTC_TIME = 0x17;
  private static final int BIT_STRING = 0x03;
  private static final int DNS_NAME = 0x82;
  private static final int IP_ADDRESS = 0x87;
  private static final int VERSION = 0xa0;
  private static final int EXTENSIONS = 0xa3;
  private static final byte[] SUBJECT_ALTERNATIVE_NAME = {0x06, 0x03, 0x55, 0x1d, 0x11};

  private static final byte[] SHA256_WITH_ECDSA = {
    0x30, 0x0a, 0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02
  };
  private static final byte[] SHA256_WITH_RSA = {
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x0b,
    0x05,
    0x00
  };

  /** A new one, which signs itself, with a new key for {@code algorithm}: EC or RSA. */
  public static TestIdentity of(String commonName, String algorithm) {
    return of(commonName, algorithm, Instant.now().plus(Duration.ofDays(1)));
  }

  static TestIdentity of(String commonName, String algorithm, Instant expiry) {
    try {
      KeyPair keys = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
      boolean isRsa = algorithm.equals("RSA");
      byte[] signatureAlgorithm = isRsa ? SHA256_WITH_RSA : SHA256_WITH_ECDSA;
      byte[] name = new X500Principal("CN=" + commonName).getEncoded();
      byte[] content =
          Der.element(
              Der.SEQUENCE,
              Der.element(VERSION, Der.element(Der.INTEGER, new byte[] {2})),
              Der.element(Der.INTEGER, BigInteger.valueOf(System.nanoTime()).toByteArray()),
              signatureAlgorithm,
              name,
              Der.element(Der.SEQUENCE, time(expiry.minus(Duration.ofDays(2))), time(expiry)),
              name,
              keys.getPublic().getEncoded(),
              Der.element(EXTENSIONS, Der.element(Der.SEQUENCE, names())));
      var signature = Signature.getInstance(isRsa ? "SHA256withRSA" : "SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(content);
      byte[] certificate =
          Der.element(
              Der.SEQUENCE,
              content,
              signatureAlgorithm,
              Der.element(BIT_STRING, new byte[1], signature.sign()));
      return new TestIdentity(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(certificate)),
          keys.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] time(Instant instant) {
    return Der.element(UTC_TIME, TIME.format(instant).getBytes(US_ASCII));
  }

  private static byte[] names() {
    return Der.element(
        Der.SEQUENCE,
        SUBJECT_ALTERNATIVE_NAME,
        Der.element(
            Der.OCTET_STRING,
            Der.element(
                Der.SEQUENCE,
                Der.element(DNS_NAME, "localhost".getBytes(US_ASCII)),
                Der.element(IP_ADDRESS, NetUtil.LOCALHOST4.getAddress()),
                Der.element(IP_ADDRESS, NetUtil.LOCALHOST6.getAddress()))));
  }

  /** Writes {@code certificate.pem} and {@code key.pem}, over those that are there. */
  public PemFiles write(Path folder) {
    try {
      return new PemFiles(
          Files.writeString(
              folder.resolve("certificate.pem"), pem("CERTIFICATE", certificate.getEncoded())),
          Files.writeString(folder.resolve("key.pem"), pem("PRIVATE KEY", key.getEncoded())));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), label);
  }

  /** Who trusts these certificates and no other. */
  public static TrustManager[] trust(TestIdentity... trusted) {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (TestIdentity each : trusted) {
        store.setCertificateEntry(String.valueOf(store.size()), each.certificate);
      }
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** TLS of a client that shows this certificate and trusts those and no other. */
  public SSLContext showingClient(TestIdentity... trusted) {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setKeyEntry("client", key, new char[0], new X509Certificate[] {certificate});
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust(trusted), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** TLS of a client that trusts these certificates and no other. */
  public static SSLContext client(TestIdentity... trusted) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust(trusted), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
