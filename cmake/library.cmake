# libhpc.so and libhpc.a. Both show exactly the functions that compiler/hpc.h declares and hide the
# rest, LLVM included, so that a host may have its own LLVM.
set(exports ${generated}/hpc.map ${generated}/hpc.names ${generated}/hpc.roots)
add_custom_command(OUTPUT ${exports} DEPENDS ${public_header} cmake/exports.cmake
    COMMAND ${CMAKE_COMMAND} -DHEADER=${public_header} -DMAP=${generated}/hpc.map
            -DNAMES=${generated}/hpc.names -DROOTS=${generated}/hpc.roots
            -P ${CMAKE_SOURCE_DIR}/cmake/exports.cmake
    COMMENT "Reading the exports of hpc.h" VERBATIM)
add_custom_target(hpc_exports DEPENDS ${exports})

add_library(hpc SHARED)
set_target_properties(hpc PROPERTIES LINK_DEPENDS ${generated}/hpc.map)
add_dependencies(hpc hpc_exports)
target_link_libraries(hpc PRIVATE hpc_objects hpc_dependencies)
target_link_options(hpc PRIVATE -Wl,--version-script=${generated}/hpc.map -Wl,-Bsymbolic)

if(HPC_STATIC_LIBRARY)
    # One relocatable object: our objects and what they need of LLVM. GNU ld, since it alone
    # dissolves the section groups of C++ (--force-group-allocation), which would otherwise be
    # merged with a host's own copies of the same inline functions.
    find_program(GNU_LD NAMES ld.bfd REQUIRED)
    set(object ${generated}/libhpc.o)
    list(JOIN LLVM_LINK_LIBRARIES "\n" llvm_archives)
    file(GENERATE OUTPUT ${generated}/libhpc.objects
        CONTENT "$<JOIN:$<TARGET_OBJECTS:hpc_objects>,\n>\n")
    file(GENERATE OUTPUT ${generated}/libhpc.archives
        CONTENT "--start-group\n${llvm_archives}\n--end-group\n")
    add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/libhpc.a
        DEPENDS hpc_objects $<TARGET_OBJECTS:hpc_objects> ${generated}/libhpc.objects
                ${generated}/libhpc.archives ${exports}
        COMMAND ${GNU_LD} -r --force-group-allocation --gc-sections -o ${object}
                @${generated}/hpc.roots @${generated}/libhpc.objects @${generated}/libhpc.archives
        COMMAND ${CMAKE_OBJCOPY} --keep-global-symbols=${generated}/hpc.names ${object}
        COMMAND ${CMAKE_COMMAND} -E rm -f ${CMAKE_BINARY_DIR}/libhpc.a
        COMMAND ${CMAKE_AR} qcs ${CMAKE_BINARY_DIR}/libhpc.a ${object}
        COMMAND ${CMAKE_COMMAND} -E rm -f ${object}
        COMMENT "Linking libhpc.a" VERBATIM)
    add_custom_target(hpc_static ALL DEPENDS ${CMAKE_BINARY_DIR}/libhpc.a)
endif()
