# catchment_sanitize: empty unless CATCHMENT_SANITIZE, CATCHMENT_RACE_CHECK or CATCHMENT_COVERAGE is on. Linked by every
# target, tests included.

add_library(catchment_sanitize INTERFACE)
set(catchment_sanitize_flags "")
if(CATCHMENT_SANITIZE)
    # Target options follow those of the build type, so -O1 wins over that. Fortified library calls would hide from
    # AddressSanitizer what it is to see.
    set(catchment_sanitize_flags
        -fsanitize=address,undefined,float-cast-overflow -fno-omit-frame-pointer -O1 -g1 -U_FORTIFY_SOURCE)
    target_compile_options(catchment_sanitize INTERFACE ${catchment_sanitize_flags})
    target_link_options(catchment_sanitize INTERFACE -fsanitize=address,undefined)
endif()

# tests/race/run. OpenMP without libarcher would look like one race: the script loads it.
if(CATCHMENT_RACE_CHECK)
    if(NOT CMAKE_C_COMPILER_ID MATCHES "Clang")
        message(FATAL_ERROR "CATCHMENT_RACE_CHECK needs clang: -DCMAKE_C_COMPILER=clang")
    endif()
    target_compile_definitions(catchment_sanitize INTERFACE CATCHMENT_RACE_CHECK)
    target_compile_options(catchment_sanitize INTERFACE -fsanitize=thread -fno-omit-frame-pointer -O1 -g)
    target_link_options(catchment_sanitize INTERFACE -fsanitize=thread)
endif()

# Counters are atomic: threads would lose some otherwise. -Og is quicker than -O0 and keeps lines apart; a function that
# is put into its callers would have its branches counted in each of them.
if(CATCHMENT_COVERAGE)
    target_compile_options(catchment_sanitize INTERFACE --coverage -fprofile-update=atomic -Og -fno-inline -g)
    target_link_options(catchment_sanitize INTERFACE --coverage)
endif()
