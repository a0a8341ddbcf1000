package io.larder.proxy.manage.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Subnets by a name. Nothing follows from them here. */
public record SubnetGroup(String name, @Nullable String description, List<String> subnets) {
  /** The group of clusters that were made without one. */
  public static final String DEFAULT = "default";

  public SubnetGroup {
    subnets = List.copyOf(subnets);
  }
}
