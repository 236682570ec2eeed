# catchment_version: the generated header "catchment_version.h" (version, git revision, compiler, flags).
# It is looked at in every build and written only when its content changes.

find_package(Git QUIET)

string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type)
string(JOIN " " catchment_flags
    -std=c17 ${CMAKE_C_FLAGS} ${CMAKE_C_FLAGS_${build_type}} ${OpenMP_C_FLAGS} -ffp-contract=off
    ${catchment_sanitize_flags})

set(catchment_generated "${PROJECT_BINARY_DIR}/generated")
add_custom_target(catchment_version_header
    COMMAND "${CMAKE_COMMAND}"
        "-DTEMPLATE=${PROJECT_SOURCE_DIR}/cmake/catchment_version.h.in"
        "-DHEADER=${catchment_generated}/catchment_version.h"
        "-DSOURCE=${PROJECT_SOURCE_DIR}"
        "-DGIT=${GIT_EXECUTABLE}"
        "-DVERSION=${PROJECT_VERSION}"
        "-DCOMPILER=${CMAKE_C_COMPILER_ID} ${CMAKE_C_COMPILER_VERSION}"
        "-DFLAGS=${catchment_flags}"
        -P "${PROJECT_SOURCE_DIR}/cmake/write_version.cmake"
    BYPRODUCTS "${catchment_generated}/catchment_version.h"
    COMMENT "Looking at the git revision"
    VERBATIM)

add_library(catchment_version INTERFACE)
target_include_directories(catchment_version INTERFACE "${catchment_generated}")
add_dependencies(catchment_version catchment_version_header)
