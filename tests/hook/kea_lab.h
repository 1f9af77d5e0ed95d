/* SPDX-License-Identifier: MIT */
/* The real library in Kea's hooks manager, without a server: configure it, pass it packets. */
#ifndef CDC43_TESTS_KEA_LAB_H
#define CDC43_TESTS_KEA_LAB_H

#include <string>
#include <vector>

#include <dhcp/pkt4.h>
#include <hooks/callout_handle.h>

namespace kea_lab {

/* The parameters of the published example under the name "office". */
extern const char *const office;

/* Before anything else, any number of times: hook points, logging (off), the daemon's name.
 * Programs that call it run their cases in one process (CK_FORK=no): Kea's logging has threads,
 * which a forked process does not have, and waits for them at the end. */
void begin(const char *daemon = "kea-dhcp4");

/* Loads the library with the parameters (JSON, or NULL for none) in place of what is loaded. */
bool load(const char *parameters);

/* Tells it that the configuration is complete. Returns the sentence of its refusal. */
std::string complete();

/* The same with the map Dhcp4 (JSON), as a server passes it. */
std::string complete_with(const std::string &dhcp4);

/* From now on the server is starting, or has a configuration already, as after begin. */
void set_starting(bool is_starting);

/* The same as a server does it, which says afterwards whether it takes the configuration: by
 * is_taken. What the library has posted is run by run_posted, which a server does before the next
 * packet. */
std::string complete_as_server(bool is_taken);
void run_posted();

/* Both. */
std::string configure(const std::string &parameters);

/* Both, and it must agree. */
void accept(const std::string &parameters);

/* A message with option 53 (none for 0) and, unless NULL, option 60. */
isc::dhcp::Pkt4Ptr query(int type, const char *vendor_class);
isc::dhcp::Pkt4Ptr response(int type);

/* Adds an option of plain octets. */
void add(const isc::dhcp::Pkt4Ptr &packet, uint8_t code, const std::vector<uint8_t> &octets);

/* Passes them through pkt4_send; the step that is left afterwards. */
isc::hooks::CalloutHandle::CalloutNextStep send(const isc::dhcp::Pkt4Ptr &query,
                                                const isc::dhcp::Pkt4Ptr &response,
                                                isc::hooks::CalloutHandle::CalloutNextStep step =
                                                    isc::hooks::CalloutHandle::NEXT_STEP_CONTINUE);

/* Packs the message; the values of all instances of option 43 in it, in their order. */
std::vector<std::vector<uint8_t>> instances(const isc::dhcp::Pkt4Ptr &packet);

/* The response to one of the library's commands, as JSON text. */
std::string command(const std::string &name);

/* What an OFFER for that vendor class carries: the only instance; empty when there is none. */
std::vector<uint8_t> offer(const char *vendor_class);

} // namespace kea_lab

#endif
