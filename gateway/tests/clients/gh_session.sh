#!/usr/bin/env bash
# Typical calls with `gh api` and full URLs: at least 40. Prints one line per call: its name, and the deviation, if
# there is one.
set -euo pipefail
gateway=$1
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
# gh requires a token, and sends the one for other servers to any host in a URL. The gateway drops this token.
export HOME=$home GH_CONFIG_DIR=$home GH_TOKEN=gho_ownOWNown GH_ENTERPRISE_TOKEN=gho_otherOTHERother
export GH_NO_UPDATE_NOTIFIER=1 GH_PROMPT_DISABLED=1 NO_COLOR=1

# Runs gh with a target, and checks its exit status and output.
row() {
  local name=$1 status=$2 expected=$3 target=$4 ended=0 said
  shift 4
  said=$(timeout 20 gh api "$gateway$target" "$@" 2>&1 </dev/null) || ended=$?
  if [ "$ended" != "$status" ]; then
    printf '%s\tended with %s: %s\n' "$name" "$ended" "${said//$'\n'/ }"
  elif [[ $said != *$expected* ]]; then
    printf '%s\tprinted: %s\n' "$name" "${said//$'\n'/ }"
  else
    printf '%s\t\n' "$name"
  fi
}

ask() { row "$1" 0 '"id":1' "$@"; }

# Fetches all pages, whose links the gateway rewrites.
list() { row "all of $1" 0 $'1\n2\n3\n4\n5\n6' "$1" --paginate --jq '.[].id' "${@:2}"; }

refused() { row "$1 is refused" 1 "$2" "$1" "${@:3}"; }

repo=/repos/octo/r
for path in '' / /README.md /src/lib.rs /src%2Flib.rs /a%20b.txt /100%25.md '/a+b'; do ask "$repo/contents$path"; done
for ref in heads/main heads%2Fmain tags/v1; do ask "$repo/git/ref/$ref"; done
for ref in main feature/x feature%2Fx feature%2Fx/status; do ask "$repo/commits/$ref"; done
for name in bug area%2Fapi 100%25; do ask "$repo/labels/$name"; done
for name in a a%2Fb; do ask "$repo/environments/$name"; done
for path in /user /rate_limit /meta /users/octocat /orgs/octo /orgs/octo/packages/npm/@s%2Fn; do ask "$path"; done
ask "$repo" -H 'Accept: application/vnd.github.raw+json' -H 'X-GitHub-Api-Version: 2022-11-28'
ask "$repo" --hostname 127.0.0.1
ask "$repo/compare/main...feature%2Fx" --cache 1m
for it in issues labels tags releases pulls branches contributors; do list "$repo/$it?per_page=2"; done
for it in /orgs/octo/members /orgs/octo/repos /users/u/followers; do list "$it" --method GET -F per_page=2; done
list "$repo/issues" --method GET -f state=all -F per_page=2
row 'a page with its head' 0 'HTTP/1.1 200 OK' "$repo/issues?page=3" --include
ask "$repo/issues" -f title=t -F 'labels[]=a/b'
ask "$repo/issues/1" --method PATCH -f state=closed
ask "$repo/issues/1/comments" --raw-field body=@file
ask "$repo/contents/docs%2Fa.md" --method PUT --input <(printf '{"message":"m","content":""}')
row 'a label is removed' 0 '' "$repo/issues/1/labels/area%2Fapi" --method DELETE
row 'a repository is starred' 0 '' /user/starred/octo/r --method PUT --silent
# Refused calls, and the reason that gh prints.
refused /no/such/path 'no operation with this path'
refused "$repo/issues" '(HTTP 405)' --method DELETE
refused "$repo/issues?unknown=1" 'declares the query parameters'
for path in "$repo/contents/..%2f..%2fuser" "$repo/contents/a%252fb" "$repo/contents/a%5cb" '/repos/o%2Fr/r/contents/a'; do
  refused "$path" '(HTTP 400)'
done
