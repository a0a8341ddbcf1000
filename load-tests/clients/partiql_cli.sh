#!/usr/bin/env bash
# A session of PartiQL with the AWS command line, unmodified, against a running server: every answer is checked.
# Usage: partiql_cli.sh [--endpoint http://127.0.0.1:8000]
. "$(dirname "$0")/cli_checks.sh"

table=larder-cli-partiql

# run STATEMENT [OPTION...]: the arguments by which the command line executes a statement.
run() {
  local statement=$1
  shift
  set -- execute-statement --statement "$statement" "$@"
  "${check[@]}" "$@"
}

# does/tells/denies NAME [EXPECTED] STATEMENT [OPTION...]: the three checks, of one statement.
does() { check=(works "$1"); run "${@:2}"; }
tells() { check=(gives "$1" "$2"); run "${@:3}"; }
denies() { check=(refuses "$1" "$2"); run "${@:3}"; }

if ddb delete-table --table-name $table >/dev/null 2>&1; then ddb wait table-not-exists --table-name $table; fi
works "create table" create-table --table-name $table --billing-mode PAY_PER_REQUEST \
  --attribute-definitions AttributeName=artist,AttributeType=S AttributeName=song,AttributeType=S \
    AttributeName=style,AttributeType=S AttributeName=plays,AttributeType=N \
  --key-schema AttributeName=artist,KeyType=HASH AttributeName=song,KeyType=RANGE \
  --global-secondary-indexes 'IndexName=by-style,KeySchema=[{AttributeName=style,KeyType=HASH},{AttributeName=plays,KeyType=RANGE}],Projection={ProjectionType=ALL}'
works "wait until it exists" wait table-exists --table-name $table

tells "insert" '{"Items":[]}' \
  "INSERT INTO \"$table\" VALUE {'artist': 'Ella', 'song': 'Misty', 'style': 'jazz', 'plays': 10.50, 'on': <<'a', 'b'>>, 'm': {'l': [true, NULL, 'it''s']}}"
denies "insert of what is there" "(DuplicateItemException) when calling the ExecuteStatement operation: Duplicate primary key exists in table" \
  "INSERT INTO \"$table\" VALUE {'artist': 'Ella', 'song': 'Misty'}"
does "insert by parameters" "INSERT INTO \"$table\" VALUE {'artist': ?, 'song': ?, 'style': ?, 'plays': ?, 'cover': ?}" \
  --parameters '[{"S":"Ella"},{"S":"Blue Moon"},{"S":"jazz"},{"N":"3"},{"B":"AP8="}]'
tells "select of one item" '{"Items":[{"artist":{"S":"Ella"},"song":{"S":"Misty"},"style":{"S":"jazz"},"plays":{"N":"10.5"},"on":{"SS":["a","b"]},"m":{"M":{"l":{"L":[{"BOOL":true},{"NULL":true},{"S":"it'"'"'s"}]}}}}]}' \
  "SELECT * FROM \"$table\" WHERE artist = 'Ella' AND song = 'Misty'"
tells "consistent, paths are called by their leaves" '[{"l[2]":{"S":"it'"'"'s"},"plays":{"N":"10.5"}}]' \
  "SELECT m.l[2], plays FROM \"$table\" WHERE artist = ? AND song = ?" --consistent-read \
  --parameters '[{"S":"Ella"},{"S":"Misty"}]' --query Items
tells "update" '[{"plays":{"N":"4"},"tags":{"NS":["1","2"]}}]' \
  "UPDATE \"$table\" SET plays = plays + 1 SET tags = set_add(tags, <<1, 2>>) REMOVE cover WHERE artist = 'Ella' AND song = 'Blue Moon' AND style = 'jazz' RETURNING MODIFIED NEW *" \
  --query Items
denies "update of what is not there" "(ConditionalCheckFailedException) when calling the ExecuteStatement operation: The conditional request failed" \
  "UPDATE \"$table\" SET plays = 1 WHERE artist = 'Ella' AND song = 'none'"
denies "update without the key" "Where clause does not contain a mandatory equality on all key attributes" \
  "UPDATE \"$table\" SET plays = 1 WHERE artist = 'Ella'"
denies "what is no statement" "Statement wasn't well formed, can't be processed: Expected data manipulation" "SLECT * FROM \"$table\""

batch=
for n in $(seq -w 1 20); do
  batch="$batch${batch:+,}{\"Statement\":\"INSERT INTO \\\"$table\\\" VALUE {'artist': 'Nina', 'song': ?, 'style': 'soul', 'plays': $n}\",\"Parameters\":[{\"S\":\"Song $n\"}]}"
done
gives "batch of inserts" '20' batch-execute-statement --statements "[$batch]" --query "length(Responses[?TableName=='$table'])"
tells "range with filter" '["Song 15","Song 16"]' \
  "SELECT song FROM \"$table\" WHERE artist = 'Nina' AND song BETWEEN 'Song 10' AND 'Song 20' AND plays IN [15, 16]" --query 'Items[].song.S'
tells "backward" '["Song 20","Song 19"]' \
  "SELECT song FROM \"$table\" WHERE artist = 'Nina' AND song > 'Song 18' ORDER BY artist, song DESC" --query 'Items[].song.S'
tells "several artists" '["Song 03","Song 02","Song 01","Misty"]' \
  "SELECT song FROM \"$table\" WHERE artist IN ['Ella', 'Nina'] AND song BETWEEN 'M' AND 'Song 03' ORDER BY artist DESC, song DESC" \
  --query 'Items[].song.S'
tells "index" '["4","10.5"]' "SELECT plays FROM \"$table\".\"by-style\" WHERE style = 'jazz' AND plays > -1" --query 'Items[].plays.N'
tells "everything" '22' "SELECT * FROM \"$table\"" --query 'length(Items)'
tells "a limit" '5' "SELECT * FROM \"$table\" WHERE artist = 'Nina'" --limit 5 --query 'length(Items)'
token=$(ddb execute-statement --statement "SELECT * FROM \"$table\" WHERE artist = 'Nina'" --limit 15 --query NextToken --output text)
tells "and the rest" '5' "SELECT * FROM \"$table\" WHERE artist = 'Nina'" --next-token "$token" --query 'length(Items)'
denies "a token of another statement" "NextToken does not match request" "SELECT * FROM \"$table\" WHERE artist = 'Ella'" --next-token "$token"
tells "capacity" '{"TableName":"'$table'","CapacityUnits":0.5}' \
  "SELECT * FROM \"$table\" WHERE artist = 'Ella' AND song = 'Misty'" --return-consumed-capacity TOTAL --query ConsumedCapacity

gives "batch of selects, each for itself" '[["Misty",null],[null,null],[null,"ValidationError"]]' batch-execute-statement --statements "[
  {\"Statement\":\"SELECT * FROM \\\"$table\\\" WHERE artist = 'Ella' AND song = 'Misty'\"},
  {\"Statement\":\"SELECT * FROM \\\"$table\\\" WHERE artist = 'Ella' AND song = 'none'\"},
  {\"Statement\":\"SELECT * FROM \\\"$table\\\" WHERE artist = 'Ella'\"}]" --query 'Responses[].[Item.song.S,Error.Code]'
refuses "a batch that reads and writes" "Read and write requests together in the same batch is not supported." \
  batch-execute-statement --statements "[
  {\"Statement\":\"SELECT * FROM \\\"$table\\\" WHERE artist = 'Ella' AND song = 'Misty'\"},
  {\"Statement\":\"DELETE FROM \\\"$table\\\" WHERE artist = 'Ella' AND song = 'none'\"}]"

transaction="[
  {\"Statement\":\"EXISTS(SELECT * FROM \\\"$table\\\" WHERE artist = 'Ella' AND song = 'Misty' AND plays > 10)\"},
  {\"Statement\":\"INSERT INTO \\\"$table\\\" VALUE {'artist': 'T', 'song': '1', 'n': ?}\",\"Parameters\":[{\"N\":\"1\"}]},
  {\"Statement\":\"UPDATE \\\"$table\\\" SET n = 2 WHERE artist = 'Nina' AND song = 'Song 01'\"}]"
gives "transaction" '{"Responses":[]}' execute-transaction --client-request-token "cli-$$" --transact-statements "$transaction"
gives "the same once more" '{"Responses":[]}' execute-transaction --client-request-token "cli-$$" --transact-statements "$transaction"
gives "transaction of selects" '["1","2"]' execute-transaction --transact-statements "[
  {\"Statement\":\"SELECT n FROM \\\"$table\\\" WHERE artist = 'T' AND song = '1'\"},
  {\"Statement\":\"SELECT n FROM \\\"$table\\\" WHERE artist = 'Nina' AND song = 'Song 01'\"}]" --query 'Responses[].Item.n.N'
refuses "cancelled transaction" "Transaction cancelled, please refer cancellation reasons for specific reasons [None, DuplicateItem]" \
  execute-transaction --transact-statements "[
  {\"Statement\":\"DELETE FROM \\\"$table\\\" WHERE artist = 'T' AND song = '1'\"},
  {\"Statement\":\"INSERT INTO \\\"$table\\\" VALUE {'artist': 'Ella', 'song': 'Misty'}\"}]"

denies "delete under a condition that does not hold" ConditionalCheckFailedException \
  "DELETE FROM \"$table\" WHERE artist = 'T' AND song = '1' AND n = 5"
tells "delete" '[{"artist":{"S":"T"},"song":{"S":"1"},"n":{"N":"1"}}]' \
  "DELETE FROM \"$table\" WHERE artist = 'T' AND song = '1' RETURNING ALL OLD *" --query Items
tells "delete of what is not there" '{"Items":[]}' "DELETE FROM \"$table\" WHERE artist = 'T' AND song = '1'"
denies "no such table" "(ResourceNotFoundException) when calling the ExecuteStatement operation: Requested resource not found" \
  "SELECT * FROM \"$table-none\""
works "delete table" delete-table --table-name $table

finish
