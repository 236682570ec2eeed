# Programs that measure something alone: limits, what the machine can do, for benchmarks/run; scheduling, ways to find who
# has an event today (docs/decisions/0010-speed.md). The first is built with the tests, one of which runs it; otherwise they
# are built when asked for: cmake --build build/release --target limits scheduling.

add_executable(limits EXCLUDE_FROM_ALL "${PROJECT_SOURCE_DIR}/benchmarks/limits.c")
target_link_libraries(limits PRIVATE catchment_people catchment_warnings)
if(BUILD_TESTING)
    set_target_properties(limits PROPERTIES EXCLUDE_FROM_ALL OFF)
endif()

add_executable(scheduling EXCLUDE_FROM_ALL "${PROJECT_SOURCE_DIR}/benchmarks/scheduling.c")
target_link_libraries(scheduling PRIVATE catchment_people catchment_warnings)
