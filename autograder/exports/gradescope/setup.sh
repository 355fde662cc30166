#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image in which every submission is graded.
set -euo pipefail

root="${AUTOGRADER_ROOT:-/autograder}"
source="$root/source"
export PYTHONPATH="$source" AUTOGRADER_CACHE="$root/cache" DEBIAN_FRONTEND=noninteractive

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

apt-get update
apt-get install --yes --no-install-recommends python3 python3-venv libseccomp2
python=python3
if ! new_enough "$python"; then # Ubuntu 22.04 has it beside its own
  apt-get install --yes --no-install-recommends python3.11 python3.11-venv ||
    { echo "Python 3.11 or newer is needed: choose a newer base image (Ubuntu 24.04)." >&2; exit 1; }
  python=python3.11
fi

"$python" -m venv "$root/venv"
# The exact versions that the zip was made with; pip.conf names an index beside pip's own, if the instructor gave one.
PIP_CONFIG_FILE="$source/pip.conf" "$root/venv/bin/python" -m pip install --no-cache-dir --disable-pip-version-check \
  --requirement "$source/requirements.txt" --constraint "$source/constraints.txt"

# MNIST is unpacked now, and not for each submission.
"$root/venv/bin/python" -P -c 'from autograder.data import mnist_root; mnist_root()'

# It seeds hidden tests. Made here, it is the same for every submission, and is neither in the zip nor the course's own.
(umask 077 && head -c 32 /dev/urandom >"$source/secret")
chmod -R go= "$source/course"
