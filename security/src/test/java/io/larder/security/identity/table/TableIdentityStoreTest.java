package io.larder.security.identity.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.ValidationLayer;
import io.larder.security.identity.AccessKey;
import io.larder.security.identity.Entity;
import io.larder.security.identity.Identities;
import io.larder.security.identity.IdentityException;
import io.larder.security.identity.UniqueIds;
import io.larder.security.identity.User;
import io.larder.security.identity.edit.Administrator;
import io.larder.security.identity.edit.IdentityOperations;
import io.larder.security.identity.edit.RoleEdits;
import io.larder.store.ForwardingTableStore;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import io.larder.store.seal.KeyProvider;
import io.larder.store.seal.LocalKeys;
import io.larder.store.seal.Sealers;
import io.larder.store.seal.SecretSealer;
import io.larder.store.upstream.ControlTable;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TableIdentityStoreTest {
  private static final String ACCOUNT = "000000000000";
  private static final String TABLE = "identities";
  private static final String DOCUMENT =
      """
      {"Version":"2012-10-17",
       "Statement":[{"Effect":"Allow","Action":"dynamodb:*","Resource":"*"}]}\
      """;
  private static final String TRUST =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
       "Principal":{"AWS":"000000000000"}}]}\
      """;
  private static final byte[] SECRET = "secret".getBytes(UTF_8);
  private static final TableIdentityStore.Sharing SHARED =
      new TableIdentityStore.Sharing(Duration.ofSeconds(1), Duration.ofMinutes(5));

  private final LmdbTableStore tables = LmdbTableStore.open(LmdbOptions.inMemory());
  private final Breakable breakable = new Breakable(tables);
  private final AtomicLong nanos = new AtomicLong();
  private final IdentityOperations operations =
      new IdentityOperations(
          new UniqueIds(new SecureRandom()), () -> Instant.parse("2026-11-30T10:00:00Z"));
  private final LocalKeys masterKey = LocalKeys.ofProcess();
  private TableIdentityStore store;

  @BeforeEach
  void open() throws Exception {
    store = open(SHARED, masterKey);
    store.refresh();
  }

  @AfterEach
  void close() {
    tables.close();
  }

  private TableIdentityStore open(TableIdentityStore.Sharing sharing, KeyProvider key) {
    return open(sharing, sealer(key));
  }

  private static SecretSealer sealer(KeyProvider key) {
    return new SecretSealer(key, new SecureRandom());
  }

  private TableIdentityStore open(TableIdentityStore.Sharing sharing, SecretSealer sealer) {
    return TableIdentityStore.of(
        new TableIdentityStore.Home(breakable, TABLE, () -> ControlTable.ensure(tables, TABLE)),
        sealer,
        sharing,
        nanos::get,
        new Random(1));
  }

  private User addUser(TableIdentityStore to, String name) {
    return to.change(
        edit -> operations.on(edit, ACCOUNT).users().create("/", name, null, Map.of()));
  }

  @Test
  void whatWasChangedIsThereAgainInAnotherProcess() throws Exception {
    AccessKey key = Administrator.make(store, operations, ACCOUNT);
    store.change(
        edit -> {
          var account = operations.on(edit, ACCOUNT);
          account.groups().create("/", "staff");
          account.users().addToGroup("staff", "admin");
          account.policies().create("/p/", "rights", "text \" ü", DOCUMENT, Map.of("k", "v"));
          account.users().putBoundary("admin", "arn:aws:iam::000000000000:policy/p/rights");
          account.providers().create("https://issuer.test", List.of("a"), List.of(), Map.of());
          return account
              .roles()
              .create(
                  new RoleEdits.NewRole(
                      "/", "shop", TRUST, "d", Duration.ofMinutes(61), null, Map.of()));
        });

    TableIdentityStore other = open(SHARED, masterKey);
    other.refresh();

    Identities there = other.current();
    assertThat(there.revision()).isEqualTo(2);
    assertThat(there.accounts()).isEqualTo(store.current().accounts());
    assertThat(there.accessKey(key.id())).isEqualTo(key);
  }

  @Test
  void secretsStandNowhereInTheTable() {
    AccessKey key = Administrator.make(store, operations, ACCOUNT);

    String all = new String(json(), UTF_8);

    assertThat(all).contains(key.id()).doesNotContain(key.secret().reveal());
  }

  private byte[] json() {
    var page = new PageRequest(null, null, null, null, null, null, true);
    var out = new java.io.ByteArrayOutputStream();
    for (Item item :
        tables
            .read(
                new ScanRequest(
                    TABLE, null, page, ReturnConsumedCapacity.NONE, ValidationLayer.OLDER))
            .page()
            .items()) {
      byte[] bytes = new byte[item.jsonLength()];
      item.copyJsonTo(bytes, 0);
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }

  @Test
  void anotherMasterKeyOpensNothing() throws Exception {
    Administrator.make(store, operations, ACCOUNT);
    TableIdentityStore other = open(SHARED, LocalKeys.ofProcess());

    assertThatThrownBy(other::refresh)
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("a key of this process has not the master key");
    assertThat(other.current()).isSameAs(Identities.NONE);
    assertThat(other.isKnown()).isFalse();
  }

  @Test
  void whatOneServerSealsAllOpen() {
    SecretSealer first = sealer(masterKey);
    SecretSealer second = sealer(masterKey);
    TableIdentityStore one = open(SHARED, first);
    TableIdentityStore other = open(SHARED, second);
    one.refresh();
    other.refresh();
    addUser(one, "alice");
    addUser(other, "bob");
    addUser(one, "carol");

    assertThat(second.open(first.seal(SECRET, SECRET), SECRET)).isEqualTo(SECRET);
    assertThat(first.open(second.seal(SECRET, SECRET), SECRET)).isEqualTo(SECRET);
  }

  @Test
  void ofServersThatStartTogetherOneMakesTheKey() throws Exception {
    List<SecretSealer> sealers = new ArrayList<>();
    List<Future<User>> added = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        SecretSealer sealer = sealer(masterKey);
        sealers.add(sealer);
        String name = "user" + i;
        added.add(threads.submit(() -> addUser(open(SHARED, sealer), name)));
      }
    }
    for (Future<User> each : added) {
      each.get();
    }

    byte[] sealed = sealers.getFirst().seal(SECRET, SECRET);

    assertThat(sealers).allSatisfy(each -> assertThat(each.open(sealed, SECRET)).isEqualTo(SECRET));
  }

  @Test
  void aNewMasterKeyTakesTheSecretsOver() throws Exception {
    String old = "00".repeat(32);
    String young = "11".repeat(32);
    TableIdentityStore before = open(null, LocalKeys.parse("keys", old));
    before.refresh();
    AccessKey secret = Administrator.make(before, operations, ACCOUNT);
    open(null, LocalKeys.parse("keys", young + "\n" + old)).refresh();

    TableIdentityStore after = open(null, LocalKeys.parse("keys", young));
    after.refresh();

    assertThat(after.current().accessKey(secret.id())).isEqualTo(secret);
  }

  @Test
  void changesOfAnotherServerAreSeenAtTheNextLook() throws Exception {
    TableIdentityStore other = open(SHARED, masterKey);
    other.refresh();
    Identities before = other.current();

    User alice = addUser(store, "alice");

    assertThat(other.current()).isSameAs(before);
    other.refresh();
    assertThat(other.current().account(ACCOUNT).users()).containsEntry("alice", alice);
  }

  @Test
  void aSnapshotStaysTheSameWhileNothingChanges() {
    addUser(store, "alice");
    Identities before = store.current();

    store.refresh();

    assertThat(store.current()).isSameAs(before);
  }

  @Test
  void aChangeSeesWhatOthersHaveChangedBeforeIt() throws Exception {
    TableIdentityStore other = open(SHARED, masterKey);
    other.refresh();
    addUser(store, "alice");

    assertThatThrownBy(() -> addUser(other, "alice"))
        .isInstanceOf(IdentityException.class)
        .hasMessage("User with name alice already exists.");
  }

  @Test
  void changesAtTheSameTimeAreAllMade() throws Exception {
    TableIdentityStore other = open(SHARED, masterKey);
    List<Future<User>> added = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 12; i++) {
        String name = "user" + i;
        TableIdentityStore to = i % 2 == 0 ? store : other;
        added.add(threads.submit(() -> addUser(to, name)));
      }
    }

    List<Entity> users = new ArrayList<>();
    for (Future<User> each : added) {
      users.add(each.get());
    }
    store.refresh();
    assertThat(store.current().account(ACCOUNT).users().values())
        .map(Entity.class::cast)
        .containsExactlyInAnyOrderElementsOf(users);
    assertThat(store.current().revision()).isEqualTo(12);
  }

  @Test
  void whileTheTableCannotBeReadTheLastIdentitiesAreGoodForAWhile() {
    addUser(store, "alice");
    Identities last = store.current();
    breakable.isBroken = true;

    assertThatThrownBy(store::refresh).isInstanceOf(IdentityException.class);
    nanos.addAndGet(SHARED.staleness().toNanos());
    assertThat(store.current()).isSameAs(last);
    nanos.incrementAndGet();
    assertThat(store.current()).isSameAs(Identities.NONE);

    breakable.isBroken = false;
    store.refresh();
    assertThat(store.current()).isSameAs(last);
  }

  @Test
  void whatOnlyThisProcessChangesNeverGetsOld() throws Exception {
    TableIdentityStore alone = open(null, masterKey);
    addUser(alone, "alice");

    nanos.addAndGet(Duration.ofDays(1_000).toNanos());

    assertThat(alone.current().account(ACCOUNT).users()).containsOnlyKeys("alice");
    assertThat(alone.isKnown()).isTrue();
  }

  @Test
  void aChangeThatCannotBeStoredIsNotMade() {
    addUser(store, "alice");
    breakable.isReadOnly = true;

    assertThatThrownBy(() -> addUser(store, "bob"))
        .isInstanceOfSatisfying(
            IdentityException.class,
            failure ->
                assertThat(failure.code()).isEqualTo(IdentityException.Code.SERVICE_FAILURE));
    assertThat(store.current().account(ACCOUNT).users()).containsOnlyKeys("alice");
  }

  @Test
  void aChangeOfTooMuchAtOnceIsRefused() {
    assertThatThrownBy(
            () ->
                store.change(
                    edit -> {
                      var users = operations.on(edit, ACCOUNT).users();
                      for (int i = 0; i < 100; i++) {
                        users.create("/", "user" + i, null, Map.of());
                      }
                      return users;
                    }))
        .isInstanceOfSatisfying(
            IdentityException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(IdentityException.Code.LIMIT_EXCEEDED));
  }

  @Test
  void aDocumentIsReadWholeOrNotAtAll() throws Exception {
    var documents = new EntityDocuments(Sealers.under(masterKey));
    User alice = addUser(store, "alice");
    String document = documents.write(alice);

    assertThat(documents.read(alice.key().text(), document)).isEqualTo(alice);
    assertUnreadable(documents, alice, document.replace("\"boundary\":null", "\"limit\":null"));
    assertUnreadable(documents, alice, document.replace(",\"boundary\":null", ""));
    assertUnreadable(documents, alice, document.replace("alice", "bob"));
    assertUnreadable(documents, alice, document.substring(1));
    assertUnreadable(documents, alice, document + "}");
  }

  private static void assertUnreadable(EntityDocuments documents, Entity entity, String document) {
    assertThatThrownBy(() -> documents.read(entity.key().text(), document))
        .isInstanceOf(EntityDocuments.UnreadableException.class);
  }

  /** A store that can be broken. */
  private static final class Breakable extends ForwardingTableStore {
    volatile boolean isBroken;
    volatile boolean isReadOnly;

    Breakable(LmdbTableStore store) {
      super(store);
    }

    @Override
    public <R extends Response> R read(Request.Read<R> request) {
      if (isBroken) {
        throw new ServiceException(new ServiceError.ServiceUnavailable("broken"));
      }
      return super.read(request);
    }

    @Override
    public <R extends Response> CompletableFuture<R> write(Request.Write<R> request) {
      return isBroken || isReadOnly
          ? CompletableFuture.failedFuture(
              new ServiceException(new ServiceError.ServiceUnavailable("broken")))
          : super.write(request);
    }
  }
}
