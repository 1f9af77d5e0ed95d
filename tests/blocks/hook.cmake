# SPDX-License-Identifier: MIT
cmake_minimum_required(VERSION 3.25)
project(outside LANGUAGES CXX)
file(TOUCH ${CMAKE_CURRENT_SOURCE_DIR}/hello.cc)
# BLOCK
if(NOT TARGET Kea::headers)
    message(FATAL_ERROR "no Kea::headers")
endif()
