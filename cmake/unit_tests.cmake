# Programs that see all of the library's functions, in BUILD/tests/.
function(link_internal target)
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests
        LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    target_include_directories(${target} PRIVATE
        $<TARGET_PROPERTY:hpc_objects,INTERFACE_INCLUDE_DIRECTORIES>)
    target_link_libraries(${target} PRIVATE $<TARGET_FILE:hpc_internal> m Threads::Threads)
    add_dependencies(${target} hpc_internal)
endfunction()

# What tests/numpy/run calls: the runtime for Python's ctypes, and the printer as a program.
add_library(rt_probe SHARED tests/numpy/probe.c)
add_executable(print_probe tests/numpy/print_probe.c)
link_internal(rt_probe)
link_internal(print_probe)

# What tests/math/run runs: errors of elementary functions against MPFR.
find_library(MPFR_LIBRARY mpfr REQUIRED)
find_library(GMP_LIBRARY gmp REQUIRED)
add_executable(math_probe tests/math/probe.c)
link_internal(math_probe)
target_link_libraries(math_probe PRIVATE ${MPFR_LIBRARY} ${GMP_LIBRARY})

# One cmocka program for each tests/unit/test_NAME.c, known to ctest as unit.NAME.
pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)
set(time_limit 300)
if(CMAKE_CROSSCOMPILING)
    set(time_limit 1800) # an emulated compiler is slow
endif()
file(GLOB unit_tests CONFIGURE_DEPENDS tests/unit/test_*.c)
foreach(source ${unit_tests})
    get_filename_component(program ${source} NAME_WE)
    string(REGEX REPLACE "^test_" "" name ${program})
    add_executable(${program} ${source})
    link_internal(${program})
    target_link_libraries(${program} PRIVATE PkgConfig::CMOCKA)
    # Relative paths in a test start at the project's root.
    add_test(NAME unit.${name} COMMAND ${program} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_tests_properties(unit.${name} PROPERTIES TIMEOUT ${time_limit})
endforeach()
