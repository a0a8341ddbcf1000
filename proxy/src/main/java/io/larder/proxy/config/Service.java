package io.larder.proxy.config;

/** The service that the server says it is. */
public record Service(
    @Setting(
            byDefault = "us-east-1",
            pattern = "[a-z0-9-]{1,64}",
            form = "a region such as us-east-1, of at most 64 characters",
            doc = "Region named in ARNs and by the health check.")
        String region,
    @Setting(
            byDefault = "000000000000",
            pattern = "[0-9]{12}",
            form = "twelve digits",
            doc = "Account named in ARNs: twelve digits.")
        String accountId,
    @Setting(
            byDefault = "instant",
            doc =
                "instant: changes of tables are complete at once; realistic: they take as long as"
                    + " on the service and must keep its distances.")
        ControlPlane controlPlane,
    @Setting(
            byDefault = "all",
            doc =
                "all: a request whose shape breaks several constraints is told as many of them as"
                    + " in us-east-1; first: only the first. Regions of the service differ.")
        ValidationErrors validationErrors,
    @Setting(
            byDefault = "one",
            doc =
                "one: the same tables, whatever region a request is signed for; by-scope: each"
                    + " region that requests over HTTP are signed for has tables and caches of"
                    + " its own, those of others than service.region under"
                    + " store.data-dir/regions; DAX has those of service.region.")
        Regions regions,
    @Setting(
            byDefault = "8",
            least = "1",
            most = "64",
            doc = "Most regions with by-scope, which share the memory of the caches.")
        int maxRegions,
    @Setting(
            byDefault = "unlimited",
            doc =
                "unlimited: throughput of tables is kept and described; provisioned: tables and"
                    + " indexes are held to it, and requests beyond it are throttled.")
        Throughput throughput) {
  /** Whether tables are held to their throughput. */
  public enum Throughput {
    UNLIMITED,
    PROVISIONED
  }

  /** How many regions there are. */
  public enum Regions {
    ONE,
    BY_SCOPE
  }

  /** True if each region has tables of its own. */
  public boolean keepsRegionsApart() {
    return regions == Regions.BY_SCOPE;
  }

  /** So many regions share what there is. */
  public int regionsAtMost() {
    return keepsRegionsApart() ? maxRegions : 1;
  }

  /** The pace at which tables change. */
  public enum ControlPlane {
    INSTANT,
    REALISTIC
  }

  /** How many broken constraints an answer names. */
  public enum ValidationErrors {
    ALL,
    FIRST
  }
}
