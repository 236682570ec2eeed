# The program that measures what the machine can do, for benchmarks/run. It is built with the tests, one of which runs it,
# and otherwise when asked for: cmake --build build/release --target limits.

add_executable(limits EXCLUDE_FROM_ALL "${PROJECT_SOURCE_DIR}/benchmarks/limits.c")
target_link_libraries(limits PRIVATE catchment_base catchment_warnings)
if(BUILD_TESTING)
    set_target_properties(limits PROPERTIES EXCLUDE_FROM_ALL OFF)
endif()
