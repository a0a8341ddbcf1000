package io.larder.proxy.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.ListTablesRequest;
import io.larder.protocol.operation.ListTablesResponse;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Request;
import io.larder.protocol.wire.JsonBytes;
import io.larder.proxy.metrics.ClientProtocol;
import io.larder.proxy.net.Peer;
import io.larder.proxy.net.RequestMemory;
import io.larder.security.audit.AuditEvent;
import io.larder.security.audit.AuditTrail;
import io.larder.security.auth.Network;
import io.larder.security.auth.Principal;
import io.larder.store.StoreGauge;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RecordingTest {
  private static final Principal USER = new Principal.Root("000000000000", "AKIA1");
  private static final Answer DONE = new Answer.Answered(new ListTablesResponse(List.of(), null));

  private final ScriptedTrail trail = new ScriptedTrail();
  private final Recording recording = new Recording(trail, InstantSource.system(), new CallIds(1));
  private final List<Answer> later = new ArrayList<>();
  private final Call call =
      new Call(
          new Source(ClientProtocol.HTTP, new Peer(null), false, Network.MAIN),
          new RequestMemory(1 << 20));

  @BeforeEach
  void begin() {
    call.begin();
  }

  private void decode(Operation operation, Request<?> request) {
    call.name(operation);
    call.authenticated(USER);
    call.decoded(USER, request, 100);
  }

  private void decodeItemCall() {
    // Of the request only the name of the operation says that it is about items.
    decode(Operation.GET_ITEM, new ListTablesRequest(null, 100));
  }

  @Test
  void aCallOnTablesIsAnsweredWhenItsRecordIsDurable() {
    decode(Operation.DELETE_TABLE, new DeleteTableRequest("t"));
    recording.admit(call);

    assertThat(recording.ended(call, DONE, later::add)).isNull();
    assertThat(later).isEmpty();
    trail.told.getFirst().recorded(true);

    assertThat(later).containsExactly(DONE);
    assertThat(trail.events)
        .singleElement()
        .satisfies(event -> assertThat(event.requestId()).isEqualTo(call.requestId()));
  }

  @Test
  void itIsNotToldToBeDoneIfItsRecordCannotBeWritten() {
    decode(Operation.DELETE_TABLE, new DeleteTableRequest("t"));
    recording.admit(call);
    recording.ended(call, DONE, later::add);

    trail.told.getFirst().recorded(false);

    assertThat(later).containsExactly(new Answer.Refused(AuditTrail.UNAVAILABLE));
  }

  @Test
  void aCallOnItemsIsAnsweredAtOnce() {
    trail.taken.add("GetItem");
    decodeItemCall();
    recording.admit(call);

    assertThat(recording.ended(call, DONE, later::add)).isSameAs(DONE);
    assertThat(trail.events).hasSize(1);
  }

  @Test
  void aCallThatIsNotTakenIsOnlyRecordedIfItIsDenied() {
    decodeItemCall();
    recording.admit(call);
    assertThat(call.awaitsRecord()).isFalse();
    assertThat(recording.ended(call, DONE, later::add)).isSameAs(DONE);
    var failed = new Answer.Refused(new ServiceError.ResourceNotFound("none"));
    assertThat(recording.ended(call, failed, later::add)).isSameAs(failed);
    assertThat(trail.events).isEmpty();

    var denied = new Answer.Refused(new ServiceError.AccessDenied("no"));

    assertThat(recording.ended(call, denied, later::add)).isSameAs(denied);
    assertThat(trail.events).hasSize(1);
  }

  @Test
  void aCallIsRecordedOnce() {
    trail.taken.add("GetItem");
    decodeItemCall();
    recording.admit(call);

    recording.ended(call, DONE, later::add);
    recording.ended(call, new Answer.Failed(new IllegalStateException()), later::add);

    assertThat(trail.events).hasSize(1);
  }

  @Test
  void aCallOfWhichThereIsNoRoomForARecordIsNotDone() {
    trail.taken.add("GetItem");
    trail.isFull = true;
    decodeItemCall();

    assertThatThrownBy(() -> recording.admit(call)).isInstanceOf(ServiceException.class);
    var refused = new Answer.Refused(AuditTrail.UNAVAILABLE);

    assertThat(recording.ended(call, refused, later::add)).isSameAs(refused);
    assertThat(trail.events).isEmpty();
  }

  @Test
  void nothingIsToldOfADenialThatCannotBeRecorded() {
    trail.isFull = true;
    decodeItemCall();

    assertThat(
            recording.ended(
                call, new Answer.Refused(new ServiceError.AccessDenied("no")), later::add))
        .isEqualTo(new Answer.Refused(AuditTrail.UNAVAILABLE));
  }

  @Test
  void whoProvesNothingIsRecordedAndNotWaitedFor() {
    call.name(Operation.DELETE_TABLE);
    var refused = new Answer.Refused(new ServiceError.MissingAuthenticationToken("no token"));

    assertThat(recording.ended(call, refused, later::add)).isSameAs(refused);
    assertThat(trail.events)
        .singleElement()
        .satisfies(event -> assertThat(event.principal()).isNull());
  }

  @Test
  void whatIsNoOperationIsNotRecorded() {
    assertThat(
            recording.ended(
                call, new Answer.Refused(new ServiceError.UnknownOperation()), later::add))
        .isNotNull();
    assertThat(trail.events).isEmpty();
  }

  @Test
  void theIdOfAnUpstreamIsKept() {
    decode(Operation.LIST_TABLES, new ListTablesRequest(null, 100));
    var relayed =
        new ServiceError.Relayed(
            new ServiceError.LimitExceeded("no"), 400, JsonBytes.of(new byte[0]), "UPSTREAM-1");

    recording.ended(call, new Answer.Refused(relayed), later::add);

    assertThat(call.requestId()).isEqualTo("UPSTREAM-1");
  }

  @Test
  void idsLookAsTheServicesAndDiffer() {
    var ids = new CallIds(7);
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      String id = ids.next();
      assertThat(id).matches("[0-9A-V]{52}");
      made.add(id);
    }
    assertThat(made).hasSize(1000);
  }

  /** Takes what is about tables and what it is told to. */
  private static final class ScriptedTrail implements AuditTrail {
    final Set<String> taken = new HashSet<>();
    final List<AuditEvent> events = new ArrayList<>();
    final List<Told> told = new ArrayList<>();
    boolean isFull;

    @Override
    public boolean isOn() {
      return true;
    }

    @Override
    public boolean takes(
        String operation,
        Principal principal,
        @Nullable Request<?> request,
        @Nullable String region) {
      return taken.contains(operation) || operation.endsWith("Table") || operation.endsWith("s");
    }

    @Override
    public void admit(long bytes) {
      if (isFull) {
        throw new ServiceException(UNAVAILABLE);
      }
    }

    @Override
    public boolean record(AuditEvent event, boolean isAdmitted, @Nullable Told waiting) {
      if (isFull) {
        return false;
      }
      events.add(event);
      if (waiting != null) {
        told.add(waiting);
      }
      return true;
    }

    @Override
    public List<StoreGauge> gauges() {
      return List.of();
    }

    @Override
    public Optional<String> obstacle() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
