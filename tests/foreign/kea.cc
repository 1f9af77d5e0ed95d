// SPDX-License-Identifier: MIT
// The same as ours.c by Kea's libdhcp++: Pkt4::unpack of each message.
#include <kea/config.h>

#include <dhcp/libdhcp++.h>
#include <dhcp/option.h>
#include <dhcp/pkt4.h>

#include <cstdio>
#include <vector>

namespace {

void printOption(isc::dhcp::Pkt4 &packet, uint16_t code, char end) {
    const isc::dhcp::OptionPtr option = packet.getOption(code);
    if (!option) {
        std::printf("-%c", end);
        return;
    }
    // Without its header, whatever class Kea has chosen for it.
    for (const uint8_t octet : option->toBinary(false)) {
        std::printf("%02x", octet);
    }
    std::putchar(end);
}

} // namespace

int main() {
    uint8_t header[2];
    while (std::fread(header, 1, 2, stdin) == 2) {
        const size_t len = static_cast<size_t>(header[0]) << 8 | header[1];
        std::vector<uint8_t> message(len);
        if (std::fread(message.data(), 1, len, stdin) != len) {
            return 1;
        }
        try {
            isc::dhcp::Pkt4 packet(message.data(), message.size());
            packet.unpack();
            printOption(packet, 43, ' ');
            printOption(packet, 15, '\n');
        } catch (const std::exception &) {
            std::puts("! !");
        }
    }
    return 0;
}
