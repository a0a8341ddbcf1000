package io.larder.proxy.manage;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;

/** What callers are told instead of an answer, under the names of the API's model. */
final class Faults {
  private static final int BAD_REQUEST = 400;

  private Faults() {}

  static ServiceException of(String type, String message) {
    return new ServiceException(new ServiceError.Other(type, message, BAD_REQUEST));
  }

  static ServiceException invalidValue(String message) {
    return of("InvalidParameterValueException", message);
  }

  static ServiceException invalidCombination(String message) {
    return of("InvalidParameterCombinationException", message);
  }

  static ServiceException noCluster(String name) {
    return of("ClusterNotFoundFault", "Cluster " + name + " not found.");
  }

  static ServiceException clusterState(String message) {
    return of("InvalidClusterStateFault", message);
  }

  static ServiceException noParameterGroup(String name) {
    return of("ParameterGroupNotFoundFault", "Parameter group " + name + " not found.");
  }

  static ServiceException parameterGroupState(String message) {
    return of("InvalidParameterGroupStateFault", message);
  }

  static ServiceException noSubnetGroup(String name) {
    return of("SubnetGroupNotFoundFault", "Subnet group " + name + " not found.");
  }
}
