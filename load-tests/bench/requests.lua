-- Sends the requests of a file, one per line: the operation (with its service, if it is not DynamoDB's own), the JSON
-- body and, if they are signed, the date and the authorization, with tabs between. One line is sent again and again as
-- wrk's static request; several are formatted beforehand and sent in turn. Prints the outcome as one line of JSON.
local prepared = {}
local position = 0

function init()
  local lines = {}
  for line in io.lines(os.getenv("BENCH_REQUESTS")) do
    lines[#lines + 1] = line
  end
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/x-amz-json-1.0"
  wrk.headers["X-Amz-Date"] = "20260101T000000Z"
  wrk.headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=dummy/20260101/us-east-1/dynamodb/aws4_request, "
    .. "SignedHeaders=host;x-amz-date, Signature=" .. string.rep("0", 64)
  for _, line in ipairs(lines) do
    local operation, body, date, authorization = line:match("^([%w_.]+)\t([^\t]*)\t?([^\t]*)\t?([^\t]*)$")
    if authorization ~= "" then
      wrk.headers["X-Amz-Date"] = date
      wrk.headers["Authorization"] = authorization
    end
    wrk.headers["X-Amz-Target"] = operation:find(".", 1, true) and operation or "DynamoDB_20120810." .. operation
    prepared[#prepared + 1] = wrk.format(nil, nil, nil, body)
  end
end

function request()
  position = position + 1
  if position > #prepared then
    position = 1
  end
  return prepared[position]
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    'RESULT {"requests":%d,"seconds":%.6f,"p50":%.1f,"p99":%.1f,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50), latency:percentile(99),
    e.status, e.connect + e.read + e.write + e.timeout))
end
