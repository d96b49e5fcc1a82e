-- Asks for the paths of a file one after the other, and tells what came of it as JSON. Each thread begins elsewhere.
local threads = 0
local paths = {}
local at = 0

function setup(thread)
  thread:set("offset", threads)
  threads = threads + 1
end

function init(args)
  for line in io.lines(args[1]) do
    paths[#paths + 1] = line
  end
  at = math.floor(offset * #paths / 2)
end

function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end

function done(summary, latency, requests)
  local wrong = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write
  io.write(string.format('\n{"requests":%d,"seconds":%f,"wrong":%d,"slow":%d,"bytes":%d,"p50_ms":%f,"p99_ms":%f}\n',
    summary.requests, summary.duration / 1e6, wrong, summary.errors.timeout, summary.bytes,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
