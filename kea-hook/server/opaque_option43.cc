/* SPDX-License-Identifier: MIT */
/* Option 43 as one opaque value that Kea neither splits, nor types, nor prints. */
#include "kea-hook/server/opaque_option43.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include <boost/make_shared.hpp>
#include <dhcp/dhcp4.h>

namespace cdc43_hook {

option43::option43(cdc43_view octets)
    : isc::dhcp::Option(isc::dhcp::Option::V4, isc::dhcp::DHO_VENDOR_ENCAPSULATED_OPTIONS),
      size_(octets.len), octets_() {
    if (size_ > octets_.size()) {
        throw std::length_error("option 43 is too long");
    }
    std::copy_n(octets.data, size_, octets_.begin());
}

option43::~option43() {
    explicit_bzero(octets_.data(), size_); /* quicker than cdc43_wipe: packets wait for it */
}

isc::dhcp::OptionPtr option43::clone() const {
    return boost::make_shared<option43>(*this);
}

void option43::pack(isc::util::OutputBuffer &buffer, bool /* check */) const {
    buffer.writeUint8(static_cast<uint8_t>(type_));
    buffer.writeUint8(static_cast<uint8_t>(size_));
    buffer.writeData(octets_.data(), size_);
}

uint16_t option43::len() const {
    return static_cast<uint16_t>(OPTION4_HDR_LEN + size_);
}

bool option43::equals(const isc::dhcp::Option &other) const {
    const auto *const same = dynamic_cast<const option43 *>(&other);

    return same != nullptr && same->size_ == size_ &&
           std::equal(octets_.begin(), octets_.begin() + static_cast<std::ptrdiff_t>(size_),
                      same->octets_.begin());
}

std::string option43::toText(int indent) const {
    return headerToText(indent) + ": " + toString();
}

std::string option43::toString() const {
    return "(certificate parameters, not shown)";
}

} // namespace cdc43_hook
