package io.larder.protocol.dax.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.Select;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What clients sent, byte for byte: it is the same as the request in JSON. */
class ClientRequestsTest {
  /** A request as a client sent it, with the number of the service before it. */
  record Sent(String what, String hex, Request<?> expected) {
    byte[] bytes() {
      return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
      return what;
    }
  }

  private static Sent of(String what, Operation operation, String hex, String json) {
    return new Sent(what, hex, JsonRequests.quoted(operation, json));
  }

  static final List<Sent> REQUESTS =
      List.of(
          of(
              "an item of the JavaScript client, with a double",
              Operation.PUT_ITEM,
              "013a7d8e7e56454d757369634a6441636d654861707079520564526f636bfb40091eb8"
                  + "51eb851f1907dcbfff",
              "{'TableName':'Music','Item':{'Artist':{'S':'Acme'},"
                  + "'SongTitle':{'S':'Happy'},'Genre':{'S':'Rock'},'Price':{'N':'3.14'},"
                  + "'Year':{'N':'2012'}}}"),
          of(
              "an item of the Go client, with a decimal fraction",
              Operation.PUT_ITEM,
              "013a7d8e7e56454d75736963436147414f0564526f636bc4822119013a1907d1bfff",
              "{'TableName':'Music','Item':{'Artist':{'S':'G'},'SongTitle':{'S':'A'},"
                  + "'Genre':{'S':'Rock'},'Price':{'N':'3.14'},'Year':{'N':'2001'}}}"),
          of(
              "a key",
              Operation.GET_ITEM,
              "011a0fb0cc6a454d757369634a6441636d654861707079bfff",
              "{'TableName':'Music','Key':{'Artist':{'S':'Acme'}," + "'SongTitle':{'S':'Happy'}}}"),
          of(
              "a key of nothing",
              Operation.GET_ITEM,
              "011a0fb0cc6a454d75736963496441636d654e6f6e65bfff",
              "{'TableName':'Music','Key':{'Artist':{'S':'Acme'}," + "'SongTitle':{'S':'None'}}}"),
          of(
              "no parameters at all",
              Operation.GET_ITEM,
              "011a0fb0cc6a454d7573696343614a5af6",
              "{'TableName':'Music','Key':{'Artist':{'S':'J'},'SongTitle':{'S':'Z'}}}"),
          of(
              "a projection",
              Operation.GET_ITEM,
              "011a0fb0cc6a454d757369634a6441636d654861707079bf030102f500581982018382"
                  + "12645965617282126547656e72658212646e6f7065ff",
              "{'TableName':'Music','Key':{'Artist':{'S':'Acme'},"
                  + "'SongTitle':{'S':'Happy'}},'ProjectionExpression':'#y, Genre, nope',"
                  + "'ExpressionAttributeNames':{'#y':'Year'},'ConsistentRead':true,"
                  + "'ReturnConsumedCapacity':'TOTAL'}"),
          of(
              "an item of only its key, and a condition",
              Operation.PUT_ITEM,
              "013a7d8e7e564448617368426b6f4101bf044a8301820c821262696480ff",
              "{'TableName':'Hash','Item':{'id':{'S':'ko'}},"
                  + "'ConditionExpression':'attribute_not_exists(id)'}"),
          of(
              "all that a write can return",
              Operation.PUT_ITEM,
              "013a7d8e7e564448617368426b6f420801bf030206010702ff",
              "{'TableName':'Hash','Item':{'id':{'S':'ko'},'v':{'N':'1'}},"
                  + "'ReturnConsumedCapacity':'INDEXES','ReturnItemCollectionMetrics':'SIZE"
                  + "','ReturnValues':'ALL_OLD'}"),
          of(
              "an update",
              Operation.UPDATE_ITEM,
              "011a54f89c0f4448617368426b6fbf0705085822830182831382126161831819821261"
                  + "6182110083138212616d8211018201a1617101ff",
              "{'TableName':'Hash','Key':{'id':{'S':'ko'}},'UpdateExpression':'SET a "
                  + "= a + :one, m = :m','ExpressionAttributeValues':{':one':{'N':'1'},"
                  + "':m':{'M':{'q':{'N':'1'}}}},'ReturnValues':'UPDATED_NEW'}"),
          of(
              "a key condition",
              Operation.QUERY,
              "013a3781c2ae454d757369635683018300821266417274697374821100816441636d65" + "bf0d01ff",
              "{'TableName':'Music','KeyConditionExpression':'Artist = :a',"
                  + "'ExpressionAttributeValues':{':a':{'S':'Acme'}},'Limit':1}"),
          of(
              "defaults that are sent",
              Operation.QUERY,
              "013a3781c2ae454d75736963538301830082126641727469737482110081614abf0200"
                  + "03020e01ff",
              "{'TableName':'Music','KeyConditionExpression':'Artist = :a',"
                  + "'ExpressionAttributeValues':{':a':{'S':'J'}},"
                  + "'ReturnConsumedCapacity':'INDEXES'}"),
          of(
              "a filter and a projection, backwards",
              Operation.QUERY,
              "013a3781c2ae454d757369635683018300821266417274697374821100816441636d65"
                  + "bf02010e000a5828830183068303821264596561728211008208830f82126547656e72"
                  + "65821101821907dc644a617a7a0056820182821269536f6e675469746c658212645965"
                  + "6172ff",
              "{'TableName':'Music','KeyConditionExpression':'Artist = :a',"
                  + "'FilterExpression':'#y >= :y AND NOT contains(Genre, :g)',"
                  + "'ProjectionExpression':'SongTitle, #y','ExpressionAttributeNames':{'#y"
                  + "':'Year'},'ExpressionAttributeValues':{':a':{'S':'Acme'},"
                  + "':y':{'N':'2012'},':g':{'S':'Jazz'}},'ScanIndexForward':false,"
                  + "'ConsistentRead':true}"),
          of(
              "an index",
              Operation.QUERY,
              "013a3781c2ae454d75736963582c83018306830082126547656e726582110084098212"
                  + "64596561728211018211028364526f636b1907d01907e4bf0b466279596561720d01ff",
              "{'TableName':'Music','IndexName':'byYear',"
                  + "'KeyConditionExpression':'Genre = :g AND #y BETWEEN :l AND :h',"
                  + "'ExpressionAttributeNames':{'#y':'Year'},'ExpressionAttributeValues':{"
                  + "':g':{'S':'Rock'},':l':{'N':'2000'},':h':{'N':'2020'}},'Limit':1}"),
          of(
              "a segment of a scan",
              Operation.SCAN,
              "013a6fc8309b454d75736963bf110110000f010a582083018307820b82126550726963"
                  + "658304821082126547656e7265821100811864ff",
              "{'TableName':'Music','Select':'ALL_ATTRIBUTES','Segment':0,'TotalSegments':1,"
                  + "'FilterExpression':'attribute_exists(Price) OR size(Genre) > :s',"
                  + "'ExpressionAttributeValues':{':s':{'N':'100'}}}"),
          of(
              "keys of two tables",
              Operation.BATCH_GET_ITEM,
              "013a29985cdba2644861736883f4f68342623142623244676f6e65654d7573696383f5"
                  + "4b82018182126547656e7265814a6441636d654861707079bf0302ff",
              "{'RequestItems':{'Hash':{'Keys':[{'id':{'S':'b1'}},{'id':{'S':'b2'}},"
                  + "{'id':{'S':'gone'}}]},'Music':{'ConsistentRead':true,"
                  + "'ProjectionExpression':'Genre','Keys':[{'Artist':{'S':'Acme'},"
                  + "'SongTitle':{'S':'Happy'}}]}},'ReturnConsumedCapacity':'INDEXES'}"),
          of(
              "puts and deletes",
              Operation.BATCH_WRITE_ITEM,
              "011a06ed585fa2644861736886426231420c01426232420c02426b6ff665486173684e"
                  + "8241074101bf03010601ff",
              "{'RequestItems':{'Hash':[{'PutRequest':{'Item':{'id':{'S':'b1'},"
                  + "'n':{'N':'1'}}}},{'PutRequest':{'Item':{'id':{'S':'b2'},"
                  + "'n':{'N':'2'}}}},{'DeleteRequest':{'Key':{'id':{'S':'ko'}}}}],"
                  + "'HashN':[{'PutRequest':{'Item':{'id':{'N':'7'}}}}]},"
                  + "'ReturnConsumedCapacity':'TOTAL','ReturnItemCollectionMetrics':'SIZE'}"),
          of(
              "a transaction of all actions",
              Operation.TRANSACT_WRITE_ITEMS,
              "013a4524c569840209070c844448617368444861736845486173684e44486173688442"
                  + "7431426231410742623284420c01f6f6f6f68401010101844a8301820c821262696480"
                  + "f6f64d8301830082126178821100810284f65583018183138212617883181982126178"
                  + "821100810af6f6bf030206011365746f6b2d31ff",
              "{'TransactItems':[{'Put':{'TableName':'Hash','Item':{'id':{'S':'t1'},"
                  + "'n':{'N':'1'}},'ConditionExpression':'attribute_not_exists(id)'}},"
                  + "{'Update':{'TableName':'Hash','Key':{'id':{'S':'b1'}},"
                  + "'UpdateExpression':'SET x=x+:0','ExpressionAttributeValues':{':0':{'N'"
                  + ":'10'}}}},{'Delete':{'TableName':'HashN','Key':{'id':{'N':'7'}}}},"
                  + "{'ConditionCheck':{'TableName':'Hash','Key':{'id':{'S':'b2'}},"
                  + "'ConditionExpression':'x=:0','ExpressionAttributeValues':{':0':{'N':'2"
                  + "'}}}}],'ReturnConsumedCapacity':'INDEXES',"
                  + "'ReturnItemCollectionMetrics':'SIZE','ClientRequestToken':'tok-1'}"),
          of(
              "what a failed condition returns",
              Operation.TRANSACT_WRITE_ITEMS,
              "013a4524c56982020782444861736845486173684e824274314108824101f6f6820201"
                  + "824a8301820c821262696480f682f6f6bf13782462323733373665662d393939342d34"
                  + "3438612d613430382d326333333166303333386633ff",
              "{'TransactItems':[{'Put':{'TableName':'Hash','Item':{'id':{'S':'t1'}},"
                  + "'ConditionExpression':'attribute_not_exists(id)',"
                  + "'ReturnValuesOnConditionCheckFailure':'ALL_OLD'}},"
                  + "{'Delete':{'TableName':'HashN','Key':{'id':{'N':'8'}}}}],"
                  + "'ClientRequestToken':'b27376ef-9994-448a-a408-2c331f0338f3'}"),
          of(
              "reads of a transaction",
              Operation.TRANSACT_GET_ITEMS,
              "011a6f3d49db8344486173684448617368444861736883427431476d697373696e6742"
                  + "623183f6f64782018182126178bf0301ff",
              "{'TransactItems':[{'Get':{'TableName':'Hash',"
                  + "'Key':{'id':{'S':'t1'}}}},{'Get':{'TableName':'Hash',"
                  + "'Key':{'id':{'S':'missing'}}}},{'Get':{'TableName':'Hash',"
                  + "'Key':{'id':{'S':'b1'}},'ProjectionExpression':'x'}}],"
                  + "'ReturnConsumedCapacity':'TOTAL'}"),
          of(
              "a transaction of the newer Go client",
              Operation.TRANSACT_WRITE_ITEMS,
              "013a4524c5698102814d64783232366332306536322d5881456369636d6181481a00dd"
                  + "e285016178f6810181f681f6bf060113782438376531303835312d623763352d343535"
                  + "322d623163362d623737663866303830613030ff",
              "{'TransactItems':[{'Put':{'TableName':'dx226c20e62-X',"
                  + "'Item':{'id':{'S':'cicma'},'n':{'N':'1'},'s':{'S':'x'}}}}],"
                  + "'ReturnItemCollectionMetrics':'SIZE','ClientRequestToken':'87e10851-b7"
                  + "c5-4552-b1c6-b77f8f080a00'}"),
          of(
              "a condition that the Python client sends twice, first as its text",
              Operation.DELETE_ITEM,
              "011a3c6962214d64783232366337373438352d48426369bf030004486e203d203a7369"
                  + "78044d830183008212616e821100810605a1643a73697806ff",
              "{'TableName':'dx226c77485-H','Key':{'id':{'S':'ci'}},"
                  + "'ConditionExpression':'n = :six','ExpressionAttributeValues':{':six':{"
                  + "'N':'6'}}}"),
          of(
              "four puts",
              Operation.BATCH_WRITE_ITEM,
              "011a06ed585fa164657272738842753042020142753142020142753242020142753342" + "0201bfff",
              "{'RequestItems':{'errs':[{'PutRequest':{'Item':{'id':{'S':'u0'},"
                  + "'n':{'N':'1'}}}},{'PutRequest':{'Item':{'id':{'S':'u1'},"
                  + "'n':{'N':'1'}}}},{'PutRequest':{'Item':{'id':{'S':'u2'},"
                  + "'n':{'N':'1'}}}},{'PutRequest':{'Item':{'id':{'S':'u3'},"
                  + "'n':{'N':'1'}}}}]}}"));

  @ParameterizedTest
  @FieldSource("REQUESTS")
  void whatClientsSendIsTheRequestInJson(Sent sent) {
    DaxRequest decoded = new Tables().decode(sent.bytes());

    assertThat(decoded.request()).isEqualTo(JsonRequests.whole(sent.expected));
    assertThat(decoded.projections())
        .isEqualTo(JsonRequests.projections(sent.expected))
        .hasSameSizeAs(decoded.keySchemas());
  }

  @ParameterizedTest
  @FieldSource("REQUESTS")
  void whatEndsTooEarlyIsRefused(Sent sent) {
    var tables = new Tables();
    byte[] whole = sent.bytes();
    // Before that there is no method.
    for (int length = 7; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> tables.decode(cut)).isInstanceOf(ServiceException.class);
    }
  }

  @ParameterizedTest
  @FieldSource("REQUESTS")
  void whatIsGarbledIsReadOrRefused(Sent sent) {
    var random = new Random(sent.what.hashCode());
    for (int i = 0; i < 3_000; i++) {
      byte[] garbled = sent.bytes();
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        garbled[7 + random.nextInt(garbled.length - 7)] = (byte) random.nextInt(256);
      }
      assertReadOrRefused(garbled);
    }
  }

  private static void assertReadOrRefused(byte[] request) {
    try {
      new Tables().decode(request);
    } catch (ServiceException refused) {
      assertThat(refused.error().message()).isNotEmpty();
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(HexFormat.of().formatHex(request), e);
    }
  }

  /** One client has it the wrong way round. */
  @ParameterizedTest
  @CsvSource({"a10f01, ", "a0, ALL_ATTRIBUTES", "a10f03, COUNT"})
  void aSelectOfAllAttributesIsTakenForNoneAndNoneForIt(String parameters, Select expected) {
    byte[] scan = HexFormat.of().parseHex("013a6fc8309b454d75736963" + parameters);

    var request = (ScanRequest) Tables.decode(scan, new Tables().context(true)).request();

    assertThat(request.page().select()).isEqualTo(expected);
  }
}
