"""Serves a model as llama-server does, until the standard input ends: MODEL CONTEXT SLOTS [TEMPLATE]. Prints its address."""

import sys

import xllamacpp

model, context, slots = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
params = xllamacpp.CommonParams()
params.model.path = model
params.model_alias = {"peer"}
params.n_ctx = context
params.n_parallel = slots
params.hostnames = ["127.0.0.1"]
params.port = 0
params.cpuparams.n_threads = 2
if len(sys.argv) > 4:
    with open(sys.argv[4], encoding="utf-8") as template:
        params.chat_template = template.read()
server = xllamacpp.Server(params)
print("listening on", server.listening_address, flush=True)
sys.stdin.read()
