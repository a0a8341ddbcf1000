package coherence;

/** One answer of the server. */
public record Answer(int status, String body) {
  /** True if the call may be made again. */
  public boolean conflicts() {
    return status == 400
        && (body.contains("TransactionConflict") || body.contains("TransactionInProgress"));
  }
}
