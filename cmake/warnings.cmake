# catchment_warnings: the warnings that all C code of the project passes without, under gcc and clang.

add_library(catchment_warnings INTERFACE)
target_compile_options(catchment_warnings INTERFACE
    -Wall
    -Wextra
    -Wpedantic
    -Wconversion
    -Wshadow
    $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes>
    $<$<COMPILE_LANGUAGE:C>:-Wmissing-prototypes>
    $<$<BOOL:${CATCHMENT_WERROR}>:-Werror>)
