/* SPDX-License-Identifier: MIT */
/* Option 43 as one opaque value that Kea neither splits, nor types, nor prints. */
#ifndef CDC43_HOOK_SERVER_OPAQUE_OPTION43_H
#define CDC43_HOOK_SERVER_OPAQUE_OPTION43_H

#include <array>
#include <string>

#include <dhcp/option.h>

#include "tlv/cdc43.h"

namespace cdc43_hook {

/* Kea's packer splits what it finds in getData() and among the suboptions when that is longer than
 * 253 octets, one instance per suboption even. This option keeps its octets elsewhere and has no
 * suboptions, so it leaves as one instance of up to CDC43_OPTION_MAX octets.
 *
 * Its text form, which Kea writes to the debug log with each packet, leaves the octets out: they
 * hold the challenge password. Objects own a copy of the octets and erase it. Immutable. */
class option43 : public isc::dhcp::Option {
  public:
    /* octets: at most CDC43_OPTION_MAX; throws std::length_error beyond. */
    explicit option43(cdc43_view octets);
    option43(const option43 &other) = default;
    option43 &operator=(const option43 &other) = delete;
    ~option43() override;

    isc::dhcp::OptionPtr clone() const override;
    void pack(isc::util::OutputBuffer &buffer, bool check = true) const override;
    uint16_t len() const override;
    bool equals(const isc::dhcp::Option &other) const override;
    std::string toText(int indent = 0) const override;
    std::string toString() const override;

  private:
    size_t size_;
    std::array<uint8_t, CDC43_OPTION_MAX> octets_;
};

} // namespace cdc43_hook

#endif
