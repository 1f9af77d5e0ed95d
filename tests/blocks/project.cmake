# SPDX-License-Identifier: MIT
cmake_minimum_required(VERSION 3.25)
project(outside LANGUAGES C)
# BLOCK
if(NOT TARGET cdc43::cdc43)
    message(FATAL_ERROR "no cdc43::cdc43")
endif()
