"""Runs a command whose last line of output is a JSON object and adds its peak memory, rss_kb."""

import json
import resource
import subprocess
import sys

done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, text=True)
if done.returncode:
    sys.exit(done.returncode)
*rest, last = done.stdout.strip().splitlines()
found = json.loads(last)
found["rss_kb"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps(found))
