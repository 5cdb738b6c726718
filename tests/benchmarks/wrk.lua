-- Asks for the addresses given after `--` in turn, and prints one line of JSON.
-- Each is a path, or a path and headers: "/workouts/", "Cookie: sessionid=…", "/", …
-- "{n}" in a path is another number each time: a page that nobody has asked for yet.
local requests, turn = {}, 0

function init(arguments)
  local path, headers = nil, {}
  local function add()
    if not path then return end
    if path:find("{n}", 1, true) then
      requests[#requests + 1] = { path = path, headers = headers }
    else
      requests[#requests + 1] = wrk.format("GET", path, headers)
    end
  end
  for _, word in ipairs(arguments) do
    if word:sub(1, 1) == "/" then
      add()
      path, headers = word, { ["Accept-Encoding"] = "gzip, deflate, br" }
    else
      local name, value = word:match("^([^:]+): (.*)$")
      headers[name] = value
    end
  end
  add()
end

-- Goes on from the time, so that no two runs ask for the same.
local asked = os.time() % 100000 * 10000

function request()
  turn = turn % #requests + 1
  local one = requests[turn]
  if type(one) == "string" then return one end
  asked = asked + 1
  return wrk.format("GET", (one.path:gsub("{n}", string.format("%d", asked))), one.headers)
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '{"requests": %d, "seconds": %.3f, "p50": %.3f, "p95": %.3f, "p99": %.3f, "errors": %d, "refused": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(95) / 1e3, latency:percentile(99) / 1e3,
    e.connect + e.read + e.write + e.timeout, e.status))
end
