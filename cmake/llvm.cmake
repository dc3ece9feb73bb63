# Finds LLVM 19 and sets LLVM_INCLUDE_DIR, LLVM_LIBRARY_DIR, LLVM_LINK_LIBRARIES (the static
# archives of the components below, in link order) and LLVM_SYSTEM_LIBRARIES.
find_program(LLVM_CONFIG NAMES llvm-config-19 HINTS /usr/lib/llvm-19/bin)
if(NOT LLVM_CONFIG)
    message(FATAL_ERROR "LLVM 19 is missing (llvm-config-19); scripts/setup installs it")
endif()
if(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
    set(arch aarch64)
else()
    set(arch x86)
endif()
set(LLVM_COMPONENTS core passes ${arch}codegen ${arch}asmparser ${arch}desc ${arch}info)

function(llvm_config result)
    execute_process(COMMAND ${LLVM_CONFIG} --link-static ${ARGN} OUTPUT_VARIABLE output
        OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
    separate_arguments(output UNIX_COMMAND "${output}")
    set(${result} ${output} PARENT_SCOPE)
endfunction()

llvm_config(LLVM_INCLUDE_DIR --includedir)
llvm_config(LLVM_LIBRARY_DIR --libdir)
llvm_config(LLVM_LINK_LIBRARIES --libfiles ${LLVM_COMPONENTS})
# Cross-compiling: llvm-config is this machine's, the library beside it is not.
if(HPC_SYSROOT)
    list(TRANSFORM LLVM_LINK_LIBRARIES REPLACE "^${LLVM_LIBRARY_DIR}"
        "${HPC_SYSROOT}/usr/lib/llvm-19/lib")
    set(LLVM_LIBRARY_DIR ${HPC_SYSROOT}/usr/lib/llvm-19/lib)
    set(LLVM_INCLUDE_DIR ${HPC_SYSROOT}/usr/lib/llvm-19/include)
endif()
# --system-libs names libxml2 and Z3 too, for components that are not linked here.
set(LLVM_SYSTEM_LIBRARIES z zstd)
