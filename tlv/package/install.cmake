# SPDX-License-Identifier: MIT
# How the parts are installed, so that other projects find them: find_package(cdc43), or pkg-config.

# cdc43_install(COMPONENT word...): install(), when that is wanted. Components, as packages take them:
# cdc43_dev (libraries, headers, vectors), cdc43_tools (the commands), cdc43_hook (for Kea).
function(cdc43_install component)
    if(CDC43_INSTALL)
        install(${ARGN} COMPONENT ${component})
    endif()
endfunction()

# cdc43_command(COMPONENT TARGET PAGE): a command, its manual page, and its completion in bash.
set(completion ${CMAKE_CURRENT_LIST_DIR}/../command/completion.bash)
function(cdc43_command component target page)
    cdc43_install(${component} TARGETS ${target})
    cdc43_install(${component} FILES ${page} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
    cdc43_install(${component} FILES ${completion}
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
        RENAME $<TARGET_FILE_BASE_NAME:${target}>)
endfunction()

# cdc43_part(PART TEMPLATE [TARGET NAME]...): static libraries that a project asks for together, with
# find_package(cdc43 COMPONENTS PART) or the pkg-config file of TEMPLATE. Each is cdc43::NAME there, and
# in a project that has this one as a folder.
function(cdc43_part part template)
    set(left ${ARGN})
    while(left)
        list(POP_FRONT left target name)
        add_library(cdc43::${name} ALIAS ${target})
        set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
        cdc43_install(cdc43_dev TARGETS ${target} EXPORT cdc43-${part}
            INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/cdc43
            ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
    endwhile()
    if(NOT CDC43_INSTALL)
        return()
    endif()
    cdc43_install(cdc43_dev EXPORT cdc43-${part} NAMESPACE cdc43::
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/cdc43)
    cmake_path(GET template STEM LAST_ONLY file)
    # The ways from the file to the prefix and back, so that the installed tree can be moved.
    file(RELATIVE_PATH prefix ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
    string(REGEX REPLACE "/$" "" prefix "\${pcfiledir}/${prefix}")
    file(RELATIVE_PATH libdir ${CMAKE_INSTALL_PREFIX} ${CMAKE_INSTALL_FULL_LIBDIR})
    file(RELATIVE_PATH includedir ${CMAKE_INSTALL_PREFIX} ${CMAKE_INSTALL_FULL_INCLUDEDIR})
    configure_file(${template} ${file} @ONLY)
    cdc43_install(cdc43_dev FILES ${CMAKE_CURRENT_BINARY_DIR}/${file}
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endfunction()

if(CDC43_INSTALL)
    include(CMakePackageConfigHelpers)
    set(cmake_package ${CMAKE_INSTALL_LIBDIR}/cmake/cdc43)
    configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/cdc43Config.cmake.in
        ${PROJECT_BINARY_DIR}/cdc43Config.cmake INSTALL_DESTINATION ${cmake_package}
        NO_SET_AND_CHECK_MACRO)
    # Before 1.0, what works with 0.2.0 need not work with 0.3.0.
    write_basic_package_version_file(${PROJECT_BINARY_DIR}/cdc43ConfigVersion.cmake
        COMPATIBILITY SameMinorVersion)
    cdc43_install(cdc43_dev FILES ${PROJECT_BINARY_DIR}/cdc43Config.cmake
        ${PROJECT_BINARY_DIR}/cdc43ConfigVersion.cmake DESTINATION ${cmake_package})
endif()
