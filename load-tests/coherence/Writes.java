package coherence;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes of one connection, to items to which others write too. */
public final class Writes {
  private final Client client;
  private final Wire wire;
  private final Findings findings;
  private final Random random;

  public Writes(Client client) {
    this.client = client;
    this.wire = client.wire();
    this.findings = client.findings();
    this.random = client.random();
  }

  public void any() throws IOException {
    Item item = client.anyItem();
    int kind = random.nextInt(100);
    if (kind < 30) {
      State state = item.begin(random, true);
      single("PutItem", Requests.put(state), state);
    } else if (kind < 55) {
      State state = item.begin(random, true);
      single("UpdateItem", Requests.update(state), state);
    } else if (kind < 65) {
      State state = item.begin(random, false);
      single("DeleteItem", Requests.delete(state), state);
    } else if (kind < 75) {
      refused(item);
    } else if (kind < 87) {
      batch(item);
    } else {
      transaction(item);
    }
  }

  /** A write that returns what was there before it, which is a read of the store itself. */
  private void single(String operation, String body, State state) throws IOException {
    Item item = state.item;
    long floor = item.floor();
    Answer answer = wire.call(operation, body);
    long end = Moments.next();
    if (!acknowledge(operation, answer, List.of(state))) {
      return;
    }
    String before = name(operation) + ": old item";
    Look look = Look.exact(floor, state.begun, end);
    Shown shown = Shown.only(answer.body(), item);
    if (shown == null) {
      findings.judge(before, item, item.judgeMissing(null, look), "absent");
    } else {
      shown.judge(findings, before, null, look);
    }
  }

  private void batch(Item item) throws IOException {
    List<State> states = states(item);
    Answer answer = wire.call("BatchWriteItem", Requests.batchWrite(states));
    if (answer.body().contains("\"UnprocessedItems\":{\"")) {
      findings.violation("unprocessed items in a small batch", answer.body());
    }
    acknowledge("BatchWriteItem", answer, states);
  }

  private void transaction(Item item) throws IOException {
    List<State> states = states(item);
    if (states.size() == 2) {
      states.get(0).partner.set(states.get(1));
      states.get(1).partner.set(states.get(0));
    }
    String body = Requests.transactWrite(states, random);
    Answer answer = wire.call("TransactWriteItems", body);
    while (answer.conflicts()) {
      findings.countRetry();
      answer = wire.call("TransactWriteItems", body);
    }
    acknowledge("TransactWriteItems", answer, states);
  }

  /** New states of one or two items. */
  private List<State> states(Item first) {
    List<State> states = new ArrayList<>();
    states.add(first.begin(random, random.nextInt(4) > 0));
    Item second = client.anyItem();
    if (second != first) {
      states.add(second.begin(random, random.nextInt(4) > 0));
    }
    return states;
  }

  /** A write whose condition cannot hold must never be seen. */
  private void refused(Item item) throws IOException {
    long start = Moments.next();
    String put =
        Requests.refusedPut(State.refused(item, "g" + random.nextInt(Item.GROUPS)));
    Answer answer =
        random.nextBoolean()
            ? wire.call("TransactWriteItems", Requests.transaction("{\"Put\":" + put + "}"))
            : wire.call("PutItem", put);
    client.note(name("refused by condition"), start, Moments.next(), answer, item.key);
    if (client.excuses(answer, name("refused by condition"))) {
      return;
    }
    if (answer.status() != 400) {
      findings.violation("failing condition accepted", answer.status() + " " + answer.body());
    }
    findings.count(name("refused by condition"));
  }

  /** False if nobody knows whether the states came to be. */
  private boolean acknowledge(String operation, Answer answer, List<State> states) {
    client.note(name(operation), states.getFirst().begun, Moments.next(), answer, states);
    if (client.excuses(answer, name(operation))) {
      return false;
    }
    if (answer.status() != 200) {
      findings.violation(name(operation) + ": refused", answer.status() + " " + answer.body());
      return false;
    }
    states.forEach(state -> state.item.acknowledged(state, client.isThrough()));
    findings.count(name(operation));
    return true;
  }

  private String name(String write) {
    return client.name("write", write);
  }
}
