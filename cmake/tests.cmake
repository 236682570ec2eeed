# ctest: unit tests (tests/test_*.c and .cpp, Criterion), integration tests (tests/integration) and small validation
# tests (tests/validation/small), each labelled with its kind.
#
# Scripts are run from the top of the project with the environment CATCHMENT (path of the program), CATCHMENT_SOURCE (top
# of the project) and PYTHONPATH (analysis). Exit status 0 is a pass, 77 says that the machine lacks what the test is
# about (shown as skipped), anything else is a failure.

set(CATCHMENT_PYTHON "/usr/bin/python3" CACHE FILEPATH "Python that has the packages of the analysis")

pkg_check_modules(criterion REQUIRED IMPORTED_TARGET criterion)
find_path(PCG_INCLUDE_DIR pcg_random.hpp REQUIRED)
mark_as_advanced(PCG_INCLUDE_DIR)

# Criterion prints a leak without failing for it, and passes when it has found no test. AddressSanitizer's warning on an
# allocation that is too large is no failure: some tests ask for one. Tests run beside each other, so each has one thread
# unless it asks for more.
set(catchment_test_failures
    "LeakSanitizer" "ERROR: AddressSanitizer" "SUMMARY: AddressSanitizer" "runtime error:" "Tested: [^0-9]*0 ")
set(catchment_test_environment
    "CATCHMENT=${PROJECT_BINARY_DIR}/catchment"
    "CATCHMENT_SOURCE=${PROJECT_SOURCE_DIR}"
    "PYTHONPATH=${PROJECT_SOURCE_DIR}/analysis:${PROJECT_SOURCE_DIR}/tests/helpers"
    "PYTHONDONTWRITEBYTECODE=1"
    "OMP_WAIT_POLICY=passive"
    "OMP_NUM_THREADS=1"
    "ASAN_OPTIONS=allocator_may_return_null=1:detect_stack_use_after_return=1:strict_string_checks=1"
    "UBSAN_OPTIONS=print_stacktrace=1")

function(catchment_test_properties name label timeout)
    set_tests_properties(${name} PROPERTIES
        LABELS ${label}
        TIMEOUT ${timeout}
        WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
        ENVIRONMENT "${catchment_test_environment}"
        FAIL_REGULAR_EXPRESSION "${catchment_test_failures}")
endfunction()

# Tests of many draws or many people, which take several times as long under sanitizers: `./dev test sanitize` leaves them to
# `./dev sanitize`.
set(catchment_large_tests
    test_base_random_keys test_base_random_scan test_care_line_properties test_engine_world test_people_life
    test_people_life_carers test_people_reference test_people_synthesis)

function(catchment_add_unit_test source)
    cmake_path(GET source STEM name)
    add_executable(${name} ${source})
    target_compile_definitions(${name} PRIVATE "CATCHMENT_SOURCE=\"${PROJECT_SOURCE_DIR}\"")
    target_include_directories(${name} SYSTEM PRIVATE "${PCG_INCLUDE_DIR}")
    target_link_libraries(${name} PRIVATE catchment_floors catchment_warnings PkgConfig::criterion)
    add_test(NAME ${name} COMMAND ${name} --color=never)
    catchment_test_properties(${name} unit 300)
    if(name IN_LIST catchment_large_tests)
        set_property(TEST ${name} APPEND PROPERTY LABELS large)
    endif()
endfunction()

function(catchment_add_script label script)
    cmake_path(GET script STEM name)
    cmake_path(GET script EXTENSION extension)
    if(extension STREQUAL ".py")
        set(interpreter "${CATCHMENT_PYTHON}")
    else()
        set(interpreter bash)
    endif()
    add_test(NAME ${label}_${name} COMMAND ${interpreter} "${script}")
    catchment_test_properties(${label}_${name} ${label} 600)
    set_tests_properties(${label}_${name} PROPERTIES SKIP_RETURN_CODE 77)
endfunction()

file(GLOB unit_tests CONFIGURE_DEPENDS
    "${PROJECT_SOURCE_DIR}/tests/test_*.c" "${PROJECT_SOURCE_DIR}/tests/test_*.cpp")
foreach(source IN LISTS unit_tests)
    catchment_add_unit_test("${source}")
endforeach()

file(GLOB integration_tests CONFIGURE_DEPENDS
    "${PROJECT_SOURCE_DIR}/tests/integration/*.sh" "${PROJECT_SOURCE_DIR}/tests/integration/*.py")
foreach(script IN LISTS integration_tests)
    catchment_add_script(integration "${script}")
endforeach()

file(GLOB validation_tests CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/validation/small/*.py")
foreach(script IN LISTS validation_tests)
    catchment_add_script(validation "${script}")
endforeach()

# The program whose output the integration tests of the recorder read, kill and fill disks with.
add_executable(write_sample "${PROJECT_SOURCE_DIR}/tests/integration/write_sample.c")
target_link_libraries(write_sample PRIVATE catchment_floors catchment_warnings)

# The program whose draws the long battery of tests/randomness/run examines.
add_executable(randomness_stream "${PROJECT_SOURCE_DIR}/tests/randomness/stream.c")
target_link_libraries(randomness_stream PRIVATE catchment_floors catchment_warnings)

# Loaded into the program (LD_PRELOAD) to make its allocations and writes fail: tests/integration/test_failing_*.py.
add_library(fail_nth MODULE "${PROJECT_SOURCE_DIR}/tests/integration/fail_nth.c")
target_compile_definitions(fail_nth PRIVATE _GNU_SOURCE)
target_link_libraries(fail_nth PRIVATE catchment_warnings ${CMAKE_DL_LIBS})
