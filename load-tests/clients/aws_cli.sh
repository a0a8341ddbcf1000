#!/usr/bin/env bash
# The AWS command line, unmodified, does an application's round of work against a running server
# and every answer is checked. Usage: aws_cli.sh [--endpoint http://127.0.0.1:8000]
. "$(dirname "$0")/cli_checks.sh"

table=larder-cli

if ddb delete-table --table-name $table >/dev/null 2>&1; then ddb wait table-not-exists --table-name $table; fi

works "create table" create-table --table-name $table --billing-mode PAY_PER_REQUEST \
  --attribute-definitions AttributeName=artist,AttributeType=S AttributeName=song,AttributeType=S \
    AttributeName=style,AttributeType=S AttributeName=plays,AttributeType=N \
  --key-schema AttributeName=artist,KeyType=HASH AttributeName=song,KeyType=RANGE \
  --global-secondary-indexes 'IndexName=by-style,KeySchema=[{AttributeName=style,KeyType=HASH},{AttributeName=plays,KeyType=RANGE}],Projection={ProjectionType=ALL}' \
  --tags Key=purpose,Value=test
works "wait until it exists" wait table-exists --table-name $table
gives "describe table" '"ACTIVE"' describe-table --table-name $table --query Table.TableStatus
gives "list tables" "[\"$table\"]" list-tables --query "TableNames[?@=='$table']"

works "recovery is set" update-continuous-backups --table-name $table \
  --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true,RecoveryPeriodInDays=7
gives "and shown" '["ENABLED", 7]' describe-continuous-backups --table-name $table \
  --query 'ContinuousBackupsDescription.PointInTimeRecoveryDescription.[PointInTimeRecoveryStatus,RecoveryPeriodInDays]'
refuses "but there is nothing to recover" PointInTimeRecoveryUnavailableException restore-table-to-point-in-time \
  --source-table-name $table --target-table-name $table-then --use-latest-restorable-time
works "insights are set" update-contributor-insights --table-name $table --index-name by-style \
  --contributor-insights-action ENABLE
works "wait until they are there" wait contributor-insights-enabled --table-name $table --index-name by-style
gives "and listed" '["by-style"]' list-contributor-insights --table-name $table \
  --query 'ContributorInsightsSummaries[].IndexName'
gives "no backups" '[]' list-backups --table-name $table --query BackupSummaries
refuses "none is made" ContinuousBackupsUnavailableException create-backup --table-name $table --backup-name friday
gives "nothing scales" '["ACTIVE"]' describe-table-replica-auto-scaling --table-name $table \
  --query 'TableAutoScalingDescription.Replicas[].ReplicaStatus'

works "put" put-item --table-name $table \
  --item '{"artist":{"S":"Ella"},"song":{"S":"Misty"},"style":{"S":"jazz"},"plays":{"N":"0010.50"},"on":{"SS":["a"]},"m":{"M":{"l":{"L":[{"BOOL":true},{"NULL":true}]}}}}'
gives "get" '{"Item":{"artist":{"S":"Ella"},"song":{"S":"Misty"},"style":{"S":"jazz"},"plays":{"N":"10.5"},"on":{"SS":["a"]},"m":{"M":{"l":{"L":[{"BOOL":true},{"NULL":true}]}}}}}' \
  get-item --table-name $table --key '{"artist":{"S":"Ella"},"song":{"S":"Misty"}}'
gives "get, consistent, with projection" '{"Item":{"plays":{"N":"10.5"}}}' \
  get-item --table-name $table --key '{"artist":{"S":"Ella"},"song":{"S":"Misty"}}' --consistent-read --projection-expression plays
works "conditional put on a new key" put-item --table-name $table \
  --item '{"artist":{"S":"Ella"},"song":{"S":"Blue Moon"},"style":{"S":"jazz"},"plays":{"N":"3"}}' \
  --condition-expression 'attribute_not_exists(artist)'
refuses "conditional put on an existing key" "(ConditionalCheckFailedException) when calling the PutItem operation: The conditional request failed" \
  put-item --table-name $table --item '{"artist":{"S":"Ella"},"song":{"S":"Blue Moon"}}' --condition-expression 'attribute_not_exists(artist)'
gives "update" '{"plays":{"N":"4"}}' update-item --table-name $table --key '{"artist":{"S":"Ella"},"song":{"S":"Blue Moon"}}' \
  --update-expression 'SET plays = plays + :n' --condition-expression '#s = :jazz' --expression-attribute-names '{"#s":"style"}' \
  --expression-attribute-values '{":n":{"N":"1"},":jazz":{"S":"jazz"}}' --return-values UPDATED_NEW --query Attributes
refuses "update with a failing condition" ConditionalCheckFailedException update-item --table-name $table \
  --key '{"artist":{"S":"Ella"},"song":{"S":"Blue Moon"}}' --update-expression 'SET plays = :n' \
  --condition-expression 'plays > :n' --expression-attribute-values '{":n":{"N":"100"}}'

puts=
for n in $(seq -w 1 20); do
  puts="$puts${puts:+,}{\"PutRequest\":{\"Item\":{\"artist\":{\"S\":\"Nina\"},\"song\":{\"S\":\"Song $n\"},\"style\":{\"S\":\"soul\"},\"plays\":{\"N\":\"$n\"}}}}"
done
gives "batch write" '{"UnprocessedItems":{}}' batch-write-item --request-items "{\"$table\":[$puts]}"
gives "batch get" '["2","7"]' batch-get-item --request-items \
  "{\"$table\":{\"Keys\":[{\"artist\":{\"S\":\"Nina\"},\"song\":{\"S\":\"Song 02\"}},{\"artist\":{\"S\":\"Nina\"},\"song\":{\"S\":\"Song 07\"}},{\"artist\":{\"S\":\"Nina\"},\"song\":{\"S\":\"none\"}}]}}" \
  --query "sort(Responses.\"$table\"[].plays.N)"
gives "query with filter" '{"Items":["Song 15","Song 16"],"Count":2,"ScannedCount":11}' query --table-name $table \
  --key-condition-expression 'artist = :a AND song BETWEEN :l AND :h' --filter-expression 'plays IN (:x, :y)' \
  --expression-attribute-values '{":a":{"S":"Nina"},":l":{"S":"Song 10"},":h":{"S":"Song 20"},":x":{"N":"15"},":y":{"N":"16"}}' \
  --query '{Items:Items[].song.S,Count:Count,ScannedCount:ScannedCount}'
gives "query backward, paged" '["Song 20","Song 19","Song 18","Song 17","Song 16"]' query --table-name $table \
  --key-condition-expression 'artist = :a' --expression-attribute-values '{":a":{"S":"Nina"}}' --no-scan-index-forward \
  --page-size 2 --max-items 5 --query 'Items[].song.S'
gives "index query" '["4","10.5"]' query --table-name $table --index-name by-style --key-condition-expression '#s = :j AND plays > :p' \
  --expression-attribute-names '{"#s":"style"}' --expression-attribute-values '{":j":{"S":"jazz"},":p":{"N":"-1"}}' --query 'Items[].plays.N'
gives "scan, paged" '22' scan --table-name $table --page-size 3 --query 'length(Items)'
gives "scan of one segment with filter" '0' scan --table-name $table --segment 1 --total-segments 2 \
  --filter-expression 'attribute_exists(nothing)' --query 'length(Items)'

works "transaction write" transact-write-items --client-request-token "cli-$$-$RANDOM" --transact-items "[
  {\"Put\":{\"TableName\":\"$table\",\"Item\":{\"artist\":{\"S\":\"T\"},\"song\":{\"S\":\"1\"},\"n\":{\"N\":\"1\"}}}},
  {\"Update\":{\"TableName\":\"$table\",\"Key\":{\"artist\":{\"S\":\"T\"},\"song\":{\"S\":\"2\"}},\"UpdateExpression\":\"ADD n :n\",\"ExpressionAttributeValues\":{\":n\":{\"N\":\"2\"}}}},
  {\"ConditionCheck\":{\"TableName\":\"$table\",\"Key\":{\"artist\":{\"S\":\"Ella\"},\"song\":{\"S\":\"Misty\"}},\"ConditionExpression\":\"attribute_exists(plays)\"}}]"
gives "transaction get" '["1","2"]' transact-get-items --transact-items "[
  {\"Get\":{\"TableName\":\"$table\",\"Key\":{\"artist\":{\"S\":\"T\"},\"song\":{\"S\":\"1\"}}}},
  {\"Get\":{\"TableName\":\"$table\",\"Key\":{\"artist\":{\"S\":\"T\"},\"song\":{\"S\":\"2\"}}}}]" --query 'Responses[].Item.n.N'
refuses "cancelled transaction" "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]" \
  transact-write-items --transact-items "[
  {\"Delete\":{\"TableName\":\"$table\",\"Key\":{\"artist\":{\"S\":\"T\"},\"song\":{\"S\":\"1\"}}}},
  {\"Put\":{\"TableName\":\"$table\",\"Item\":{\"artist\":{\"S\":\"T\"},\"song\":{\"S\":\"2\"}},\"ConditionExpression\":\"attribute_not_exists(artist)\"}}]"
gives "cancelled transaction changes nothing" '"1"' get-item --table-name $table --key '{"artist":{"S":"T"},"song":{"S":"1"}}' --query Item.n.N

refuses "delete with a failing condition" ConditionalCheckFailedException delete-item --table-name $table \
  --key '{"artist":{"S":"T"},"song":{"S":"1"}}' --condition-expression 'n = :n' --expression-attribute-values '{":n":{"N":"5"}}'
gives "delete" '{"n":{"N":"1"},"artist":{"S":"T"},"song":{"S":"1"}}' delete-item --table-name $table \
  --key '{"artist":{"S":"T"},"song":{"S":"1"}}' --return-values ALL_OLD --query Attributes
gives "the item is gone" '' get-item --table-name $table --key '{"artist":{"S":"T"},"song":{"S":"1"}}' --consistent-read
works "delete table" delete-table --table-name $table
works "wait until it is gone" wait table-not-exists --table-name $table
refuses "describe a missing table" "Requested resource not found: Table: $table not found" describe-table --table-name $table

finish
