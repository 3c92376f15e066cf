#!/bin/sh
# Signalbox runtime agent: keeps one DB-less Kong Gateway on the config that its runtime group expects.
#
# States: enrolled or not; a last-good document or none; Kong reachable or not; Kong runs last-good or something else.
# Invariants: only bytes whose digest (and signature, where openssl is present) were checked reach Kong; last-good is
# replaced by one rename after Kong took the new document, and by nothing else; no secret is ever an argument of a
# command, a log line or a world-readable file; what the control plane does or does not do never stops Kong serving.
# Sources: PROTOCOL.md of Signalbox, RFC 9110 (ETag), 7240 (Prefer), 9530 (digests), 9421 (signatures), Kong 3.9 admin API.
# Shell: POSIX sh (dash, BusyBox ash, bash). A variable is global unless a comment says otherwise: POSIX has no `local`.
set -u
umask 077
LC_ALL=C
export LC_ALL

VERSION=0.2.0
ZERO_HASH=00000000000000000000000000000000
WORK=
REPORT_LIMIT=1048576
DOCUMENT_LIMIT=33554432

usage() {
  cat <<'END'
Usage: runtime-agent.sh [--once] [--help] [--version]
  --once   one round; exits 0 applied, 10 unchanged, 20 rejected, 1 error

Environment:
  SIGNALBOX_URL                  the server, https://host (plain http only on loopback)
  SIGNALBOX_TOKEN[_FILE]         enrollment token, needed until enrolled
  SIGNALBOX_STATE_DIR            /var/lib/signalbox
  SIGNALBOX_INSTANCE_ID          a UUID; made once and kept when absent
  SIGNALBOX_KONG_ADMIN           http://127.0.0.1:8001
  SIGNALBOX_KONG_STATUS          http://127.0.0.1:8100; empty: readiness is not read
  SIGNALBOX_LABELS               k=v,k=v
  SIGNALBOX_EPHEMERAL=1          sign off on TERM; enroll again with the token when the record is gone
  SIGNALBOX_SIGNING_KEY_ID       the key that config must be signed with; else the one told at enrollment
  SIGNALBOX_REQUIRE_SIGNATURE=1  refuse config that cannot be verified, also where openssl is missing
  SIGNALBOX_DRIFT=heal|report    what to do when somebody else changed Kong's config; absent: what the group says
  SIGNALBOX_WAIT_SECONDS=50      how long a poll may be held; SIGNALBOX_CHECK_SECONDS=5 between looks at Kong
  SIGNALBOX_BACKOFF_MIN_SECONDS=1, SIGNALBOX_BACKOFF_MAX_SECONDS=300
  SIGNALBOX_TIMEOUT_SECONDS=60   how long an answer may take, beyond the wait
  SIGNALBOX_CA_FILE              CA certificates to trust for the server
  SIGNALBOX_INSECURE_HTTP=1      allow plain http to a server that is not on loopback
Signals: HUP polls now, TERM ends.
END
}

log() { printf '%s signalbox-agent: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*" >&2; }
# No trap on EXIT: bash may run it in a child that is killed early, under the feet of the parent.
quit() { # quit STATUS
  if [ -n "$WORK" ]; then rm -rf "$WORK"; fi
  exit "$1"
}
die() {
  log "$*"
  quit 1
}
# tick: NOW in seconds. It only goes forward: a date that is set back a year must not make anything wait for a year.
DATE_AT=0 LAG=0
tick() {
  date_now=$(date +%s)
  if [ "$date_now" -lt "$DATE_AT" ]; then LAG=$((LAG + DATE_AT - date_now)); fi
  DATE_AT=$date_now NOW=$((date_now + LAG))
}

# uptime: UPTIME in seconds with hundredths, where the system tells it: `date` has whole seconds alone.
uptime() {
  UPTIME=
  # shellcheck disable=SC2034 # safe because the rest of the line is not wanted
  read -r UPTIME rest 2>/dev/null </proc/uptime
}

# Words that may enter a header, a file name or a log: nothing that a shell, curl or a terminal could read as more.
is_word() {
  case $1 in '' | *[!A-Za-z0-9._:-]*) return 1 ;; esac
}
is_number() {
  case $1 in '' | *[!0-9]* | ???????????*) return 1 ;; esac
}
# strip_zeros NUMBER: shells read a leading zero as octal.
strip_zeros() { printf '%s' "$1" | sed 's/^0*\(.\)/\1/'; }
is_tag() {
  case $1 in sha256-*) ;; *) return 1 ;; esac
  case ${1#sha256-} in *[!0-9a-f]*) return 1 ;; esac
  [ "${#1}" -eq 71 ]
}
number_or() { # number_or VALUE DEFAULT
  if is_number "$1"; then strip_zeros "$1"; else printf '%s' "$2"; fi
}
sha256_of() { sha256sum <"$1" | cut -c1-64; }
md5_of() {
  if command -v md5sum >/dev/null 2>&1; then
    md5sum <"$1" | cut -c1-32
  elif [ "$HAS_OPENSSL" = 1 ]; then
    openssl md5 -r <"$1" | cut -c1-32
  fi
}
# save FILE TEXT: whole or not at all, so that a full disk or a crash leaves the old value.
save() {
  if printf '%s\n' "$2" 2>/dev/null >"$1.new"; then
    sync "$1.new" 2>/dev/null
    mv -f "$1.new" "$1" 2>/dev/null && return 0
  fi
  rm -f "$1.new"
  log "cannot write $1: is the disk full?"
  return 1
}
read_word() { # read_word FILE
  [ -r "$1" ] || return 0
  word=$(head -n 1 "$1" | tr -d '\r\n')
  if is_word "$word"; then printf '%s' "$word"; fi
}
# ms SECONDS...: their sum in milliseconds
ms() { printf '%s\n' "$@" | awk '{ sum += $1 } END { printf "%.0f", (sum > 0 ? sum : 0) * 1000 }'; }
# random_below N: 0..N-1, N at most 65536.
random_below() {
  random=$(od -An -N2 -tu2 /dev/urandom 2>/dev/null | tr -d ' \n')
  is_number "$random" || random=$(($$ + $(date +%s)))
  echo $((random % $1))
}

# --- Processes: everything slow runs in the background, because a shell runs its traps only while it waits. ---

STOP=0 HANGUP=0 POLL_DONE=0 SIGNING_OFF=0 SLEEPER='' CHILD=''
# The handlers end what is waited for, so that a signal that comes just before `wait` is not slept over.
# shellcheck disable=SC2317 # safe because the traps call it
wake() { [ -z "$SLEEPER" ] || kill "$SLEEPER" 2>/dev/null; }
end_child() { if [ -n "$CHILD" ] && [ "$SIGNING_OFF" = 0 ]; then kill "$CHILD" 2>/dev/null; fi; }
install_traps() {
  trap 'STOP=1; wake; end_child' TERM INT
  trap 'HANGUP=1; wake' HUP
  trap 'POLL_DONE=1; wake' USR1
}
# Children do not hold the lock (9): one that outlives a killed agent must not keep the next from starting.
nap() { # nap SECONDS
  sleep "$1" 9>&- &
  SLEEPER=$!
  if [ "$STOP$HANGUP$POLL_DONE" = 000 ]; then wait "$SLEEPER" 2>/dev/null; fi
  kill "$SLEEPER" 2>/dev/null
  wait "$SLEEPER" 2>/dev/null
  SLEEPER=
}
await() { # await PID: its exit status is in RC
  CHILD=$1
  if [ "$STOP" = 1 ]; then end_child; fi
  while :; do
    RC=0
    wait "$1" 2>/dev/null || RC=$?
    # Above 128 a trap may have cut the wait short: the status is only good for a child that is gone.
    if [ "$RC" -le 128 ] || ! kill -0 "$1" 2>/dev/null; then break; fi
  done
  CHILD=
}

# --- HTTP. Answers lie in $WORK/NAME.{head,body}; CODE is the status, 000 where there was none; SENT, BEGUN and DONE are the
# seconds until the request went out, the answer began and it was there. $WORK is in memory where there is /dev/shm, so that a
# full disk does not make Kong or the server look dead; documents go to $INCOMING on disk. ---

# The first argument of curl must be -q: a .curlrc could follow redirects or print headers.
CURL_COMMON="-q -g -sS --max-redirs 0 --connect-timeout 10"
CURL_TELLS='%{http_code} %{time_pretransfer} %{time_starttransfer} %{time_total}\n'

start_answer() { # start_answer NAME
  CODE=000 BODY=$WORK/$1.body
  case $1 in poll | config) BODY=$INCOMING/$1.body ;; esac
  rm -f "$WORK/$1.code"
  { : >"$WORK/$1.head" && : >"$BODY"; } 2>/dev/null || log "cannot write in $WORK or $INCOMING: is the disk full?"
}
read_code() { # read_code NAME
  CODE='' SENT='' BEGUN='' DONE=''
  read -r CODE SENT BEGUN DONE 2>/dev/null <"$WORK/$1.code"
  is_number "$CODE" || CODE=000
}
# control NAME MAX_SECONDS PATH [curl arguments]: asks the control plane as BEARER. The token goes in on stdin.
control() {
  name=$1 max_seconds=$2 path=$3 limit=$REPORT_LIMIT
  shift 3
  start_answer "$name"
  if [ "$name" = poll ]; then limit=$DOCUMENT_LIMIT; fi
  if [ -n "${SIGNALBOX_CA_FILE:-}" ]; then set -- --cacert "$SIGNALBOX_CA_FILE" "$@"; fi
  # What goes to loopback must not go to a proxy, which would see the credential.
  if [ "$ON_LOOPBACK" = 1 ]; then set -- --noproxy '*' "$@"; fi
  printf 'header = "Authorization: Bearer %s"\n' "$BEARER" | {
    # --max-filesize knows only lengths that are announced; an endless body must not fill the disk either.
    ulimit -f "$((limit / 512))"
    # shellcheck disable=SC2086 # safe because CURL_COMMON is a constant list of words
    exec curl $CURL_COMMON --config - --proto '=http,https' --max-time "$max_seconds" --max-filesize "$limit" \
      -A "signalbox-agent/$VERSION" -H 'Expect:' -D "$WORK/$name.head" -o "$BODY" -w "$CURL_TELLS" "$@" "$BASE$path"
  } 2>"$WORK/$name.err" >"$WORK/$name.code" 9>&- &
  await $!
  read_code "$name"
}
kong() { # kong NAME MAX_SECONDS URL [curl arguments]
  name=$1 max_seconds=$2 url=$3
  shift 3
  start_answer "$name"
  # shellcheck disable=SC2086 # safe because CURL_COMMON is a constant list of words
  curl $CURL_COMMON --noproxy '*' --max-time "$max_seconds" -H 'Expect:' -D "$WORK/$name.head" -o "$BODY" -w "$CURL_TELLS" \
    "$@" "$url" 2>"$WORK/$name.err" >"$WORK/$name.code" </dev/null 9>&- &
  await $!
  read_code "$name"
}
# header_of NAME FIELD: the value in the last response of the head (an interim 100 comes before it).
header_of() {
  awk -v want="$2" '
    /^HTTP\// { value = "" ; next }
    { sub(/\r$/, ""); at = index($0, ":")
      if (at && tolower(substr($0, 1, at - 1)) == want) {
        text = substr($0, at + 1); gsub(/^[ \t]+|[ \t]+$/, "", text)
        value = value == "" ? text : value "\n" text } }
    END { printf "%s", value }' "$WORK/$1.head" 2>/dev/null
}

# retry_after NAME: the seconds of Retry-After, rounded up (Kong sends fractions), or nothing. A date is counted from the answer's own: our clock may be wrong.
retry_after() {
  printf '%s\n%s\n' "$(header_of "$1" retry-after)" "$(header_of "$1" date)" | awk '
    function seconds(text, f, t, m, y) {
      if (split(text, f, " ") != 6 || f[6] != "GMT" || split(f[5], t, ":") != 3) return -1
      m = (index("JanFebMarAprMayJunJulAugSepOctNovDec", f[3]) + 2) / 3; y = f[4]
      if (m < 3) { m += 12; y-- }
      return ((365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * m - 457) / 5) + f[2]) * 24 + t[1]) * 3600 + t[2] * 60 + t[3]
    }
    NR == 1 { text = $0 }
    NR == 2 && text ~ /^[0-9]+([.][0-9]+)?$/ { printf "%d", (text < 99999 ? text : 99999) + 0.999; next }
    NR == 2 && text != "" { at = seconds(text); from = seconds($0); if (at > from && from > 0) printf "%.0f", at - from }'
}
# failure_of NAME: one printable line on what went wrong: curl's words, or the detail of a problem (RFC 9457).
failure_of() {
  if [ "$CODE" = 000 ]; then
    head -n 1 "$WORK/$1.err" 2>/dev/null
  else
    tr -d '\n' <"$WORK/$1.body" 2>/dev/null | sed -n 's/.*"detail" *: *"\([^"]*\)".*/\1/p'
  fi | tr -cd ' -~' | head -c 200
}

# --- Reports ---

report() { # report KIND TAG KONG_STATUS FILE TIMING [curl arguments]: true once the server took it, or never will
  kind=$1 tag=$2 kong_status=$3 file=$4 timing=$5
  shift 5
  [ -n "$CREDENTIAL" ] || return 1
  BEARER=$CREDENTIAL
  head -c "$REPORT_LIMIT" "$file" 2>/dev/null >"$WORK/report" || : >"$WORK/report"
  if [ -n "$tag" ]; then set -- -H "Config-ETag: \"$tag\"" "$@"; fi
  if [ -n "$timing" ]; then set -- -H "Config-Timing: $timing" "$@"; fi
  control answer "$SHORT_TIMEOUT" "/reports/$kind" -X POST -H "Kong-Status: $kong_status" \
    -H 'Content-Type: application/octet-stream' --data-binary "@$WORK/report" "$@"
  case $CODE in
    2??) return 0 ;;
    400 | 404 | 405 | 410 | 413 | 415 | 422) log "the server does not take the $kind report ($CODE)"; return 0 ;;
    *) log "the $kind report did not arrive ($CODE)"; return 1 ;;
  esac
}
# A refusal or a drift that could not be told is kept, over a restart too, until a poll is answered: nothing else carries it.
tell() { # tell KIND TAG KONG_STATUS FILE TIMING
  unsent=$DIR/unsent-$1
  rm -f "$unsent"
  if report "$@"; then return 0; fi
  if { printf '%s %s %s\n' "$2" "$3" "$5" && head -c "$REPORT_LIMIT" "$4"; } 2>/dev/null >"$unsent.new"; then
    mv -f "$unsent.new" "$unsent"
  else
    rm -f "$unsent.new"
  fi
}
# What does not change is told once, not at every try.
tell_rejected_once() { # tell_rejected_once TAG KONG_STATUS FILE WHY
  if [ "$TOLD" = "$1 $2 $4" ]; then return 0; fi
  TOLD="$1 $2 $4"
  tell rejected "$1" "$2" "$3" "$TIMING"
}
# An applied report takes a drift and a rejection off the record: it must not be lost either.
report_applied() { # report_applied KONG_STATUS
  : >"$WORK/nothing"
  if report applied "sha256-$GOOD_SHA" "$1" "$WORK/nothing" "$GOOD_TIMING"; then APPLIED_DUE=0 GOOD_TIMING=''; else APPLIED_DUE=1; fi
}
# An applied report goes between the two: it ends a drift, but a rejection that came later stays.
send_unsent() {
  if send_kept drift; then APPLIED_DUE=1; fi
  if [ "$APPLIED_DUE$RUNNING" = 11 ]; then report_applied 304; fi
  send_kept rejected
}
send_kept() { # send_kept KIND: true when there was one, and it is told now
  unsent=$DIR/unsent-$1 kept_tag='' kept_status='' kept_timing=''
  [ -f "$unsent" ] || return 1
  read -r kept_tag kept_status kept_timing <"$unsent"
  case $kept_timing in *[!a-z0-9\;=,\ ]*) kept_timing='' ;; esac
  if is_tag "$kept_tag" && is_number "$kept_status"; then
    tail -n +2 "$unsent" 2>/dev/null >"$WORK/unsent"
    report "$1" "$kept_tag" "$kept_status" "$WORK/unsent" "$kept_timing" || return 1
  fi
  rm -f "$DIR/unsent-$1"
}
# The node report; of a Kong that does not answer any more the last one again, with the word that it is not ready.
report_node() {
  tick
  NODE_AT=$NOW running='' kong_status=200
  if [ "$KONG_UP" = 0 ]; then
    kong_status=000 ready=503
    [ -s "$WORK/node" ] || { NODE_DUE=0; return 0; }
  else
    kong root 10 "$KONG_ADMIN/"
    [ "$CODE" = 200 ] || return 0
    note_pids
    { cat "$WORK/root.body" && echo && cat "$WORK/status.body"; } 2>/dev/null >"$WORK/node"
    ready=$READY
  fi
  if [ -n "$ready" ]; then set -- -H "Kong-Ready: $ready"; else set --; fi
  if [ "$RUNNING" = 1 ]; then running=sha256-$GOOD_SHA; fi
  report node "$running" "$kong_status" "$WORK/node" '' "$@" || return 0
  NODE_DUE=0
  if [ "$KONG_UP" != 0 ] && [ "$SCHEMAS_OF" != "$PIDS" ] && [ -z "$SCHEMA_AT" ]; then SCHEMA_AT=0; fi
}

# --- Plugin schemas: the server names those that it lacks, Kong tells them. SCHEMA_AT is the next line of the list, 0: ask,
# empty: nothing to do. A few per look at Kong, and the answer to a poll goes first; after a failure the next node report asks. ---

forward_schemas() {
  BEARER=$CREDENTIAL
  if [ "$SCHEMA_AT" = 0 ]; then
    SCHEMA_AT=
    control missing 5 '/schemas?missing=1' -H 'Accept: text/plain'
    [ "$CODE" = 200 ] || return 0
    tr -d '\r' <"$WORK/missing.body" >"$WORK/missing"
    SCHEMA_AT=1
  fi
  tick
  until_line=$((SCHEMA_AT + 10)) enough_at=$((NOW + 2))
  while [ "$SCHEMA_AT" -lt "$until_line" ] && [ "$NOW" -lt "$enough_at" ] && [ "$STOP$HANGUP$POLL_DONE" = 000 ]; do
    plugin=$(sed -n "${SCHEMA_AT}p" "$WORK/missing")
    if [ -z "$plugin" ]; then SCHEMA_AT='' SCHEMAS_OF=$PIDS; return 0; fi
    if ! forward_schema "$plugin"; then SCHEMA_AT=; return 0; fi
    SCHEMA_AT=$((SCHEMA_AT + 1))
    tick
  done
}
forward_schema() { # forward_schema PLUGIN: false where a later try may do better
  # curl would resolve a name like `..`.
  case $1 in .* | *:*) return 0 ;; esac
  is_word "$1" || return 0
  kong schema 5 "$KONG_ADMIN/schemas/plugins/$1"
  case $CODE in 200) ;; 4??) return 0 ;; *) return 1 ;; esac
  control answer 5 "/schemas/$1" -X PUT -H 'Content-Type: application/json' --data-binary "@$WORK/schema.body"
  case $CODE in 401 | 403 | 429) return 1 ;; 2?? | 4??) return 0 ;; *) return 1 ;; esac
}

# --- Kong ---

note_pids() {
  PIDS=$(tr -d ' \n' <"$WORK/root.body" 2>/dev/null | sed -n 's/.*"pids":{\([^}]*\)}.*/\1/p' | head -c 2000)
}
read_hash() { HASH=$(tr -d ' \n' <"$WORK/status.body" | sed -n 's/.*"configuration_hash":"\([0-9a-f]\{32\}\)".*/\1/p'); }

# post_config FILE: KONG_CODE and $INCOMING/config.body are Kong's answer; how long it took is added to TIMING, in the syntax of
# Server-Timing. text/yaml: only then is Kong's hash the MD5 of the bytes.
post_config() {
  kong config 180 "$KONG_ADMIN/config?check_hash=1&flatten_errors=1" -H 'Content-Type: text/yaml' --data-binary "@$1"
  KONG_CODE=$CODE posting=$DONE
  # Kong's flattened list loses dangling references; the plain answer has them.
  if [ "$KONG_CODE" = 400 ] && grep -Eq '"flattened_errors"[[:space:]]*:[[:space:]]*([{][[:space:]]*[}]|\[[[:space:]]*\])' "$INCOMING/config.body"; then
    mv -f "$INCOMING/config.body" "$INCOMING/flattened.body"
    kong config 180 "$KONG_ADMIN/config?check_hash=1" -H 'Content-Type: text/yaml' --data-binary "@$1"
    posting="$posting $DONE"
    case $CODE in
      201 | 304 | 400 | 413) KONG_CODE=$CODE ;;
      *) mv -f "$INCOMING/flattened.body" "$INCOMING/config.body" ;;
    esac
  fi
  # shellcheck disable=SC2086 # safe because these are curl's numbers
  TIMING="${TIMING:+$TIMING, }apply;dur=$(ms $posting)"
  POSTED_EMPTY=0
  if [ "$KONG_CODE" = 201 ] && [ "$(head -c 16 "$INCOMING/config.body" | tr -d ' \r\n')" = '{}' ]; then POSTED_EMPTY=1; fi
  case $KONG_CODE in 201 | 304) : 2>/dev/null >"$INCOMING/config.body" ;; esac
}
# Kong has last-good now. A document without entities (Kong echoes none) gets the zero hash, which then is right. Kong's
# echo tells, not a look at the hash: that could already be the zero hash of a Kong that restarted empty since.
settle() {
  RUNNING=1 WAS_RIGHT=1 DRIFT_SEEN='' TOLD='' KONG_TRIES=0 KONG_RETRY_AT=0 ZERO_IS_RIGHT=$POSTED_EMPTY KONG_UP=1 GOOD_TIMING=$TIMING
  # Another document's refusal, not told yet, holds still.
  if [ -f "$DIR/unsent-rejected" ] && grep -q "^sha256-$GOOD_SHA " "$DIR/unsent-rejected"; then rm -f "$DIR/unsent-rejected"; fi
  kong status 10 "$KONG_ADMIN/status"
  if [ "$CODE" = 200 ]; then
    read_hash
    if [ -z "$GOOD_MD5" ]; then GOOD_MD5=$HASH; fi
  fi
  report_applied "$KONG_CODE"
  report_node
}
# not_taken TAG: Kong neither took nor refused it. DELAY says when to try again; what lasts is told, as only this log has it.
not_taken() {
  KONG_TRIES=$((KONG_TRIES + 1))
  cap=$BACKOFF_MAX
  if [ "$cap" -gt 30 ]; then cap=30; fi
  jitter "$KONG_TRIES" "$cap"
  wanted=$(retry_after config)
  if [ -n "$wanted" ] && [ "$wanted" -gt "$DELAY" ]; then bounded "$wanted" 60; DELAY=$BOUNDED; fi
  log "Kong did not take $1 ($KONG_CODE): trying again in $DELAY s"
  tick
  KONG_RETRY_AT=$((NOW + DELAY))
  case $KONG_CODE in
    000 | 429 | 503) ;;
    *) if [ "$KONG_TRIES" -ge 3 ]; then tell_rejected_once "$1" "$KONG_CODE" "$INCOMING/config.body" ''; fi ;;
  esac
}
# The look at Kong, every few seconds, also while a poll is held and while the server is away.
check_kong() {
  kong status 10 "$KONG_ADMIN/status"
  if [ "$CODE" != 200 ]; then
    if [ "$STOP" = 1 ]; then return 0; fi
    if [ "$KONG_UP" != 0 ]; then log "Kong does not answer at $KONG_ADMIN ($CODE)"; NODE_DUE=1; fi
    KONG_UP=0 RUNNING=0 READY=''
  else
    if [ "$KONG_UP" != 1 ]; then
      log "Kong answers"
      # It may have come back as another release or with other plugins: what it refused is tried again.
      if [ "$KONG_UP" = 0 ]; then rm -f "$DIR/rejected"; fi
      KONG_UP=1 KONG_CAME_UP=1 NODE_DUE=1 KONG_RETRY_AT=0
    fi
    read_hash
    if [ -z "$HASH" ] && [ "$HASH_WARNED" = 0 ]; then
      HASH_WARNED=1
      log "Kong shows no configuration_hash: is it DB-less (KONG_DATABASE=off)?"
    fi
    read_ready
    if [ -n "$GOOD_SHA" ] && [ -n "$HASH" ]; then reconcile; fi
  fi
  tell_of_node
}
# The node report on start, on change and every 10 minutes; one that failed is tried again once a minute, not at every look.
tell_of_node() {
  tick
  age=$((NOW - NODE_AT))
  if [ "$age" -ge 600 ]; then NODE_DUE=1; fi
  if [ -z "$CREDENTIAL" ]; then return 0; fi
  if [ "$NODE_DUE" = 1 ] || { [ "$NODE_DUE" = 2 ] && [ "$age" -ge 60 ]; }; then
    NODE_DUE=2
    report_node
  fi
  if [ -n "$SCHEMA_AT" ]; then forward_schemas; fi
}
read_ready() {
  [ -n "$KONG_STATUS_URL" ] || return 0
  kong ready 5 "$KONG_STATUS_URL/status/ready"
  case $CODE in
    200 | 503) if [ "$CODE" != "$READY" ]; then READY=$CODE NODE_DUE=1; fi ;;
    *) READY= ;;
  esac
}
reconcile() {
  if [ "$HASH" = "$GOOD_MD5" ] || { [ "$HASH" = "$ZERO_HASH" ] && [ "$ZERO_IS_RIGHT" = 1 ]; }; then
    if [ "$WAS_RIGHT" = 0 ]; then NODE_DUE=1; fi
    RUNNING=1 WAS_RIGHT=1
    if [ -n "$DRIFT_SEEN" ]; then
      DRIFT_SEEN=
      log "the drift is gone"
      report_applied 304
    fi
    return 0
  fi
  RUNNING=0
  if [ "$WAS_RIGHT" = 1 ] && [ "$HASH" != "$ZERO_HASH" ] && ! kong_restarted; then
    if [ "$DRIFT_SEEN" != "$HASH" ]; then
      log "drift: Kong's config was changed by somebody else (hash $HASH)"
      DRIFT_SEEN=$HASH
      tell drift "sha256-$GOOD_SHA" 200 "$WORK/status.body" ''
    fi
    if [ "$DRIFT" = report ]; then return 0; fi
  fi
  tick
  if [ "$NOW" -lt "$KONG_RETRY_AT" ]; then return 0; fi
  log "Kong does not run the last good config: posting it again"
  TIMING=
  post_config "$DIR/last-good"
  case $KONG_CODE in
    201 | 304)
      log "posted the last good config again ($KONG_CODE)"
      HEALED=1
      settle
      ;;
    400 | 413)
      tell_rejected_once "sha256-$GOOD_SHA" "$KONG_CODE" "$INCOMING/config.body" ''
      not_taken "sha256-$GOOD_SHA"
      ;;
    *) not_taken "sha256-$GOOD_SHA" ;;
  esac
}
kong_restarted() {
  before=$PIDS
  kong root 10 "$KONG_ADMIN/"
  [ "$CODE" = 200 ] || return 0
  note_pids
  [ -n "$before" ] && [ "$PIDS" != "$before" ]
}

# --- State ---

# The companion lists the sums that last-good may have: the new one is added before the rename, so that a crash at any
# point leaves a pair that fits. A document that fits none was torn, and is ignored.
load_last_good() {
  GOOD_SHA='' GOOD_MD5=''
  [ -f "$DIR/last-good" ] || return 0
  sum=$(sha256_of "$DIR/last-good")
  if [ ${#sum} -eq 64 ] && tr -d '\r' 2>/dev/null <"$DIR/last-good.sha256" | grep -qx "$sum"; then
    GOOD_SHA=$sum
    GOOD_MD5=$(md5_of "$DIR/last-good")
  else
    log "the last good config on disk is damaged: ignored"
  fi
}
# One tag, the last that Kong refused: an older one that is expected again is tried again, so that Kong's words on it are told again.
rejected_tag() { read_word "$DIR/rejected"; }

# --- Enrollment ---

make_instance_id() {
  INSTANCE_ID=${SIGNALBOX_INSTANCE_ID:-}
  [ -n "$INSTANCE_ID" ] || INSTANCE_ID=$(read_word "$DIR/instance-id")
  if [ -z "$INSTANCE_ID" ] && [ -r /proc/sys/kernel/random/uuid ]; then INSTANCE_ID=$(cat /proc/sys/kernel/random/uuid); fi
  if [ -z "$INSTANCE_ID" ]; then
    INSTANCE_ID=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n' |
      sed 's/^\(.\{8\}\)\(.\{4\}\).\(.\{3\}\).\(.\{3\}\)\(.\{12\}\)$/\1-\2-4\3-8\4-\5/')
  fi
  printf '%s\n' "$INSTANCE_ID" | grep -Eqx '[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}' || die "SIGNALBOX_INSTANCE_ID is not a UUID"
  [ "$INSTANCE_ID" = "$(read_word "$DIR/instance-id")" ] || save "$DIR/instance-id" "$INSTANCE_ID" || quit 1
}
read_token() {
  TOKEN=${SIGNALBOX_TOKEN:-}
  # Children must not inherit it.
  unset SIGNALBOX_TOKEN
  if [ -z "$TOKEN" ] && [ -r "${SIGNALBOX_TOKEN_FILE:-}" ]; then TOKEN=$(head -n 1 "$SIGNALBOX_TOKEN_FILE" | tr -d ' \t\r\n'); fi
  if [ -n "$TOKEN" ] && ! is_word "$TOKEN"; then die "the enrollment token has characters that a token cannot have"; fi
}
token_sum() { printf '%s' "$TOKEN" | sha256sum | cut -c1-64; }
answer_value() { # answer_value NAME KEY: of the key=value lines of an answer; empty unless a plain word
  value=$(tr -d '\r' <"$WORK/$1.body" | sed -n "s/^$2=//p" | head -n 1)
  if is_word "$value"; then printf '%s' "$value"; fi
}
has_room() {
  has=1
  head -c 65536 /dev/zero 2>/dev/null >"$DIR/room" || has=0
  rm -f "$DIR/room"
  [ "$has" = 1 ]
}
enroll() {
  # A token may be good for one enrollment only: do not use it up where its fruit cannot be kept.
  if ! has_room; then
    log "cannot write in $DIR: not enrolling before there is room on the disk"
    CODE=000
    return 1
  fi
  BEARER=$TOKEN
  control enroll "$SHORT_TIMEOUT" /enroll -X POST -H 'Accept: text/plain' -H "Instance-Id: $INSTANCE_ID" -H "Hostname: $(clean "$(uname -n)")" \
    -H "Labels: $(clean "${SIGNALBOX_LABELS:-}")" -H "Agent-Version: $VERSION" --data-binary ''
  if [ "$CODE" != 201 ] && [ "$CODE" != 200 ]; then
    log "enrollment was not taken ($CODE): $(failure_of enroll)"
    return 1
  fi
  new_credential=$(answer_value enroll credential)
  told_id=$(answer_value enroll instance_id)
  if [ -z "$new_credential" ] || [ "$told_id" != "$INSTANCE_ID" ]; then
    log "the answer to the enrollment is not one of Signalbox"
    CODE=000
    return 1
  fi
  told_interval=$(number_or "$(answer_value enroll poll_interval_seconds)" 15)
  told_key=$(answer_value enroll signing_key_id)
  if [ -n "$told_key" ]; then save "$DIR/signing-key-id" "$told_key" || return 1; fi
  save "$DIR/credential" "$new_credential" || return 1
  save "$DIR/enrolled-with" "$(token_sum)"
  rm -f "$WORK/enroll.body"
  # Another enrollment may be into another group.
  rm -f "$DIR/group-id"
  # The record may be a new one.
  CREDENTIAL=$new_credential POLL_INTERVAL=$told_interval NODE_DUE=1
  load_pin
  log "enrolled as $INSTANCE_ID"
}
# Where the poll asked for it: a new credential by the present one, which stays good until the new one is used. So whatever
# goes wrong on the way, and wherever this is killed, the one on disk is good, and the next poll asks again.
rotate_credential() {
  [ "$(header_of poll credential-rotation)" = requested ] || return 0
  if ! has_room; then
    log "cannot write in $DIR: keeping the credential until there is room on the disk"
    return 0
  fi
  BEARER=$CREDENTIAL
  control rotate "$SHORT_TIMEOUT" /credential -X POST -H 'Accept: text/plain' --data-binary ''
  new_credential=$(answer_value rotate credential)
  rm -f "$WORK/rotate.body"
  if [ "$CODE" != 201 ] || [ -z "$new_credential" ]; then
    log "no new credential was given ($CODE): keeping this one"
    return 0
  fi
  save "$DIR/credential" "$new_credential" || return 0
  # A power cut must not bring the old one back once the new one was used.
  sync "$DIR/credential" "$DIR" 2>/dev/null
  CREDENTIAL=$new_credential
  log "took a new credential"
}
clean() { printf '%s' "$1" | tr -cd 'A-Za-z0-9._:=,/ -' | head -c 2000; }
load_pin() {
  PIN=${SIGNALBOX_SIGNING_KEY_ID:-}
  [ -n "$PIN" ] || PIN=$(read_word "$DIR/signing-key-id")
}

# --- Trust: what must hold before a document reaches Kong. WHY says what did not. ---

verify() { # verify FILE TAG
  WHY=
  if [ "sha256-$(sha256_of "$1")" != "$2" ]; then
    WHY='the digest of the document is not its ETag'
  elif [ "$HAS_OPENSSL" = 0 ]; then
    if [ "$REQUIRE_SIGNATURE" = 1 ]; then WHY='a signature is required, and openssl 3 or newer is not there to verify it'; fi
  else
    verify_signature "$1"
  fi
  [ -z "$WHY" ]
}
# members TEXT: the members of a field (RFC 8941, a dictionary), one a line. Our own hold no comma.
members() { printf '%s\n' "$1" | tr ',' '\n' | sed 's/^[[:blank:]]*//'; }
# Sets WHY unless one of the answer's signatures (RFC 9421) covers exactly digest, version and group, by the pinned key. While keys
# are replaced, every key that is in use signs: those that are not pinned count for nothing.
verify_signature() {
  inputs=$(header_of poll signature-input) signatures=$(header_of poll signature) digest=$(header_of poll unencoded-digest)
  config_version=$(header_of poll config-version) group=$(header_of poll signalbox-group)
  if [ -z "$inputs" ] || [ -z "$signatures" ]; then WHY='the document is not signed'; return 0; fi
  if [ -z "$PIN" ]; then WHY='no signing key is pinned'; return 0; fi
  input=$(members "$inputs" | grep -F ";keyid=\"$PIN\"" | head -n 1)
  if [ -z "$input" ]; then
    key_ids=$(members "$inputs" | sed -n 's/.*;keyid="\([A-Za-z0-9._:-]*\)".*/\1/p' | tr '\n' ' ' | head -c 200)
    WHY="the document is signed by key ${key_ids:-without id }and not by $PIN, which is pinned: set this node up again where the key was replaced"
    return 0
  fi
  label=${input%%=*} params=${input#*=}
  case $label in '' | *[!a-z0-9]*) WHY='the signature has no label'; return 0 ;; esac
  case $params in
    '("unencoded-digest" "config-version" "signalbox-group");'*) ;;
    *) WHY='the signature does not cover digest, version and group'; return 0 ;;
  esac
  if ! printf '%s\n' "$params" | grep -Eq '^[(][a-z" -]*[)](;(created|expires)=[0-9]+|;(keyid|alg|nonce|tag)="[A-Za-z0-9._:-]*")+$'; then
    WHY='the parameters of the signature are malformed'
    return 0
  fi
  case $params in *';alg='*) case $params in *';alg="ed25519"'*) ;; *) WHY='the signature is not Ed25519'; return 0 ;; esac ;; esac
  case $params in *';keyid='*';keyid='*) WHY='the signature names two keys'; return 0 ;; esac
  if ! is_number "$config_version" || [ "$(strip_zeros "$config_version")" -lt 1 ]; then WHY='Config-Version is not a positive number'; return 0; fi
  if ! is_word "$group"; then WHY='the group of the document is missing'; return 0; fi
  known_group=$(read_word "$DIR/group-id")
  if [ -n "$known_group" ] && [ "$known_group" != "$group" ]; then WHY='the document is of another group'; return 0; fi
  if [ "$digest" != "sha-256=:$(openssl dgst -sha256 -binary "$1" | openssl base64 -A):" ]; then WHY='Unencoded-Digest does not fit the document'; return 0; fi
  check_signature || return 0
  [ -n "$known_group" ] || save "$DIR/group-id" "$group"
}
check_signature() {
  if ! find_key; then
    WHY="the pinned signing key $PIN cannot be had"
    return 1
  fi
  encoded=$(members "$signatures" | sed -n "s/^$label=:\(.*\):\$/\1/p" | head -n 1)
  case $encoded in '' | *[!A-Za-z0-9+/=]*) WHY='the signature is malformed'; return 1 ;; esac
  printf '%s' "$encoded" | openssl base64 -d -A 2>/dev/null >"$WORK/signature"
  printf '"unencoded-digest": %s\n"config-version": %s\n"signalbox-group": %s\n"@signature-params": %s' \
    "$digest" "$config_version" "$group" "$params" 2>/dev/null >"$WORK/signed"
  if openssl pkeyutl -verify -pubin -inkey "$WORK/key.pem" -rawin -in "$WORK/signed" -sigfile "$WORK/signature" >/dev/null 2>&1; then return 0; fi
  WHY='the signature is wrong'
  return 1
}
# The pinned key is asked for once and then kept: a later answer of the server cannot replace it.
find_key() {
  if extract_key "$DIR/keys.pem"; then return 0; fi
  BEARER=$CREDENTIAL
  control keys "$SHORT_TIMEOUT" /keys -H 'Accept: application/x-pem-file'
  [ "$CODE" = 200 ] && extract_key "$WORK/keys.body" && mv -f "$WORK/keys.body" "$DIR/keys.pem"
}
extract_key() { # extract_key FILE
  [ -r "$1" ] || return 1
  tr -d '\r' <"$1" | awk -v want="# keyid: $PIN" '
    /^# keyid: / { take = ($0 == want) && !taken; if (take) taken = 1; next }
    take { print }' 2>/dev/null >"$WORK/key.pem"
  der=$(openssl pkey -pubin -in "$WORK/key.pem" -outform DER 2>/dev/null | sha256sum | cut -c1-16)
  grep -q 'BEGIN PUBLIC KEY' "$WORK/key.pem" || return 1
  # An id of this form is made of the key itself: a server that lies about the key is found out.
  case $PIN in
    sbk-????????????????) [ "$PIN" = "sbk-$der" ] ;;
    *) return 0 ;;
  esac
}

# --- One round: poll, verify, apply, report. OUTCOME and PAUSE (seconds, or backoff) say how it went. ---

poll() {
  # Kong reads its own hash; the poll says what it runs only when that was seen to be so.
  tags=
  if [ -n "$GOOD_SHA" ]; then tags="\"sha256-$GOOD_SHA\""; fi
  refused=$(rejected_tag)
  if is_tag "$refused"; then tags="${tags:+$tags, }\"$refused\""; fi
  set --
  if [ -n "$tags" ]; then set -- "$@" -H "If-None-Match: $tags"; fi
  if [ "$RUNNING" = 1 ]; then set -- "$@" -H "Running-Config: \"sha256-$GOOD_SHA\""; fi
  if [ "$ONCE" = 0 ] && [ "$WAIT" -gt 0 ]; then set -- "$@" -H "Prefer: wait=$WAIT"; fi
  BEARER=$CREDENTIAL POLL_DONE=0 HANGUP=0 told_running=$RUNNING
  rm -f "$WORK/poll.rc"
  (
    trap 'STOP=1; end_child' TERM INT
    trap '' HUP USR1
    control poll "$((WAIT + TIMEOUT))" /config "$@"
    echo "$RC" >"$WORK/poll.rc"
    kill -USR1 "$$"
  ) 9>&- &
  POLLER=$!
  while [ "$STOP$HANGUP$POLL_DONE" = 000 ] && kill -0 "$POLLER" 2>/dev/null; do
    nap "$CHECK"
    if [ "$STOP$HANGUP$POLL_DONE" = 000 ]; then check_kong; fi
    # A held poll tells what Kong ran when it began: a change of that is told by a new one.
    if [ "$ONCE" = 0 ] && [ "$RUNNING" != "$told_running" ]; then HANGUP=1; fi
  done
  if [ "$POLL_DONE" = 0 ]; then kill "$POLLER" 2>/dev/null; fi
  await "$POLLER"
  # Through a file: the signal that ends the poll also cuts `wait` short, and shells differ in what status it then tells.
  RC=$(number_or "$(cat "$WORK/poll.rc" 2>/dev/null)" 1)
  read_code poll
  POLL_DONE=0
}
round() {
  OUTCOME=error PAUSE=backoff
  tick
  started=$NOW
  poll
  TIMING=
  if [ "$STOP$HANGUP" != 00 ]; then PAUSE=0; return 0; fi
  # 23: curl could not write the document; its head is whole.
  if [ "$RC" = 23 ] && [ "$CODE" = 200 ]; then take_tag && no_room; return 0; fi
  if [ "$RC" != 0 ]; then
    CODE=000
    log "the poll failed ($RC): $(failure_of poll)"
    return 0
  fi
  case $CODE in
    200) take_policy; take_document ;;
    304 | 204)
      OUTCOME=unchanged
      take_policy
      send_unsent
      ;;
    401 | 403)
      if [ "$CODE" = 401 ]; then log "the server does not know this credential (401): Kong keeps serving"; else log "this instance is archived (403): Kong keeps serving"; fi
      # By a token that was given since.
      if [ -n "$TOKEN" ] && [ "$(token_sum)" != "$(read_word "$DIR/enrolled-with")" ] && enroll; then PAUSE=0; else minutes; fi
      return 0
      ;;
    410) come_back; return 0 ;;
    429 | 503) when_asked poll; log "the server is busy ($CODE): polling again after $PAUSE s"; return 0 ;;
    3??) log "the server redirects ($CODE), which is not followed: is SIGNALBOX_URL right?"; return 0 ;;
    *) log "the server answered $CODE"; return 0 ;;
  esac
  if [ "$OUTCOME" != error ]; then next_poll; fi
}
# What the group says of drift holds over a restart, while the server is away too; what this node was started with comes first.
take_policy() {
  policy=$(header_of poll drift-policy)
  case $policy in heal | report) ;; *) return 0 ;; esac
  if [ -n "${SIGNALBOX_DRIFT:-}" ] || [ "$policy" = "$DRIFT" ]; then return 0; fi
  DRIFT=$policy
  log "drift: the group says to $policy it"
  save "$DIR/drift-policy" "$policy"
}
# The record of an ephemeral instance goes when it was away too long: the token gets it a new one, with a try in some minutes,
# and in an hour where the token was refused. Any other instance that is gone was meant to go.
come_back() {
  PAUSE=3600
  if [ "${SIGNALBOX_EPHEMERAL:-0}" = 1 ] && [ -n "$TOKEN" ]; then
    log "the group or this instance is gone (410): Kong keeps serving, enrolling again"
    tick
    if [ "$NOW" -lt "$COME_BACK_AT" ]; then PAUSE=$((COME_BACK_AT - NOW)); return 0; fi
    minutes
    COME_BACK_AT=$((NOW + PAUSE))
    if enroll; then PAUSE=0; return 0; fi
    case $CODE in 429 | 503) when_asked enroll ;; 4??) PAUSE=3600 ;; esac
    log "not enrolled again: trying in $PAUSE s"
  else
    log "the group or this instance is gone (410): Kong keeps serving, polling once an hour"
  fi
}
# when_asked NAME: PAUSE as the answer's Retry-After has it, spread a little; else as it was.
when_asked() {
  wanted=$(retry_after "$1")
  if [ -n "$wanted" ]; then bounded "$wanted" 3600; PAUSE=$((BOUNDED + $(random_below $((BOUNDED / 4 + 1))))); fi
}
# Back at once where the server held the poll, else after its interval.
next_poll() {
  if [ "$OUTCOME" = refused ]; then return 0; fi
  TRIES=0
  bounded "$(number_or "$(header_of poll poll-interval)" "$POLL_INTERVAL")" 3600
  POLL_INTERVAL=$BOUNDED PAUSE=$BOUNDED
  case $(header_of poll preference-applied) in *wait=*) ;; *) return 0 ;; esac
  case $OUTCOME$CODE in
    # A document that was named as held, or a wait that was none: such a server must not be hammered.
    unchanged200) ;;
    unchanged*) tick; PAUSE=0; if [ "$NOW" -le "$((started + 1))" ]; then PAUSE=1; fi ;;
    *) PAUSE=0 ;;
  esac
}
bounded() { # bounded NUMBER MAX
  BOUNDED=$1
  if [ "$BOUNDED" -lt 1 ]; then BOUNDED=1; fi
  if [ "$BOUNDED" -gt "$2" ]; then BOUNDED=$2; fi
}
minutes() {
  PAUSE=$((60 + $(random_below 120)))
  if [ "$PAUSE" -gt "$BACKOFF_MAX" ]; then PAUSE=$BACKOFF_MAX; fi
}
# refuse TAG: for what the agent itself does not trust. The tag is not remembered: the next answer may be good.
refuse() {
  OUTCOME=refused
  log "refused $1: $WHY"
  printf 'Refused by the agent: %s\n' "$WHY" >"$WORK/why"
  tell_rejected_once "$1" 0 "$WORK/why" "$WHY"
}
no_room() {
  WHY="the new config cannot be kept in $DIR: is the disk full?"
  refuse "$etag"
  OUTCOME=error
  rm -f "$DIR/candidate" "$INCOMING/poll.body"
}
take_tag() {
  etag=$(header_of poll etag)
  etag=${etag#W/}
  etag=${etag#\"}
  etag=${etag%\"}
  is_tag "$etag" || { log "the answer has no ETag of the form sha256-…: ignored"; return 1; }
}
take_document() {
  take_tag || return 0
  # What was named as held is sent again where a person asked for that: Kong gets it once more. A server that sends it without
  # that word, as one that knows no condition, at every poll: nothing to do.
  again=0
  if [ "$etag" = "sha256-$GOOD_SHA" ] || [ "$etag" = "$(rejected_tag)" ]; then
    if [ "$(header_of poll config-sync)" != requested ]; then OUTCOME=unchanged; return 0; fi
    again=1
    log "asked to take $etag once more"
  fi
  TIMING="fetch;dur=$(ms "$SENT" "-$BEGUN" "$DONE")"
  uptime
  from=$UPTIME trusted=1
  verify "$INCOMING/poll.body" "$etag" || trusted=0
  uptime
  if [ -n "$UPTIME" ]; then TIMING="$TIMING, verify;dur=$(ms "$UPTIME" "-$from")"; fi
  if [ "$trusted" = 0 ]; then
    if [ "$STOP" = 0 ]; then refuse "$etag"; fi
    return 0
  fi
  # Everything that needs room on the disk comes before Kong is changed.
  # shellcheck disable=SC2086 # safe because GOOD_SHA is hex or empty
  if ! save "$DIR/last-good.sha256" "$(printf '%s\n' "${etag#sha256-}" $GOOD_SHA)" || ! mv -f "$INCOMING/poll.body" "$DIR/candidate"; then
    no_room
    return 0
  fi
  sync "$DIR/candidate" 2>/dev/null
  post_config "$DIR/candidate"
  case $KONG_CODE in
    201 | 304)
      if ! mv -f "$DIR/candidate" "$DIR/last-good"; then
        log "cannot rename the new config to last-good"
        return 0
      fi
      GOOD_SHA=${etag#sha256-}
      if [ "$(rejected_tag)" = "$etag" ]; then rm -f "$DIR/rejected"; fi
      GOOD_MD5=$(md5_of "$DIR/last-good")
      OUTCOME=applied
      # Asked to take once more what it had.
      if [ "$again$KONG_CODE" = 1304 ]; then OUTCOME=unchanged; fi
      log "applied $etag ($KONG_CODE)"
      settle
      ;;
    400 | 413)
      OUTCOME=rejected
      log "Kong rejected $etag ($KONG_CODE): the last good config stays"
      # A tag that cannot be kept would be sent again at once, and rejected again.
      save "$DIR/rejected" "$etag" || OUTCOME=error
      tell rejected "$etag" "$KONG_CODE" "$INCOMING/config.body" "$TIMING"
      ;;
    *)
      if [ "$STOP" = 0 ]; then not_taken "$etag"; fi
      PAUSE=$DELAY
      ;;
  esac
  rm -f "$DIR/candidate"
}

# --- The loop ---

jitter() { # jitter TRY CAP: DELAY is between 1 and the step (full jitter)
  most=$BACKOFF_MIN count=$1
  while [ "$count" -gt 1 ] && [ "$most" -lt "$2" ]; do
    most=$((most * 2)) count=$((count - 1))
  done
  if [ "$most" -gt "$2" ]; then most=$2; fi
  DELAY=$((1 + $(random_below "$most")))
}
# idle SECONDS: waits, and looks after Kong meanwhile; ends early on a signal, or when Kong comes up. It counts what it
# slept, not what the clock says.
idle() {
  left=$1 KONG_CAME_UP=0
  while [ "$left" -gt 0 ] && [ "$STOP$HANGUP$KONG_CAME_UP" = 000 ]; do
    step=$left
    if [ "$step" -gt "$CHECK" ]; then step=$CHECK; fi
    left=$((left - step))
    nap "$step"
    if [ "$STOP" = 0 ]; then check_kong; fi
  done
  HANGUP=0
}
pause() { # PAUSE seconds, or backoff
  if [ "$PAUSE" = backoff ]; then
    TRIES=$((TRIES + 1))
    jitter "$TRIES" "$BACKOFF_MAX"
    PAUSE=$DELAY
  fi
  if [ "$PAUSE" -gt 0 ]; then idle "$PAUSE"; else check_kong; fi
}
finish() { # finish STATUS
  if [ "$STOP" = 1 ] && [ "${SIGNALBOX_EPHEMERAL:-0}" = 1 ] && [ -n "$CREDENTIAL" ]; then
    SIGNING_OFF=1 BEARER=$CREDENTIAL
    control answer 2 /sign-off -X POST --data-binary ''
    log "signed off ($CODE)"
    # The record is gone, so its credential is good for nothing: who starts here next enrolls.
    case $CODE in 2?? | 410) rm -f "$DIR/credential" "$DIR/enrolled-with" ;; esac
  fi
  quit "$1"
}
read_settings() {
  BASE=${SIGNALBOX_URL:-}
  while [ "$BASE" != "${BASE%/}" ]; do BASE=${BASE%/}; done
  BASE=${BASE%/api/runtime/v1}
  ON_LOOPBACK=0 host=${BASE#*://}
  if printf '%s\n' "${host%%/*}" | grep -Eqx '(127([.][0-9]{1,3}){3}|localhost|\[::1\])(:[0-9]+)?'; then ON_LOOPBACK=1; fi
  case $BASE in
    # No user, query or quote: what is in the URL shows on command lines.
    *[!][A-Za-z0-9._~:/%-]*) die "SIGNALBOX_URL is not a plain URL" ;;
    https://?*) ;;
    http://?*) [ "$ON_LOOPBACK${SIGNALBOX_INSECURE_HTTP:-0}" != 00 ] || die "SIGNALBOX_URL must be https (plain http only on loopback)" ;;
    *) die "SIGNALBOX_URL is missing or no URL" ;;
  esac
  BASE=$BASE/api/runtime/v1
  DIR=${SIGNALBOX_STATE_DIR:-/var/lib/signalbox}
  KONG_ADMIN=${SIGNALBOX_KONG_ADMIN:-http://127.0.0.1:8001}
  KONG_ADMIN=${KONG_ADMIN%/}
  KONG_STATUS_URL=${SIGNALBOX_KONG_STATUS-http://127.0.0.1:8100}
  KONG_STATUS_URL=${KONG_STATUS_URL%/}
  case ${SIGNALBOX_DRIFT:-heal} in heal | report) ;; *) die "SIGNALBOX_DRIFT is heal or report" ;; esac
  REQUIRE_SIGNATURE=${SIGNALBOX_REQUIRE_SIGNATURE:-0}
  WAIT=$(number_or "${SIGNALBOX_WAIT_SECONDS:-}" 50)
  if [ "$WAIT" -gt 600 ]; then WAIT=600; fi
  bounded "$(number_or "${SIGNALBOX_TIMEOUT_SECONDS:-}" 60)" 600 && TIMEOUT=$BOUNDED
  SHORT_TIMEOUT=$(((TIMEOUT + 1) / 2))
  bounded "$(number_or "${SIGNALBOX_CHECK_SECONDS:-}" 5)" 300 && CHECK=$BOUNDED
  bounded "$(number_or "${SIGNALBOX_BACKOFF_MIN_SECONDS:-}" 1)" 3600 && BACKOFF_MIN=$BOUNDED
  bounded "$(number_or "${SIGNALBOX_BACKOFF_MAX_SECONDS:-}" 300)" 3600 && BACKOFF_MAX=$BOUNDED
}
# One agent per state directory, where there is flock; what a killed agent left behind goes.
prepare_folders() {
  INCOMING=$DIR/incoming
  if ! mkdir -p "$DIR" "$INCOMING" || ! chmod 700 "$DIR" "$INCOMING"; then die "cannot make the state directory $DIR"; fi
  if ! ( : >>"$DIR/lock" ) 2>/dev/null; then die "cannot write in the state directory $DIR"; fi
  exec 9>>"$DIR/lock"
  if command -v flock >/dev/null 2>&1 && ! flock -n 9; then die "another agent runs on $DIR"; fi
  left=$(head -n 1 "$DIR/work" 2>/dev/null)
  case ${left##*/} in signalbox-agent.*) rm -rf "$left" ;; esac
  rm -f "$DIR"/*.new "$DIR/candidate" "$DIR/room" "$INCOMING"/*
  for parent in /dev/shm "$DIR"; do
    scratch=$parent/signalbox-agent.$$.$(random_below 65536)
    if mkdir "$scratch" 2>/dev/null; then WORK=$scratch; break; fi
  done
  [ -n "$WORK" ] || die "cannot write in the state directory $DIR"
  printf '%s\n' "$WORK" 2>/dev/null >"$DIR/work"
}
prepare() {
  for tool in curl sha256sum awk sed; do command -v "$tool" >/dev/null 2>&1 || die "$tool is missing"; done
  prepare_folders
  # pkeyutl verifies Ed25519 from openssl 3 on.
  HAS_OPENSSL=0
  case $(openssl version 2>/dev/null) in 'OpenSSL '[3-9].* | 'OpenSSL '[1-9][0-9].*) HAS_OPENSSL=1 ;; esac
  if [ "$HAS_OPENSSL" = 0 ]; then log "openssl 3 is not there: documents are checked by digest only"; fi
  read_token
  make_instance_id
  CREDENTIAL=$(read_word "$DIR/credential")
  load_pin
  DRIFT=${SIGNALBOX_DRIFT:-$(read_word "$DIR/drift-policy")}
  if [ "$DRIFT" != report ]; then DRIFT=heal; fi
  if [ -z "$CREDENTIAL" ] && [ -z "$TOKEN" ]; then die "not enrolled, and no SIGNALBOX_TOKEN to enroll with"; fi
  BEARER='' TRIES=0 POLL_INTERVAL=15 DELAY=1 COME_BACK_AT=0 TOLD='' APPLIED_DUE=0 SCHEMA_AT='' SCHEMAS_OF=none
  KONG_UP=unknown KONG_CAME_UP=0 KONG_TRIES=0 KONG_RETRY_AT=0 KONG_CODE=000 READY='' PIDS='' HASH='' HASH_WARNED=0
  NODE_DUE=0 NODE_AT=0 RUNNING=0 WAS_RIGHT=0 ZERO_IS_RIGHT=0 POSTED_EMPTY=0 DRIFT_SEEN='' HEALED=0 TIMING='' GOOD_TIMING=''
  load_last_good
}
run_once() {
  if [ -z "$CREDENTIAL" ]; then enroll || finish 1; fi
  check_kong
  round
  rotate_credential
  if [ -n "$SCHEMA_AT" ]; then forward_schemas; fi
  case $OUTCOME in
    applied) finish 0 ;;
    unchanged) if [ "$HEALED" = 1 ]; then finish 0; elif [ "$KONG_UP" = 1 ]; then finish 10; else finish 1; fi ;;
    rejected | refused) finish 20 ;;
    *) finish 1 ;;
  esac
}
main() {
  ONCE=0
  for argument in "$@"; do
    case $argument in
      --once) ONCE=1 ;;
      --help | -h) usage; exit 0 ;;
      --version) echo "signalbox-agent $VERSION"; exit 0 ;;
      *) usage >&2; exit 1 ;;
    esac
  done
  read_settings
  install_traps
  prepare
  if [ "$ONCE" = 1 ]; then run_once; fi
  check_kong
  while [ "$STOP" = 0 ] && [ -z "$CREDENTIAL" ]; do
    enroll && { TRIES=0; check_kong; break; }
    PAUSE=backoff
    case $CODE in 429 | 503) when_asked enroll ;; 4??) minutes ;; esac
    pause
  done
  while [ "$STOP" = 0 ]; do
    round
    if [ "$STOP" = 1 ]; then break; fi
    rotate_credential
    pause
  done
  finish 0
}
main "$@"
