# One static library per floor, linked to those below it only, and the program on top of them. A floor without source
# files is left out. catchment_floors stands for all floors (the tests link it).

add_library(catchment_options INTERFACE)
target_compile_definitions(catchment_options INTERFACE _GNU_SOURCE)
# No fused multiply-add: results are the same bits on every machine.
target_compile_options(catchment_options INTERFACE -ffp-contract=off)
target_include_directories(catchment_options INTERFACE "${PROJECT_SOURCE_DIR}/src")
target_link_libraries(catchment_options INTERFACE catchment_sanitize OpenMP::OpenMP_C m)

set(catchment_base_libraries csv::csv PkgConfig::xxhash)
set(catchment_scenario_libraries PkgConfig::fyaml)
set(catchment_output_libraries hdf5::hdf5 hdf5::hdf5_hl catchment_version)
set(catchment_program_libraries catchment_version)

set(catchment_floor_libraries "")

function(catchment_add_floor floor)
    file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${floor}/*.c")
    list(REMOVE_ITEM sources "${PROJECT_SOURCE_DIR}/src/program/main.c")
    if(NOT sources)
        return()
    endif()
    add_library(catchment_${floor} STATIC ${sources})
    target_link_libraries(catchment_${floor}
        PUBLIC catchment_options ${catchment_floor_libraries} ${catchment_${floor}_libraries}
        PRIVATE catchment_warnings)
    set(catchment_floor_libraries catchment_${floor} ${catchment_floor_libraries} PARENT_SCOPE)
endfunction()

foreach(floor IN ITEMS base scenario people care market engine output program)
    catchment_add_floor(${floor})
endforeach()

add_library(catchment_floors INTERFACE)
target_link_libraries(catchment_floors INTERFACE catchment_options ${catchment_floor_libraries})

# The rest of the program is a library too, so that tests can link it.
file(GLOB catchment_main CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/program/main.c")
if(catchment_main)
    include(GNUInstallDirs)
    add_executable(catchment ${catchment_main})
    target_link_libraries(catchment PRIVATE catchment_floors catchment_warnings ${catchment_program_libraries})
    install(TARGETS catchment RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
else()
    message(WARNING "src/program/main.c is missing: the program is not built")
endif()
