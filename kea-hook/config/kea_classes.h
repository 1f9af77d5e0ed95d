/* SPDX-License-Identifier: MIT */
/* The client classes that no configuration defines: Kea and its libraries make them. */
#ifndef CDC43_HOOK_CONFIG_KEA_CLASSES_H
#define CDC43_HOOK_CONFIG_KEA_CLASSES_H

#include <string>

namespace cdc43_hook {

/* Can a client be in a class of this name although nobody defines it? */
bool is_kea_class(const std::string &name);

/* Of those, the ones of libraries: whether a client is in them nobody can tell beforehand. */
bool is_library_class(const std::string &name);

/* The class that Kea makes of a vendor class, and back; empty: the name is not of that kind. */
std::string class_of_vendor_class(const std::string &vendor_class);
std::string vendor_class_of_class(const std::string &name);

} // namespace cdc43_hook

#endif
