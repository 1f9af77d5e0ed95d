/* SPDX-License-Identifier: MIT */
/* A program that uses Kea's libraries: how long an option of five octets is. */
#include <cstdio>

#include <dhcp/option.h>

int main() {
    const isc::dhcp::Option option(isc::dhcp::Option::V4, 43, isc::dhcp::OptionBuffer(5));

    return std::printf("%u\n", static_cast<unsigned>(option.len())) < 0;
}
