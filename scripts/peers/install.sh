#!/usr/bin/env bash
# Programs of others that speak the Hub's language, each in a place of its own, for tests/contract/test_peers.py:
# the last of the Hub's Python clients that rests on requests, its JavaScript client, and a mirror.
# The pinned files are made anew by: uv pip compile --universal --generate-hashes --no-header --no-annotate
# and, for npm: npm install --package-lock-only --omit-lockfile-registry-resolved
set -euo pipefail
cd "$(dirname "$0")/../.."

uv="${UV:-.venv/bin/uv}"
mkdir -p .peers
echo '*' >.peers/.gitignore

for peer in huggingface-hub-0 olah; do
  [ -x ".peers/$peer/bin/python" ] || "$uv" venv --quiet --no-project ".peers/$peer"
  "$uv" pip sync --quiet --require-hashes --python ".peers/$peer/bin/python" "scripts/peers/$peer.txt"
done

mkdir -p .peers/node
cp scripts/peers/package.json scripts/peers/package-lock.json .peers/node/
npm ci --prefix .peers/node --silent --ignore-scripts --no-audit --no-fund
