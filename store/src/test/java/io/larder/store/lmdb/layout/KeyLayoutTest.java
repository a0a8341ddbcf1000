package io.larder.store.lmdb.layout;

import static io.larder.store.Requests.item;
import static io.larder.store.Requests.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.item.SipHash;
import io.larder.protocol.operation.LocalSecondaryIndexDescription;
import io.larder.protocol.operation.StoredSize;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableHistory;
import io.larder.protocol.operation.TableIdentity;
import io.larder.protocol.operation.TableSchema;
import io.larder.protocol.operation.TableStatus;
import io.larder.store.Index;
import io.larder.store.IndexKeys;
import io.larder.store.NewTable;
import io.larder.store.PrimaryKey;
import io.larder.store.Table;
import io.larder.store.lmdb.tables.TableDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class KeyLayoutTest {
  private final KeyLayout layout =
      new KeyLayout(PartitionHash.ofService(), bytes -> 0x1111111111111100L + bytes.length);
  private final Table table = table();

  /** A table with a local index. */
  static Table table() {
    var request =
        NewTable.named("Music", "pk:S", "sk:S").local("local", "pk:S", "alt:S", "*").request();
    var index = request.localSecondaryIndexes().getFirst();
    var description =
        new TableDescription(
            new TableIdentity("Music", "arn", "id", Instant.EPOCH),
            TableStatus.ACTIVE,
            new TableSchema(
                request.attributeDefinitions(),
                request.keySchema(),
                List.of(
                    new LocalSecondaryIndexDescription(index, "arn/index/local", StoredSize.EMPTY)),
                List.of()),
            request.options(),
            TableHistory.NONE,
            StoredSize.EMPTY);
    return TableDefinition.table(0x01020304, Map.of("local", 0x0A0B0C0D), description, null);
  }

  private PrimaryKey key(String partition, String sort) {
    return table.primaryKey(item("pk", s(partition), "sk", s(sort)));
  }

  private RecordKey entry(String partition, String sort, String alternative) {
    Index index = Objects.requireNonNull(table.index("local"));
    var attributes = item("pk", s(partition), "sk", s(sort), "alt", s(alternative));
    return layout.ofEntry(
        index, Objects.requireNonNull(IndexKeys.of(index, attributes)), key(partition, sort));
  }

  @Test
  void theKeyOfAnItemIsTheIdTheHashesAndTheSortKey() {
    RecordKey record = layout.ofItem(key("a", "xyz"));

    // MD5 of the text "Outliersa"
    assertThat(HexFormat.of().formatHex(record.full()))
        .isEqualTo("01020304" + "f6558e516275dee248591cc7cee85dae" + "1111111111111101" + "78797a");
    assertThat(record.key()).isEqualTo(record.full());
    assertThat(record.markers()).isEmpty();
    assertThat(record.partition()).isEqualTo(bytes("a"));
    assertThat(record.owner()).isEmpty();
  }

  @Test
  void theKeyOfAnIndexEntryEndsInTheHashesOfTheTablesKey() {
    RecordKey record = entry("a", "xyz", "k");

    // MD5 of the text "Outliersaxyz"
    assertThat(HexFormat.of().formatHex(record.full()))
        .isEqualTo(
            "0a0b0c0d"
                + "f6558e516275dee248591cc7cee85dae"
                + "1111111111111101"
                + "6b0000"
                + "422e18a59ae12806c9f0bb6bc04b5beb"
                + "1111111111111106");
    assertThat(record.owner()).isEqualTo(new byte[] {0, 1, 'a', 'x', 'y', 'z'});
  }

  @Test
  void ownersWhosePartsAreOneTextAreToldApart() {
    var sipHash = KeyLayout.ofService(new byte[SipHash.KEY_LENGTH]);

    byte[] one = sipHash.ofExpiry(7, 1, key("ab", "c")).full();
    byte[] other = sipHash.ofExpiry(7, 1, key("a", "bc")).full();

    assertThat(Arrays.mismatch(one, other)).isGreaterThanOrEqualTo(one.length - Long.BYTES);
  }

  @Test
  void theKeyAfterAPrefixIsGreaterThanAllThatBeginWithIt() {
    assertThat(KeyLayout.after(new byte[] {1, 2})).isEqualTo(new byte[] {1, 3});
    assertThat(KeyLayout.after(new byte[] {1, -1, -1})).isEqualTo(new byte[] {2});
    assertThat(KeyLayout.after(new byte[] {-1})).isNull();
    assertThat(KeyLayout.after(new byte[0])).isNull();
  }

  @Test
  void theFirstTwelveBitsOfTheHashMakeABoundAmongKeys() {
    int bits = layout.firstTwelveBits(bytes("a"));
    byte[] key = layout.ofItem(key("a", "s")).key();

    assertThat(Arrays.compareUnsigned(KeyLayout.atHash(0x01020304, bits), key)).isNegative();
    assertThat(Arrays.compareUnsigned(KeyLayout.atHash(0x01020304, bits + 1), key)).isPositive();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
