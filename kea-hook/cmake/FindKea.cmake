# SPDX-License-Identifier: MIT
#[=======================================================================[.rst:
FindKea
-------

Finds ISC Kea, for hook libraries and for programs that use Kea's libraries.

.. code-block:: cmake

  find_package(Kea 2.2 REQUIRED)
  add_library(dhcp_hello MODULE hello.cc)
  target_link_libraries(dhcp_hello PRIVATE Kea::headers)
  install(TARGETS dhcp_hello DESTINATION ${Kea_HOOKS_DIR})

A hook library links none of Kea's libraries: the server that loads it has them. It is loaded by a Kea with
exactly the hooks number that it was built for, patch level included.

Components
^^^^^^^^^^

``NAME``
  The library ``libkea-NAME``, for programs: ``dhcp``, ``dhcpsrv``, ``eval``, ``hooks``, ``util`` and so on. The
  names are those of Kea 3.0, also for an older Kea: ``dhcp`` is its ``libkea-dhcp++``, ``config`` its
  ``libkea-cfgclient``.

Imported Targets
^^^^^^^^^^^^^^^^

``Kea::headers``
  The folders of the headers: Kea's, Boost's, and the one that fills Kea's gaps (see below).

``Kea::NAME``
  For each component: its library, and ``Kea::headers``.

Result Variables
^^^^^^^^^^^^^^^^

``Kea_FOUND``
  True if the headers, Boost's headers and each required component were found.

``Kea_VERSION``
  The version of the headers, such as ``2.2.0``.

``Kea_HOOKS_VERSION``
  The number that ``version()`` of a hook library returns, ``KEA_HOOKS_VERSION``, such as ``20200``. Releases with
  different versions and one number have happened (3.2.0 and 3.3.0).

``Kea_INCLUDE_DIRS``
  The same folders as in ``Kea::headers``.

``Kea_HOOKS_DIR``
  The folder for hook libraries: ``kea/hooks`` beside ``libkea-hooks``. Since 2.4.2, 2.6.3 and 2.7.9 Kea loads from
  no other one, unless ``KEA_HOOKS_PATH`` in its environment names one. Not set without that library.

``Kea_MSG_COMPILER``
  ``kea-msg-compiler``, or false. From log messages in ``NAME.mes`` it makes ``NAME.cc`` and ``NAME.h``, with
  ``-d FOLDER/`` in that folder and otherwise beside it. Debian has it from Kea 2.6 on (kea-dev); without it,
  their few lines are written by hand.

``Kea_MISSING_HEADERS``
  Headers that others of Kea include and that its installation leaves out. The folder ``FindKea`` beside this
  file, if it is there, has what is needed to compile without them.

Cache Variables
^^^^^^^^^^^^^^^

``Kea_INCLUDE_DIR``, ``Kea_BOOST_INCLUDE_DIR``, ``Kea_NAME_LIBRARY``, and ``Kea_HOOKS_DIR`` and
``Kea_MSG_COMPILER`` of above; each may be set.

Hints
^^^^^

``Kea_ROOT``, as CMake variable or in the environment: where Kea is installed.

Gaps of the headers
^^^^^^^^^^^^^^^^^^^

* Boost: Debian's kea-dev does not depend on it (libboost-dev).
* ``dhcpsrv/cfg_globals.h`` is missing in Kea 2.2, for ``subnet.h``, ``network.h``, ``cfgmgr.h`` and others of
  ``dhcpsrv``.
* ``eval/location.hh`` is missing in all releases, for ``eval/parser.h``.
* From Kea 3.0 on, ``dhcpsrv/cfgmgr.h``, ``dhcpsrv/srv_config.h`` and others want ``<config.h>`` included first.
  That is Kea's; a ``config.h`` of the project, found first, hides it.
* ``log/*_impl.h`` needs log4cplus, ``mysql`` and ``pgsql`` those databases' headers.

#]=======================================================================]

find_path(Kea_INCLUDE_DIR hooks/hooks.h PATH_SUFFIXES kea DOC "Headers of ISC Kea")
find_path(Kea_BOOST_INCLUDE_DIR boost/shared_ptr.hpp DOC "Headers of Boost, which those of Kea include")
find_program(Kea_MSG_COMPILER kea-msg-compiler DOC "Compiler of Kea's log messages")
foreach(_Kea_component IN LISTS Kea_FIND_COMPONENTS ITEMS hooks)
    set(_Kea_names kea-${_Kea_component} kea-${_Kea_component}++)
    if(_Kea_component STREQUAL "config")
        list(APPEND _Kea_names kea-cfgclient)
    endif()
    find_library(Kea_${_Kea_component}_LIBRARY NAMES ${_Kea_names} DOC "Library of ISC Kea")
    mark_as_advanced(Kea_${_Kea_component}_LIBRARY)
    if(Kea_${_Kea_component}_LIBRARY)
        set(Kea_${_Kea_component}_FOUND TRUE)
    endif()
endforeach()
if(Kea_hooks_LIBRARY)
    cmake_path(GET Kea_hooks_LIBRARY PARENT_PATH _Kea_folder)
    set(Kea_HOOKS_DIR ${_Kea_folder}/kea/hooks CACHE PATH "Folder that Kea loads hook libraries from")
endif()
mark_as_advanced(Kea_INCLUDE_DIR Kea_BOOST_INCLUDE_DIR Kea_MSG_COMPILER Kea_HOOKS_DIR)

unset(Kea_VERSION)
unset(Kea_HOOKS_VERSION)
unset(Kea_MISSING_HEADERS)
set(_Kea_reason "")
if(EXISTS "${Kea_INCLUDE_DIR}/hooks/hooks.h")
    file(STRINGS ${Kea_INCLUDE_DIR}/hooks/hooks.h _Kea_line REGEX "KEA_HOOKS_VERSION *=")
    string(REGEX MATCH "[0-9]+" Kea_HOOKS_VERSION "${_Kea_line}")
    if(EXISTS ${Kea_INCLUDE_DIR}/config.h)
        file(STRINGS ${Kea_INCLUDE_DIR}/config.h _Kea_line REGEX "^#define VERSION ")
        string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" Kea_VERSION "${_Kea_line}")
    endif()
    foreach(_Kea_header dhcpsrv/cfg_globals.h eval/location.hh)
        if(NOT EXISTS ${Kea_INCLUDE_DIR}/${_Kea_header})
            list(APPEND Kea_MISSING_HEADERS ${_Kea_header})
        endif()
    endforeach()
elseif(Kea_INCLUDE_DIR)
    string(APPEND _Kea_reason "Kea_INCLUDE_DIR, ${Kea_INCLUDE_DIR}, has no hooks/hooks.h. ")
else()
    string(APPEND _Kea_reason "Kea's headers are not installed (Debian: kea-dev). ")
endif()
if(NOT Kea_BOOST_INCLUDE_DIR)
    string(APPEND _Kea_reason "Boost's headers are not installed (Debian: libboost-dev). ")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Kea
    REQUIRED_VARS Kea_INCLUDE_DIR Kea_BOOST_INCLUDE_DIR Kea_HOOKS_VERSION
    VERSION_VAR Kea_VERSION HANDLE_VERSION_RANGE HANDLE_COMPONENTS
    REASON_FAILURE_MESSAGE "${_Kea_reason}")

if(Kea_FOUND)
    # Behind Kea's own, so that what Kea has is taken.
    set(Kea_INCLUDE_DIRS ${Kea_INCLUDE_DIR} ${Kea_BOOST_INCLUDE_DIR})
    if(Kea_MISSING_HEADERS AND EXISTS ${CMAKE_CURRENT_LIST_DIR}/FindKea)
        list(APPEND Kea_INCLUDE_DIRS ${CMAKE_CURRENT_LIST_DIR}/FindKea)
    endif()
    if(NOT TARGET Kea::headers)
        add_library(Kea::headers INTERFACE IMPORTED)
        set_target_properties(Kea::headers PROPERTIES
            INTERFACE_INCLUDE_DIRECTORIES "${Kea_INCLUDE_DIRS}")
    endif()
    foreach(_Kea_component IN LISTS Kea_FIND_COMPONENTS)
        if(Kea_${_Kea_component}_FOUND AND NOT TARGET Kea::${_Kea_component})
            add_library(Kea::${_Kea_component} UNKNOWN IMPORTED)
            set_target_properties(Kea::${_Kea_component} PROPERTIES
                IMPORTED_LOCATION "${Kea_${_Kea_component}_LIBRARY}"
                INTERFACE_LINK_LIBRARIES Kea::headers)
        endif()
    endforeach()
endif()
foreach(_Kea_name component names folder line header reason name)
    unset(_Kea_${_Kea_name})
endforeach()
