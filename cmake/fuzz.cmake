# Fuzz harnesses of the readers (tests/fuzz/fuzz_*.c). With CATCHMENT_FUZZ, which needs clang, they are linked with
# libFuzzer and everything is built to guide it: `tests/fuzz/run` does that. Otherwise ctest replays the kept files.

option(CATCHMENT_FUZZ "Build the fuzz harnesses with libFuzzer (clang only)" OFF)

if(CATCHMENT_FUZZ)
    if(NOT CMAKE_C_COMPILER_ID MATCHES "Clang")
        message(FATAL_ERROR "CATCHMENT_FUZZ needs clang: -DCMAKE_C_COMPILER=clang")
    endif()
    set(catchment_fuzz_checks address,undefined,float-cast-overflow)
    target_compile_options(catchment_options INTERFACE -fsanitize=fuzzer-no-link,${catchment_fuzz_checks}
        -fno-sanitize-recover=all -fno-omit-frame-pointer -O1 -g -U_FORTIFY_SOURCE)
endif()

function(catchment_add_fuzz_harness source)
    cmake_path(GET source STEM name)
    string(REGEX REPLACE "^fuzz_" "" corpus ${name})
    add_executable(${name} ${source} "${PROJECT_SOURCE_DIR}/tests/fuzz/fuzz.c")
    target_compile_definitions(${name} PRIVATE "CATCHMENT_SOURCE=\"${PROJECT_SOURCE_DIR}\"")
    target_link_libraries(${name} PRIVATE catchment_people catchment_warnings)
    if(CATCHMENT_FUZZ)
        target_link_options(${name} PRIVATE -fsanitize=fuzzer,${catchment_fuzz_checks})
        add_dependencies(fuzz ${name})
    else()
        target_sources(${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests/fuzz/replay.c")
        add_test(NAME ${name} COMMAND ${name} "${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${corpus}")
        catchment_test_properties(${name} unit 300)
    endif()
endfunction()

if(CATCHMENT_FUZZ OR BUILD_TESTING)
    add_custom_target(fuzz COMMENT "The fuzz harnesses are built")
    file(GLOB fuzz_harnesses CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/fuzz/fuzz_*.c")
    foreach(source IN LISTS fuzz_harnesses)
        catchment_add_fuzz_harness("${source}")
    endforeach()
endif()
