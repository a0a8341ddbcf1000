package io.larder.proxy.net.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.security.auth.x500.X500Principal;

/**
 * TLS among those who share a secret: all have the one Ed25519 key (RFC 8032) that is derived from
 * it, show it in a certificate that they sign themselves, and let in whoever proves to have it.
 * Java has no TLS by a shared key alone (RFC 8446, 2.2).
 */
public final class SharedIdentity {
  /** The fewest bytes of a secret: who connects sees the public key, and could try out others. */
  public static final int MIN_SECRET_BYTES = 32;

  private static final byte[] PURPOSE = "larder nodes, Ed25519 seed, 1".getBytes(US_ASCII);

  private static final byte[] ED25519 = {0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70};
  private static final int BIT_STRING = 0x03;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int VERSION = 0xa0;
  private static final byte[] ALWAYS =
      Der.element(Der.SEQUENCE, time("20000101000000Z"), time("99991231235959Z"));

  private SharedIdentity() {}

  /**
   * The context of TLS 1.3 for both sides; a server must ask for the certificate of its clients.
   *
   * @throws IllegalArgumentException if the secret is too short
   */
  public static SSLContext context(byte[] secret) {
    if (secret.length < MIN_SECRET_BYTES) {
      throw new IllegalArgumentException("must have at least " + MIN_SECRET_BYTES + " bytes");
    }
    try {
      KeyPair keys = keys(seed(secret));
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "node", keys.getPrivate(), new char[0], new X509Certificate[] {certificate(keys)});
      var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, new char[0]);
      var context = SSLContext.getInstance("TLSv1.3");
      context.init(
          managers.getKeyManagers(), new TrustManager[] {new OneKey(keys.getPublic())}, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] seed(byte[] secret) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    return mac.doFinal(PURPOSE);
  }

  /** The key pair of that seed, which is the private key itself. */
  static KeyPair keys(byte[] seed) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("Ed25519");
    generator.initialize(NamedParameterSpec.ED25519, new Given(seed));
    return generator.generateKeyPair();
  }

  private static X509Certificate certificate(KeyPair keys) throws GeneralSecurityException {
    byte[] name = new X500Principal("CN=larder").getEncoded();
    byte[] content =
        Der.element(
            Der.SEQUENCE,
            Der.element(VERSION, Der.element(Der.INTEGER, new byte[] {2})),
            Der.element(Der.INTEGER, new byte[] {1}),
            ED25519,
            name,
            ALWAYS,
            name,
            keys.getPublic().getEncoded());
    var signature = Signature.getInstance("Ed25519");
    signature.initSign(keys.getPrivate());
    signature.update(content);
    byte[] signed =
        Der.element(
            Der.SEQUENCE, content, ED25519, Der.element(BIT_STRING, new byte[1], signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(signed));
  }

  private static byte[] time(String text) {
    return Der.element(GENERALIZED_TIME, text.getBytes(UTF_8));
  }

  /** Gives the bytes that it was given, once, where the JDK asks for those of a new key. */
  private static final class Given extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final byte[] bytes;

    Given(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    @Override
    public void nextBytes(byte[] target) {
      if (target.length != bytes.length) {
        throw new IllegalStateException("not a key of " + bytes.length + " bytes");
      }
      System.arraycopy(bytes, 0, target, 0, bytes.length);
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** Trusts who has that key, whatever else is in the certificate. */
  private static final class OneKey extends X509ExtendedTrustManager {
    private final PublicKey key;

    OneKey(PublicKey key) {
      this.key = key;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
      if (!MessageDigest.isEqual(chain[0].getPublicKey().getEncoded(), key.getEncoded())) {
        throw new CertificateException("the other node has another secret");
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
