package io.larder.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.operation.Operation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GlobalTableMembersTest {
  private static final String EMPTY =
      "There are no actions specified in the Replica Update Action of the request.";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'ReplicaUpdates':[] | " + EMPTY,
        "'ReplicaUpdates':[{}] | " + EMPTY,
        "'ReplicaUpdates':[{'Create':{'RegionName':'eu-west-1'}}] | Region eu-west-1 is not"
            + " supported. The latest version of global tables are only supported in the following"
            + " regions: []",
        "'ReplicaUpdates':[{'Create':{'RegionName':'a'}},{'Delete':{'RegionName':'b'}}] | Update"
            + " table operation with more than one create or delete replica actions not allowed",
        "'ReplicaUpdates':[{'Delete':{'RegionName':'eu-west-1'}}] | Replica specified in the"
            + " Replica Update or Replica Delete action of the request was not found.",
        "'ReplicaUpdates':[{'Update':{'RegionName':'eu-west-1'}}] | Replica specified in the"
            + " Replica Update or Replica Delete action of the request was not found.",
        "'GlobalTableWitnessUpdates':[{}] | MultiRegionConsistency must be set as STRONG when"
            + " GlobalTableWitnessUpdates parameter is present",
        "'MultiRegionConsistency':'STRONG' | Unsupported table replica count for global tables with"
            + " MultiRegionConsistency set to STRONG",
        "'MultiRegionConsistency':'WEAK' | 1 validation error detected: Value 'WEAK' at"
            + " 'multiRegionConsistency' failed to satisfy constraint: Member must satisfy enum"
            + " value set: [EVENTUAL, STRONG]",
        "'DisassociationProtectionEnabled':true | One or more parameter values were invalid:"
            + " DisassociationProtectionEnabled cannot be specified: global tables are not offered"
            + " by this server",
        "'VectorIndexUpdates':[] | One or more parameter values were invalid: Vector indexes are"
            + " not offered by this server",
      })
  void anUpdateThatAsksForSeveralRegionsOrVectorsIsRefused(String members, String message) {
    assertThat(Decoding.invalid(Operation.UPDATE_TABLE, "{'TableName':'Music'," + members + "}"))
        .isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'BillingMode':'PAY_PER_REQUEST','VectorIndexes':[{}] | Vector indexes are not offered by"
            + " this server",
        "'ProvisionedThroughput':{'ReadCapacityUnits':1,'WriteCapacityUnits':1},'VectorIndexes':[{}]"
            + " | Vector indexes are only supported for PAY_PER_REQUEST tables",
        "'BillingMode':'PAY_PER_REQUEST','GlobalTableSourceArn':'arn' | GlobalTableSourceArn cannot"
            + " be specified: global tables are not offered by this server",
      })
  void soIsANewTable(String members, String message) {
    assertThat(
            Decoding.invalid(
                Operation.CREATE_TABLE,
                "{'TableName':'Music','AttributeDefinitions':[{'AttributeName':'p',"
                    + "'AttributeType':'S'}],'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],"
                    + members
                    + "}"))
        .isEqualTo("One or more parameter values were invalid: " + message);
  }
}
