# Cross-compiles for AArch64 Linux on Debian: gcc-aarch64-linux-gnu, the libraries that
# scripts/setup-aarch64 unpacks, and qemu for the programs that the build and the tests run.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(HPC_SYSROOT ${CMAKE_CURRENT_LIST_DIR}/../build-aarch64/sysroot)
cmake_path(NORMAL_PATH HPC_SYSROOT)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)

# The compiler has a C library of its own; everything else is the sysroot's.
set(CMAKE_FIND_ROOT_PATH ${HPC_SYSROOT} /usr/aarch64-linux-gnu)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(ENV{PKG_CONFIG_LIBDIR} ${HPC_SYSROOT}/usr/lib/aarch64-linux-gnu/pkgconfig)
set(ENV{PKG_CONFIG_SYSROOT_DIR} ${HPC_SYSROOT})
set(debian ${HPC_SYSROOT}/usr/include/aarch64-linux-gnu)
add_compile_options("SHELL:-isystem ${HPC_SYSROOT}/usr/include" "SHELL:-isystem ${debian}"
    "SHELL:-isystem ${debian}/openblas-pthread")
set(folders ${HPC_SYSROOT}/usr/lib/aarch64-linux-gnu ${HPC_SYSROOT}/lib/aarch64-linux-gnu)
foreach(folder ${folders})
    add_link_options(-L${folder} -Wl,-rpath-link,${folder})
endforeach()

set(CMAKE_CROSSCOMPILING_EMULATOR ${HPC_SYSROOT}/../emulate)
