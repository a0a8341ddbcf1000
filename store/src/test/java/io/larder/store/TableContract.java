package io.larder.store;

import static io.larder.store.Requests.delete;
import static io.larder.store.Requests.key;
import static io.larder.store.Requests.n;
import static io.larder.store.Requests.page;
import static io.larder.store.Requests.query;
import static io.larder.store.Requests.s;
import static io.larder.store.StoreFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.DeleteResourcePolicyRequest;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.GetResourcePolicyRequest;
import io.larder.protocol.operation.GetResourcePolicyResponse;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.GlobalSecondaryIndexUpdate;
import io.larder.protocol.operation.IndexStatus;
import io.larder.protocol.operation.ListTablesRequest;
import io.larder.protocol.operation.ListTagsOfResourceRequest;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.PutResourcePolicyRequest;
import io.larder.protocol.operation.ScalarAttributeType;
import io.larder.protocol.operation.SseSpecification;
import io.larder.protocol.operation.StreamSpecification;
import io.larder.protocol.operation.TableClass;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.TableStatus;
import io.larder.protocol.operation.Tag;
import io.larder.protocol.operation.TagResourceRequest;
import io.larder.protocol.operation.UntagResourceRequest;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.protocol.operation.WarmThroughput;
import io.larder.store.access.ResourcePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Operations on tables. */
interface TableContract extends StoreFixture {
  TableOptions NO_OPTIONS = new TableOptions(null, null, null, null, null, null, null, null);

  private TableDescription describe() {
    return store().describe(new DescribeTableRequest(TABLE)).table();
  }

  private static TableOptions provisioned(long read, long write) {
    return new TableOptions(
        BillingMode.PROVISIONED,
        new ProvisionedThroughput(read, write),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static UpdateTableRequest options(TableOptions options) {
    return new UpdateTableRequest(TABLE, List.of(), List.of(), options);
  }

  @Test
  default void aTableIsBeingCreatedInTheAnswerAndActiveAtOnce() {
    var answer =
        store()
            .change(NewTable.named(TABLE, "pk:S", "sk:N").global("index", "sk:N", "").request())
            .join()
            .tableDescription();

    assertThat(answer.tableStatus()).isEqualTo(TableStatus.CREATING);
    assertThat(answer.schema().globalSecondaryIndexes().getFirst().indexStatus())
        .isEqualTo(IndexStatus.CREATING);
    assertThat(answer.identity().tableArn())
        .isEqualTo("arn:aws:dynamodb:us-east-1:000000000000:table/Music");
    assertThat(describe().tableStatus()).isEqualTo(TableStatus.ACTIVE);
    assertThat(describe().schema().globalSecondaryIndexes().getFirst().indexStatus())
        .isEqualTo(IndexStatus.ACTIVE);
    assertThat(describe().schema().globalSecondaryIndexes().getFirst().indexArn())
        .isEqualTo("arn:aws:dynamodb:us-east-1:000000000000:table/Music/index/index");
  }

  @Test
  default void aTableCannotBeCreatedTwice() {
    createTable();

    assertThat(refusal(store().change(NewTable.named(TABLE, "x:S", "").request())))
        .isEqualTo(new ServiceError.ResourceInUse("Table already exists: Music"));
  }

  @Test
  default void anUnknownTableIsNamed() {
    ServiceError expected =
        new ServiceError.ResourceNotFound("Requested resource not found: Table: Music not found");

    assertThat(refusal(() -> describe())).isEqualTo(expected);
    assertThat(refusal(store().change(new DeleteTableRequest(TABLE)))).isEqualTo(expected);
    assertThat(refusal(store().change(options(provisioned(1, 1))))).isEqualTo(expected);
  }

  @Test
  default void itemsAreCounted() {
    create(
        NewTable.named(TABLE, "pk:S", "sk:S")
            .global("index", "x:S", "")
            .local("local", "pk:S", "x:S"));
    save("pk", s("a"), "sk", s("1"), "x", s("1"));
    save("pk", s("a"), "sk", s("2"));
    save("pk", s("a"), "sk", s("3"));
    save("pk", s("a"), "sk", s("3"), "y", s("longer"));
    store().write(delete(TABLE, "pk", s("a"), "sk", s("2"))).join();

    TableDescription table = describe();

    assertThat(table.size().itemCount()).isEqualTo(2);
    assertThat(table.size().bytes()).isEqualTo(8 + 13 + 200);
    assertThat(table.schema().globalSecondaryIndexes().getFirst().size().itemCount()).isEqualTo(1);
    assertThat(table.schema().globalSecondaryIndexes().getFirst().size().bytes()).isEqualTo(108);
    assertThat(table.schema().localSecondaryIndexes().getFirst().size().itemCount()).isEqualTo(1);
  }

  @Test
  default void aDeletedTableIsGoneAndCanBeMadeAgain() {
    createTable();
    save("pk", s("a"), "sk", s("1"));
    TableDescription first = describe();

    var answer = store().change(new DeleteTableRequest(TABLE)).join().tableDescription();
    createTable();

    assertThat(answer.tableStatus()).isEqualTo(TableStatus.DELETING);
    assertThat(describe().identity().tableArn()).isEqualTo(first.identity().tableArn());
    assertThat(describe().identity().tableId()).isNotEqualTo(first.identity().tableId());
    assertThat(describe().size().itemCount()).isZero();
    assertThat(read("pk", s("a"), "sk", s("1"))).isNull();
  }

  @Test
  default void aProtectedTableCannotBeDeleted() {
    create(
        NewTable.named(TABLE, "pk:S", "")
            .options(
                new TableOptions(
                    BillingMode.PAY_PER_REQUEST, null, null, null, null, null, null, true)));

    assertThat(refusal(store().change(new DeleteTableRequest(TABLE))).message())
        .isEqualTo(
            "Resource cannot be deleted as it is currently protected against deletion. Disable"
                + " deletion protection first.");
    store()
        .change(options(new TableOptions(null, null, null, null, null, null, null, false)))
        .join();
    store().change(new DeleteTableRequest(TABLE)).join();
  }

  @Test
  default void tablesAreListedInOrderAndByPages() {
    for (String name : List.of("beta", "Alpha", "gamma", "_under")) {
      create(NewTable.named(name, "pk:S", ""));
    }

    var first = store().describe(new ListTablesRequest(null, 2));
    var rest = store().describe(new ListTablesRequest(first.lastEvaluatedTableName(), 2));
    var none = store().describe(new ListTablesRequest("zzz", 2));

    assertThat(first.tableNames()).containsExactly("Alpha", "_under");
    assertThat(first.lastEvaluatedTableName()).isEqualTo("_under");
    assertThat(rest.tableNames()).containsExactly("beta", "gamma");
    assertThat(rest.lastEvaluatedTableName()).isNull();
    assertThat(none.tableNames()).isEmpty();
  }

  @Test
  default void tagsAreSetAndRemoved() {
    String arn =
        create(NewTable.named(TABLE, "pk:S", "").tag("a", "1")).description().identity().tableArn();

    store()
        .change(new TagResourceRequest(arn, List.of(new Tag("b", "2"), new Tag("a", "3"))))
        .join();
    store().change(new UntagResourceRequest(arn, List.of("b", "none"))).join();

    assertThat(store().describe(new ListTagsOfResourceRequest(arn, null)).tags())
        .containsExactly(new Tag("a", "3"));
  }

  @Test
  default void policiesOfTablesAreSetReadAndRemoved() {
    String arn = create(NewTable.named(TABLE, "pk:S", "")).description().identity().tableArn();

    var first =
        store()
            .change(new PutResourcePolicyRequest(arn, policyFor("GetItem"), "NO_POLICY", false))
            .join();
    var again =
        store().change(new PutResourcePolicyRequest(arn, policyFor("GetItem"), null, false)).join();
    var second =
        store()
            .change(
                new PutResourcePolicyRequest(arn, policyFor("PutItem"), first.revisionId(), false))
            .join();

    assertThat(again).isEqualTo(first);
    assertThat(second.revisionId()).isNotEqualTo(first.revisionId());
    assertThat(store().describe(new GetResourcePolicyRequest(arn)))
        .isEqualTo(new GetResourcePolicyResponse(policyFor("PutItem"), second.revisionId()));
    assertThat(store().findAccess(TABLE).policyOf(arn + "/index/i"))
        .isEqualTo(new ResourcePolicy(policyFor("PutItem"), second.revisionId()));
    assertThat(store().change(new DeleteResourcePolicyRequest(arn, null)).join().revisionId())
        .isEqualTo(second.revisionId());
    assertThat(store().change(new DeleteResourcePolicyRequest(arn, null)).join().revisionId())
        .isNull();
    assertThat(store().findAccess(TABLE).policyOf(arn)).isNull();
  }

  @Test
  default void policiesAreNotReplacedThatAreNotTheExpectedOnes() {
    String arn = create(NewTable.named(TABLE, "pk:S", "")).description().identity().tableArn();
    store().change(new PutResourcePolicyRequest(arn, policyFor("GetItem"), null, false)).join();

    assertThat(
            refusal(
                store()
                    .change(
                        new PutResourcePolicyRequest(
                            arn, policyFor("PutItem"), "NO_POLICY", false))))
        .isInstanceOf(ServiceError.PolicyNotFound.class);
    assertThat(
            refusal(
                store()
                    .change(new PutResourcePolicyRequest(arn, policyFor("PutItem"), "1", false))))
        .isInstanceOf(ServiceError.PolicyNotFound.class);
    assertThat(refusal(store().change(new DeleteResourcePolicyRequest(arn, "1"))))
        .isInstanceOf(ServiceError.PolicyNotFound.class);
    assertThat(store().describe(new GetResourcePolicyRequest(arn)).policy())
        .isEqualTo(policyFor("GetItem"));
  }

  @Test
  default void policiesOfWhatIsNotThereAreNotFound() {
    String none = "arn:aws:dynamodb:us-east-1:000000000000:table/None";
    String arn = create(NewTable.named(TABLE, "pk:S", "")).description().identity().tableArn();

    assertThat(refusal(() -> store().describe(new GetResourcePolicyRequest(arn))))
        .isInstanceOf(ServiceError.PolicyNotFound.class);
    assertThat(refusal(() -> store().describe(new GetResourcePolicyRequest(none))))
        .isInstanceOf(ServiceError.ResourceNotFound.class);
    assertThat(
            refusal(
                store()
                    .change(new PutResourcePolicyRequest(none, policyFor("GetItem"), null, false))))
        .isInstanceOf(ServiceError.ResourceNotFound.class);
    assertThat(
            refusal(
                store()
                    .change(
                        new PutResourcePolicyRequest(
                            arn + "/stream/never", policyFor("GetItem"), null, false))))
        .isInstanceOf(ServiceError.ResourceNotFound.class);
  }

  @Test
  default void aTableIsMadeWithItsPolicyAndTags() {
    String arn =
        store()
            .change(
                NewTable.named(TABLE, "pk:S", "")
                    .tag("a", "1")
                    .request()
                    .withResourcePolicy(policyFor("GetItem")))
            .join()
            .tableDescription()
            .identity()
            .tableArn();

    assertThat(store().describe(new GetResourcePolicyRequest(arn)).policy())
        .isEqualTo(policyFor("GetItem"));
    assertThat(store().findAccess(TABLE).tags()).containsExactly(entry("a", "1"));
  }

  /** In the form in which a server that reads policies gives them back. */
  private static String policyFor(String action) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
               + "\"arn:aws:iam::000000000000:root\"},\"Action\":\"dynamodb:"
        + action
        + "\",\"Resource\":\"*\"}]}";
  }

  @Test
  default void aTableHasAtMostFiftyTags() {
    String arn =
        create(NewTable.named(TABLE, "pk:S", "").tag("one", ""))
            .description()
            .identity()
            .tableArn();
    List<Tag> fifty = new ArrayList<>();
    for (int number = 0; number < 50; number++) {
      fifty.add(new Tag("tag" + number, ""));
    }

    assertThat(refusal(store().change(new TagResourceRequest(arn, fifty))).message())
        .isEqualTo("Number of Tags exceed the current limit for the provided ResourceArn");
    store().change(new TagResourceRequest(arn, fifty.subList(0, 49))).join();
  }

  @Test
  default void tagsOfAnUnknownTableAreNotFound() {
    String arn = "arn:aws:dynamodb:us-east-1:000000000000:table/None";

    // The service's own spelling, as other emulators have captured it.
    ServiceError expected =
        new ServiceError.ResourceNotFound(
            "Requested resource not found: ResourcArn: " + arn + " not found");

    assertThat(refusal(store().change(new UntagResourceRequest(arn, List.of("a")))))
        .isEqualTo(new ServiceError.ResourceNotFound("Requested resource not found"));
    assertThat(refusal(store().change(new TagResourceRequest(arn, List.of(new Tag("a", ""))))))
        .isEqualTo(expected);
    assertThat(refusal(() -> store().describe(new ListTagsOfResourceRequest(arn, null))))
        .isEqualTo(expected);
  }

  @Test
  default void throughputChangesAreShownWhenTheyAreDone() {
    create(NewTable.named(TABLE, "pk:S", "").options(provisioned(5, 5)));

    var answer = store().change(options(provisioned(9, 9))).join().tableDescription();

    assertThat(answer.tableStatus()).isEqualTo(TableStatus.UPDATING);
    assertThat(answer.options().provisionedThroughput()).isEqualTo(new ProvisionedThroughput(5, 5));
    assertThat(describe().options().provisionedThroughput())
        .isEqualTo(new ProvisionedThroughput(9, 9));
    assertThat(refusal(store().change(options(provisioned(9, 9)))).message())
        .isEqualTo(
            "The provisioned throughput for the table will not change. The requested value equals"
                + " the current value. Current ReadCapacityUnits provisioned for the table: 9."
                + " Requested ReadCapacityUnits: 9. Current WriteCapacityUnits provisioned for the"
                + " table: 9. Requested WriteCapacityUnits: 9. Refer to the Amazon DynamoDB"
                + " Developer Guide for current limits and how to request higher limits.");
  }

  @Test
  default void aStreamCannotBeEnabledTwiceNorDisabledWithoutOne() {
    createTable();
    var enable = options(stream(new StreamSpecification(true, "NEW_IMAGE")));
    var disable = options(stream(new StreamSpecification(false, null)));

    assertThat(refusal(store().change(disable)).message())
        .isEqualTo("Table has no stream to disable: TableName: " + TABLE);
    store().change(enable).join();
    assertThat(describe().history().latestStreamLabel()).isNotNull();
    assertThat(refusal(store().change(enable)).message())
        .isEqualTo("Table already has an enabled stream: TableName: " + TABLE);
  }

  private static TableOptions stream(StreamSpecification stream) {
    return new TableOptions(null, null, null, null, stream, null, null, null);
  }

  private static UpdateTableRequest addIndex(String index, String... projected) {
    var definition = NewTable.named(TABLE, "artist:S", "");
    return new UpdateTableRequest(
        TABLE,
        definition.definitions(),
        List.of(
            new GlobalSecondaryIndexUpdate.Create(
                new GlobalSecondaryIndex(
                    index,
                    definition.request().keySchema(),
                    NewTable.projection(projected),
                    null,
                    null,
                    null))),
        NO_OPTIONS);
  }

  private void awaitActive(String index) {
    await()
        .pollInSameThread()
        .until(
            () -> {
              Index found = store().known(TABLE).index(index);
              return found != null && found.isActive();
            });
  }

  @Test
  default void aNewIndexIsFilledFromTheTable() {
    createTable();
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (int number = 0; number < 1_000; number++) {
      var artist = number % 2 == 0 ? s("even") : n(1);
      var put = Requests.put(TABLE, "pk", s("p" + number), "sk", s("1"), "artist", artist);
      writes.add(store().write(put));
    }
    CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();

    var answer = store().change(addIndex("byArtist")).join().tableDescription();
    save("pk", s("later"), "sk", s("1"), "artist", s("even"));
    store().write(delete(TABLE, "pk", s("p0"), "sk", s("1"))).join();
    awaitActive("byArtist");

    assertThat(answer.schema().globalSecondaryIndexes().getFirst().indexStatus())
        .isEqualTo(IndexStatus.CREATING);
    assertThat(answer.schema().globalSecondaryIndexes().getFirst().backfilling()).isFalse();
    assertThat(answer.tableStatus()).isEqualTo(TableStatus.UPDATING);
    assertThat(describe().schema().globalSecondaryIndexes().getFirst().backfilling()).isNull();
    assertThat(countOf("even")).isEqualTo(500);
    assertThat(describe().schema().globalSecondaryIndexes().getFirst().size().itemCount())
        .isEqualTo(500);
    assertThat(describe().schema().attributeDefinitions()).hasSize(3);
  }

  private int countOf(String artist) {
    var key = key("artist = :a", ":a", s(artist));
    return store().read(query(TABLE, key, page("byArtist").request())).page().count();
  }

  @Test
  default void aDeletedIndexIsGoneAndItsNameCanBeUsedAgain() {
    createTable();
    save("pk", s("a"), "sk", s("1"), "artist", s("x"));
    store().change(addIndex("byArtist", "*")).join();
    awaitActive("byArtist");

    var answer = store().change(deleteIndex("byArtist")).join().tableDescription();

    assertThat(answer.schema().globalSecondaryIndexes().getFirst().indexStatus())
        .isEqualTo(IndexStatus.DELETING);
    assertThat(refusal(() -> countOf("x")).message())
        .isEqualTo("The table does not have the specified index: byArtist");
    assertThat(describe().schema().attributeDefinitions()).hasSize(2);
    store().change(addIndex("byArtist", "*")).join();
    awaitActive("byArtist");
    assertThat(countOf("x")).isEqualTo(1);
  }

  private static UpdateTableRequest deleteIndex(String index) {
    return new UpdateTableRequest(
        TABLE, List.of(), List.of(new GlobalSecondaryIndexUpdate.Delete(index)), NO_OPTIONS);
  }

  @Test
  default void anIndexMustNotExistToBeCreatedAndMustExistToBeDeleted() {
    createTable();
    store().change(addIndex("byArtist")).join();
    awaitActive("byArtist");

    assertThat(refusal(store().change(addIndex("byArtist"))).message())
        .isEqualTo("Attempting to create an index which already exists");
    assertThat(refusal(store().change(deleteIndex("none"))))
        .isEqualTo(
            new ServiceError.ResourceNotFound(
                "Requested resource not found: Index none for table Music"));
  }

  @Test
  default void aNewIndexCannotGiveAKeyAttributeAnotherType() {
    create(NewTable.named(TABLE, "pk:S", "").global("byName", "name:S", "artist:N"));

    assertThat(refusal(store().change(addIndex("byArtist"))).message())
        .isEqualTo(
            "One or more parameter values were invalid: Attributes cannot be redefined. Please"
                + " check that your attribute has the same type as previously defined. Existing"
                + " schema: Schema:[SchemaElement: key{name:S:HASH}, SchemaElement:"
                + " key{artist:N:RANGE}] New schema:"
                + " Schema:[SchemaElement: key{artist:S:HASH}]");
  }

  @Test
  default void aDefinitionThatTheNewIndexDoesNotUseIsIgnored() {
    create(NewTable.named(TABLE, "pk:S", ""));
    var added = addIndex("byArtist");
    var definitions = new ArrayList<>(added.attributeDefinitions());
    definitions.add(new AttributeDefinition("pk", ScalarAttributeType.N));

    store()
        .change(
            new UpdateTableRequest(
                TABLE, definitions, added.globalSecondaryIndexUpdates(), added.options()))
        .join();

    assertThat(describe().schema().attributeDefinitions())
        .contains(new AttributeDefinition("pk", ScalarAttributeType.S));
  }

  @Test
  default void onlyOneIndexIsAddedOrRemovedAtATime() {
    create(NewTable.named(TABLE, "pk:S", "").global("one", "a:S", "").global("two", "a:S", ""));
    var both =
        new UpdateTableRequest(
            TABLE,
            List.of(),
            List.of(
                new GlobalSecondaryIndexUpdate.Delete("one"),
                new GlobalSecondaryIndexUpdate.Delete("two")),
            NO_OPTIONS);

    assertThat(refusal(store().change(both)))
        .isEqualTo(
            new ServiceError.LimitExceeded(
                "Subscriber limit exceeded: Only 1 online index can be created or deleted"
                    + " simultaneously per table"));
  }

  @Test
  default void aTableHasAtMostTwentyGlobalIndexes() {
    NewTable table = NewTable.named(TABLE, "pk:S", "");
    for (int number = 0; number < 20; number++) {
      table.global("index" + number, "pk:S", "");
    }
    create(table);

    assertThat(refusal(store().change(addIndex("byArtist"))))
        .isEqualTo(
            new ServiceError.LimitExceeded(
                "Subscriber limit exceeded: Number of global secondary indexes exceeds per-table"
                    + " limit of 20"));
  }

  @Test
  default void theIndexesOfATableProjectAtMostAHundredAttributesTogether() {
    NewTable table = NewTable.named(TABLE, "pk:S", "sk:S").local("local", "pk:S", "a:S", twenty());
    for (int number = 0; number < 4; number++) {
      table.global("index" + number, "pk:S", "", twenty());
    }
    create(table);

    assertThat(refusal(store().change(addIndex("byArtist", "one"))).message())
        .isEqualTo(
            "One or more parameter values were invalid: Number of projected NonKeyAttributes"
                + " exceeds the per-table limit of 100");
  }

  private static String[] twenty() {
    return IntStream.range(0, 20).mapToObj(number -> "attribute" + number).toArray(String[]::new);
  }

  @Test
  default void indexesStayInTheirOrderWhileOneIsRemoved() {
    create(
        NewTable.named(TABLE, "pk:S", "")
            .global("one", "a:S", "")
            .global("two", "a:S", "")
            .global("three", "a:S", ""));

    var answer = store().change(deleteIndex("two")).join().tableDescription();

    assertThat(answer.schema().globalSecondaryIndexes())
        .extracting(index -> index.index().indexName())
        .containsExactly("one", "two", "three");
    assertThat(describe().schema().globalSecondaryIndexes())
        .extracting(index -> index.index().indexName())
        .containsExactly("one", "three");
  }

  @Test
  default void throughputWithoutNumbersAloneIsAFailureOfTheService() {
    assertThat(refusal(store().change(options(NO_OPTIONS))))
        .isEqualTo(
            new ServiceError.ResourceNotFound(
                "Requested resource not found: Table: Music not found"));

    createTable();

    assertThat(refusal(store().change(options(NO_OPTIONS))))
        .isEqualTo(new ServiceError.InternalFailure());
  }

  private TableStatus statusAfter(TableOptions change) {
    return store().change(options(change)).join().tableDescription().tableStatus();
  }

  @Test
  default void onlySomeChangesUpdateTheTableItself() {
    createTable();
    var onDemand = BillingMode.PAY_PER_REQUEST;
    var bounds = new OnDemandThroughput(5L, 5L);
    var warm = new WarmThroughput(13_000L, 5_000L);
    var key = new SseSpecification(true, "KMS", null);

    assertThat(statusAfter(new TableOptions(null, null, bounds, null, null, null, null, null)))
        .isEqualTo(TableStatus.ACTIVE);
    assertThat(statusAfter(new TableOptions(null, null, null, warm, null, null, null, null)))
        .isEqualTo(TableStatus.ACTIVE);
    assertThat(statusAfter(new TableOptions(null, null, null, null, null, key, null, null)))
        .isEqualTo(TableStatus.ACTIVE);
    assertThat(statusAfter(new TableOptions(null, null, null, null, null, null, null, true)))
        .isEqualTo(TableStatus.ACTIVE);
    assertThat(statusAfter(new TableOptions(onDemand, null, null, null, null, null, null, null)))
        .isEqualTo(TableStatus.UPDATING);
    assertThat(statusAfter(stream(new StreamSpecification(true, "KEYS_ONLY"))))
        .isEqualTo(TableStatus.UPDATING);
    assertThat(statusAfter(tableClass(TableClass.STANDARD))).isEqualTo(TableStatus.UPDATING);
  }

  @Test
  default void billingOnDemandAndDeletionProtectionMayBeGivenAsTheyAre() {
    createTable();
    var onDemand = BillingMode.PAY_PER_REQUEST;
    TableDescription before = describe();

    store()
        .change(options(new TableOptions(onDemand, null, null, null, null, null, null, null)))
        .join();
    store()
        .change(options(new TableOptions(null, null, null, null, null, null, null, false)))
        .join();

    assertThat(describe().history().lastUpdateToPayPerRequest())
        .isEqualTo(before.history().lastUpdateToPayPerRequest());
    assertThat(describe().tableStatus()).isEqualTo(TableStatus.ACTIVE);
  }

  @Test
  default void aRefusedUpdateChangesNothing() {
    create(NewTable.named(TABLE, "pk:S", "").options(provisioned(5, 5)).global("one", "a:S", ""));
    TableDescription before = describe();
    var stream = new StreamSpecification(true, "KEYS_ONLY");
    var change =
        new TableOptions(BillingMode.PAY_PER_REQUEST, null, null, null, stream, null, null, null);
    var refused =
        new UpdateTableRequest(
            TABLE, List.of(), List.of(new GlobalSecondaryIndexUpdate.Delete("none")), change);

    assertThat(refusal(store().change(refused))).isInstanceOf(ServiceError.ResourceNotFound.class);

    assertThat(describe()).isEqualTo(before);
  }

  private static TableOptions tableClass(TableClass tableClass) {
    return new TableOptions(null, null, null, null, null, null, tableClass, null);
  }

  @Test
  default void theClassOfATableIsShownOnceItChanged() {
    createTable();

    store().change(options(tableClass(TableClass.STANDARD))).join();
    assertThat(describe().options().tableClass()).isNull();
    var answer =
        store()
            .change(options(tableClass(TableClass.STANDARD_INFREQUENT_ACCESS)))
            .join()
            .tableDescription();

    assertThat(answer.options().tableClass()).isNull();
    assertThat(describe().options().tableClass()).isEqualTo(TableClass.STANDARD_INFREQUENT_ACCESS);
    assertThat(describe().history().lastTableClassUpdate()).isNotNull();
  }

  private static TableOptions encryption(SseSpecification encryption) {
    return new TableOptions(null, null, null, null, null, encryption, null, null);
  }

  @Test
  default void encryptionMustChange() {
    createTable();
    var off = options(encryption(new SseSpecification(false, null, null)));

    assertThat(refusal(store().change(off)).message())
        .isEqualTo(
            "One or more parameter values were invalid: Table is already encrypted by default");
    var answer =
        store()
            .change(options(encryption(new SseSpecification(true, null, null))))
            .join()
            .tableDescription();
    String key = Objects.requireNonNull(describe().kmsMasterKeyArn());
    var same = options(encryption(new SseSpecification(true, "KMS", key)));

    assertThat(answer.kmsMasterKeyArn()).isNull();
    assertThat(refusal(store().change(same)).message())
        .isEqualTo(
            "One or more parameter values were invalid: Table is already encrypted with given"
                + " KMSMasterKeyId. Use KMSMasterKeyId parameter if you want to change Master Key");
    assertThat(store().change(off).join().tableDescription().kmsMasterKeyArn()).isEqualTo(key);
    assertThat(describe().kmsMasterKeyArn()).isNull();
  }
}
