# One cmocka program for each tests/unit/test_NAME.c, known to ctest as unit.NAME.
pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)
file(GLOB unit_tests CONFIGURE_DEPENDS tests/unit/test_*.c)
foreach(source ${unit_tests})
    get_filename_component(program ${source} NAME_WE)
    string(REGEX REPLACE "^test_" "" name ${program})
    add_executable(${program} ${source})
    set_target_properties(${program} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    target_include_directories(${program} PRIVATE
        $<TARGET_PROPERTY:hpc_objects,INTERFACE_INCLUDE_DIRECTORIES>)
    target_link_libraries(${program} PRIVATE $<TARGET_FILE:hpc_internal> PkgConfig::CMOCKA m
        Threads::Threads)
    add_dependencies(${program} hpc_internal)
    # Relative paths in a test start at the project's root.
    add_test(NAME unit.${name} COMMAND ${program} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_tests_properties(unit.${name} PROPERTIES TIMEOUT 120)
endforeach()
