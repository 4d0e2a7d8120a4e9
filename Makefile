# make demo      install what is missing, build, fit a real table, conserve a real system
# make test      install what is missing, build and run every test
# make install   copy the binary to PREFIX/bin (default /usr/local)
# make accept    rewrite the expected outputs of Tests/EndToEndTests/Cases; read the diff before committing
# make bench-fit, make bench-conserve   run a referee from the directory REFEREE
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := build

PREFIX ?= /usr/local
CONFIGURATION ?= release
SWIFT ?= swift
# The Swift runtime becomes part of the binary. Its testing library exists as a shared one only, so the tests have a build
# directory of their own.
BUILD_FLAGS = -c $(CONFIGURATION) --static-swift-stdlib
TEST_FLAGS = -c $(CONFIGURATION) --scratch-path .build-tests -Xswiftc -enable-testing
BINARY = .build/$(CONFIGURATION)/discover

# One Debian package per line; `make packages` installs those that are missing.
PACKAGES = \
	pkg-config \
	libgsl-dev \
	liblapacke-dev \
	libopenblas-dev \
	libhdf5-dev \
	libflint-dev \
	libflint-arb-dev \
	libgmp-dev \
	libcsv-dev \
	zlib1g-dev

.PHONY: build packages demo test install uninstall accept lint format bench-fit bench-conserve clean

build: packages
	$(SWIFT) build $(BUILD_FLAGS) --product discover

packages:
	@missing=""; \
	for package in $(PACKAGES); do \
		dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'install ok installed' || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
		root=""; if [ "$$(id -u)" != 0 ]; then root=sudo; fi; \
		echo "installing$$missing"; \
		$$root apt-get update -qq; \
		DEBIAN_FRONTEND=noninteractive $$root apt-get install -y -qq --no-install-recommends $$missing; \
	fi

demo: build
	@echo; echo '$$ discover fit datasets/kepler-planets.csv'; echo
	@$(BINARY) fit datasets/kepler-planets.csv
	@echo; echo '$$ discover conserve datasets/systems/lotka-volterra-3.txt'; echo
	@$(BINARY) conserve datasets/systems/lotka-volterra-3.txt

# One configuration for everything, so that nothing is compiled twice; the end-to-end tests run the binary beside them.
test: packages
	$(SWIFT) build $(TEST_FLAGS) --build-tests
	$(SWIFT) test $(TEST_FLAGS) --skip-build

install: build
	install -d $(DESTDIR)$(PREFIX)/bin
	install -s -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/discover

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/discover

accept: packages
	$(SWIFT) build $(TEST_FLAGS) --build-tests
	DISCOVER_ACCEPT=1 $(SWIFT) test $(TEST_FLAGS) --skip-build --filter 'CaseFolders|DocumentedExamples'

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests

format:
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests

REFEREE ?=
FIT_PROBLEMS ?= $(REFEREE)/../benchmarks/feynman.csv
CONSERVE_SYSTEMS ?= $(REFEREE)/../benchmarks/conservation_systems.json

bench-fit: build
	@test -n "$(REFEREE)" || { echo 'usage: make bench-fit REFEREE=directory of check_fit.py [FIT_PROBLEMS=file]'; exit 2; }
	python3 $(REFEREE)/check_fit.py --discover $(BINARY) --problems $(FIT_PROBLEMS)

bench-conserve: build
	@test -n "$(REFEREE)" || { echo 'usage: make bench-conserve REFEREE=directory of check_conserve.py [CONSERVE_SYSTEMS=file]'; exit 2; }
	python3 $(REFEREE)/check_conserve.py --discover $(BINARY) --systems $(CONSERVE_SYSTEMS) --kind ode --polynomial

clean:
	rm -rf .build .build-tests
