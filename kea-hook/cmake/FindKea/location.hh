/* SPDX-License-Identifier: MIT */
/* The header that Kea's eval/parser.h wants and kea-dev leaves out: where in a test an error is.
 * Only Kea's library makes and reads locations; here they are passed by reference at most. */
#ifndef CDC43_FIND_KEA_LOCATION_HH
#define CDC43_FIND_KEA_LOCATION_HH

namespace isc {
namespace eval {

class location {};

} // namespace eval
} // namespace isc

#endif
