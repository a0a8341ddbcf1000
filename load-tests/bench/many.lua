-- Items of 200 bytes by the million. BENCH_MANY=load writes new ones in batches of 25, one after the other; a number
-- reads so many of them at random.
local mode = os.getenv("BENCH_MANY")
local written = 0
local padding = string.rep("x", 130)

function init()
  wrk.method = "POST"
  wrk.headers["X-Amz-Target"] = "DynamoDB_20120810." .. (mode == "load" and "BatchWriteItem" or "GetItem")
  wrk.headers["Content-Type"] = "application/x-amz-json-1.0"
  wrk.headers["X-Amz-Date"] = "20260101T000000Z"
  wrk.headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=dummy/20260101/us-east-1/dynamodb/aws4_request, "
    .. "SignedHeaders=host;x-amz-date, Signature=" .. string.rep("0", 64)
  math.randomseed(7)
end

local function load()
  local puts = {}
  for i = 1, 25 do
    written = written + 1
    puts[i] = string.format(
      '{"PutRequest":{"Item":{"pk":{"S":"user-%010d"},"n":{"N":"%d"},"text":{"S":"%s"},"more":{"S":"some more text"}}}}',
      written, written, padding)
  end
  return '{"RequestItems":{"many":[' .. table.concat(puts, ",") .. "]}}"
end

function request()
  local body = mode == "load" and load()
    or string.format('{"TableName":"many","Key":{"pk":{"S":"user-%010d"}}}', math.random(tonumber(mode)))
  return wrk.format(nil, nil, nil, body)
end
