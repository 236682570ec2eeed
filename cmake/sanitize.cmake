# catchment_sanitize: empty unless CATCHMENT_SANITIZE is on. Linked by every target, tests included.

add_library(catchment_sanitize INTERFACE)
set(catchment_sanitize_flags "")
if(CATCHMENT_SANITIZE)
    # Target options follow those of the build type, so -O1 wins over -O3. Fortified library calls would hide from
    # AddressSanitizer what it is to see.
    set(catchment_sanitize_flags
        -fsanitize=address,undefined,float-cast-overflow -fno-omit-frame-pointer -O1 -g -U_FORTIFY_SOURCE)
    target_compile_options(catchment_sanitize INTERFACE ${catchment_sanitize_flags})
    target_link_options(catchment_sanitize INTERFACE -fsanitize=address,undefined)
endif()
