package io.larder.store.lmdb.tables;

import io.larder.store.access.ResourcePolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The policies of a table and its streams as they are stored, in the order of the ARNs. */
final class PolicyRecord {
  private PolicyRecord() {}

  static byte[] write(Map<String, ResourcePolicy> policies) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeShort(policies.size());
      for (Map.Entry<String, ResourcePolicy> policy : new TreeMap<>(policies).entrySet()) {
        byte[] document = policy.getValue().document().getBytes(StandardCharsets.UTF_8);
        out.writeUTF(policy.getKey());
        out.writeUTF(policy.getValue().revisionId());
        out.writeInt(document.length);
        out.write(document);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static Map<String, ResourcePolicy> read(byte[] value) {
    try (var in = new DataInputStream(new ByteArrayInputStream(value))) {
      Map<String, ResourcePolicy> policies = new LinkedHashMap<>();
      for (int left = in.readShort(); left > 0; left--) {
        String arn = in.readUTF();
        String revision = in.readUTF();
        byte[] document = new byte[in.readInt()];
        in.readFully(document);
        policies.put(
            arn, new ResourcePolicy(new String(document, StandardCharsets.UTF_8), revision));
      }
      return policies;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
