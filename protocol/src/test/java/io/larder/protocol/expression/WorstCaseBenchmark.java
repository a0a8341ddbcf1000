package io.larder.protocol.expression;

import io.larder.protocol.item.Item;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The dearest expressions, parsed and evaluated on a stored item as a request would have it. */
@State(Scope.Thread)
public class WorstCaseBenchmark {
  @Param public WorstCase worstCase;

  private WorstCase.Work work;
  private Item item;

  @Setup
  public void setUp() {
    work = worstCase.work();
    item = work.stored();
  }

  @Benchmark
  public Object evaluate() {
    return work.placeholders().condition(work.text()).matches(item.attributes());
  }
}
