#!/usr/bin/env bash
# Typical curl calls: at least 40. Prints one line per call: the target, and the deviation, if there is one.
set -euo pipefail
gateway=$1

ask() {
  local expected=$1 target=$2 status
  shift 2
  status=$(curl --silent --show-error --output /dev/null --write-out '%{http_code}' --max-time 20 "$@" "$gateway$target")
  if [ "$status" = "$expected" ]; then printf '%s\t\n' "$target"; else printf '%s\t%s\n' "$target" "$status, not $expected"; fi
}

repo=/repos/octo/r
for path in '' / /README.md /src/lib.rs /src%2Flib.rs /a%20b.txt /100%25.md '/a+b'; do ask 200 "$repo/contents$path"; done
for ref in heads/main heads%2Fmain tags/v1; do ask 200 "$repo/git/ref/$ref"; done
for ref in main feature/x feature%2Fx feature%2Fx/status; do ask 200 "$repo/commits/$ref"; done
for name in bug area%2Fapi 100%25; do ask 200 "$repo/labels/$name"; done
for name in a a%2Fb; do ask 200 "$repo/environments/$name"; done
for list in issues labels tags releases pulls branches 'issues?per_page=2&page=3&state=all'; do ask 200 "$repo/$list"; done
for path in /user /rate_limit /meta /zen /users/octocat /orgs/octo /orgs/octo/packages/npm/@s%2Fn; do ask 200 "$path"; done
ask 201 "$repo/issues" --json '{"title":"t"}'
ask 201 "$repo/issues" --header 'Content-Type: application/json' --data '{"title":"t"}'
ask 200 "$repo/issues/1" --request PATCH --json '{"state":"closed"}'
ask 204 "$repo/issues/1/labels/area%2Fapi" --request DELETE
ask 200 "$repo" --header 'Accept: application/vnd.github+json' --header 'X-GitHub-Api-Version: 2022-11-28'
ask 200 "$repo" --header 'Accept: text/html' --header 'Accept: application/json' --compressed
# Calls that the gateway must refuse.
ask 404 /no/such/path
ask 405 "$repo/issues" --request DELETE
ask 400 "$repo/issues?unknown=1"
for path in '/repos/octo/../contents/a' "$repo/contents/..%2f..%2fuser" "$repo/contents/a%252fb" "$repo/contents/a%5cb" '/repos/o%2Fr/r/contents/a'; do
  ask 400 "$path" --path-as-is
done
