// SPDX-License-Identifier: MIT
// The same octets by Kea's libdhcp++: typed suboptions unpacked and packed. kea NAME COUNT, as
// ours.c.
#include <kea/config.h>

#include <dhcp/dhcp4.h>
#include <dhcp/libdhcp++.h>
#include <dhcp/option_definition.h>
#include <dhcp/option_space.h>
#include <util/buffer.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <list>
#include <string>

extern "C" {
#include "tests/unit/sample.h"
}

using namespace isc::dhcp;

namespace {

const char *const space = "cisco-cdc";
OptionBuffer sample;
OptionCollection typed;

void defineSuboptions() {
    static const struct {
        const char *name;
        uint16_t code;
        const char *type;
    } rows[] = {{"fips-mode", 10, "boolean"},          {"server", 11, "string"},
                {"root-ca-fingerprint", 12, "binary"}, {"challenge-password", 13, "string"},
                {"enable-8021x", 14, "boolean"},       {"certificate-select", 15, "uint8"}};
    OptionDefSpaceContainer definitions;
    for (const auto &row : rows) {
        definitions.addItem(
            OptionDefinitionPtr(new OptionDefinition(row.name, row.code, space, row.type, false)));
    }
    LibDHCP::setRuntimeOptionDefs(definitions);
    LibDHCP::commitRuntimeOptionDefs();
}

void unpackTyped() {
    OptionCollection options;
    std::list<uint16_t> deferred;
    LibDHCP::unpackOptions4(sample, space, options, deferred, false);
    if (options.size() != 6) {
        std::abort();
    }
}

void packTyped() {
    isc::util::OutputBuffer buffer(0);
    LibDHCP::packOptions4(buffer, typed, false, false);
    if (buffer.getLength() != sample.size()) {
        std::abort();
    }
}

const struct {
    const char *name;
    void (*run)();
} benches[] = {{"Kea: unpack typed, 69 octets", unpackTyped},
               {"Kea: pack typed, 69 octets", packTyped}};

__attribute__((noinline)) void measured(void (*run)(), unsigned long count) {
    for (unsigned long i = 0; i < count; i++) {
        run();
    }
}

} // namespace

int main(int argc, char **argv) {
    sample.assign(sample_octets, sample_octets + SAMPLE_LEN);
    defineSuboptions();
    std::list<uint16_t> deferred;
    LibDHCP::unpackOptions4(sample, space, typed, deferred, false);
    for (const auto &bench : benches) {
        if (argc < 3) {
            std::puts(bench.name);
        } else if (std::strcmp(argv[1], bench.name) == 0) {
            bench.run();
            measured(bench.run, std::strtoul(argv[2], nullptr, 10));
            return 0;
        }
    }
    return argc < 3 ? 0 : 1;
}
