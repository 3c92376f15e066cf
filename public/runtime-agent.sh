#!/bin/sh
# Signalbox runtime agent: polls for the expected config, checks it, posts it to the Kong Gateway beside it, and reports.
# POSIX sh with curl, sha256sum and md5sum; openssl where there is one checks signatures.
# Secrets travel in files of mode 0600 only: never on a command line, never in a log.
set -u
umask 077
VERSION=0.1.0
STATE=${SIGNALBOX_STATE_DIR:-/var/lib/signalbox}
ADMIN=${SIGNALBOX_KONG_ADMIN:-http://127.0.0.1:8001}
STATUS=${SIGNALBOX_KONG_STATUS:-http://127.0.0.1:8100}
API=${SIGNALBOX_URL:-}/api/runtime/v1
WAIT=${SIGNALBOX_WAIT_SECONDS:-50}
CHECK=${SIGNALBOX_CHECK_SECONDS:-5}
BACKOFF_MIN=${SIGNALBOX_BACKOFF_MIN_SECONDS:-1}
BACKOFF_MAX=${SIGNALBOX_BACKOFF_MAX_SECONDS:-300}
ZERO_HASH=00000000000000000000000000000000
ONCE=
ROUND=idle
BACKOFF=$BACKOFF_MIN
PID=
STOP=
WAS_RIGHT=
NODE_AT=0

log() { printf '%s signalbox-agent: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*" >&2; }
die() { log "$*"; exit 1; }
now() { date +%s; }

# A header's value from a saved answer; carriage returns dropped.
header() { tr -d '\r' <"$STATE/headers" | sed -n "s/^$1: *//Ip" | tail -n 1; }
# A value of a key=value file that holds nothing a shell or a header could trip over.
value() { sed -n "s/^$2=\([A-Za-z0-9._:-]*\)$/\1/p" "$1" | tail -n 1; }
sha() { sha256sum <"$1" | cut -d ' ' -f 1; }
md5() { md5sum <"$1" | cut -d ' ' -f 1; }

# Runs curl in the background, so that a signal is heeded at once and Kong is looked after while a long poll waits.
# Prints nothing; the HTTP status is in CODE, 000 where there was none.
call() {
  rm -f "$STATE/code"
  curl -sS --max-redirs 0 --connect-timeout 10 --max-filesize 67108864 ${SIGNALBOX_CA_FILE:+--cacert "$SIGNALBOX_CA_FILE"} \
    -D "$STATE/headers" -w '%{http_code}' "$@" >"$STATE/code" 2>"$STATE/curl.log" &
  PID=$!
  while kill -0 "$PID" 2>/dev/null; do
    [ -n "$STOP" ] && { kill "$PID" 2>/dev/null; break; }
    pause 0
    [ -n "$GUARD" ] && guard
  done
  wait "$PID" 2>/dev/null
  FAILED=$?
  CODE=$(cat "$STATE/code" 2>/dev/null)
  [ "$FAILED" = 0 ] || CODE=000
}
GUARD=

# Waits for the call under way (0) or so many seconds, but no longer than the next look at Kong.
pause() {
  if [ "$1" = 0 ]; then
    _until=$(( $(now) + CHECK ))
    while kill -0 "$PID" 2>/dev/null && [ -z "$STOP" ] && [ "$(now)" -lt "$_until" ]; do nap 0.1; done
  else
    _end=$(( $(now) + $1 ))
    while [ -z "$STOP$HUP" ] && [ "$(now)" -lt "$_end" ]; do nap 0.5; [ $(( $(now) % CHECK )) = 0 ] && guard; done
    HUP=
  fi
}
HUP=
# A sleep that a signal cuts short.
nap() { sleep "$1" & wait $!; }

# Exponential backoff with full jitter.
back_off() {
  _random=$(od -An -N2 -tu2 /dev/urandom | tr -d ' ')
  pause $(( 1 + _random % BACKOFF ))
  BACKOFF=$(( BACKOFF * 2 ))
  [ "$BACKOFF" -le "$BACKOFF_MAX" ] || BACKOFF=$BACKOFF_MAX
}

authorize() { printf 'Authorization: Bearer %s\n' "$1" >"$STATE/auth"; }

enroll() {
  if [ -n "${SIGNALBOX_TOKEN_FILE:-}" ]; then _token=$(cat "$SIGNALBOX_TOKEN_FILE") || die "SIGNALBOX_TOKEN_FILE cannot be read."
  else _token=${SIGNALBOX_TOKEN:-}; fi
  [ -n "$_token" ] || die "Set SIGNALBOX_TOKEN_FILE or SIGNALBOX_TOKEN to the enrollment token."
  authorize "$_token"
  _id=$(instance_id)
  call -X POST -H "@$STATE/auth" -H "Accept: text/plain" -H "Instance-Id: $_id" -H "Hostname: $(uname -n)" \
    -H "Labels: ${SIGNALBOX_LABELS:-}" -H "Agent-Version: $VERSION" --max-time 30 -o "$STATE/enrolled.new" "$API/enroll"
  if [ "$CODE" != 201 ]; then
    log "enroll: the server answered $CODE: $(cut -c 1-300 "$STATE/enrolled.new" 2>/dev/null | tr -d '\n') $(cat "$STATE/curl.log")"
    return 1
  fi
  [ -n "$(value "$STATE/enrolled.new" credential)" ] || { log "enroll: the answer holds no credential"; return 1; }
  mv "$STATE/enrolled.new" "$STATE/enrolled" && log "enrolled as $_id"
}

# The id is made once and kept: a lost credential never makes a second instance.
instance_id() {
  [ -n "${SIGNALBOX_INSTANCE_ID:-}" ] && { printf '%s' "$SIGNALBOX_INSTANCE_ID"; return; }
  [ -s "$STATE/instance-id" ] || cat /proc/sys/kernel/random/uuid >"$STATE/instance-id"
  cat "$STATE/instance-id"
}

# report KIND ETAG KONG_STATUS BODY_FILE; a lost report is no reason to stop: the next poll says what runs.
report() {
  head -c 1048576 "$4" >"$STATE/report" 2>/dev/null || : >"$STATE/report"
  _guard=$GUARD; GUARD=
  call -X POST -H "@$STATE/auth" -H "Config-ETag: $2" -H "Kong-Status: $3" -H "Kong-Ready: ${READY:-}" -H "Content-Type: application/octet-stream" \
    --data-binary "@$STATE/report" --max-time 30 -o /dev/null "$API/reports/$1"
  GUARD=$_guard
  [ "$CODE" = 204 ] || log "report $1: the server answered $CODE"
}

kong_get() { curl -sS --max-time 10 "$1" 2>/dev/null; }
kong_hash() { kong_get "$ADMIN/status" | sed -n 's/.*"configuration_hash" *: *"\([0-9a-f]\{32\}\)".*/\1/p'; }

# Posts a document to Kong; the HTTP status is in KONG, Kong's words in $STATE/answer.
# text/yaml makes Kong's hash the MD5 of these bytes; as application/json it would change every second.
post_to_kong() {
  KONG=$(curl -sS --max-time 120 -X POST -H 'Content-Type: text/yaml' -H 'Expect:' --data-binary "@$1" -o "$STATE/answer" -w '%{http_code}' "$ADMIN/config?check_hash=1&flatten_errors=1" 2>/dev/null) || KONG=000
  # Flattening loses dangling references: then Kong is asked once more without it.
  if [ "$KONG" = 400 ] && tr -d ' \n' <"$STATE/answer" | grep -qE '"flattened_errors":(\{\}|\[\])'; then
    KONG=$(curl -sS --max-time 120 -X POST -H 'Content-Type: text/yaml' -H 'Expect:' --data-binary "@$1" -o "$STATE/answer" -w '%{http_code}' "$ADMIN/config?check_hash=1" 2>/dev/null) || KONG=000
  fi
}

# The tag of last-good, or nothing where the file is torn: its name says its digest.
last_good_tag() {
  _tag=$(cat "$STATE/last-good.tag" 2>/dev/null) || return 1
  [ -s "$STATE/last-good" ] && [ "$(sha "$STATE/last-good")" = "$_tag" ] && printf '%s' "$_tag"
}

# Kong runs what last-good says, or gets it again, whether the server is there or not.
guard() {
  GOOD=$(last_good_tag) || return 0
  [ -n "$GOOD" ] || return 0
  _hash=$(kong_hash)
  [ -n "$_hash" ] || return 0
  _want=$(md5 "$STATE/last-good")
  if [ "$_hash" = "$_want" ]; then WAS_RIGHT=1; return 0; fi
  # Empty means restarted; another config than the one that was right before means that somebody changed it here.
  if [ -n "$WAS_RIGHT" ] && [ "$_hash" != "$ZERO_HASH" ]; then
    [ "$WAS_RIGHT" = drift ] || DRIFTED=$_hash
    if [ "${SIGNALBOX_DRIFT:-heal}" = report ]; then WAS_RIGHT=drift; return 0; fi
  fi
  log "Kong does not run last-good: posting it again"
  post_to_kong "$STATE/last-good"
  case $KONG in 201 | 304) WAS_RIGHT=1 ;; *) log "posting last-good again: Kong answered $KONG" ;; esac
}
DRIFTED=

tell_drift() {
  [ -n "$DRIFTED" ] || return 0
  printf 'configuration_hash was %s' "$DRIFTED" >"$STATE/answer"
  DRIFTED=
  report drift "\"sha256-$GOOD\"" 0 "$STATE/answer"
  # Healed: applied says so.
  [ "$WAS_RIGHT" = 1 ] && { : >"$STATE/answer"; report applied "\"sha256-$GOOD\"" 201 "$STATE/answer"; }
}

tell_node() {
  READY=$(curl -sS --max-time 5 -o /dev/null -w '%{http_code}' "$STATUS/status/ready" 2>/dev/null) || READY=
  [ "$(now)" -ge $(( NODE_AT + 600 )) ] || [ "$READY" != "${WAS_READY:-}" ] || return 0
  kong_get "$ADMIN/" >"$STATE/node" || return 0
  printf '\n' >>"$STATE/node"
  kong_get "$ADMIN/status" >>"$STATE/node"
  NODE_AT=$(now); WAS_READY=$READY
  report node "" 200 "$STATE/node"
}

fetch_keys() {
  cp "$STATE/headers" "$STATE/headers.config"
  call -H "@$STATE/auth" -H 'Accept: application/x-pem-file' --max-time 30 -o "$STATE/keys.pem" "$API/keys"
  cp "$STATE/headers.config" "$STATE/headers"
}

# Ed25519 over digest, version and group (RFC 9421). WHY says what is wrong.
check_signature() {
  if ! command -v openssl >/dev/null 2>&1; then
    [ "${SIGNALBOX_REQUIRE_SIGNATURE:-}" = 1 ] || return 0
    WHY="a signature is required and there is no openssl to check it"; return 1
  fi
  _pinned=${SIGNALBOX_SIGNING_KEY_ID:-$(value "$STATE/enrolled" signing_key_id)}
  _input=$(header signature-input); _signature=$(header signature)
  _params=${_input#sig1=}
  case $_params in '("unencoded-digest" "config-version" "signalbox-group");'*) ;; *) WHY="the signature is missing or does not cover digest, version and group"; return 1 ;; esac
  _keyid=$(printf '%s' "$_params" | sed -n 's/.*;keyid="\([A-Za-z0-9._:-]*\)".*/\1/p')
  [ "$_keyid" = "$_pinned" ] || { WHY="the signature is by another key than the pinned one"; return 1; }
  _digest=$(openssl dgst -sha256 -binary <"$1" | openssl base64 -A)
  [ "$(header unencoded-digest)" = "sha-256=:$_digest:" ] || { WHY="the signed digest is not that of the body"; return 1; }
  _group=$(header signalbox-group)
  [ -s "$STATE/group" ] || printf '%s' "$_group" >"$STATE/group"
  [ "$_group" = "$(cat "$STATE/group")" ] || { WHY="the config is signed for another runtime group"; return 1; }
  [ -s "$STATE/keys.pem" ] || fetch_keys
  sed -n "/^# keyid: $_keyid\$/,/END PUBLIC KEY/p" "$STATE/keys.pem" | sed 1d >"$STATE/key.pem"
  [ -s "$STATE/key.pem" ] || { rm -f "$STATE/keys.pem"; WHY="the pinned key is not among the server's keys"; return 1; }
  printf '%s' "$_signature" | sed -n 's/^sig1=:\(.*\):$/\1/p' | openssl base64 -d -A >"$STATE/signature" 2>/dev/null
  printf '"unencoded-digest": sha-256=:%s:\n"config-version": %s\n"signalbox-group": %s\n"@signature-params": %s' "$_digest" "$(header config-version)" "$_group" "$_params" >"$STATE/base"
  openssl pkeyutl -verify -pubin -inkey "$STATE/key.pem" -rawin -in "$STATE/base" -sigfile "$STATE/signature" >/dev/null 2>&1 || { WHY="the signature does not verify"; return 1; }
}

# Takes a config that was offered: verify, post, remember, report.
take() {
  _etag=$(header etag); _etag=${_etag#W/}
  NEW=$(printf '%s' "$_etag" | sed -n 's/^"sha256-\([0-9a-f]\{64\}\)"$/\1/p')
  WHY="the digest in the ETag is not that of the body"
  if [ -z "$NEW" ] || [ "$(sha "$STATE/offered")" != "$NEW" ] || ! check_signature "$STATE/offered"; then
    log "refused: $WHY"
    printf 'The agent refused this config: %s.' "$WHY" >"$STATE/answer"
    [ -n "$NEW" ] && report rejected "\"sha256-$NEW\"" 0 "$STATE/answer"
    ROUND=rejected
    return 1
  fi
  post_to_kong "$STATE/offered"
  case $KONG in
    201 | 304)
      if ! { mv "$STATE/offered" "$STATE/last-good" && printf '%s' "$NEW" >"$STATE/last-good.new" && mv "$STATE/last-good.new" "$STATE/last-good.tag"; }; then
        log "last-good could not be written: is the disk full?"
      fi
      WAS_RIGHT=1; NODE_AT=0; ROUND=applied; BACKOFF=$BACKOFF_MIN
      : >"$STATE/answer"
      report applied "\"sha256-$NEW\"" "$KONG" "$STATE/answer"
      log "applied v$(header_version)" ;;
    400 | 413)
      { printf '%s\n' "$NEW"; head -n 9 "$STATE/rejected" 2>/dev/null; } >"$STATE/rejected.new" && mv "$STATE/rejected.new" "$STATE/rejected"
      ROUND=rejected
      report rejected "\"sha256-$NEW\"" "$KONG" "$STATE/answer"
      log "Kong rejected the config with $KONG" ;;
    *) log "Kong answered $KONG; trying again"; return 1 ;;
  esac
}
header_version() { printf '%s' "${OFFERED:-?}"; }

# One poll. Sets ROUND; returns 1 where it should be tried again with backoff.
poll() {
  _credential=$(value "$STATE/enrolled" credential)
  authorize "$_credential"
  tell_node
  GOOD=$(last_good_tag) || GOOD=
  tell_drift
  _held=$( { [ -z "$GOOD" ] || printf '%s\n' "$GOOD"; cat "$STATE/rejected" 2>/dev/null; } | sed 's/.*/"sha256-&"/' | paste -sd, - )
  _wait=$WAIT; [ -z "$ONCE" ] || _wait=0
  { cat "$STATE/auth"; [ -z "$_held" ] || printf 'If-None-Match: %s\n' "$_held"; [ -z "$GOOD" ] || printf 'Running-Config: "sha256-%s"\n' "$GOOD"
    [ "$_wait" = 0 ] || printf 'Prefer: wait=%s\n' "$_wait"; } >"$STATE/poll"
  rm -f "$STATE/offered"
  GUARD=1
  call -H "@$STATE/poll" --max-time $(( _wait + 30 )) -o "$STATE/offered" "$API/config"
  GUARD=
  [ -z "$STOP" ] || return 0
  INTERVAL=$(header poll-interval)
  case $INTERVAL in '' | *[!0-9]*) INTERVAL=15 ;; esac
  case $CODE in
    200) OFFERED=$(header config-version); take || return 1 ;;
    304 | 204) ROUND=idle; BACKOFF=$BACKOFF_MIN; [ -n "$(header preference-applied)" ] || NEXT=$INTERVAL ;;
    401) log "the server answered 401: the credential is not valid; serving on"; NEXT=120 ;;
    403) log "the server answered 403: archived; serving on"; NEXT=600 ;;
    410) log "the server answered 410: the group is gone; serving on"; NEXT=3600 ;;
    429 | 503) NEXT=$(header retry-after); case $NEXT in '' | *[!0-9]*) NEXT=30 ;; esac ;;
    *) log "the server answered $CODE; serving on $(cat "$STATE/curl.log")"; ROUND=error; return 1 ;;
  esac
}

stop() {
  STOP=1
  [ -z "$PID" ] || kill "$PID" 2>/dev/null
}

case ${1:-} in
  --once) ONCE=1 ;;
  --version) echo "$VERSION"; exit 0 ;;
  --help) sed -n '2,4p' "$0"; exit 0 ;;
esac
[ -n "${SIGNALBOX_URL:-}" ] || die "Set SIGNALBOX_URL to the address of Signalbox."
for tool in curl sha256sum md5sum; do command -v "$tool" >/dev/null 2>&1 || die "$tool is missing."; done
if ! { mkdir -p "$STATE" && chmod 700 "$STATE" && : >"$STATE/code"; }; then die "The state directory $STATE cannot be written."; fi
trap stop TERM INT
trap 'HUP=1; [ -z "$PID" ] || kill "$PID" 2>/dev/null' HUP

while [ -z "$STOP" ]; do
  NEXT=0
  if [ -s "$STATE/enrolled" ] || enroll; then poll || NEXT=again; else ROUND=error; NEXT=again; fi
  if [ -n "$ONCE" ]; then
    [ "$NEXT" = again ] && [ "$ROUND" != rejected ] && exit 1
    case $ROUND in applied) exit 0 ;; idle) exit 10 ;; rejected) exit 20 ;; *) exit 1 ;; esac
  fi
  guard
  if [ "$NEXT" = again ]; then back_off; elif [ "$NEXT" -gt 0 ]; then pause "$NEXT"; fi
done
if [ "${SIGNALBOX_EPHEMERAL:-}" = 1 ] && [ -s "$STATE/enrolled" ]; then
  STOP=
  call -X POST -H "@$STATE/auth" --max-time 5 -o /dev/null "$API/sign-off"
fi
log "stopped"
