# What each target does is in Scripts/, which runs without make too.
.PHONY: build test demo bench peers peers-long lint format clean

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

lint:
	@Scripts/lint

format:
	@Scripts/lint --fix

clean:
	rm -rf .build
