# What each target does is in Scripts/, which runs without make too.
.PHONY: build test demo bench peers peers-long fuzz lint format clean

build:
	@Scripts/build

test:
	@Scripts/test

# ONCE=1 ends after the first code is verified.
demo:
	@Scripts/demo $(if $(ONCE),--once)

bench:
	@Scripts/bench $(ARGS)

# Real SMPP peers alone: a mobile core, gateways, libraries.
peers:
	@Scripts/peers

peers-long:
	@Scripts/peers-long

# SECONDS=60 or RUNS=10000000 for each target; TARGETS="pdu frames" for some of them.
fuzz:
	@SECONDS_EACH=$(or $(SECONDS),60) RUNS=$(RUNS) Scripts/fuzz $(TARGETS)

lint:
	@Scripts/lint

format:
	@Scripts/lint --fix

clean:
	rm -rf .build
